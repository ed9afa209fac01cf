"""The card of sites: ours to give away, another's to compare and pair with, and those we share with."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.exchange import cards, stick
from aidbook.exchange.cards import Card as SiteCard
from aidbook.i18n import _, format_number
from aidbook.store.book import Book
from aidbook.store.sites import known_sites, last_read, last_written
from aidbook.ui.moments import when_words
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import Card, bring_into_sight, code_label, from_left
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.basics import button, column, label, rule

_SUFFIX = ".aidcard"


class SitesCard(Card):
    """Our own card and short code; pairing with another site; which are paired."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Sites"))
        self._session = session
        self.met: SiteCard | None = None
        self._own = QWidget()
        self._own_lines = column(self._own, spacing=4)
        self.save = button(_("Save our card"), self.save_card, icon="id-card")
        self.meet = button(_("Read another site's card"), self.choose_card, icon="heart-handshake")
        self._meeting = QWidget()
        self._meeting_lines = column(self._meeting, spacing=8)
        self._paired = QWidget()
        self._paired_lines = column(self._paired, spacing=8)
        self.lines.addWidget(self._own)
        self.lines.addLayout(from_left(self.save))
        self.lines.addWidget(rule())
        self.lines.addWidget(self._paired)
        self.lines.addLayout(from_left(self.meet))
        self.lines.addWidget(self._meeting)
        self.lines.addWidget(self.outcome)
        self._meeting.hide()

    def refresh(self) -> None:
        """Show the sites of now."""
        self._show_own()
        self._show_paired()

    def save_card(self) -> None:
        """Ask where to, and save our card."""
        card = cards.card_of(self._session.book)
        name = (stick.fit(card.name) or _("Our site")) + _SUFFIX
        path = choose_file.save_file(self, _("Save our card"), _kinds(), name)
        if path is None:
            return
        try:
            cards.write_card(card, path)
        except UserError as error:
            self.refuse(error)
        else:
            self.say(_("Saved {name}. It is public: give it to the other site.").format(name=path.name))

    def choose_card(self) -> None:
        """Ask for another site's card, and show what is to be compared."""
        path = choose_file.open_file(self, _("Which card to read"), _kinds())
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Show whose card it is and the code to compare; nothing is written yet."""
        self.say_nothing()
        self._stop_meeting()
        try:
            card = cards.read_card(path)
            cards.must_fit(self._session.book, card)
        except UserError as error:
            self.refuse(error)
            return
        self.met = card
        self._show_meeting(card)

    def pair(self) -> None:
        """Pair with the site whose code was compared."""
        card = self.met
        if card is None:
            return
        try:
            self._session.attempt(cards.pair, card)
        except UserError as error:
            self.refuse(error)
            return
        self._stop_meeting()
        self.say(_("Paired with {site}. You can write bundles for them now.").format(site=card.name))

    # What is shown

    def _show_own(self) -> None:
        book = self._session.book
        _empty(self._own)
        own = cards.card_of(book)
        self._own_lines.addWidget(label(_("{site}, this site").format(site=own.name), "label", wrap=True))
        self._own_lines.addWidget(label(_("Our short code, to be read out by voice"), "small", wrap=True))
        self._own_lines.addWidget(code_label(cards.short_code(own)))

    def _show_paired(self) -> None:
        book = self._session.book
        _empty(self._paired)
        sites = known_sites(book)
        if not sites:
            words = _(
                "This book shares with no other site yet. Save our card, give it to them, read in theirs."
            )
            self._paired_lines.addWidget(label(words, "soft", wrap=True))
            return
        self._paired_lines.addWidget(label(_("Paired with"), "small"))
        for site in sites:
            self._paired_lines.addWidget(label(site.name, "label", wrap=True))
            for words in _trips(book, site.id):
                self._paired_lines.addWidget(label(words, "soft", wrap=True))

    def _show_meeting(self, card: SiteCard) -> None:
        book = self._session.book
        again = cards.is_paired(book, card.site)
        code = cards.short_code(card, cards.card_of(book))
        self._meeting_lines.addWidget(label(card.name, "label", wrap=True))
        self._meeting_lines.addWidget(
            label(
                _("Ask them by voice: their program must show this same code for your card and theirs."),
                wrap=True,
            )
        )
        self._meeting_lines.addWidget(code_label(code))
        if again:
            self._meeting_lines.addWidget(
                label(_("You are paired with them already; this reads their card again."), "soft", wrap=True)
            )
        buttons = QWidget()
        line = from_left(
            match := button(_("They match: pair"), self.pair, icon="check"),
            button(_("Not now"), partial(self._stop_meeting)),
        )
        buttons.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._meeting_lines.addWidget(buttons)
        self._meeting.show()
        self.match = match
        match.setFocus()
        bring_into_sight(self._meeting)

    def _stop_meeting(self) -> None:
        self.met = None
        self._meeting.hide()
        _empty(self._meeting)


def _trips(book: Book, site: Id) -> Iterator[str]:
    """Yield what last went to a site and what last came from it."""
    written, read = last_written(book, site), last_read(book, site)
    if written:
        yield _("Last written for them: bundle {number}, {when}").format(
            number=format_number(written.number), when=when_words(written.at)
        )
    else:
        yield _("Nothing was written for them yet")
    if read:
        yield _("Last read from them: {when}").format(when=when_words(read.at))
    else:
        yield _("Nothing was read from them yet")


def _kinds() -> str:
    return _("Cards (*.aidcard)")


def _empty(widget: QWidget) -> None:
    layout = widget.layout()
    while layout is not None and (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
