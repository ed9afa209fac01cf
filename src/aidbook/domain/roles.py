"""Roles: what each may write, which pages it sees, and which fields of people stay blank for it.

Roles bind actions and pages, not cryptography: whoever can open a book holds its data key; docs/threat-model.md says so.
What is not named here is the coordinator's alone, so that a new page, command or kind is closed until somebody opens it.
"""

import dataclasses
from collections.abc import Iterable
from typing import Literal, TypeVar

from aidbook.domain.declare import KINDS, Kind, kind_of
from aidbook.domain.writes import Change, Dated
from aidbook.errors import UserError
from aidbook.i18n import _

Role = Literal["coordinator", "door", "shelf"]
ROLES: tuple[Role, ...] = ("coordinator", "door", "shelf")

_T = TypeVar("_T")

_PAGES: dict[Role, frozenset[str]] = {
    "door": frozenset({"today", "members", "distributions", "sheets", "book", "attention"}),
    "shelf": frozenset({"today", "pantry", "sheets", "book", "attention"}),
}

_STORE_ROOM = frozenset(
    {
        "places",
        "move",
        "count_places",
        "boxes",
        "repack",
        "lend",
        "back",
        "send",
        "arriving",
        "on_the_way",
        "recall",
    }
)
"""Commands of the pantry that see no people."""

_DOES: dict[Role, dict[str, frozenset[str]]] = {
    "door": {
        "members": frozenset({"new", "edit", "join"}),
        "distributions": frozenset({"door", "sign-up", "print"}),
        "book": frozenset({"passphrase", "pin"}),
    },
    "shelf": {
        "pantry": frozenset({"receive", "count", "aside", "new", "edit", "import", "save", "save_table"})
        | _STORE_ROOM
        | {"receive_this", "book_delivery", "sources", "labels", "card"},
        "book": frozenset({"passphrase", "pin"}),
    },
}
"""{page: object names of its commands}; a page that is seen and not named here has none that is withheld."""

_PRINTS: dict[Role, frozenset[str]] = {
    "door": frozenset({"sign-up", "list", "signatures"}),
    "shelf": frozenset({"count", "as-it-was", "stock", "stock-card", "receipt", "thanks", "labels"}),
}

_RUNS: dict[Role, frozenset[str]] = {
    "door": frozenset(
        {
            "check-in",
            "sign-up",
            "list members",
            "list households",
            "list distributions",
            "attention",
            "people passphrase",
        }
    )
    | {f"print {sheet}" for sheet in _PRINTS["door"]},
    "shelf": frozenset({"import stock", "import delivery", "import codes"})
    | {"list items", "list stock", "attention", "people passphrase"}
    | {f"print {sheet}" for sheet in _PRINTS["shelf"]},
}
"""Commands of the command line; what lists, reads in or prints several things is named with what that is."""

_PANTRY = frozenset(
    {
        "item",
        "pack",
        "barcode",
        "picture",
        "source",
        "place",
        "lot",
        "movement",
        "count",
        "count_session",
        "tally",
        "delivery",
        "making",
        "repack",
        "loan",
        "loan_return",
        "transfer",
        "transfer_receipt",
        "recall",
        "import",
        "file_shape",
        "line_answer",
    }
)
_WRITES: dict[Role, frozenset[str]] = {
    "door": frozenset(
        {
            "member",
            "household",
            "proxy",
            "tie",
            "sign_up",
            "visit",
            "movement",
            "lot",
            "place",
            "undo",
            "printed",
        }
    ),
    "shelf": _PANTRY | {"undo", "printed"},
}

_HIDDEN: dict[Role, dict[str, frozenset[str]]] = {
    "door": {
        "member": frozenset(
            {
                "birth",
                "phone",
                "other_phones",
                "email",
                "reach_by",
                "reach_note",
                "skills",
                "may_drive",
                "note",
                "since",
                "other_number",
                "may_share",
                "may_share_on",
            }
        ),
        "household": frozenset({"address", "zone", "note", "basis"}),
        "proxy": frozenset({"phone", "note"}),
    },
    "shelf": {},
}
_READ_ONLY: dict[Role, dict[str, frozenset[str]]] = {
    "door": {"member": frozenset({"left", "left_on", "old_numbers"})},
    "shelf": {},
}
_UNSEEN: dict[Role, frozenset[str]] = {
    "door": frozenset({"gift", "consent", "private_note", "row_answer"}),
    "shelf": frozenset(
        {
            "member",
            "household",
            "tie",
            "sign_up",
            "visit",
            "gift",
            "proxy",
            "consent",
            "private_note",
            "row_answer",
        }
    ),
}
"""Kinds of which nothing at all is seen."""


def role_of(text: str | None) -> Role:
    """Return the role that a book's word means; a word this program does not know gives the least."""
    return next((role for role in ROLES if role == text), "shelf")


def role_word(role: str) -> str:
    """Return what a role is called."""
    return {"coordinator": _("coordinator"), "door": _("door"), "shelf": _("shelf")}.get(role, role)


# Seeing


def may_see(role: Role, page: str) -> bool:
    """Tell whether a role sees a page, by its key."""
    return role == "coordinator" or page in _PAGES[role]


def may_do(role: Role, page: str, command: str) -> bool:
    """Tell whether a role may do a command of a page, by its object name."""
    if role == "coordinator":
        return True
    named = _DOES[role].get(page)
    return may_see(role, page) and (named is None or command in named)


def may_run(role: Role, command: str, what: str = "") -> bool:
    """Tell whether a role may run a command of the command line, on `what` it lists, reads in or prints."""
    return role == "coordinator" or command in _RUNS[role] or f"{command} {what}" in _RUNS[role]


def may_print(role: Role, sheet: str) -> bool:
    """Tell whether a role may print a sheet, by its name."""
    return role == "coordinator" or sheet in _PRINTS[role]


def may_see_kind(role: Role, kind: str) -> bool:
    """Tell whether a role sees records and facts of a kind at all."""
    return role == "coordinator" or kind not in _UNSEEN[role]


def may_see_field(role: Role, kind: str, field: str) -> bool:
    """Tell whether a role sees a field of a kind."""
    return may_see_kind(role, kind) and field not in hidden_fields(role, kind)


def hidden_fields(role: Role, kind: str) -> frozenset[str]:
    """Return the fields of a kind that stay blank for a role."""
    return frozenset() if role == "coordinator" else _HIDDEN[role].get(kind, frozenset())


def shown(role: Role, thing: _T) -> _T:
    """Return a record or fact as a role sees it: hidden fields read as never asked."""
    if role == "coordinator":
        return thing
    kind = kind_of(thing)
    hidden = hidden_fields(role, kind.name)
    if not hidden:
        return thing
    blank = {field.name: field.default for field in kind.fields if field.name in hidden}
    return dataclasses.replace(thing, **blank)  # type: ignore[type-var] # every declared kind is a dataclass


# Writing


def must_write(role: Role, writes: Iterable[object]) -> None:
    """Raise UserError unless a role may write all of this."""
    if role == "coordinator":
        return
    for write in writes:
        if not _may_write(role, write):
            raise NotYours(role)


def must_see(role: Role, page: str) -> None:
    """Raise UserError unless a role sees a page: for what a page does that is more than writing records."""
    if not may_see(role, page):
        raise NotYours(role)


class NotYours(UserError):  # noqa: N818 - errors name the situation
    """Somebody with another role has to do this."""

    def __init__(self, role: Role) -> None:
        super().__init__(
            _("This is not done in the role “{role}”; nothing was written.").format(role=role_word(role)),
            _("Ask a coordinator to do it, or to give you another role."),
        )


def may_write_field(role: Role, kind: str, field: str) -> bool:
    """Tell whether a role may write a field of a kind."""
    return role == "coordinator" or _may_write(role, Change(kind, "", {field: None}))


def _may_write(role: Role, write: object) -> bool:
    kind, said = _said(write)
    if kind is None or kind.name not in _WRITES[role]:
        return False
    closed = hidden_fields(role, kind.name) | _READ_ONLY[role].get(kind.name, frozenset()) | {"home"}
    return not said & closed


def _said(write: object) -> tuple[Kind | None, set[str]]:
    """Return the kind of a write and the fields of which it says something."""
    if isinstance(write, Change):
        return KINDS.get(write.kind), set(write.fields)
    write = write.fact if isinstance(write, Dated) else write
    kind = kind_of(write)
    return kind, {f.name for f in kind.fields if getattr(write, f.name) not in (None, f.default)}
