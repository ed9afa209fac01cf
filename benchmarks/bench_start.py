"""What it takes until the window stands, beside the least that any Qt program could."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from aidbook.store import slots
from aidbook.store.book import Book
from benchmarks.measure import Measured, measure

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
app.processEvents()
"""
OURS = """
import sys
from pathlib import Path
from aidbook.store.book import Book
from aidbook.ui.application import open_window
book = Book.open(Path(sys.argv[1]), "a good passphrase")
window = open_window(book)
"""


def bench_start() -> Measured:
    """Start to the window of an open book, against a bare PySide6 window."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.aidbook"
        Book.create(path, "a good passphrase", site_name="Eastside", cost=slots.PRACTICE).close()
        return measure(lambda: _run(OURS, folder, str(path)), lambda: _run(BARE, folder), repeat=7)


def _run(program: str, home: str, *words: str) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "AIDBOOK_HOME": home}
    subprocess.run([sys.executable, "-c", program, *words], env=environment, check=True)
