"""What one sees when the program itself is wrong: that the records are safe, and a report without anybody's data."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from aidbook import log
from aidbook.errors import Fault
from aidbook.i18n import _
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.dialog import Dialog, Refusal


def report(error: BaseException) -> str:
    """Return what a maker of the program needs, without anybody's data."""
    return log.report(error, f"Qt {qVersion()}")


class Crash(Dialog):
    """Says what happened, what it means for the records, and offers the report."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent, _("Something in AidBook went wrong"), width=560)
        self._text = text
        for words in (
            _(
                "Your records are safe: what AidBook said was done is in the book, and nothing is half written."
            ),
            _("Go on; if something looks odd, close AidBook and open it again."),
            _("This report helps to mend it. It holds nobody's name and nothing from the book."),
        ):
            self.body.addWidget(label(words, wrap=True))
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(_("Report"))
        shown.setMinimumHeight(120)
        self.body.addWidget(shown)
        self._said = label("", wrap=True)
        self.body.addWidget(self._said)
        self.buttons.addWidget(button(_("Save the report"), self.save, icon="save"))
        self.add_close(_("Go on")).setDefault(True)

    def save(self) -> None:
        """Ask where, and write the report there."""
        path = choose_file.save_file(self, _("Save the report"), "*.txt", "aidbook-report.txt")
        if path is not None and self._written(path):
            self.accept()

    def _written(self, path: Path) -> bool:
        try:
            path.write_text(self._text, encoding="utf-8")
        except OSError:
            self._said.setText(
                _("It could not be saved there. Choose another folder, or copy the words from here.")
            )
            return False
        return True


def install(recover: Callable[[Fault], None] = lambda _fault: None) -> None:
    """Show errors in a dialog, whichever way they come; `recover` is told of a failure of the world first."""
    global _recover  # noqa: PLW0603 - there is one program, and one hook
    _recover = recover
    sys.excepthook = show


_recover: Callable[[Fault], None] = lambda _fault: None  # noqa: E731 - stands for nothing to be done


_open: list[Dialog] = []


def show(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Show what nobody caught: a failure of the world as a sentence with its remedy, one of our own as that.

    The log takes note of both; a terminal gets the report and not the message, which can hold a name.
    """
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    fault = _fault(error)
    if fault is not None:
        _recover(fault)
    log.failure("fault" if fault else "our own error", error)
    text = report(error)
    if sys.stderr is not None:  # a program without a terminal has none
        sys.stderr.write(f"{fault}\n" if fault else text)
    window = QApplication.activeWindow() or next(iter(QApplication.topLevelWidgets()), None)
    if window is None or _open:
        return  # one dialog is enough: what follows an error is mostly the same one
    dialog = Refusal(window, fault) if fault else Crash(window, text)
    _open.append(dialog)
    dialog.finished.connect(lambda _code: _open.clear())
    dialog.open()


def _fault(error: BaseException) -> Fault | None:
    """Return what failed outside the program, where that is it; the store is imported when it has failed already."""
    from aidbook.store import faults

    return faults.explain(error)
