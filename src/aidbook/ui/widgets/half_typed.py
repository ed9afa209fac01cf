"""What is half typed in fields, as plain values: kept while a form is away, and given back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import PREFERS_NOT
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField
from aidbook.ui.widgets.pick_field import PickField

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
        if isinstance(content, str) and content != PREFERS_NOT and edit is not None:
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


# A whole form, field by field, as another one of its kind lays them out


def left_in(form: QWidget, fresh: Typed | None = None) -> Typed:
    """Return what stands in a form's fields, by where they stand in it; with `fresh`, what was there first, the rest."""
    found: Typed = {str(at): _content(field) for at, field in enumerate(form.findChildren(Field))}
    return {at: content for at, content in found.items() if fresh is None or content != fresh.get(at)}


def put_into(form: QWidget, typed: Typed) -> None:
    """Put back what `left_in` returned into a form of the same kind, as if it were typed and picked again."""
    fields = form.findChildren(Field)
    for at, content in typed.items():
        if int(at) < len(fields):
            _put(fields[int(at)], content)


def _content(field: Field[Any]) -> object:
    if isinstance(field, PickField):
        try:
            return field.value(), field.text()
        except BadInput:
            return None, field.text()
    if isinstance(field, DateField):  # a day is written otherwise in another language
        try:
            return "", field.value()
        except BadInput:
            return field.edit().text(), None
    return _typed(field)


def _put(field: Field[Any], content: Any) -> None:  # noqa: ANN401 - each field's own
    if isinstance(field, PickField):
        id_, text = content
        if id_ is None:
            field.edit().setText(text)
        else:
            field.show_hit((id_, text))
            field.picked.emit(id_)
    elif isinstance(field, DateField):
        text, day = content
        field.show_value(day)
        if text:
            field.edit().setText(text)
    elif isinstance(field, ChoiceField) and not field.offers(content):
        return  # nothing was chosen, or what is not there any more
    else:
        give_back({"": field}, {"": content})
    field.typed.emit()
