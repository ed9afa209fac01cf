"""What is half typed in fields, as plain values: kept while a form is away, and given back."""

from collections.abc import Mapping
from typing import Any

from aidbook.ui.widgets.field import BadInput, Field

Typed = dict[str, object]


def typed_in(fields: Mapping[str, Field[Any]]) -> Typed:
    """Return what stands in fields: their text as typed, readable or not, and otherwise their value."""
    return {name: _typed(field) for name, field in fields.items()}


def give_back(fields: Mapping[str, Field[Any]], typed: Typed) -> None:
    """Put back what `typed_in` returned."""
    for name, content in typed.items():
        field = fields.get(name)
        if field is None:
            continue
        edit = getattr(field, "edit", None)
        if isinstance(content, str) and edit is not None:
            edit().setText(content)
        else:
            field.show_value(content)


def _typed(field: Field[Any]) -> object:
    edit = getattr(field, "edit", None)
    if edit is not None and edit().text():
        return str(edit().text())
    try:
        return field.value()
    except BadInput:
        return ""
