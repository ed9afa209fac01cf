"""The recovery code: what is printed on the recovery sheet and typed back by hand.

28 random signs out of 31 that nobody takes for each other (no I, O, V, 0 or 1): 138 bits, in seven groups of four with
a fifth sign that finds any one slip, and two that changed places, in its group.
"""

import secrets

from aidbook.errors import UserError
from aidbook.i18n import _

SIGNS = "ABCDEFGHJKLMNPQRSTUWXYZ23456789"
GROUPS, OF_CHANCE = 7, 4
_LONG = OF_CHANCE + 1


def new_code() -> str:
    """Return a new code in its printed form."""
    return "-".join(_whole(number, _random_group()) for number in range(GROUPS))


def groups(code: str) -> list[str]:
    """Return the groups of a code in its printed form."""
    return code.split("-")


def read_code(typed: str) -> str:
    """Return the code that was typed, in its printed form; case, blanks and dashes do not matter.

    Raises UserError that names the first group with a slip in it.
    """
    signs = "".join(c for c in typed.upper() if c.isalnum())
    parts = [signs[at : at + _LONG] for at in range(0, len(signs), _LONG)]
    for number, part in enumerate(parts[:GROUPS]):
        if len(part) == _LONG and not _fits(number, part):
            raise UserError(
                _("There is a slip in group {n}: {group}.").format(n=number + 1, group=part),
                _("Look at it again on the sheet; there is no I, O, V, 0 or 1 in a code."),
            )
    if len(signs) != GROUPS * _LONG:
        raise UserError(
            _("The code is not whole."),
            _("It has {n} groups of {m} signs.").format(n=GROUPS, m=_LONG),
        )
    return "-".join(parts)


def _random_group() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(OF_CHANCE))


def _whole(number: int, group: str) -> str:
    """Return a group with its check sign. The group's place counts, so that two groups cannot change places."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(group, start=2))
    return group + SIGNS[(total + 7 * number) % len(SIGNS)]


def _fits(number: int, part: str) -> bool:
    return all(sign in SIGNS for sign in part) and _whole(number, part[:OF_CHANCE]) == part
