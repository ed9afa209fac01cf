"""The side of the page that shows paper: the pages, turning and enlarging them, what there is to heed."""

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from aidbook import clock
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number
from aidbook.ui.sheets.making import Made
from aidbook.ui.sheets.preview import Preview, Zoom
from aidbook.ui.widgets.basics import Button, button, column, icon_button, label, row
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import scrolling

_MARGIN = 8


class PaperSide(QFrame):
    """Shows the pages of a sheet, or why there are none."""

    def __init__(self, save: QAction, save_table: QAction, no_days: EmptyState) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.preview = Preview()
        self.preview.turned.connect(self._show_place)
        self.notice = Notice("", "heed")
        self.notice.hide()
        self.refusal = Notice("", "stop")
        self._no_days = scrolling(no_days)
        self._front = QStackedWidget()
        self._refused = QWidget()
        lines = column(self._refused, margin=8)
        lines.addWidget(self.refusal)
        lines.addStretch(1)
        for part in (label(_("Laying out the pages …"), "soft"), self.preview, self._refused, self._no_days):
            self._front.addWidget(part)
        self._leaving = {save: _bound(save, "file-down"), save_table: _bound(save_table, "download")}
        inside = column(self, margin=_MARGIN)
        self._line = self._tools()
        inside.addLayout(self._line)
        inside.addWidget(self.notice)
        inside.addWidget(self._front, 1)
        self._show_place()

    def show_made(self, made: Made) -> None:
        """Show a sheet's pages."""
        self.notice.setVisible(made.is_outdated)
        if made.is_outdated:
            self.notice.say(_outdated(made), "heed")
        self.preview.show_pdf(made.pdf)
        self._front.setCurrentWidget(self.preview)

    def show_refusal(self, error: UserError) -> None:
        """Say why the sheet can't be made."""
        self.notice.hide()
        self.preview.forget()
        self.refusal.say(str(error), "stop")
        self._front.setCurrentWidget(self._refused)

    def show_no_days(self) -> None:
        """Teach where sheets come from, while there is no distribution."""
        self.notice.hide()
        self.preview.forget()
        self._front.setCurrentWidget(self._no_days)

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the page in another size."""
        self.preview.set_zoom(zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is no room for them; their icons and tooltips stay."""
        super().resizeEvent(event)
        self._fit_words()

    def show_table_button(self, *, on: bool) -> None:
        """Offer the figures as a table, or not."""
        list(self._leaving.values())[1].setVisible(on)
        self._fit_words()

    def _fit_words(self) -> None:
        for action, made in self._leaving.items():
            made.setText(action.text())
        if self._line.sizeHint().width() > self.width() - 2 * _MARGIN:
            for made in self._leaving.values():
                made.setText("")

    def _tools(self) -> QHBoxLayout:
        line = row()
        self._before = icon_button("chevron-left", _("Page before"), lambda: self.preview.turn(-1))
        self._next = icon_button("chevron-right", _("Next page"), lambda: self.preview.turn(1))
        self._place = label("", "soft")
        self.zoom = button("", self._zoom, icon="search")
        for part in (self._before, self._place, self._next, self.zoom):
            line.addWidget(part)
        line.addStretch(1)
        for made in reversed(self._leaving.values()):
            line.addWidget(made)
        return line

    def _show_place(self) -> None:
        page, pages = self.preview.page(), self.preview.pages()
        words = _("{page} of {pages}").format(page=format_number(page + 1), pages=format_number(pages))
        self._place.setText(words if pages else "")
        self._before.setEnabled(page > 0)
        self._next.setEnabled(page + 1 < pages)
        words = _("Larger") if self.preview.zoom() == "page" else _("Whole page")
        self.zoom.setText(words)
        self.zoom.setAccessibleName(words)
        self._fit_words()

    def _zoom(self) -> None:
        if self.preview.zoom() == "page":
            self.preview.zoom_by(1)
        else:
            self.set_zoom("page")


def _bound(action: QAction, drawn: str) -> Button:
    """Return a button that does what the action does, when that can be done."""
    made = button(action.text(), action.trigger, icon=drawn)
    made.setToolTip(
        f"{action.text()} ({action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)})"
    )
    action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
    return made


def _outdated(made: Made) -> str:
    last = made.last
    if last is None:
        return ""
    when = f"{format_date(clock.day_of(last.at), 'short')}, {clock.time_of(last.at)}"
    return _("Sheet {number} of {when} says something else: the book has changed since.").format(
        number=format_number(last.number), when=when
    )
