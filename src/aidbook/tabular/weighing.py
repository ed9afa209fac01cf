"""How heavy a zipped spreadsheet becomes once it is read, found out before the reader reserves memory for it.

The reader lays a sheet out as one block from its first to its last filled cell: one stray cell at the far end asks for
half a terabyte, which ends the program. So the extent, and how much text its cells stand for, are summed up first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from xml.parsers import expat

from aidbook.tabular import bounds
from aidbook.tabular.errors import broken

_ATTRIBUTES = rb"([^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*)"
_XLSX_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?![\w.-])" + _ATTRIBUTES + rb">")
_XLSX_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_XLSX_SHARED = re.compile(
    rb"\bt\s*=\s*[\"']s[\"'][^>]*>(?:<[^v/][^>]*>[^<]*</[^>]*>)*\s*<(?:\w+:)?v[^>]*>\s*(\d+)"
)
_XLSX_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_XLSX_USUAL_CELL = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,9})\"")
_XLSX_COUNT = re.compile(rb"ount\s*=\s*[\"']\s*(\d{7,30})")
_XLSX_STRING = re.compile(rb"</(?:\w+:)?si\s*>")
_ODS_TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?![\w-])" + _ATTRIBUTES + rb">"
)
_ODS_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)")
_ODS_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)")
_MOST_DIGITS = 9
_MOST_MARKS = 2 * bounds.CELLS  # cells, filled or not, before they are looked at one by one


def check_whole(part: bytes, name: str) -> None:
    """Raise UserError where a part is not whole XML: the reader waits for ever for the end of one that is cut."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(part, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError, LookupError):
        raise broken(name) from None


def _refuse_entities(*_declaration: object) -> None:
    # No spreadsheet program declares any, and they could swell up.
    raise ValueError


def weigh_xlsx(parts: Mapping[str, bytes], name: str) -> None:
    """Raise UserError when a sheet of the workbook, its parts unpacked, is larger than we read, or a part is cut."""
    for part in parts.values():
        check_whole(part, name)
        # The reader makes room for as many strings and styles as a part says it has.
        if any(int(told) > bounds.CELLS for told in _XLSX_COUNT.findall(part)):
            raise bounds.too_heavy(name)
    # Parts may stand anywhere; only sheets have rows, and only one part has shared strings.
    shared = [part for part_name, part in parts.items() if part_name.lower().endswith("sharedstrings.xml")]
    lengths = _string_lengths(b"".join(shared))
    longest = max(lengths, default=0)
    for part in parts.values():
        if b"sheetData" not in part:
            continue
        marks = part.count(b"<c") + part.count(b":c")
        if marks > _MOST_MARKS:
            raise bounds.too_heavy(name)
        if not _is_small(part, marks):
            bounds.check_extent(name, *_xlsx_extent(part))
        if marks * longest <= bounds.TEXT_BYTES:  # whichever strings its cells stand for
            continue
        used = Counter(index for index in _XLSX_SHARED.findall(part) if len(index) <= _MOST_DIGITS)
        texts = ((int(index), times) for index, times in used.items())
        if sum(lengths[index] * times for index, times in texts if index < len(lengths)) > bounds.TEXT_BYTES:
            raise bounds.too_heavy(name)


def _is_small(part: bytes, marks: int) -> bool:
    """Return whether a sheet is within bounds for certain: all its cells, blank ones too, say where they are.

    `marks` is how many of its tags may be cells; mostly it is only columns that are none.
    """
    places = _XLSX_USUAL_CELL.findall(part)
    if marks - part.count(b"<col") > len(places) and len(_XLSX_CELL.findall(part)) > len(places):
        return False
    columns = max((_column_number(letters) for letters in {letters for letters, _row in places}), default=0)
    rows = max((_number(row) for row in {row for _letters, row in places}), default=0)
    return rows <= bounds.ROWS and rows * columns <= bounds.CELLS


def _string_lengths(shared: bytes) -> list[int]:
    ends = [end.end() for end in _XLSX_STRING.finditer(shared)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _xlsx_extent(part: bytes) -> tuple[int, int]:
    """Return how many rows and columns a sheet reaches. Rows and cells need not say where they are."""
    row = column = rows = columns = 0
    for tag, attributes in _XLSX_TAG.findall(part):
        place = _XLSX_PLACE.search(attributes)
        if tag == b"row":
            row, column = (_number(place[2]) if place else row + 1), 0
            continue
        column = _column_number(place[1]) if place and place[1] else column + 1
        if attributes.endswith(b"/"):  # formatted and empty
            continue
        rows, columns = max(rows, row, _number(place[2]) if place else 0), max(columns, column)
    return rows, columns


@cache
def _column_number(letters: bytes) -> int:
    *_, number = accumulate(letters.upper(), lambda total, letter: total * 26 + letter - 64, initial=0)
    return number


def _number(digits: bytes) -> int:
    return int(digits[:_MOST_DIGITS])


def weigh_ods(content: bytes, manifest: bytes, name: str) -> None:
    """Raise UserError when a sheet of an OpenDocument spreadsheet is larger than we read, or its content is cut."""
    check_whole(content, name)
    check_whole(manifest, name)
    if content.count(b"<table:") > _MOST_MARKS:
        raise bounds.too_heavy(name)
    rows = row_repeats = columns = column = text = 0
    filled_row = False
    tags = list(_ods_tags(content))
    for tag, attributes, length in tags:
        if tag == b"table":
            rows = columns = 0
        elif tag == b"table-row":
            column, row_repeats, filled_row = 0, _repeats(_ODS_ROWS, attributes), False
            rows += row_repeats
        else:
            repeats = _repeats(_ODS_COLUMNS, attributes)
            column += repeats
            if b"value-type" in attributes or length:
                filled_row, columns = True, max(columns, column)
                text += length * repeats * row_repeats
        if filled_row:
            bounds.check_extent(name, rows, columns)
        if text > bounds.TEXT_BYTES:
            raise bounds.too_heavy(name)
    if not tags:
        raise broken(name)


def _ods_tags(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield each table, row and cell with its attributes and how many bytes it holds."""
    found = list(_ODS_TAG.finditer(content))
    for tag, following in zip(found, [*found[1:], None], strict=True):
        held = content[tag.end() : following.start() if following else len(content)]
        empty = tag[2].rstrip().endswith(b"/") or held.lstrip().startswith(b"</")
        yield tag[1], tag[2], 0 if empty else len(held)


def _repeats(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return _number(found[1]) if found else 1
