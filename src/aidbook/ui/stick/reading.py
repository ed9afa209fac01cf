"""The card that reads a bundle in: choose it, see in words what it would do, merge it."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aidbook.errors import UserError
from aidbook.exchange import receiving
from aidbook.exchange.cards import card_of, short_code
from aidbook.exchange.receiving import Bundle, Merge, Preview
from aidbook.exchange.refusals import WrongBundlePassphrase
from aidbook.i18n import _
from aidbook.store import backup
from aidbook.store.book import Book
from aidbook.store.sites import was_received
from aidbook.ui.jobs import Progress
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import Card, bring_into_sight, code_label, from_left, sentences
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.field import BadInput


@dataclass(frozen=True, slots=True)
class Found:
    """A bundle that was opened and looked through. `code` is to be compared where its site is new here."""

    bundle: Bundle
    preview: Preview
    code: str
    read_before: bool

    @property
    def is_nothing_new(self) -> bool:
        """Tell whether reading it in again would do nothing."""
        return self.read_before and not (self.preview.counts.new or self.preview.counts.changed)


class ReadCard(Card):
    """Which bundle, its passphrase, what it would do, and then Merge. Until then nothing is written."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Read a bundle"))
        self._session = session
        self._path: Path | None = None
        self.found: Found | None = None
        self._about = label(
            _("You see in words what a bundle would change before anything is written."), "soft", wrap=True
        )
        self.choose = button(_("Choose the bundle"), self.choose_file, icon="folder-open")
        self._name = label("", "label", wrap=True)
        self.passphrase = PassphraseField(_("Passphrase of this bundle"), _("The one its sender told you."))
        self.passphrase.edit().returnPressed.connect(self.unlock)
        self.open = button(_("Open it"), self.unlock)
        self._lock = QWidget()
        locked = column(self._lock, spacing=8)
        locked.addWidget(self.passphrase)
        locked.addLayout(from_left(self.open))
        self._preview = QWidget()
        self._preview_lines = column(self._preview, spacing=16)
        self.merge = button(_("Merge"), self.start, "main", "check")
        self.leave = button(_("Not now"), self.begin_again)
        self._lay_out()
        self._show_step()

    def choose_file(self) -> None:
        """Ask which bundle, and look through it."""
        kinds = _("Bundles (*.aidbundle)")
        path = choose_file.open_file(self, _("Which bundle to read"), kinds, self._folder())
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Look through a bundle; where it is locked with a passphrase, ask for that first."""
        self.begin_again()
        try:
            locked = receiving.is_under_passphrase(path)
        except UserError as error:
            self.refuse(error)
            return
        self._path = path
        self._name.setText(path.name)
        self._show_step(locked=locked)
        if locked:
            self.passphrase.setFocus()
        else:
            self._look(path, None)

    def unlock(self) -> None:
        """Open the bundle with what is typed."""
        try:
            typed = self.passphrase.checked()
        except BadInput:
            return
        if self._path is not None:
            self._look(self._path, typed)

    def start(self) -> None:
        """Merge what was looked through."""
        found = self.found
        if found is None:
            return

        def work(book: Book, progress: Progress) -> Merge:
            backup.before(book, "merge", progress)
            return receiving.receive(book, found.bundle, progress)

        self._session.job(self, _("Reading the bundle in"), work, self._merged, on_error=self._refused)

    def begin_again(self) -> None:
        """Leave the bundle; nothing of it was read in."""
        self.found = self._path = None
        self.passphrase.show_value("")
        self.passphrase.show_error("")
        self.say_nothing()
        self._show_step()

    def keep(self) -> dict[str, object]:
        """Return which bundle is before us, and the passphrase that was typed."""
        return {"path": self._path, "typed": self.passphrase.edit().text()}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned: the bundle is looked through again, in the language of now."""
        path, typed = kept["path"], str(kept["typed"])
        if not isinstance(path, Path):
            return
        self.look_at(path)
        self.passphrase.show_value(typed)

    # Steps

    def _lay_out(self) -> None:
        self.lines.addWidget(self._about)
        self.lines.addLayout(from_left(self.choose))
        for part in (self._name, self._lock, self._preview):
            self.lines.addWidget(part)
        self.lines.addLayout(from_left(self.merge, self.leave))
        self.lines.addWidget(self.outcome)

    def _show_step(self, *, locked: bool = False) -> None:
        found = self.found
        self._name.setVisible(self._path is not None)
        self._lock.setVisible(locked)
        self._preview.setVisible(found is not None)
        self.merge.setVisible(found is not None and not found.is_nothing_new)
        self.merge.setText(_("The codes match: merge") if found and found.code else _("Merge"))
        self.merge.setAccessibleName(self.merge.text())
        self.leave.setVisible(self._path is not None)

    def _look(self, path: Path, passphrase: str | None) -> None:
        self.say_nothing()
        self._session.job(
            self,
            _("Looking through the bundle"),
            partial(_look_through, path=path, passphrase=passphrase),
            self._show_found,
            on_error=self._refused,
        )

    def _show_found(self, found: Found) -> None:
        self.found = found
        self.passphrase.show_value("")
        while (item := self._preview_lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._preview_lines.addWidget(sentences(found.preview.words))
        if found.code:
            self._preview_lines.addWidget(code_label(found.code))
        self._preview_lines.addWidget(label(_("Nothing is written yet."), "small", wrap=True))
        self._show_step()
        (self.leave if found.is_nothing_new else self.merge).setFocus()
        bring_into_sight(self.leave)

    def _merged(self, merge: Merge) -> None:
        self.begin_again()
        self._session.changed.emit(merge.done.kinds)
        self.say(" ".join([*merge.words, _("It is read in.")]))
        self._session.said(_("The bundle is read in."))
        self.choose.setFocus()

    def _refused(self, error: UserError) -> None:
        if isinstance(error, WrongBundlePassphrase):
            self.passphrase.show_error(str(error))
            self.passphrase.edit().selectAll()
            self.passphrase.setFocus()
            return
        self.begin_again()
        self.refuse(error)

    def _folder(self) -> Path | None:
        from aidbook.ui.stick import drives

        return next((folder for folder, _name in drives.sticks()), None)


def _look_through(book: Book, progress: Progress, *, path: Path, passphrase: str | None) -> Found:
    bundle = receiving.open_bundle(book, path, passphrase, progress)
    preview = receiving.preview(book, bundle, progress)
    code = short_code(bundle.manifest.sender, card_of(book)) if bundle.pairs else ""
    return Found(bundle, preview, code, was_received(book, bundle.sealed.digest))
