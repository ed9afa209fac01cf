"""Going back to a backup, in words: what would be lost, what would come back, what becomes of the present book."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aidbook import clock
from aidbook.actions.history import sentence
from aidbook.domain.roles import must_see
from aidbook.errors import Damaged, UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import restoring
from aidbook.store.backup_file import BackupFile
from aidbook.store.book import Book
from aidbook.store.comparing import Difference, Side, compare
from aidbook.store.connection import DatabaseError
from aidbook.store.file import NotABook
from aidbook.store.identity import NeverFinished
from aidbook.store.progress import Progress, silent
from aidbook.store.restoring import OpenedBackup
from aidbook.store.slots import SlotKind, WrongPassphrase

_MOST = 10
"""So many of the last things are named; of the others only how many they are."""


@dataclass(frozen=True, slots=True)
class Change:
    """What goes or comes: a sentence with how much, kinds in figures, the last few things, how many more they are."""

    headline: str
    figures: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    more: int = 0


@dataclass(slots=True)
class Restoration:
    """A backup that was looked at: all that going back to it would do, in words. `discard` or `finish` ends it."""

    opened: OpenedBackup
    made: str
    lost: Change | None
    gained: Change | None
    notes: tuple[str, ...]
    _present: Book | None
    brought: bool = True
    """Whether somebody else opened the present book, and closes it."""
    _lost: int = 0
    _kept: bool = field(default=False)

    @property
    def target(self) -> Path:
        """Return the book whose place it takes."""
        return self.opened.target

    def words(self) -> list[str]:
        """Return all of it, line by line."""
        lines = [self.made]
        for change in (self.lost, self.gained):
            if change is not None:
                lines += [change.headline, *change.figures, *(f"  {thing}" for thing in change.things)]
                if change.more:
                    lines.append(f"  {more_words(change.more)}")
        return [*lines, *self.notes]

    def discard(self) -> None:
        """Leave everything as it is."""
        self._close_own()
        self.opened.discard()

    def make_ready(self, progress: Progress = silent) -> None:
        """Keep the present book and make the backup ready; may take a while. Raises UserError: nothing was changed."""
        self._kept = restoring.make_ready(self.opened, self._present, self._lost, progress)

    def finish(self) -> None:
        """Put it in its place, in a moment. Whoever brought the present book has closed it. Raises UserError."""
        self._close_own()
        restoring.restore(self.opened, kept=self._kept)

    def _close_own(self) -> None:
        if not self.brought and self._present is not None:
            self._present.close()
            self._present = None


def look_at_backup(
    file: Path,
    target: Path,
    passphrase: str,
    *,
    kind: SlotKind = "person",
    present: Book | None = None,
    progress: Progress = silent,
) -> Restoration:
    """Open a backup with a passphrase of then, and say what going back to it would do to the book at `target`.

    `present` is that book where it is open. Nothing is changed. Raises UserError.
    """
    restoring.must_be_replaceable(file, target)
    notes: list[str] = []
    brought = present is not None
    # The present book first: one that was opened after its own copy would take itself for the copy.
    present = present or _present(target, passphrase, kind, notes)
    try:
        _must_coordinate(present)
        opened = restoring.open_backup(file, target, passphrase, kind, progress)
        try:
            found = _in_words(opened, present, notes, progress)
        except BaseException:
            opened.discard()
            raise
    except BaseException:
        if present is not None and not brought:
            present.close()
        raise
    found.brought = brought
    return found


def _present(target: Path, passphrase: str, kind: SlotKind, notes: list[str]) -> Book | None:
    """Return the book at `target`, open; None where there is none or it cannot be opened, and a note on why."""
    if not target.exists():
        return None
    try:
        return Book.open(target, passphrase, kind)
    except WrongPassphrase:
        notes.append(
            _(
                "The present book does not open with this passphrase, so that what would be lost cannot be told."
            )
        )
    except (NotABook, NeverFinished, Damaged, DatabaseError):
        notes.append(
            _("The present book cannot be read any more, so that what would be lost cannot be told.")
        )
    except UserError:
        if not _keys_are_gone(target):
            raise
        notes.append(_("The keys of the present book are missing, so that nobody can open it."))
    return None


def _must_coordinate(present: Book | None) -> None:
    """Raise UserError where who opens the present book is no coordinator in it, whatever they were in the backup."""
    if present is not None:
        with suppress(Damaged, NotABook, DatabaseError):  # what cannot be read any more is to be replaced
            must_see(present.role, "backups")


def _keys_are_gone(target: Path) -> bool:
    from aidbook.store import slots

    try:
        slots.read_slots(target)
    except UserError:
        return True
    return False


def _in_words(
    opened: OpenedBackup, present: Book | None, notes: list[str], progress: Progress
) -> Restoration:
    difference = _compared(present, opened, notes, progress) if present is not None else None
    lost = gained = None
    if difference is not None and present is not None and difference.same_site:
        lost = _lost(present, difference.lost)
        gained = _gained(opened.book, difference.gained)
    elif difference is not None and present is not None:
        lost = _all_lost(present, difference.lost)
    forgotten = len(restoring.forgotten_since(opened))
    if forgotten:
        notes.append(_stays_forgotten(forgotten))
    if opened.target.exists():
        notes.append(_kept_words(can_be_read=difference is not None))
    entries = difference.lost.entries if difference is not None else 0
    return Restoration(opened, _made(opened), lost, gained, tuple(notes), present, _lost=entries)


def _compared(present: Book, opened: OpenedBackup, notes: list[str], progress: Progress) -> Difference | None:
    with suppress(Damaged, NotABook, DatabaseError), present.another() as mine:
        return compare(mine, opened.book, progress)
    notes.append(
        _(
            "The present book is damaged and cannot be read through, so that what would be lost cannot be told."
        )
    )
    return None


# Words


def moment_words(moment: int) -> str:
    """Return a moment as people say it: the day and the time."""
    return _("{day} at {time}").format(
        day=format_date(clock.day_of(moment), "long"), time=clock.time_of(moment)
    )


def why_words(one: BackupFile, *, ours: bool = True) -> str:
    """Return why a backup was made; of another copy of the book, that."""
    words = {
        "daily": _("of the day"),
        "asked": _("made by hand"),
        "import": _("before reading in"),
        "merge": _("before a bundle"),
        "migration": _("before an update"),
        "restore": _("before restoring"),
    }
    if not one.whole:
        return _("damaged")
    why = words.get(one.why, one.why)
    return why if ours else _("{why} (another copy)").format(why=why)


def more_words(n: int) -> str:
    """Return how many more things there are than were named."""
    return ngettext("and {n} more", "and {n} more", n).format(n=format_number(n))


def _made(opened: OpenedBackup) -> str:
    return _("This is a backup of the book of {site}, made on {moment}.").format(
        site=opened.book.site.name, moment=moment_words(opened.made)
    )


def _lost(present: Book, side: Side) -> Change:
    n = len(side.actions)
    if not side.entries:
        return Change(_("Nothing was done since that is not in it: nothing would be lost."))
    headline = ngettext(
        "{n} thing that was done since would be lost.", "{n} things that were done since would be lost.", n
    )
    return _change(present, side, headline.format(n=format_number(n)))


def _all_lost(present: Book, side: Side) -> Change:
    """Return what another site's backup would take the place of: not what was done since, but all there is."""
    headline = _("It is of another book than the present one, which is the book of {site}.").format(
        site=present.site.name
    )
    kinds = side.new.keys() | side.changed.keys()
    there = _counted({kind: len(side.new.get(kind, set()) | side.changed.get(kind, set())) for kind in kinds})
    figures = (_("All that is in that one would be lost: {things}.").format(things=there),) if there else ()
    things, more = _last_things(present, side)
    return Change(headline, figures, things, more)


def _gained(then: Book, side: Side) -> Change | None:
    n = len(side.actions)
    if not n:
        return None
    headline = ngettext(
        "{n} thing is in the backup and not in the present book; it would come back.",
        "{n} things are in the backup and not in the present book; they would come back.",
        n,
    )
    return _change(then, side, headline.format(n=format_number(n)))


def _change(book: Book, side: Side, headline: str) -> Change:
    figures = []
    if new := _counted({kind: len(ids) for kind, ids in side.new.items()}):
        figures.append(_("New: {things}.").format(things=new))
    if changed := _counted({kind: len(ids) for kind, ids in side.changed.items()}):
        figures.append(_("Changed: {things}.").format(things=changed))
    things, more = _last_things(book, side)
    return Change(headline, tuple(figures), things, more)


def _last_things(book: Book, side: Side) -> tuple[tuple[str, ...], int]:
    """Return the last few things that were done, and how many more they are."""
    latest = side.latest()
    things = tuple(_dated(book, id_, side.actions[id_]) for id_ in latest[:_MOST])
    return things, max(0, len(latest) - _MOST)


def _dated(book: Book, action: str, written: int) -> str:
    day = format_date(clock.day_of(written), "short")
    return f"{day} {clock.time_of(written)}  {sentence(book, action)}"


def _counted(n: dict[str, int]) -> str:
    """Return how many things of each kind that a person knows, joined."""
    words = (
        (n.get("member", 0), ngettext("{n} member", "{n} members", n.get("member", 0))),
        (n.get("household", 0), ngettext("{n} household", "{n} households", n.get("household", 0))),
        (n.get("visit", 0), ngettext("{n} visit", "{n} visits", n.get("visit", 0))),
        (n.get("sign_up", 0), ngettext("{n} sign-up", "{n} sign-ups", n.get("sign_up", 0))),
        (n.get("gift", 0), ngettext("{n} gift", "{n} gifts", n.get("gift", 0))),
        (n.get("distribution", 0), ngettext("{n} distribution", "{n} distributions", n.get("distribution", 0))),
        (n.get("item", 0), ngettext("{n} item", "{n} items", n.get("item", 0))),
        (n.get("lot", 0), ngettext("{n} lot", "{n} lots", n.get("lot", 0))),
        (n.get("movement", 0), ngettext("{n} movement", "{n} movements", n.get("movement", 0))),
        (n.get("count", 0), ngettext("{n} count", "{n} counts", n.get("count", 0))),
        (n.get("user", 0), ngettext("{n} person who may open", "{n} people who may open", n.get("user", 0))),
    )  # fmt: skip
    return ", ".join(text.format(n=format_number(many)) for many, text in words if many)


def _stays_forgotten(n: int) -> str:
    return ngettext(
        "{n} member or household was forgotten since, and stays forgotten.",
        "{n} members or households were forgotten since, and stay forgotten.",
        n,
    ).format(n=format_number(n))


def _kept_words(*, can_be_read: bool) -> str:
    if can_be_read:
        return _("The present book is kept as a backup first, so that you can go back to it.")
    return _("The files of the present book are kept beside it as they are.")
