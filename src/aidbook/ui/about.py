"""What this program is, and which one."""

from PySide6.QtWidgets import QWidget

from aidbook import __version__
from aidbook.i18n import _
from aidbook.ui.widgets.basics import label
from aidbook.ui.widgets.dialog import Dialog


class About(Dialog):
    """Name, version, licence, and whose fonts and icons it wears."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, f"AidBook {__version__}")
        for text in (
            _("The record book of a mutual-aid group: members, pantry, distributions, on one laptop."),
            _(
                "Everybody may use it, look into it, change it and pass it on, under the GNU General Public License, version 3 or later."
            ),
            _("Type: Atkinson Hyperlegible, by the Braille Institute. Icons: Lucide."),
        ):
            self.body.addWidget(label(text, wrap=True))
        self.body.addStretch(1)
        self.add_close(_("Close")).setDefault(True)
