"""The one style sheet of the window, written in tokens. `theme` fills them in."""

STYLE_SHEET = """
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget[role="paper"] { background: $paper; }
QDialog[role="popup"] { border: 1px solid $edge; }
QToolTip { background: $sheet; color: $ink; border: 1px solid $edge; padding: 4px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title_pt; font-weight: bold; }
QLabel[role="section"] { font-size: $section_pt; font-weight: bold; }
QLabel[role="soft"] { color: $soft; }
QLabel[role="small"] { color: $soft; font-size: $small_pt; }
QLabel[role="label"] { font-weight: bold; }
QLabel[role="error"] { color: $stop; font-weight: bold; }
QLabel[role="door"] { font-size: $door_pt; font-weight: bold; }
QLabel[role="door-soft"] { font-size: $door_line_pt; color: $soft; }
QLabel[role="door-line"] { font-size: $section_pt; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="heed"] { color: $heed; }
QLabel[tone="stop"] { color: $stop; }

QFrame[role="card"] { background: $sheet; border: 1px solid $line; border-radius: 4px; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QScrollArea, QScrollArea > QWidget > QWidget[role="clear"] { background: transparent; border: none; }
QScrollArea:focus { border: 2px solid $accent; border-radius: 4px; }

QFrame[role="strip"] { border: none; border-radius: 4px; background: $sheet; }
QFrame[role="strip"][tone="good"] { background: $good_strip; }
QFrame[role="strip"][tone="heed"] { background: $heed_strip; }
QFrame[role="strip"][tone="stop"] { background: $stop_strip; }
QFrame[role="strip"][door="true"] QLabel { font-size: $door_line_pt; }
QFrame[role="stripe"] { background: $heed_strip; border: none; border-bottom: 1px solid $heed; }

QPushButton, QToolButton[role="button"] {
    background: $sheet; border: 1px solid $edge; border-radius: 4px;
    padding: 1px 13px; min-height: 36px; min-width: 24px;
}
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="button"]:pressed { background: $line; }
QPushButton:focus, QToolButton[role="button"]:focus { border: 2px solid $accent; padding: 0px 12px; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: $edge; border-color: $line; }
QPushButton:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="main"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: bold; padding: 1px 17px;
}
QPushButton[role="main"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="main"]:disabled { background: $line; color: $soft; border-color: $line; }
QPushButton[role="danger"] { color: $stop; border-color: $stop; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; }
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; color: $accent; text-decoration: underline;
    padding: 1px 3px; min-width: 0px; text-align: left;
}
QPushButton[role="link"]:hover { color: $accent_hover; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 0px 2px; }
QPushButton[role="icon"] { padding: 1px 1px; min-width: 36px; }
QPushButton[role="icon"]:focus { padding: 0px 0px; }
QPushButton[role="row"] {
    background: transparent; border: 1px solid transparent; text-align: left; padding: 1px 7px;
}
QPushButton[role="row"]:hover { background: $hover; }
QPushButton[role="row"]:focus { border: 2px solid $accent; padding: 0px 6px; }
QPushButton[role="fold"] {
    background: transparent; border: 1px solid transparent; text-align: left; padding: 1px 3px; font-weight: bold;
}
QPushButton[role="fold"]:hover { background: $hover; }
QPushButton[role="fold"]:focus { border: 2px solid $accent; padding: 0px 2px; }
QPushButton[door="true"] { min-height: 46px; font-size: $section_pt; }
QPushButton[role="icon"][door="true"] { min-width: 46px; }
QPushButton[role="main"][door="true"] { min-height: 62px; font-size: $title_pt; padding: 1px 33px; }
QPushButton[role="main"][door="true"][small="true"] {
    min-height: 46px; font-size: $door_line_pt; padding: 1px 15px;
}
QPushButton::menu-indicator { width: 0px; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QTextEdit {
    background: $sheet; color: $ink; border: 1px solid $edge; border-radius: 4px; padding: 1px 9px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $soft; }
QLineEdit, QComboBox, QSpinBox { min-height: 36px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent; padding: 0px 8px;
}
QLineEdit:read-only, QPlainTextEdit:read-only { background: $paper; border-color: $line; }
QLineEdit[bad="true"], QComboBox[bad="true"], QPlainTextEdit[bad="true"] { border: 2px solid $stop; padding: 0px 8px; }
QLineEdit[door="true"] { min-height: 76px; font-size: $door_pt; padding: 1px 21px; }
QLineEdit[door="true"]:focus { border: 3px solid $accent; padding: 0px 19px; }
QLineEdit[small_door="true"] { min-height: 46px; font-size: $door_line_pt; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $sheet; border: 1px solid $edge; outline: none; }
QComboBox QAbstractItemView::item { min-height: 40px; padding: 0px 8px; }
QComboBox QAbstractItemView::item:selected { background: $accent; color: $on_accent; }

QCheckBox, QRadioButton { min-height: 40px; spacing: 8px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; border-radius: 4px; }
QCheckBox::indicator, QRadioButton::indicator { width: 20px; height: 20px; }
QCheckBox::indicator { background: $sheet; border: 1px solid $edge; border-radius: 4px; }
QCheckBox::indicator:hover { background: $hover; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:disabled { background: $paper; border-color: $line; }
QCheckBox:disabled { color: $edge; }

QTableView, QListView, QTreeView {
    background: $sheet; alternate-background-color: $paper; border: 1px solid $line; border-radius: 4px;
    padding: 1px; gridline-color: $line; outline: none;
    selection-background-color: $accent; selection-color: $on_accent;
}
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $accent; padding: 0px; }
QTableView::item { padding: 0px 8px; border: none; }
QListView::item { min-height: 40px; padding: 0px 8px; border: none; }
QListView::item:hover { background: $hover; color: $ink; }
QTableView::item:selected, QListView::item:selected { background: $accent; color: $on_accent; }
QHeaderView { background: $sheet; border: none; }
QHeaderView::section {
    background: $sheet; color: $soft; border: none; border-bottom: 1px solid $line; padding: 0px 11px;
    min-height: 38px; font-size: $small_pt; font-weight: bold;
}
QTableCornerButton::section { background: $sheet; border: none; }

QScrollBar { background: transparent; border: none; margin: 0px; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; min-height: 40px; min-width: 40px; }
QScrollBar::handle:hover { background: $soft; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }

QMenu { background: $sheet; border: 1px solid $edge; padding: 4px; menu-scrollable: 1; }
QMenu::item { min-height: 32px; padding: 4px 24px 4px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $edge; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { background: $line; height: 1px; margin: 4px 8px; }
QMenuBar { background: $bar; }
QMenuBar::item { padding: 8px 12px; background: transparent; }
QMenuBar::item:selected { background: $accent; color: $on_accent; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; border: none; border-bottom: 3px solid transparent; padding: 0px 12px; min-height: 40px;
}
QTabBar::tab:selected { border-bottom: 3px solid $accent; font-weight: bold; }
QTabBar::tab:hover { background: $hover; }
QTabBar:focus { border: 2px solid $accent; border-radius: 4px; }

QProgressBar {
    background: $line; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; text-align: center;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QFrame[role="bar"] { background: $bar; border: none; border-right: 1px solid $line; }
QPushButton[role="nav"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px; text-align: left;
    padding: 1px 11px; min-height: 36px;
}
QPushButton[role="nav"]:hover { background: $hover; }
QPushButton[role="nav"]:focus { border: 2px solid $accent; padding: 0px 10px; }
QPushButton[role="nav"]:checked {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: bold;
}
QPushButton[role="nav"]:checked:hover { background: $accent_hover; }
QPushButton[role="nav"][narrow="true"] { text-align: center; padding: 1px 1px; }
QFrame[role="banner"] { border: none; border-radius: 4px; background: $good_strip; }
QFrame[role="banner"][tone="heed"] { background: $heed_strip; }
QFrame[role="banner"][tone="stop"] { background: $stop_strip; }
QFrame[role="banner"][tone="plain"] { background: $bar; }
"""
