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
import os
os._exit(0)
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv)
from aidbook.store.book import Book
from aidbook.ui import theme, translator
from aidbook.ui.main_window import MainWindow
from aidbook.ui.session import Session
theme.apply(app, "light")
translator.install(app)
window = MainWindow(Session(Book.open(Path(sys.argv[1]), "a good passphrase")))
window.show()
app.processEvents()
sys.stdout.flush()
import os
os._exit(0)
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
