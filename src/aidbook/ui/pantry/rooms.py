"""What every face of the store room is: a list of its things with a panel beside it, and forms in that panel."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.ui import theme
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, label, row
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.half_typed import Typed, left_in, put_into
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import ListAndPanel, Panel, into_sight
from aidbook.ui.widgets.tab_order import first_stop, follow_the_eye

R = TypeVar("R")
_LOW = 420
_WIDE = 700


class PanelForm(QWidget):
    """Something to fill in, in a panel. What the action refuses is said under its fields, and the typing stays."""

    done = Signal(str)
    """It was written; the id of what was made or changed."""
    closed = Signal()
    """Somebody left it."""

    made_with: tuple[tuple[Any, ...], dict[str, Any]]
    """What it was made with, so that another one like it can be made in another language."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Remember what it is made with."""
        made = super().__new__(cls)
        made.made_with = args, kwargs
        return made

    def __init__(self, session: Session, title: str, about: str = "") -> None:
        super().__init__()
        self.session = session
        self.fresh: Typed = {}
        self._fields = column(self, margin=16, spacing=16)
        self._fields.addWidget(label(title, "section", wrap=True))
        if about:
            self._fields.addWidget(label(about, "small", wrap=True))
        self._trouble = Notice("", "stop")
        self._trouble.hide()

    def lay_out(self, *parts: QWidget) -> None:
        """Show these below the title."""
        for part in parts:
            self._fields.addWidget(part)
        self._fields.addWidget(self._trouble)
        self._fields.addStretch(1)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under it."""
        return (button(_("Back"), self.closed.emit),)

    def foot_with(self, text: str, icon: str = "check") -> tuple[QWidget, ...]:
        """Return a button back and the one that writes."""
        return *PanelForm.foot(self), button(text, self.write, "main", icon, keys="Ctrl+Return")

    def write(self) -> None:
        """Write what is typed, or say what is wrong."""
        try:
            done = self.deed()
        except BadInput:
            return
        except UserError as error:
            self.say(str(error))
            return
        self._trouble.hide()
        if done is not None:
            self.done.emit(done.id)

    def kept(self) -> dict[str, Any]:
        """Return what is half typed."""
        return {"typed": left_in(self, self.fresh)}

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        put_into(self, kept["typed"])

    def deed(self) -> Done | None:
        """Do it; raises BadInput where a field says what is missing, UserError where the action refuses."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say what is wrong."""
        self._trouble.say(text, "stop")
        self._trouble.show()


class Room(QWidget, Generic[R]):
    """One face of the store room. `back` and `refresh` are the page's; `went` leads to another face."""

    left = Signal()
    """Somebody wants the shelves again."""
    went = Signal(str, str)
    """Somebody wants another face, by its name, with a thing in it."""
    filled = Signal()
    """What is listed was read."""

    slight: ClassVar[tuple[int, ...]] = ()
    """Columns that are left out of a narrow list: the panel says it too."""

    behind = ""
    """The face that Esc leads back to; "" is the shelves."""

    def __init__(self, session: Session, name: str, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.session = session
        self.thing: Id = ""
        self.rows: dict[Id, R] = {}
        self.form: PanelForm | None = None
        self._asked = 0
        self._after: list[Callable[[], object]] = []
        self.list: ListTable[R] = ListTable(name, columns, lambda ids: [self.rows.get(id_) for id_ in ids])
        self.none = label("", "soft", wrap=True)
        self.panel = Panel()
        self._listing = QWidget()
        self.both = ListAndPanel(self._listing, self.panel)
        self._lay_out()
        self.list.chosen.connect(self._follow)
        self.list.opened.connect(self._enter)

    # What a face says of itself

    def title(self) -> str:
        """Return what the page is called while this is shown."""
        raise NotImplementedError

    def read(self) -> dict[Id, R]:
        """Return what is listed; what may be long is read in the background instead, by `long_read`."""
        raise NotImplementedError

    def long_read(self) -> Callable[[Book], dict[Id, R]] | None:
        """Return what reads the list on a connection of its own, as things are asked for now; None where `read` does."""
        return None

    def view(self, chosen: R | None) -> QWidget:
        """Return what the panel shows of the chosen row, or of none."""
        raise NotImplementedError

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return ()

    def empty(self) -> str:
        """Return what is said where nothing is listed."""
        return ""

    def opened(self) -> None:
        """Begin what comes of Enter on a row: go into the panel."""
        (first_stop(self.panel) or self.list).setFocus()

    # What the page does

    def begin(self, thing: Id = "") -> None:
        """Show it, with a thing of another face or an item that is chosen."""
        self.thing = thing
        self.leave_form()
        self._after = [self._begun]
        self.refresh()

    def _begun(self) -> None:
        self.list.choose_first()
        self.arrive()
        if self.form is None:
            self._show()
            if self.isVisible() or self.long_read() is None:  # or somebody went elsewhere while it was read
                self._rest()

    def arrive(self) -> None:
        """Choose what it was begun with, once it is read; the first row is chosen already."""

    def _rest(self) -> None:
        """Let the keyboard be where one goes on from: in the list, or on the first thing to do where there is none."""
        (self.list if self.rows else self._first_command).setFocus()
        QTimer.singleShot(0, self, self._show_top)  # once it is laid out; a list is read from its first row

    def _show_top(self) -> None:
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea) and (inside := above.widget()) is not None:
                above.verticalScrollBar().setValue(self.mapTo(inside, QPoint()).y())
            above = above.parentWidget()

    def refresh(self) -> None:
        """Read again what is shown; a form that is open stays as it is."""
        self._asked += 1
        asked, query = self._asked, self.long_read()
        if query is None:
            self._take(self.read())
        else:
            self.session.read(self, query, lambda rows: self._take(rows) if asked == self._asked else None)

    def _take(self, rows: dict[Id, R]) -> None:
        self.rows = rows
        self.list.show_ids(list(self.rows))
        self.list.setVisible(bool(self.rows))
        # Where nothing is listed, what can be done stands right below the words that say so.
        lines: QVBoxLayout = self._listing.layout()  # type: ignore[assignment] # as it was laid out
        lines.setStretch(lines.count() - 1, 0 if self.rows else 1)
        self.none.setText(self.empty())
        self.none.setVisible(not self.rows and bool(self.none.text()))
        after, self._after = self._after, []
        if self.form is None and not after:
            self._show_again()
        for each in after:
            each()
        self.filled.emit()

    def _show_again(self) -> None:
        """Show the choice anew, the keyboard on what has the same name as where it was."""
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused and self.panel.isAncestorOf(focused) else ""
        self._show()
        inside = self.panel.inside()
        alike = (
            inside.findChildren(type(focused)) if inside is not None and focused is not None and name else []
        )
        again = next((each for each in alike if each.accessibleName() == name), None)
        if again is not None:
            again.setFocus()

    def count(self) -> str:
        """Return how many are listed."""
        return str(len(self.rows)) if self.rows else ""

    def back(self) -> bool:
        """Go back one step within the face: from a form, from the panel; say whether there was one."""
        if self.form is not None:
            self.leave_form()
            self._show()
            self._rest()
            return True
        focused = QApplication.focusWidget()
        if self.both.back() or (
            self.rows
            and focused is not None
            and focused is not self.list
            and self.panel.isAncestorOf(focused)
        ):
            self.list.setFocus()
            return True
        return False

    # Forms

    def ask(self, form: PanelForm, then: Callable[[Id], object] | None = None) -> None:
        """Show a form in the panel; once it is written the panel shows the list's choice again."""
        self.form = form
        form.fresh = left_in(form)
        form.closed.connect(self.back)
        form.done.connect(lambda made: self._written(made, then))
        self.panel.show_widget(form)
        self.panel.fill_foot(*form.foot())
        follow_the_eye(self)
        self.both.show_panel()
        first = form.first()
        first.setFocus()
        QTimer.singleShot(0, first, lambda: into_sight(first))  # once the panel knows how high it is

    def leave_form(self) -> None:
        """Leave a form that is open."""
        self.form = None

    def _written(self, made: Id, then: Callable[[Id], object] | None) -> None:
        self.leave_form()
        self.panel.fill_foot()  # it is written: nobody writes it twice while the list is read
        self._after.append(lambda: self._show_written(made, then))
        self.refresh()

    def _show_written(self, made: Id, then: Callable[[Id], object] | None) -> None:
        if self.form is not None:
            return
        if made in self.rows:
            self.list.choose(made)
        self._show()
        if then is not None:
            then(made)
        elif self.form is None:
            self._rest()

    def ask_again(self, form: PanelForm) -> None:
        """Show a form that was open before the language was changed."""
        self.ask(form)

    def kept(self) -> dict[str, Any]:
        """Return where one is, and what is half typed, as the same face in another language takes it."""
        form, beside = self.form, self.panel.inside()
        kept: dict[str, Any] = {"thing": self.thing, "at": self.list.current_id()}
        if form is not None:
            kept |= {"form": type(form), "made_with": form.made_with, "half": form.kept()}
        elif isinstance(beside, PanelForm):
            kept["beside"] = beside.kept()
        return kept

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned, once the list is read."""
        if self.long_read() is None:
            self._take_back(kept)
        else:
            self._after.append(lambda: self._take_back(kept))

    def _take_back(self, kept: dict[str, Any]) -> None:
        if kept["at"] in self.rows:
            self.list.choose(kept["at"])
        if "form" in kept:
            args, kwargs = kept["made_with"]
            made = kept["form"](*(self if isinstance(each, Room) else each for each in args), **kwargs)
            self.ask_again(made)
            made.take(kept["half"])
        elif "beside" in kept and self.list.current_id() == kept["at"]:
            beside = self.panel.inside()
            if isinstance(beside, PanelForm):
                beside.take(kept["beside"])

    # Parts

    def _follow(self, _thing: Id) -> None:
        if self.form is None:
            self._show()

    def _enter(self, _thing: Id) -> None:
        self.leave_form()
        self._show()
        self.both.show_panel()
        self.opened()

    def _show(self) -> None:
        self.panel.show_widget(self.view(self.list.current_row()))
        self.panel.fill_foot()
        follow_the_eye(self)

    def _lay_out(self) -> None:
        column(self).addWidget(self.both)
        lines = column(self._listing, spacing=theme.GRID)
        lines.addWidget(self.list, 1)
        lines.addWidget(self.none)
        back = button(_("Back to the shelves"), self.left.emit, "quiet", "arrow-left")
        buttons = [*self.commands(), back]
        self._first_command = buttons[0]
        self._foot = Flow([back, *buttons[:-1]])
        lines.addWidget(self._foot)
        lines.addStretch(0)
        self._listing.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave columns out of a narrow list."""
        if watched is self._listing and event.type() == QEvent.Type.Resize:
            for number in self.slight:
                self.list.setColumnHidden(number, self._listing.width() < _WIDE)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a low window's room to the list."""
        super().resizeEvent(event)
        self._listing.layout().setSpacing(theme.GRID if self.height() >= _LOW else 2)  # type: ignore[union-attr] # it has one


def said(*parts: QWidget) -> QWidget:
    """Return words and buttons one below the other, as a panel shows them."""
    inside = QWidget()
    lines = column(inside, margin=16, spacing=12)
    for part in parts:
        lines.addWidget(part)
    lines.addStretch(1)
    return inside


def figure(words: str, value: str, *, strong: bool = False) -> QWidget:
    """Return a line of words with a figure at its right."""
    made = QWidget()
    line = row(made)
    line.addWidget(label(words, "label" if strong else "", wrap=True), 1)
    line.addWidget(label(value, "label"))
    made.setAccessibleName(f"{words}: {value}")
    return made
