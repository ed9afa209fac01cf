"""Qt's own few words (OK, Cancel, Cut, Paste …) in our languages, out of the same catalogue as everything else."""

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from aidbook.i18n import P_, pgettext

# What a person can meet in the parts of Qt that we show; marked here so that the catalogue has them.
QT_WORDS = (
    P_("Qt", "OK"),
    P_("Qt", "Cancel"),
    P_("Qt", "Close"),
    P_("Qt", "Save"),
    P_("Qt", "Open"),
    P_("Qt", "&Open"),
    P_("Qt", "&Save"),
    P_("Qt", "&Undo"),
    P_("Qt", "&Redo"),
    P_("Qt", "Cu&t"),
    P_("Qt", "&Copy"),
    P_("Qt", "&Paste"),
    P_("Qt", "Delete"),
    P_("Qt", "Select All"),
    P_("Qt", "Print"),
    P_("Qt", "Directory:"),
    P_("Qt", "File &name:"),
    P_("Qt", "Files of type:"),
    P_("Qt", "Look in:"),
)


class CatalogueTranslator(QTranslator):
    """Answers Qt's questions from our catalogue. It follows the language by itself."""

    def translate(
        self,
        context: str,  # noqa: ARG002 - Qt's signature; its contexts are its classes, of no use to a translator
        sourceText: str,  # noqa: N803 - Qt passes it by this name
        disambiguation: str | None = None,  # noqa: ARG002 - Qt's signature
        n: int = -1,  # noqa: ARG002 - none of these words counts anything
    ) -> str:
        """Return the words in the language in use, Qt's own where we have none."""
        # Not "": Qt takes that for a translation, and says nothing.
        return pgettext("Qt", sourceText)

    def isEmpty(self) -> bool:
        """Say that there is something to ask."""
        return False


def install(parent: QObject) -> None:
    """Let Qt ask us for its words; the translator lives as long as `parent`."""
    QCoreApplication.installTranslator(CatalogueTranslator(parent))
