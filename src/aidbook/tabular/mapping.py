"""Which column of a file is which of our fields: proposed by titles, by content and by layouts we know, and changeable."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace

from aidbook.domain.folding import fold
from aidbook.domain.imports import ImportKind, is_asked
from aidbook.errors import UserError
from aidbook.i18n import LANGUAGES, N_, _, format_date, using
from aidbook.tabular.content import Column, columns_of
from aidbook.tabular.days import DATE_ORDERS, DateColumn, DateOrder, date_column, looks_like_day, read_day
from aidbook.tabular.guessing import ESSENTIAL, by_content, by_titles
from aidbook.tabular.layouts import LAYOUTS, OURS, Found, find_layout
from aidbook.tabular.reading import Table
from aidbook.tabular.words import WORDS

_FIELDS: dict[str, str] = {
    "name": N_("Name"),
    "first_name": N_("First name"),
    "middle_name": N_("Middle name"),
    "family_name": N_("Family name"),
    "other_names": N_("Other names"),
    "pronouns": N_("Pronouns"),
    "phone": N_("Phone"),
    "other_phones": N_("Other phones"),
    "reach_by": N_("How to reach them"),
    "reach_note": N_("When to reach them"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "city": N_("City"),
    "postcode": N_("Postcode"),
    "zone": N_("Zone"),
    "household": N_("Household (the same for all its members)"),
    "contact": N_("Contact person"),
    "household_people": N_("Others in the household, by name"),
    "proxies": N_("Who may pick up for them"),
    "household_size": N_("People in the household"),
    "children": N_("Children in the household"),
    "adults": N_("Adults in the household"),
    "seniors": N_("Seniors in the household"),
    "birth": N_("Date of birth"),
    "age": N_("Age or age group"),
    "languages": N_("Languages"),
    "reads": N_("Languages read"),
    "diet": N_("Food"),
    "allergens": N_("Allergic to"),
    "access_needs": N_("Access needs"),
    "skills": N_("Skills"),
    "may_drive": N_("Drives"),
    "basis": N_("Basis for a programme"),
    "since": N_("Member since"),
    "left": N_("Active, paused, left or died"),
    "left_on": N_("Left on"),
    "other_number": N_("Number in the other system"),
    "own_number": N_("Member number in this book"),
    "note": N_("Note"),
    "private_note": N_("Private note"),
    "household_note": N_("Note on the household"),
    "item": N_("Item"),
    "brand": N_("Brand"),
    "size": N_("Size"),
    "units": N_("How many"),
    "unit": N_("Unit"),
    "pack_units": N_("Units in a pack"),
    "code": N_("Barcode"),
    "category": N_("Category"),
    "place": N_("Place"),
    "lot": N_("Lot"),
    "best_before": N_("Best before"),
    "source": N_("Source"),
}
_KINDS: dict[ImportKind, str] = {
    "members": N_("a list of members"),
    "stock": N_("a stock list"),
    "delivery": N_("a delivery note"),
    "codes": N_("a list of known barcodes"),
}
_DATES = ("birth", "since", "left_on", "best_before")
_FIELDS_OF: dict[ImportKind, tuple[str, ...]] = {
    kind: tuple(name for name in _FIELDS if name in words) for kind, words in WORDS.items()
}
# A member has a name if any of these is there.
_NAMES = frozenset({"name", "first_name", "family_name", "household_people"})


@dataclass(frozen=True, slots=True)
class Question:
    """What a file leaves open about a column of days: `text` asks, `assumed` of the `choices` holds until answered."""

    field: str
    column: int
    text: str
    choices: tuple[DateOrder, ...]
    assumed: DateOrder


@dataclass(frozen=True)
class Mapping:
    """For each field of a kind its column, counted from 0; how each column of days is written; what stays open.

    `names` are the columns' names as a person sees them. `layout` names the system that writes such files, where it is
    known. `further_notes` are columns that add to the note, `own_key` the one that names the row to its household. `suggests` is the kind of a file that is
    plainly another than the one asked for; then no columns are proposed. `answered` are the questions that somebody
    answered. `on` are the keys of what this site asks of members (None: everything), `off` names the fields that the
    file has and that it does not ask: they are not read.
    """

    kind: ImportKind
    columns: MappingType[str, int]
    names: tuple[str, ...]
    layout: str | None = None
    further_notes: tuple[int, ...] = ()
    own_key: int | None = None
    dates: MappingType[int, DateColumn] = field(default_factory=dict)
    suggests: ImportKind | None = None
    proposed: tuple[tuple[str, int], ...] = ()
    answered: tuple[tuple[str, DateOrder], ...] = ()
    on: frozenset[str] | None = None
    off: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return what is left open: day or month first, for each date field whose column tells neither."""
        return tuple(
            _question(
                name, self.columns[name], self.names[self.columns[name]], self.dates[self.columns[name]]
            )
            for name in _DATES
            if name in self.columns and not self.dates.get(self.columns[name], _SETTLED).settled
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the fields without which nothing can be read and that have no column."""
        if self.kind == "members":
            return () if _NAMES & self.columns.keys() else ("name",)
        return tuple(name for name in ESSENTIAL[self.kind] if name not in self.columns)

    def date_order(self, name: str) -> DateOrder:
        """Return how the column of a date field writes its days."""
        return self.dates.get(self.columns[name], _SETTLED).order

    def with_column(self, name: str, index: int | None) -> "Mapping":
        """Return the mapping with another column, or none, for a field; raise UserError where there is no such."""
        _check_field(name, self.fields())
        if index is not None and not 0 <= index < len(self.names):
            raise UserError(
                _("There is no column {n} in this file.").format(n=index + 1),
                _("Its columns are: {columns}.").format(columns=", ".join(self.names)),
            )
        columns = {other: at for other, at in self.columns.items() if other != name}
        if index is not None:
            columns[name] = index
        notes = () if name == "note" else tuple(at for at in self.further_notes if at != index)
        return replace(self, columns=columns, further_notes=notes)

    def with_columns(self, columns: MappingType[str, int | None]) -> "Mapping":
        """Return the mapping with the columns that `parse_columns` read."""
        changed = self
        for name, index in columns.items():
            changed = changed.with_column(name, index)
        return changed

    def with_date_order(self, name: str, order: DateOrder) -> "Mapping":
        """Return the mapping with the question about a date field answered."""
        column = self.columns[name]
        answered = (*(one for one in self.answered if one[0] != name), (name, order))
        return replace(self, dates={**self.dates, column: DateColumn(order, settled=True)}, answered=answered)

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields that the file can fill where this site asks them, each with its name for people."""
        return [(name, words) for name, words in fields(self.kind) if is_asked(name, self.on)]


_SETTLED = DateColumn("day first", settled=True)


def fields(kind: ImportKind) -> list[tuple[str, str]]:
    """Return the fields that a file of a kind can fill, each with its name for people."""
    return [(name, _(_FIELDS[name])) for name in _FIELDS_OF[kind]]


def kind_label(kind: ImportKind) -> str:
    """Return what a kind of file is, for people."""
    return _(_KINDS[kind])


def label(name: str) -> str:
    """Return a field's name for people."""
    return _(_FIELDS[name])


def our_title(name: str) -> str:
    """Return the title of a field's column in a spreadsheet of our own."""
    return OURS if name == "own_number" else label(name)


def _our_columns(table: Table) -> dict[str, int]:
    """Return {field: column} of a spreadsheet of our own, in whichever language it was written."""
    titles = [fold(title) for title in table.titles or ()]
    columns: dict[str, int] = {}
    for code in LANGUAGES:
        with using(code):
            for name in _FIELDS_OF["members"]:
                if name not in columns and (title := fold(our_title(name))) in titles:
                    columns[name] = titles.index(title)
    return columns


def propose(table: Table, kind: ImportKind, on: frozenset[str] | None = None) -> Mapping:
    """Return which column is which, as far as a table tells: by a layout we know, by its titles, by its content.

    `on` are the keys of what this site asks of members: columns of what it does not ask are left alone.
    """
    columns = columns_of(table)
    found = find_layout(table, kind)
    rather = None if found else _rather(table)
    proposed = {} if rather else _proposed(table, columns, kind, found)
    asked = {name: index for name, index in proposed.items() if kind != "members" or is_asked(name, on)}
    notes = found.further_notes if found and is_asked("note", on) else ()
    return Mapping(
        kind=kind,
        columns=asked,
        names=tuple(table.column_name(index) for index in range(table.width)),
        layout=found.layout.name if found else None,
        further_notes=notes,
        own_key=found.own_key if found else None,
        dates=_date_columns(table, columns, found.layout.date_order if found else None),
        suggests=rather,
        proposed=tuple(sorted(asked.items())),
        on=on if kind == "members" else None,
        off=tuple(label(name) for name in proposed if name not in asked),
    )


def _proposed(
    table: Table, columns: tuple[Column, ...], kind: ImportKind, found: Found | None
) -> dict[str, int]:
    if found and found.layout.name == OURS:
        return _our_columns(table)
    if not found:
        told = by_titles(table.titles, columns, kind) if table.titles else {}
        return by_content(columns, kind, told, titled=table.titles is not None)
    if not table.titles:
        return dict(found.columns)
    # Columns that a group added to another system's file.
    taken = {*found.columns.values(), *found.further_notes}
    return {**by_titles(table.titles, columns, kind, taken), **found.columns}


def _rather(table: Table) -> ImportKind | None:
    """Return the kind of the first layout that the table has, for one that has none of the kind asked for."""
    return next((one.kinds[0] for one in LAYOUTS if find_layout(table, one.kinds[0])), None)


def _date_columns(table: Table, columns: Iterable[Column], told: DateOrder | None) -> dict[int, DateColumn]:
    """Return how each column of days is written; where a column leaves it open, as the layout says or others show."""
    dates = {
        column.index: found
        for column in columns
        if any(map(looks_like_day, column.cells)) and (found := date_column(table.column(column.index)))
    }
    shown = {found.order for found in dates.values() if found.settled}
    for index, found in dates.items():
        if not found.settled and told:
            dates[index] = DateColumn(told, settled=True)
        elif not found.settled and len(shown) == 1:
            dates[index] = replace(found, order=next(iter(shown)))
    return dates


def _question(name: str, column: int, title: str, found: DateColumn) -> Question:
    readings = [
        format_date(read_day(found.example, order, "first", past=False), "long") for order in DATE_ORDERS
    ]
    return Question(
        field=name,
        column=column,
        text=_("In “{column}”, is {example} the {day_first} or the {month_first}?").format(
            column=title, example=found.example, day_first=readings[0], month_first=readings[1]
        ),
        choices=tuple(DATE_ORDERS),
        assumed=found.order,
    )


def _check_field(name: str, known: Iterable[tuple[str, str]]) -> None:
    names = [field_name for field_name, _words in known]
    if name not in names:
        raise UserError(
            _("There is no field “{field}” here.").format(field=name),
            _("The fields are: {fields}.").format(fields=", ".join(names)),
        )


def parse_columns(text: str, kind: ImportKind) -> dict[str, int | None]:
    """Return {field: column from 0} of a text such as "name=1,phone=3"; "phone=" leaves the phone out.

    Raises UserError for a field that the kind has not, and for what is no column's number.
    """
    columns: dict[str, int | None] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _equals, number = (piece.strip() for piece in part.partition("="))
        _check_field(name, fields(kind))
        if number and not (number.isdecimal() and int(number[:9]) > 0):
            raise UserError(
                _("“{part}” does not name a column.").format(part=part),
                _("Write a field and the number of its column, from 1, such as name=1,phone=3."),
            )
        columns[name] = int(number[:9]) - 1 if number else None
    return columns
