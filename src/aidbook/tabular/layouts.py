"""Files of other systems that we know by what they hold, never by their names. One declaration for each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aidbook.domain.folding import fold
from aidbook.domain.imports import ImportKind
from aidbook.tabular.days import DateOrder
from aidbook.tabular.reading import Table

_FITS = 0.95
_SAMPLE = 300


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How another system writes its file: its titles, or the shape of its cells where it writes none.

    `titles` gives for each of our fields their column. A file is theirs if it has all titles in `known_by`; one
    without titles if its columns have the `shape`, a pattern for each. `further_notes` are columns that add to the
    note, `words` their words for ours, `nothing` what they write for nothing. Where only some rows of a household name
    it, by another row's id, `own_key` is the column of the row's own.
    """

    name: str
    kinds: tuple[ImportKind, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    known_by: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    shape: tuple[str, ...] = ()
    further_notes: tuple[str | int, ...] = ()
    date_order: DateOrder | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()
    own_key: str = ""


OURS = "AidBook"
"""The title of the column of member numbers in our own spreadsheets, in every language."""

LAYOUTS: tuple[Layout, ...] = (
    Layout(name=OURS, kinds=("members",), known_by=(OURS,)),
    Layout(
        name="sahana people",  # sahana/eden, persons of a shelter
        kinds=("members",),
        known_by=("First Name", "Last Name", "DOB", "Family", "Head of Family", "Label"),
        titles={
            "first_name": "First Name",
            "family_name": "Last Name",
            "birth": "DOB",
            "household": "Family",
            "contact": "Head of Family",
            "zone": "Shelter",
            "address": "Unit",
            "since": "Registration Date",
            "left": "Status",
            "other_number": "Label",
        },
    ),
    Layout(
        name="sahana stock",  # sahana/eden, stock of a warehouse
        kinds=("stock", "delivery"),
        known_by=("Warehouse", "Item Name", "Unit of Measure", "Quantity", "Supplier/Donor"),
        titles={
            "place": "Warehouse",
            "category": "Category",
            "item": "Item Name",
            "unit": "Unit of Measure",
            "units": "Quantity",
            "source": "Supplier/Donor",
            "best_before": "Expiry Date",
        },
    ),
    Layout(
        name="sous-chef",  # savoirfairelinux/sous-chef, clients; it writes no titles
        kinds=("members",),
        shape=(
            r"\d+", r".+", r".+", r"\d{4}-\d\d-\d\d", r"[ADSNCI]", r"(\d{4}-\d\d-\d\d)?", r"[A-Z]?", r"[A-Z]{2}", r"\d*",
            r".*", r".*", r"[OE]", r".*",
        ),
        columns={
            "other_number": 0, "first_name": 1, "family_name": 2, "birth": 3, "left": 4, "since": 5, "languages": 7,
            "note": 9, "zone": 12,
        },
        further_notes=(10,),
        # active, pending, paused, stopped without contact, stopped, deceased
        words={"left": {"A": "", "D": "", "S": "paused", "N": "left", "C": "left", "I": "died"}},
        nothing=frozenset({"Not implemented yet"}),
    ),
    Layout(
        name="openboxes",  # openboxes/openboxes, inventory of a warehouse
        kinds=("stock", "delivery"),
        known_by=("Product code", "Product name", "Lot number", "Expiration date", "Physical QOH"),
        titles={
            "code": "Product code",
            "item": "Product name",
            "lot": "Lot number",
            "best_before": "Expiration date",
            "place": "Bin location",
            "units": "Physical QOH",
        },
        date_order="month first",
    ),
    Layout(
        name="mutual aid requests",  # rubyforgood/mutual-aid, answers to a form
        kinds=("members",),
        known_by=("Name", "Timestamp", "Number of people in household", "What do you need? Check all that apply"),
        titles={
            "name": "Name",
            "other_number": "ID",
            "since": "Timestamp",
            "address": "Address",
            "email": "email",
            "phone": "telephone",
            "household_size": "Number of people in household",
            "note": "What do you need? Check all that apply",
        },
        further_notes=(
            "Is your need:",
            "Add any details about your request",
            "Is your need recurring?",
            "Does your request need to remain anonymous?",
            "Organizer Results and Comments",
        ),
    ),
    Layout(
        name="link2feed",  # Link2Feed, clients; the first row of a household is its head
        kinds=("members",),
        known_by=("Household ID", "First Name", "Last Name", "Date of Birth", "Address Line 1"),
        titles={
            "household": "Household ID",
            "first_name": "First Name",
            "family_name": "Last Name",
            "birth": "Date of Birth",
            "address": "Address Line 1",
            "city": "City",
        },
        nothing=frozenset({"Didn't Ask", "Didn’t Ask", "Don't Know", "Don’t Know"}),
    ),
    Layout(
        name="boswell",  # Boswell, people of a food pantry
        kinds=("members",),
        known_by=("row_id", "related_to_row_id", "client_number", "first_name", "last_name"),
        titles={
            "household": "related_to_row_id",
            "other_number": "client_number",
            "first_name": "first_name",
            "middle_name": "middle_name",
            "family_name": "last_name",
            "address": "street1",
            "city": "city",
            "postcode": "zip_code",
            "birth": "date_of_birth",
            "age": "age_group",
            "phone": "phone_number",
            "email": "email_address",
        },
        own_key="row_id",
    ),
    Layout(
        name="hyce foodbank",  # hyce FoodBank, a row for a household
        kinds=("members",),
        known_by=("first_name", "last_name", "children_count", "adults_count", "seniors_count"),
        titles={
            "first_name": "first_name",
            "family_name": "last_name",
            "email": "email",
            "phone": "phone",
            "city": "city",
            "postcode": "zip",
            "children": "children_count",
            "adults": "adults_count",
            "seniors": "seniors_count",
            "note": "notes",
        },
    ),
    Layout(
        name="diaper codes",  # rubyforgood/human-essentials, known codes: brand, kind, size, units in the pack
        kinds=("codes",),
        shape=(r"\d{8,14}", r".*\D.*", r".*\D.*", r".*\D.*", r"\d{1,4}"),
        columns={"code": 0, "brand": 1, "item": 2, "size": 3, "units": 4},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A layout and where its columns stand in a table."""

    layout: Layout
    columns: Mapping[str, int]
    further_notes: tuple[int, ...]
    own_key: int | None = None


def find_layout(table: Table, kind: ImportKind) -> Found | None:
    """Return the layout of a kind that a table has, or None."""
    for layout in LAYOUTS:
        if kind in layout.kinds and (found := _fitted(layout, table)):
            return found
    return None


def layout_named(name: str | None) -> Layout | None:
    """Return the layout of a name."""
    return next((layout for layout in LAYOUTS if layout.name == name), None)


def _fitted(layout: Layout, table: Table) -> Found | None:
    if table.titles is None:
        if not layout.shape or not _has_shape(layout.shape, table):
            return None
        return Found(layout, layout.columns, tuple(at for at in layout.further_notes if isinstance(at, int)))
    at = {fold(title): index for index, title in reversed(list(enumerate(table.titles)))}
    if not layout.known_by or any(fold(title) not in at for title in layout.known_by):
        return None
    return Found(
        layout,
        {ours: at[fold(theirs)] for ours, theirs in layout.titles.items() if fold(theirs) in at},
        tuple(at[fold(title)] for title in map(str, layout.further_notes) if fold(title) in at),
        at.get(fold(layout.own_key)) if layout.own_key else None,
    )


def _has_shape(shape: tuple[str, ...], table: Table) -> bool:
    """Return whether nearly every row fits the patterns: one mistyped cell does not make it another file."""
    if table.width != len(shape) or not table.rows:
        return False
    patterns = [re.compile(pattern) for pattern in shape]
    sample = [row for row in table.rows[:_SAMPLE] if any(row)]
    fits = sum(
        all(pattern.fullmatch(cell) for pattern, cell in zip(patterns, row, strict=True)) for row in sample
    )
    return fits >= _FITS * len(sample)
