"""Tab follows the eye: Qt goes by when a widget was made, people by where it stands."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def follow_the_eye(whole: QWidget) -> None:
    """Let Tab go through `whole` as its layouts lay it out, line by line."""
    before: QWidget | None = None
    for one in stops(whole):
        if before is not None:
            QWidget.setTabOrder(before, one)
        before = one


def first_stop(whole: QWidget) -> QWidget | None:
    """Return where the keyboard begins in `whole`."""
    return next((one for one in stops(whole) if one.isEnabled() and not one.isHidden()), None)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Return what Tab can stop at in a widget, as it is laid out, itself first."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        yield from stops(inside) if inside is not None else ()
    elif isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        yield from stops(current) if current is not None else ()
    elif layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, under = item.widget(), item.layout()
        if widget is not None:
            yield from stops(widget)
        elif under is not None:
            yield from _in_layout(under)
