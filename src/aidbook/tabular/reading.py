"""A file read as a table: CSV in any encoding and with any delimiter, XLSX, ODS; titles found out."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.in_one_go import in_one_go
from aidbook.tabular import bounds
from aidbook.tabular.decoding import refuse_other_files, text_of
from aidbook.tabular.delimited import records_of
from aidbook.tabular.errors import empty, too_large
from aidbook.tabular.titles import title_row
from aidbook.tabular.workbooks import OLE_MARK, ZIP_MARK, sheet_of
from aidbook.tabular.writing import ESCAPED

_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in its file, every row as wide as the widest, blank rows kept.

    `titles` is None where the file has none. `first_row` is the number of `rows[0]` as the spreadsheet counts.
    `digest` names the content: the same cells from another file format have the same. `sheets` are the names of
    the file's sheets and `sheet` the one read; a plain file has none.
    """

    titles: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    digest: str
    sheets: tuple[str, ...] = ()
    sheet: str | None = None

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.titles) if self.titles is not None else len(self.rows[0]) if self.rows else 0

    def column_name(self, index: int) -> str:
        """Return a column's title, or "column 5" where it has none."""
        return (self.titles[index] if self.titles else "") or _("column {n}").format(n=index + 1)

    def column(self, index: int) -> tuple[str, ...]:
        """Return all cells of a column."""
        return tuple(row[index] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Pasted:
    """Cells that somebody copied in a spreadsheet, as the clipboard holds them."""

    text: str

    @property
    def name(self) -> str:
        """Return what they are called where a file has its name."""
        return _("pasted cells")


def read_table(source: Path | Pasted, *, sheet: str | None = None, titled: bool | None = None) -> Table:
    """Return the table that a file holds; of a spreadsheet the wanted sheet, or its first one with content.

    Whether there are titles is found out; `titled` overrules that. Raises UserError for a file that cannot be read,
    is damaged, too large, or no table.
    """
    with in_one_go():
        return _read(source, sheet, titled)


def _read(source: Path | Pasted, sheet: str | None, titled: bool | None) -> Table:  # noqa: FBT001 - passed on
    if isinstance(source, Pasted):
        return _delimited(_plain(source), source.name, titled)
    content, path = _content(source), source
    if content.startswith((ZIP_MARK, OLE_MARK)):
        found = sheet_of(content, path.name, sheet)
        return _table(found.rows, titled=titled, sheets=found.names, sheet=found.name)
    refuse_other_files(content, path.name)
    return _delimited(text_of(content, path.name), path.name, titled)


def _delimited(text: str, name: str, titled: bool | None) -> Table:  # noqa: FBT001 - passed on
    records = records_of(text, name)
    if not records:
        raise empty(name)
    if "'" in text:
        records = [[_unescaped(cell) if cell[:1] == "'" else cell for cell in record] for record in records]
    return _table(records, titled=titled)


def _plain(pasted: Pasted) -> str:
    """Return the text of pasted cells; raise UserError where there are none, or too many."""
    if not pasted.text.strip():
        raise UserError(
            _("There are no cells to paste."),
            _("Copy the cells in your spreadsheet program, and paste them here."),
        )
    if len(pasted.text) > bounds.FILE_BYTES:
        raise too_large(pasted.name, _("more than {n} MB").format(n=bounds.FILE_BYTES // 1024**2))
    return text_of(pasted.text.encode("utf-8", "replace"), pasted.name)


def _content(path: Path) -> bytes:
    remedy = _("Look whether it is still there and not open in another program, and try again.")
    try:
        if path.is_dir():
            raise UserError(_("“{file}” is a folder.").format(file=path.name), _("Choose a file in it."))
        with path.open("rb") as file:
            content = file.read(bounds.FILE_BYTES + 1)
    except FileNotFoundError:
        raise UserError(_("There is no file “{file}”.").format(file=path.name), remedy) from None
    except (OSError, ValueError):
        raise UserError(_("“{file}” cannot be opened.").format(file=path.name), remedy) from None
    if len(content) > bounds.FILE_BYTES:
        raise too_large(path.name, _("more than {n} MB").format(n=bounds.FILE_BYTES // 1024**2))
    if not content.strip():
        raise empty(path.name)
    return content


def _unescaped(cell: str) -> str:
    # Our own CSV keeps a text that looks like a formula behind an apostrophe, as others' do.
    return cell[1:] if ESCAPED.match(cell) else cell


def _table(
    records: list[list[str]], *, titled: bool | None, sheets: tuple[str, ...] = (), sheet: str | None = None
) -> Table:
    width = _used_width(records)
    trimmed = [tuple(map(str.strip, record[:width])) for record in records]
    even = [record + ("",) * (width - len(record)) if len(record) < width else record for record in trimmed]
    at = (
        title_row(even)
        if titled is None
        else next(i for i, row in enumerate(even) if any(row))
        if titled
        else None
    )
    titles = None if at is None else tuple(re.sub(r"\s+", " ", title) for title in even[at])
    start = at + 1 if at is not None else 0
    while start < len(even) and not any(even[start]):
        start += 1
    end = next((i for i in range(len(even), start, -1) if any(even[i - 1])), start)
    return Table(titles, tuple(even[start:end]), start + 1, _digest(even), sheets, sheet)


def _first_filled(records: Sequence[Sequence[str]]) -> int | None:
    return next((index for index, record in enumerate(records) if any(record)), None)


def _used_width(records: Sequence[Sequence[str]]) -> int:
    width = 0
    for record in records:
        if len(record) > width:
            width = next((i for i in range(len(record), width, -1) if record[i - 1].strip()), width)
    return width


def _digest(records: Sequence[Sequence[str]]) -> str:
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for record in records:
        if any(record):
            digest.update("\x1f".join(record).rstrip("\x1f").encode("utf-8", "surrogatepass") + b"\x1e")
    return digest.hexdigest()
