"""Starts the program with a window."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from aidbook import log
from aidbook.i18n import set_language
from aidbook.ui import crash, icons, settings, theme, translator
from aidbook.ui.collecting import Collector
from aidbook.ui.no_screen import no_screen
from aidbook.ui.shell import Shell

_SMALL_SCREEN = 1400


def run(book: Path | None = None) -> int:
    """Show the window until it is closed, and return the exit status. `book` is opened, or else our book."""
    chosen = settings.load()
    set_language(chosen.language)
    qInstallMessageHandler(_hear)
    app = QApplication(sys.argv[:1])
    Collector(app)
    app.setApplicationName("AidBook")
    app.setDesktopFileName("aidbook")
    theme.apply(app, chosen.look)
    translator.install(app)
    app.setWindowIcon(QIcon(icons.picture("aidbook", 256, 1.0, None)))
    log.event("window")
    shell = Shell()
    crash.install(shell.go_on_after)
    shell.begin(book)
    room = app.primaryScreen().availableGeometry().size()
    shell.resize(shell.size().boundedTo(room))
    # An old laptop's screen has no room to give away.
    if room.width() <= _SMALL_SCREEN:
        shell.showMaximized()
    else:
        shell.show()
    return app.exec()


def _hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass on what Qt says; where it is about to abort for want of a screen, end with a sentence instead."""
    if kind == QtMsgType.QtFatalMsg:
        sys.stderr.write(f"{no_screen()}\n({message.splitlines()[0]})\n")
        sys.stderr.flush()
        os._exit(1)
    sys.stderr.write(f"{message}\n")
