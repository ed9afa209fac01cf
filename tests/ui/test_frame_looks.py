"""Colours one can read, icons that are sharp, Qt's own words in our languages, and what a crash tells."""

import ast
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSize, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import aidbook.ui
from aidbook.i18n import pgettext, set_language
from aidbook.resources import resource
from aidbook.ui import crash, icons, theme, translator
from aidbook.ui.main_window import MainWindow
from aidbook.ui.style_sheet import STYLE_SHEET
from aidbook.ui.widgets import choose_file

UI = Path(aidbook.ui.__file__).parent
# What is written on what, and how many times lighter one is at least (WCAG 2.2: 4.5 for words, 3 for shapes).
READ_ON = [
    ("ink", "paper", 7.0),
    ("ink", "sheet", 7.0),
    ("ink", "bar", 7.0),
    ("ink", "hover", 4.5),
    ("soft", "paper", 4.5),
    ("soft", "sheet", 4.5),
    ("soft", "bar", 4.5),
    ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5),
    ("accent", "paper", 3.0),
    ("accent", "sheet", 4.5),
    ("edge", "sheet", 3.0),
    ("edge", "paper", 3.0),
    ("good", "good_strip", 4.5),
    ("heed", "heed_strip", 4.5),
    ("stop", "stop_strip", 4.5),
    ("good", "sheet", 4.5),
    ("heed", "sheet", 4.5),
    ("stop", "sheet", 4.5),
    ("stop", "paper", 4.5),
]


def luminance(name: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    colour = QColor(name)
    return (
        0.2126 * _linear(colour.redF()) + 0.7152 * _linear(colour.greenF()) + 0.0722 * _linear(colour.blueF())
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("on_top", "under", "least"), READ_ON)
def test_what_is_written_can_be_read(tokens: theme.Tokens, on_top: str, under: str, least: float) -> None:
    assert contrast(getattr(tokens, on_top), getattr(tokens, under)) >= least


def test_no_page_names_a_colour_of_its_own() -> None:
    # Only paper that is printed on is white whatever the look.
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|setStyleSheet|QColor\(|Qt\.GlobalColor\.(?!transparent|white)")
    for path in UI.rglob("*.py"):
        if path.name != "theme.py":
            assert not literal.search(path.read_text(encoding="utf-8")), path
    assert "#" not in re.sub(r"#\w+\s*\{", "", STYLE_SHEET)


def test_every_icon_that_is_named_is_there() -> None:
    have = {path.stem for path in resource("icons").glob("*.svg")}
    for path in UI.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in {
                "icon",
                "icon_button",
            }:
                first = call.args[0] if call.args else None
                assert not isinstance(first, ast.Constant) or first.value in have, f"{path}: {first.value!r}"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_is_drawn_at_the_sharpness_of_the_screen(scale: float) -> None:
    drawn = icons.icon("users").pixmap(QSize(20, 20), scale)
    assert drawn.size() == QSize(20, 20) * scale
    assert drawn.devicePixelRatio() == scale


def test_an_icon_takes_its_token_s_colour() -> None:
    image = icons.icon("minus", "stop").pixmap(QSize(24, 24), 1.0).toImage()
    assert image.pixelColor(12, 12).name() == theme.color("stop").name()


def test_qt_s_own_words_come_from_our_catalogue() -> None:
    for code in ("es", "fr", "ht"):
        set_language(code)
        asked = translator.CatalogueTranslator()
        for word in translator.QT_WORDS:
            assert asked.translate("QPlatformTheme", word) == pgettext("Qt", word)
    assert (
        QCoreApplication.translate("Anything", "A sentence nobody translated")
        == "A sentence nobody translated"
    )


def fail_over(secret: str) -> None:
    message = f"cannot greet {secret}"
    raise ValueError(message)


def test_a_crash_report_says_where_and_holds_nobody_s_name() -> None:
    try:
        fail_over("Rosa Baptiste")
    except ValueError as error:
        text = crash.report(error)
    assert "ValueError" in text
    assert "fail_over" in text
    assert "Rosa" not in text
    assert str(Path(__file__).parent) not in text
    assert str(Path.home()) not in text


def test_an_error_of_our_own_opens_one_dialog_and_the_window_goes_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    monkeypatch.setattr(sys, "excepthook", crash.show)
    for _twice in range(2):
        QTimer.singleShot(0, window, lambda: fail_over("Rosa Baptiste"))
    qtbot.waitUntil(lambda: len(window.findChildren(crash.Crash)) == 1)
    dialog = window.findChildren(crash.Crash)[0]
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Your records are safe" in words
    dialog.reject()
    assert window.isVisible()


def test_a_crash_report_can_be_saved(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    path = tmp_path / "report.txt"
    monkeypatch.setattr(choose_file, "save_file", lambda *_: path)
    dialog = crash.Crash(window, "the report")
    qtbot.addWidget(dialog)
    dialog.save()
    assert path.read_text(encoding="utf-8") == "the report"
