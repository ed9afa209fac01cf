"""How each declared field stands in its view: its column's type, and its value in and out.

What comes from elsewhere may hold anything; a value that does not fit its field reads as the field's empty one.
"""

import dataclasses
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from types import NoneType
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import PREFERS_NOT, Kind, YesNo


@dataclass(frozen=True, slots=True)
class Column:
    """One field: its name, SQL type, how a JSON value becomes a stored one, and a stored one the field's."""

    name: str
    sql: str
    store: Callable[[Any], Any]
    load: Callable[[Any], Any]


@cache
def columns_of(kind_name: str) -> tuple[Column, ...]:
    """Return the columns of a kind, in the order of its declaration."""
    kind = KINDS[kind_name]
    hints = typing.get_type_hints(kind.type)
    return tuple(_column(field, hints[field.name]) for field in kind.fields)


def _column(field: "dataclasses.Field[Any]", hint: Any) -> Column:  # noqa: ANN401 - a type hint
    options = [arg for arg in typing.get_args(hint) if arg is not NoneType]
    optional = NoneType in typing.get_args(hint)
    if optional and len(options) > 1:
        return Column(field.name, "INTEGER", _yes_no_in, _yes_no_out)
    base = options[0] if optional else hint
    origin = typing.get_origin(base) or base
    if origin is dict:
        return Column(field.name, "TEXT", _dict_in, _dict_out)
    if origin is tuple:
        return Column(field.name, "TEXT", _list_in, _list_out)
    if base is bool:
        return Column(
            field.name, "INTEGER", _bool_in, (lambda v: None if v is None else bool(v)) if optional else bool
        )
    if base is int:
        return Column(field.name, "INTEGER", _int_in, (lambda v: v) if optional else (lambda v: v or 0))
    return Column(field.name, "TEXT", _text_in, (lambda v: v) if optional else (lambda v: v or ""))


def _text_in(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _int_in(value: object) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53
    return typing.cast("int", value) if fits else None


def _bool_in(value: object) -> int | None:
    return int(value) if isinstance(value, bool) else None


_RATHER_NOT = 2
"""How "prefers not to say" stands in a column of yes and no."""


def _yes_no_in(value: object) -> int | None:
    return _RATHER_NOT if value == PREFERS_NOT else _bool_in(value)


def _yes_no_out(value: int | None) -> YesNo | None:
    return PREFERS_NOT if value == _RATHER_NOT else None if value is None else bool(value)


def _dict_in(value: object) -> str | None:
    fits = isinstance(value, dict) and all(_int_in(v) is not None for v in value.values())
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if fits else None


def _dict_out(value: str | None) -> dict[str, int]:
    return json.loads(value) if value else {}


def _list_in(value: object) -> str | None:
    fits = isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)
    return json.dumps(value, ensure_ascii=False) if fits else None


@lru_cache(10_000)  # the same languages stand on thousands of members
def _list_out(value: str | None) -> tuple[str, ...]:
    return tuple(json.loads(value)) if value else ()


def load(kind: Kind, row: tuple[Any, ...]) -> Any:  # noqa: ANN401 - an instance of kind.type
    """Return the record or fact in a row of (id, then its fields in the order of its declaration)."""
    values = {
        column.name: column.load(cell) for column, cell in zip(columns_of(kind.name), row[1:], strict=True)
    }
    return kind.type(id=row[0], **values)


@cache
def select_list(kind_name: str, alias: str = "") -> str:
    """Return "id, field, …" as `load` wants it."""
    prefix = f"{alias}." if alias else ""
    return ", ".join([f"{prefix}id", *(f'{prefix}"{column.name}"' for column in columns_of(kind_name))])
