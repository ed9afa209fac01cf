"""What one sees when the program itself is wrong: that the records are safe, and a report without anybody's data."""

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from aidbook import __version__
from aidbook.i18n import _
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.dialog import Dialog


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return what a maker of the program needs: where it went wrong. No message, no value, no path of this machine.

    An error's message can hold a name, and so can a value; neither is in it.
    """
    lines = [
        f"AidBook {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    lines += [f"  {_short(one.filename)}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return "\n".join(lines) + "\n"


def _short(path: str) -> str:
    """Return a source file's path from its package on: what lies before may be somebody's name."""
    parts = path.replace("\\", "/").split("/")
    for root in ("aidbook", "site-packages"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) - (root == "aidbook") :])
    return parts[-1]


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
        self.buttons.addWidget(button(_("Save the report"), self.save, icon="save"))
        self.add_close(_("Go on")).setDefault(True)

    def save(self) -> None:
        """Ask where, and write the report there."""
        path = choose_file.save_file(self, _("Save the report"), "*.txt", "aidbook-report.txt")
        if path is not None:
            path.write_text(self._text, encoding="utf-8")
            self.accept()


def install() -> None:
    """Show errors of our own in a dialog, whichever way they come."""
    sys.excepthook = show


_open: list[Crash] = []


def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show an error of our own; the terminal gets it whole."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    sys.__excepthook__(kind, error, trace)
    window = QApplication.activeWindow() or next(iter(QApplication.topLevelWidgets()), None)
    if window is None or _open:
        return  # one dialog is enough: what follows an error is mostly the same one
    dialog = Crash(window, report(kind, trace))
    _open.append(dialog)
    dialog.finished.connect(lambda _code: _open.clear())
    dialog.open()
