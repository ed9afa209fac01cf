"""Rows of cells from a text: which character parts the cells is found out, and quotes that never close are told."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.tabular import bounds

_DELIMITERS = ("\t", ";", "|", ",")  # a comma last: it stands inside names and notes as well
_SAMPLE_RECORDS = 300
_SAMPLE_CHARACTERS = 300_000
_END = "\x1eend\x1e"  # no text that we read holds these characters


def records_of(text: str, name: str) -> list[list[str]]:
    """Return every record of a delimited text, blank ones too, so that they count as the spreadsheet counts.

    Raises UserError beyond the bounds, and where a quotation mark is opened and never closed.
    """
    delimiter, text = _told_delimiter(text)
    delimiter = delimiter or _found_delimiter(text)
    try:
        records = list(_bounded(_reader(text, delimiter, strict=True), name))
    except csv.Error:
        records = _sloppy_records(text, delimiter, name)
    del records[-1]
    while records and not any(records[-1]):
        del records[-1]
    return records


def _sloppy_records(text: str, delimiter: str, name: str) -> list[list[str]]:
    """Return the records of a text whose quoting is not by the book: `5" pipe` inside quotes, or worse."""
    records: list[list[str]] = []
    try:
        records.extend(_bounded(_reader(text, delimiter), name))
    except csv.Error:  # a cell beyond the csv module's own bound
        raise (
            _unclosed(len(records) + 1) if '"' in text else bounds.giant_cell(name, len(records) + 1)
        ) from None
    if records[-1] != [_END]:
        raise _unclosed(len(records))
    _refuse_swallowed_lines(records, delimiter)
    return records


def _reader(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    lines = itertools.chain(io.StringIO(text, newline=""), ["\n", _END])
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)


def _bounded(records: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    cells = 0
    for number, record in enumerate(records, start=1):
        cells += len(record)
        if number > bounds.ROWS or len(record) > bounds.COLUMNS or cells > bounds.CELLS:
            bounds.check_extent(name, number, max(len(record), cells // number + 1))
        if record and max(map(len, record)) > bounds.CELL_CHARACTERS:
            raise bounds.giant_cell(name, number)
        yield record


def _told_delimiter(text: str) -> tuple[str | None, str]:
    """Return the delimiter of a first line such as "sep=;", which Excel neither shows nor counts, and the rest."""
    first, _newline, rest = text.partition("\n")
    told = first.strip("\r").strip('"')
    if told.lower().startswith("sep=") and len(told) == len("sep=") + 1:
        return told[-1], rest
    return None, text


def _found_delimiter(text: str) -> str:
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    """Return how well a delimiter explains the text: which share of its records has the same number of cells."""
    if delimiter not in sample:
        return 0
    try:
        records = itertools.islice(_reader(sample, delimiter), _SAMPLE_RECORDS)
        widths = Counter(len(record) for record in records if any(record) and record != [_END])
    except csv.Error:
        return 0
    parted = {width: times for width, times in widths.items() if width > 1}
    if not parted:
        return 0
    width, times = max(parted.items(), key=lambda one: (one[1], one[0]))
    return times / widths.total() * (1 - 1 / width)


def _unclosed(row: int) -> UserError:
    return UserError(
        _(
            "In row {row} a quotation mark is opened and never closed, so the rows after it cannot be told apart."
        ).format(row=row),
        _("Look at that row in your spreadsheet program, correct it, and save the file again."),
    )


def _refuse_swallowed_lines(records: list[list[str]], delimiter: str) -> None:
    """Raise UserError where the quoting is sloppy and a cell holds whole rows: one mark too many must not hide people."""
    widths = Counter(map(len, records))
    inner = max(widths, key=lambda width: widths[width]) - 1
    for row, record in enumerate(records, start=1):
        for cell in record:
            if (
                "\n" in cell
                and inner
                and any(line.count(delimiter) >= inner for line in cell.splitlines()[1:])
            ):
                raise _unclosed(row)
