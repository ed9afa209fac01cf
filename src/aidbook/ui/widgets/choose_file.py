"""Asks the system for a file or a folder. One place, so that a test can answer for a person."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def open_file(parent: QWidget, title: str, kinds: str, folder: Path | None = None) -> Path | None:
    """Ask which file to open; `kinds` as Qt writes them: "Tables (*.csv *.xlsx)". None if nobody chose."""
    name, _filter = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), kinds)
    return Path(name) if name else None


def save_file(parent: QWidget, title: str, kinds: str, suggestion: str) -> Path | None:
    """Ask where to save; the suggested name holds nobody's name. None if nobody chose."""
    name, _filter = QFileDialog.getSaveFileName(parent, title, str(Path.home() / suggestion), kinds)
    return Path(name) if name else None


def folder(parent: QWidget, title: str, start: Path | None = None) -> Path | None:
    """Ask for a folder, such as a stick. None if nobody chose."""
    name = QFileDialog.getExistingDirectory(parent, title, str(start or Path.home()))
    return Path(name) if name else None
