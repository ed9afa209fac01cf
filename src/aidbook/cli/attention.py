"""What needs attention, on the command line: the gravest first, each with what it means and what to do about it."""

import argparse
from dataclasses import fields, is_dataclass
from typing import Any

from aidbook.actions.attention import Told, concerns, tell
from aidbook.cli.opening import opened
from aidbook.cli.output import print_json, say
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.i18n import _
from aidbook.store.attention import pairs
from aidbook.store.attention.values import Concern


def add_commands(commands: Commands) -> None:
    """Declare `attention`."""
    attention = commands.add("attention", _("say what needs attention, the gravest first"), _attention)
    book_option(attention)
    json_option(attention)


def _attention(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        if book.role == "coordinator" and pairs.behind(book):
            pairs.compare_all(book)
        told = [tell(book, concern) for concern in concerns(book)]
        if asked.json:
            print_json([_plain(one) for one in told])
        elif told:
            say("\n\n".join("\n".join(_lines(one)) for one in told))
        else:
            say(_("Nothing needs attention."))
    return 0


def _lines(told: Told) -> list[str]:
    happened = [line for text in told.happened for line in text.split("\n")]
    remedies = [f"  → {remedy.words}" for remedy in told.remedies]
    return [
        f"{told.word}: {told.sentence}",
        *(f"  {line}" for line in happened),
        f"  {told.means}",
        *remedies,
    ]


def _plain(told: Told) -> dict[str, Any]:
    return {
        "key": told.concern.key,
        "kind": told.concern.kind,
        "sentence": told.sentence,
        "means": told.means,
        "remedies": [remedy.words for remedy in told.remedies],
        "facts": _facts(told.concern),
    }


def _facts(concern: Concern) -> dict[str, Any]:
    return {
        field.name: _value(getattr(concern, field.name)) for field in fields(concern) if field.name != "key"
    }


def _value(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _value(getattr(value, field.name)) for field in fields(value)}
    return [_value(each) for each in value] if isinstance(value, tuple) else value
