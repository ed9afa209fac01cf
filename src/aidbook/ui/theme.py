"""Colours, type and measures, in one place, light and dark: a page never names a colour or a size of its own.

A page says what a thing is (`role`, `tone`), the style sheet here says how that looks.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from string import Template
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from aidbook.resources import resource
from aidbook.ui.style_sheet import STYLE_SHEET

Tone = Literal["good", "heed", "stop", "plain"]

GRID = 8
ROW = 40
DOOR_ROW = 48
ICON = 20
ICON_GAP = 6
DOOR_ICON = 32
NARROW = 900
"""Below so many logical pixels the bar shows icons alone and a list gives its room to its panel."""

BODY_PT, SMALL_PT, SECTION_PT, TITLE_PT, DOOR_PT = 11.0, 10.0, 13.0, 20.0, 28.0
DOOR_LINE_PT = 15.0


@dataclass(frozen=True)
class Tokens:
    """Every colour there is. A tone has two: of its words, and of the strip under them."""

    paper: str
    bar: str
    sheet: str
    ink: str
    soft: str
    line: str
    edge: str
    hover: str
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    good_strip: str
    heed: str
    heed_strip: str
    stop: str
    stop_strip: str


LIGHT = Tokens(
    paper="#FAF8F4",
    bar="#F0ECE4",
    sheet="#FFFFFF",
    ink="#1F2933",
    soft="#55606B",
    line="#D9D4CB",
    edge="#857E72",
    hover="#E6E0D5",
    accent="#1F5F8B",
    accent_hover="#174B70",
    on_accent="#FFFFFF",
    good="#2F6B3A",
    good_strip="#E8F2E9",
    heed="#7A4F00",
    heed_strip="#FFF3D6",
    stop="#9B231C",
    stop_strip="#FBE9E7",
)
DARK = Tokens(
    paper="#1B1D20",
    bar="#141618",
    sheet="#25282C",
    ink="#ECE9E2",
    soft="#ABB2BA",
    line="#3C4147",
    edge="#8B939C",
    hover="#33383E",
    accent="#8AC2EA",
    accent_hover="#A9D4F2",
    on_accent="#0F2231",
    good="#9AD4A5",
    good_strip="#1E3324",
    heed="#F1C872",
    heed_strip="#3B2E12",
    stop="#F4A79F",
    stop_strip="#42201D",
)

_current = LIGHT
_family = ""


def tokens() -> Tokens:
    """Return the colours in use now."""
    return _current


def color(token: str) -> QColor:
    """Return the colour of a token, as it is now."""
    return QColor(getattr(_current, token))


def points(size: float) -> float:
    """Return a size in the system's own points: a Mac's are a quarter smaller on screen than everybody else's."""
    return size * 96 / 72 if sys.platform == "darwin" else size


def font(size: float = BODY_PT, *, bold: bool = False, tabular: bool = False) -> QFont:
    """Return our face; `tabular` gives all its figures one width, so that columns of numbers line up."""
    face = QFont(_family) if _family else QFont()
    face.setPointSizeF(points(size))
    face.setBold(bold)
    if tabular:
        face.setFeature(QFont.Tag("tnum"), 1)
    return face


def apply(app: QApplication, look: Literal["system", "light", "dark"] = "system") -> None:
    """Dress the whole program; call again to change its look."""
    global _current, _family  # noqa: PLW0603 - one program, one look
    _family = _family or _load_fonts()
    _current = DARK if look == "dark" or (look == "system" and _system_is_dark()) else LIGHT
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(_current))
    app.setFont(font())
    app.setStyleSheet(style_sheet(_current))


def style_sheet(used: Tokens) -> str:
    """Return the one style sheet, in these colours."""
    sizes = {
        "body": BODY_PT,
        "small": SMALL_PT,
        "section": SECTION_PT,
        "title": TITLE_PT,
        "door": DOOR_PT,
        "door_line": DOOR_LINE_PT,
    }
    values = {f"{name}_pt": f"{points(size)}pt" for name, size in sizes.items()}
    values |= {field.name: getattr(used, field.name) for field in fields(used)}
    return Template(STYLE_SHEET).substitute(values)


def give(widget: QWidget, **properties: str | bool) -> None:
    """Give a widget its role or tone, and let the style sheet look at it again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _load_fonts() -> str:
    """Load the faces that travel with the program, and return the family that screens are set in."""
    families = [_load(f"AtkinsonHyperlegible-{cut}.ttf") for cut in ("Regular", "Bold")]
    return families[0]


def _load(name: str) -> str:
    number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""


def _palette(used: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for token, roles in _ROLES.items():
        _fill(palette, roles, QColor(getattr(used, token)))
    for pale in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, pale, QColor(used.edge))
    return palette


def _fill(palette: QPalette, roles: Iterable[QPalette.ColorRole], value: QColor) -> None:
    for role in roles:
        palette.setColor(role, value)


_ROLES = {
    "paper": (QPalette.ColorRole.Window, QPalette.ColorRole.AlternateBase),
    "sheet": (QPalette.ColorRole.Base, QPalette.ColorRole.Button, QPalette.ColorRole.ToolTipBase),
    "ink": (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.ToolTipText,
        QPalette.ColorRole.BrightText,
    ),
    "soft": (QPalette.ColorRole.PlaceholderText,),
    "line": (QPalette.ColorRole.Midlight, QPalette.ColorRole.Mid, QPalette.ColorRole.Light),
    "edge": (QPalette.ColorRole.Dark, QPalette.ColorRole.Shadow),
    "accent": (QPalette.ColorRole.Highlight, QPalette.ColorRole.Link, QPalette.ColorRole.Accent),
    "on_accent": (QPalette.ColorRole.HighlightedText,),
}
