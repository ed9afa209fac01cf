"""Whether this book is whole: the last look, one more, making anew what it shows, saving what can be read."""

from PySide6.QtCore import Qt

from aidbook import clock
from aidbook.domain.catalog import KINDS
from aidbook.i18n import _, format_date, ngettext
from aidbook.store.book import Book
from aidbook.store.check import Checked, Findings, check_and_remember, last_check, rebuild
from aidbook.ui.jobs import Progress
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import Card, from_left
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.notice import Notice

CHANGED = frozenset({"check"})
_IN_SIGHT = 6


class HealthSection(Card):
    """Says what the last check found, checks again, and leads to what helps."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Is this book whole?"))
        self._session = session
        self.last = Notice("", "plain")
        self.findings = label("", wrap=True)
        self.findings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.look = button(_("Look through it now"), self.check, icon="shield-check")
        self.anew = button(_("Make what it shows anew"), self.rebuild, icon="refresh-cw")
        self.save = button(_("Save what can be read"), self.begin_salvage, icon="save")
        for part in (self.last, self.findings):
            self.lines.addWidget(part)
        for one in (
            self.look,
            self.anew,
            self.save,
        ):  # a row for each: their words are long in some languages
            self.lines.addLayout(from_left(one))
        self.lines.addWidget(self.outcome)
        self.setFocusProxy(self.look)
        self.refresh()

    def refresh(self) -> None:
        """Show what the last check found."""
        found = last_check(self._session.book.connection)
        self.last.say(*_words(found))
        sentences = found.findings if found else ()
        more = len(sentences) - _IN_SIGHT
        rest = [ngettext("and {n} more", "and {n} more", more).format(n=more)] if more > 0 else []
        self.findings.setText("\n".join([*sentences[:_IN_SIGHT], *rest]))
        for part in (self.findings, self.anew, self.save):
            part.setVisible(bool(sentences))

    def check(self) -> None:
        """Look through the whole book, under a panel that can stop it."""
        self.say_nothing()
        self._session.job(self, _("Looking through the book"), _check, self._checked, on_error=self.refuse)

    def rebuild(self) -> None:
        """Fold the ledger again, all of it or nothing, and look again what comes of it."""
        self.say_nothing()
        self._session.job(
            self, _("Making what the book shows anew"), _rebuild, self._rebuilt, on_error=self.refuse
        )

    def begin_salvage(self) -> None:
        """Close the book and go where it is saved."""
        self._session.left.emit("salvage")

    def _checked(self, findings: Findings) -> None:
        self._session.changed.emit(CHANGED)
        self.refresh()
        if not findings:
            self.say(_("All is as it should be."))

    def _rebuilt(self, findings: Findings) -> None:
        self._session.changed.emit(frozenset(KINDS))
        self._checked(findings)


def _check(book: Book, progress: Progress) -> Findings:
    return check_and_remember(book, progress)


def _rebuild(book: Book, progress: Progress) -> Findings:
    rebuild(book, progress)
    return check_and_remember(book, progress)


def _words(found: Checked | None) -> tuple[str, Tone]:
    if found is None:
        return _("Nobody has looked through this book on this laptop yet."), "plain"
    day = format_date(clock.day_of(found.at), "long")
    if not found.findings:
        return _("Looked through on {day}: every entry, signature and figure is as it should be.").format(
            day=day
        ), "good"
    text = ngettext(
        "Looked through on {day}: {n} thing is not as it should be.",
        "Looked through on {day}: {n} things are not as they should be.",
        len(found.findings),
    )
    return text.format(day=day, n=len(found.findings)), "stop"
