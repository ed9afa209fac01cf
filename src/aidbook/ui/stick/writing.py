"""The card that writes a bundle."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from aidbook.exchange.sending import Sending, send
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.book import Book
from aidbook.ui.jobs import Progress
from aidbook.ui.session import Session
from aidbook.ui.stick import drives
from aidbook.ui.stick.parts import Card, from_left
from aidbook.ui.stick.readers import Along, Reader, agreed_words, along, goes_along, readers
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.field import BadInput

_LOOK_EVERY_MS = 3000
_KB = 1000


class WriteCard(Card):
    """For whom, what goes along, onto which stick; then the bundle is written, and only then it is safe to pull."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Write a bundle"))
        self._session = session
        self._is_picked = False
        self._chosen_folder: Path | None = None
        self._places: dict[Path, str] = {}
        self._there = Along(0, 0, 0)
        self.reader: ChoiceField[Reader] = ChoiceField(_("For whom"), [])
        self.people = CheckField(_("With the members who agreed"))
        self._agreed = label("", "small", wrap=True)
        self.people.add_line(self._agreed)
        self.passphrase = PassphraseField(
            _("Passphrase for this bundle"), _("Four or five words. Tell it by voice, never on the stick.")
        )
        self.folder: ChoiceField[Path] = ChoiceField(_("Stick or folder"), [])
        self.folder.line.addWidget(button(_("Other folder"), self.choose_folder, icon="folder-open"))
        self._no_stick = label(_("No stick is in. Put one in, or choose a folder."), "small", wrap=True)
        self.folder.add_line(self._no_stick)
        self.write = button(_("Write the bundle"), self.start, "main", "usb")
        self._goes = label("", "soft", wrap=True)
        self._lay_out()
        self.reader.left.connect(self._pick)
        for field in (self.reader, self.people):
            field.left.connect(self._asked)
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look_for_sticks)

    def refresh(self) -> None:
        """Offer the sites and sticks of now, and say what would go along."""
        chosen = self._whom() if self._is_picked else None
        self.reader.set_choices(readers(self._session.book))
        self.reader.set_value(self._again(chosen))
        self._there = along(self._session.book)
        self._look_for_sticks()
        self._show_what_goes()

    def start(self) -> None:
        """Write it, unless something is still to be answered."""
        self.say_nothing()
        reader = self.reader.value()
        try:
            passphrase = self.passphrase.checked() if reader.needs_passphrase else None
            folder = self.folder.checked()
        except BadInput:
            return
        people, whole = self.people.value() and not reader.is_own, reader.is_own

        def work(book: Book, progress: Progress) -> tuple[Sending, int]:
            sent = send(
                book,
                folder,
                to=reader.site,
                passphrase=passphrase,
                people=people,
                whole=whole,
                progress=progress,
            )
            return sent, sent.path.stat().st_size

        self._session.job(
            self,
            _("Writing the bundle"),
            work,
            lambda result: self._written(*result),
            on_error=self.refuse,
        )

    def choose_folder(self) -> None:
        """Ask for a folder, where no stick is the one."""
        path = choose_file.folder(self, _("Where to write the bundle"), self._chosen_folder)
        if path is not None:
            self._chosen_folder = path
            self._look_for_sticks()
            self.folder.set_value(path)

    def keep(self) -> dict[str, object]:
        """Return what is half typed."""
        return {
            "reader": self._whom() if self._is_picked else None,
            "people": self.people.value(),
            "passphrase": self.passphrase.edit().text(),
            "chosen": self._chosen_folder,
            "folder": self._folder(),
        }

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        if isinstance(kept["chosen"], Path):
            self._chosen_folder = kept["chosen"]
        self.refresh()
        if isinstance(kept["reader"], Reader):
            self._is_picked = True
            self.reader.set_value(self._again(kept["reader"]))
        if isinstance(kept["folder"], Path):
            self.folder.set_value(kept["folder"])
        self.people.set_value(kept["people"] is True)
        self.passphrase.show_value(str(kept["passphrase"]))
        self._show_what_goes()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to notice sticks that are put in."""
        super().showEvent(event)
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self._looking.stop()

    # What is asked

    def _lay_out(self) -> None:
        for part in (self.reader, self._goes, self.people, self.passphrase, self.folder):
            self.lines.addWidget(part)
        self.lines.addLayout(from_left(self.write))
        self.lines.addWidget(self.outcome)
        self.lines.addStretch(1)

    def _whom(self) -> Reader | None:
        return self.reader.value() if self.reader.box().currentIndex() >= 0 else None

    def _folder(self) -> Path | None:
        return self.folder.value() if self.folder.box().currentIndex() >= 0 else None

    def _again(self, chosen: Reader | None) -> Reader:
        """Return the same reader as it is offered now: its site may be called otherwise."""
        offered = [reader for reader, _words in readers(self._session.book)]
        same = [reader for reader in offered if chosen and _key(reader) == _key(chosen)]
        return (same or offered)[0]

    def _pick(self) -> None:
        self._is_picked = True

    def _asked(self) -> None:
        self.say_nothing()
        self._show_what_goes()

    def _show_what_goes(self) -> None:
        reader = self.reader.value()
        self.people.setVisible(not reader.is_own)
        self.people.box().setEnabled(self._there.agreed > 0)
        if not self._there.agreed:
            self.people.set_value(value=False)
        self._agreed.setText(agreed_words(self._there))
        self.passphrase.setVisible(reader.needs_passphrase)
        self._goes.setText("\n".join(goes_along(reader, self._there, people=self.people.value())))

    def _look_for_sticks(self) -> None:
        places = dict(drives.sticks())
        if self._chosen_folder is not None:
            places.setdefault(self._chosen_folder, str(self._chosen_folder))
        kept = self._folder()
        if places != self._places:
            self._places = places
            self.folder.set_choices(list(places.items()))
            if kept not in places and places:
                self.folder.set_value(next(iter(places)))
        self._no_stick.setVisible(not places)
        if places:
            self.folder.show_error("")

    # What came of it

    def _written(self, sending: Sending, size: int) -> None:
        self.passphrase.show_value("")
        self._session.changed.emit(sending.done.kinds)
        text = _("It is safe to pull the stick now. {file} is whole on it: {size}, {entries}.").format(
            file=sending.path.name, size=format_size(size), entries=_entries(sending.entries)
        )
        self.say(text)
        self._session.said(_("It is safe to pull the stick now."))


def _key(reader: Reader) -> tuple[str, str]:
    return reader.whom, reader.site.id if reader.site else ""


def _entries(n: int) -> str:
    return ngettext("{n} entry", "{n} entries", n).format(n=format_number(n))


def format_size(size: int) -> str:
    """Return a size as people say it: in KB or MB."""
    if size < _KB * _KB:
        return _("{n} KB").format(n=format_number(max(1, round(size / _KB))))
    return _("{n} MB").format(n=format_number(round(size / _KB / _KB)))
