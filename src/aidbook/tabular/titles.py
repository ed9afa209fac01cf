"""Which row of a file holds its titles, if any: by the words we know, else by titles standing over other sorts of cells."""

import re
from collections.abc import Sequence

from aidbook.domain.folding import fold
from aidbook.tabular.words import KNOWN_TITLES

_LOOKED_AT = 25  # letterheads and addresses stand above the titles of delivery notes
_BODY = 60
_LONGEST_TITLE = 200
_DATA = re.compile(r"[\s\d.,:/+()%$€£-]*\d[\s\d.,:/+()%$€£-]*|\S+@\S+\.\S+|true|false", re.IGNORECASE)


def title_row(records: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the row of titles, or None where the rows begin at once."""
    filled = [
        index for index, record in enumerate(records[:_LOOKED_AT]) if any(cell.strip() for cell in record)
    ]
    best = max(filled, key=lambda index: (_known(records[index]), -index), default=None)
    if best is not None and _known(records[best]) and _might_be_titles(records[best]):
        return best
    if not filled or len(records) == 1:
        return None
    first = filled[0]
    return first if _stands_over_other_sorts(records, first) else None


def _known(record: Sequence[str]) -> int:
    """Return how many cells of a row are titles that we know; 0 where they are too few to mean it."""
    cells = [cell for cell in record if cell.strip()]
    known = sum(fold(cell) in KNOWN_TITLES for cell in cells)
    # "Non" is a title in Creole and an answer in French: one word among several proves nothing.
    enough = known > 1 or len(cells) <= 2  # noqa: PLR2004 - see above
    return known if enough and known * 4 >= len(cells) else 0


def _might_be_titles(record: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in record if cell.strip()]
    if any(len(cell) > _LONGEST_TITLE for cell in cells):
        return False
    return sum(bool(_DATA.fullmatch(cell)) for cell in cells) * 3 <= len(cells)


def _stands_over_other_sorts(records: Sequence[Sequence[str]], first: int) -> bool:
    """Return whether the first row is all words and stands over a column of numbers, dates or the like."""
    titles = [cell.strip() for cell in records[first]]
    if any(len(title) > _LONGEST_TITLE for title in titles):
        return False
    if any(_DATA.fullmatch(title) for title in titles) or len(set(filter(None, titles))) < len(titles):
        return False
    body = records[first + 1 : first + 1 + _BODY]
    for column in range(len(titles)):
        cells = [
            cell
            for record in body
            if column < len(record) and (cell := record[column][:_LONGEST_TITLE].strip())
        ]
        if cells and sum(bool(_DATA.fullmatch(cell)) for cell in cells) * 10 >= len(cells) * 9:
            return True
    return False
