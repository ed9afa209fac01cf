"""A book: one site's encrypted file, opened. Writing goes through `record`; reading through the query modules."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, TypeVar

from filelock import FileLock
from nacl.utils import random as random_bytes

from aidbook.domain.declare import Id, derived_id, kind_of, random_id
from aidbook.domain.done import Done
from aidbook.domain.folding import fold as fold_words
from aidbook.domain.pantry import HANDED_OUT, OUTSIDE, SHELF, TRANSIT, WASTE, Place, special_place
from aidbook.domain.roles import Role, may_see_kind, must_write, role_of, shown
from aidbook.domain.sites import Settings, Site, User
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import erasure, faults, file, identity, keys, local, schema, slots, tokens, wal
from aidbook.store.columns import load, select_list
from aidbook.store.connection import Connection, transaction
from aidbook.store.fold import fold
from aidbook.store.identity import Identity, SiteSecrets
from aidbook.store.ledger import Ledger
from aidbook.store.progress import Progress, silent, told
from aidbook.store.scribe import Scribe

MIN_PASSPHRASE = keys.MIN_PASSPHRASE
MAX_CODE = 3
_WAIT_FOR_OTHERS_S = 30

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Door:
    """What opens the file again for a second connection, and for whom. `recovered`: with the recovery sheet."""

    path: Path
    key: bytes
    user: Id
    recovered: bool = False


class _Further:
    """How many further connections are open: the data key is changed only while there are none."""

    def __init__(self) -> None:
        self._open = 0
        self._gate = threading.Condition(threading.RLock())

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Open one inside; not while the key is being changed."""
        with self._gate:
            yield
            self._open += 1

    def one_less(self) -> None:
        with self._gate:
            self._open -= 1
            self._gate.notify_all()

    @contextmanager
    def none(self) -> Iterator[None]:
        """Wait until there is none, and let none come meanwhile."""
        with self._gate:
            if not self._gate.wait_for(lambda: not self._open, _WAIT_FOR_OTHERS_S):
                raise UserError(
                    _("Something else is being done in this book right now."),
                    _("Wait until it is done, then try again."),
                )
            yield


class NoLongerLetIn(UserError):  # noqa: N818 - errors name the situation
    """Somebody was removed from those who may open the book."""

    def __init__(self) -> None:
        super().__init__(
            _("This person may no longer open the book."), _("Ask a coordinator if that is a mistake.")
        )


class Book:
    """One connection to an open book. `record` writes an action; `another` gives a job its own connection."""

    def __init__(self, connection: Connection, door: _Door, who: Identity, guard: FileLock | None) -> None:
        """Take a connection over; the first one has the guard."""
        self.connection = connection
        self.ledger = Ledger(connection)
        self.news: str | None = None
        self._who = who
        self._door = door
        self._guard = guard
        self._further = _Further()
        self.was_cut_off = False
        """Whether the computer stopped while something was being written, as this opening found."""
        self._is_open = True
        self._role: Role | None = None
        self._whole = 0

    # Making and opening

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        site_name: str,
        site_code: str | None = None,
        language: str = "en",
        practice: bool = False,
        cost: slots.Cost | None = None,
    ) -> "Book":
        """Make a new site's book at `path` and return it open. Raises UserError; then nothing was written."""
        secrets = identity.new_secrets()
        code = _site_code(site_code or site_name)
        name = site_name.strip()
        if not name:
            raise UserError(_("The site has no name yet."), _("Type the name of the center or the group."))
        site = identity.site_record(secrets, name=name, code=code, practice=practice)
        book = cls._begin(path, passphrase, site.id, secrets, cost)
        book.record(site, Settings(id=derived_id("settings", site.id), language=language), *_first_places(site.id),
                    User(id=book.user))  # fmt: skip
        return book

    @classmethod
    def join(
        cls, path: Path, passphrase: str, site: Id, secrets: SiteSecrets, cost: slots.Cost | None = None
    ) -> "Book":
        """Make a second laptop's book of a site that exists, empty until a whole bundle is merged into it."""
        return cls._begin(path, passphrase, site, secrets, cost)

    @classmethod
    def _begin(
        cls, path: Path, passphrase: str, site: Id, secrets: SiteSecrets, cost: slots.Cost | None
    ) -> "Book":
        keys.must_be_long_enough(passphrase)
        file.must_be_free(path)
        guard = file.lock(path)
        door = _Door(path, random_bytes(slots.KEY_BYTES), random_id())
        try:
            slots.write_slots(path, slots.new_ring(door.key, passphrase, door.user, cost or slots.STRONG))
            connection = file.open_connection(path, door.key)
            path.chmod(0o600)
            schema.bring_up_to_date(connection)
            with transaction(connection):
                who = identity.settle(connection, site, secrets)
            who, _news = tokens.settle(connection, path, who)
        except BaseException:
            guard.release()
            remove(path)
            raise
        return cls(connection, door, who, guard)

    @classmethod
    def open(cls, path: Path, passphrase: str, kind: slots.SlotKind = "person") -> "Book":
        """Return the book at `path`. Raises WrongPassphrase, BookInUse, NotABook, NoLongerLetIn or another UserError.

        With `kind` "recovery" the passphrase is the code of the recovery sheet; `sit_down` then says who it is.
        """
        file.must_exist(path)
        guard = file.lock(path)
        try:
            found = slots.unlock(slots.read_slots(path), passphrase, kind)
            cut_off = wal.look(path)
            connection, key = keys.open_file(path, found.keys)
            try:
                with faults.told(connection):
                    book = cls._opened(
                        connection, _Door(path, key, found.user, kind == "recovery"), guard, found
                    )
            except BaseException:
                connection.close()
                raise
            book.was_cut_off = cut_off
        except BaseException:
            guard.release()
            raise
        return book

    @classmethod
    def _opened(cls, connection: Connection, door: _Door, guard: FileLock, found: slots.Unlocked) -> "Book":
        from aidbook.store import backup

        schema.bring_up_to_date(connection, lambda: backup.before_migration(connection, door.path))
        book = cls(connection, door, identity.must_read(connection, door.path.name), guard)
        if book._is_removed():
            raise NoLongerLetIn
        keys.settle(book, found)
        book._who, book.news = tokens.settle(book.connection, door.path, book._who)
        erasure.settle(book)
        return book

    def another(self) -> "Book":
        """Return a second connection to the same book, for a job's thread; close it there."""
        with self._further.one_more():
            made = Book(file.open_connection(self.path, self._door.key), self._door, self._who, None)
            made._further = self._further
            made.was_cut_off = self.was_cut_off
        return made

    def close(self) -> None:
        """Close this connection; the first one gives the file free for others."""
        if self._guard is not None and self._is_open:
            tokens.leave(self)
        self.connection.close()
        if self._guard is not None:
            self._guard.release()
        elif self._is_open:
            self._further.one_less()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # What it is

    @property
    def identity(self) -> Identity:
        """Return who writes: another connection may have begun a new origin meanwhile."""
        self._who = identity.current(self.connection, self._who)
        return self._who

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return self._door.path

    @property
    def user(self) -> Id:
        """Return who opened it."""
        return self._door.user

    @property
    def role(self) -> Role:
        """Return the role of who opened it: "coordinator", "door" or "shelf"."""
        if self._role is None:
            self._role = self._read_role()
        return self._role

    def forget_role(self) -> None:
        """Read the role again when it is asked for next: somebody's may have changed on another connection."""
        self._role = None

    def _is_removed(self) -> bool:
        row = self.connection.execute("SELECT kept FROM user WHERE id = ?", (self.user,)).fetchone()
        return row is not None and not row[0]

    def _read_role(self) -> Role:
        if self._door.recovered:
            return "coordinator"
        rows = self.connection.execute("SELECT id = ?, role, kept FROM user", (self.user,)).fetchall()
        own = [role_of(role) for mine, role, kept in rows if mine and kept]
        if own:
            return own[0]
        # A book that is being made knows nobody yet. Where others coordinate, who is not in the book gets the least.
        others = any(kept and role_of(role) == "coordinator" for _mine, role, kept in rows)
        return "shelf" if others else "coordinator"

    @contextmanager
    def unblanked(self) -> Iterator[None]:
        """Read people whole inside, whatever the role: for figures that are written, never for what is shown."""
        self._whole += 1
        try:
            yield
        finally:
            self._whole -= 1

    def seen(self, thing: _T) -> _T:
        """Return a record or fact as the role of who opened the book sees it."""
        return thing if self._whole else shown(self.role, thing)

    def sees(self, cls: type) -> bool:
        """Tell whether the role of who opened the book sees things of a kind at all."""
        return bool(self._whole) or may_see_kind(self.role, kind_of(cls).name)

    @property
    def site(self) -> Site:
        """Return the site whose book this is."""
        site: Site | None = self.get(Site, self.identity.site)
        return site or Site(id=self.identity.site, name="", code="", sign_key="", lock_key="")

    @property
    def settings(self) -> Settings:
        """Return what the site's laptops agree on."""
        id_ = derived_id("settings", self.identity.site)
        return self.get(Settings, id_) or Settings(id=id_)

    @property
    def practice(self) -> bool:
        """Tell whether its people are pretend people."""
        return self.site.practice

    @property
    def position(self) -> int:
        """Return the ledger position: how many entries are here."""
        return self.ledger.position()

    def check_passphrase(self, passphrase: str) -> bool:
        """Tell whether this is the passphrase of who opened the book."""
        return keys.whose(self, passphrase) == self.user

    # Its key

    @property
    def key(self) -> bytes:
        """Return the data key."""
        return self._door.key

    def reopen(self, candidates: Sequence[bytes]) -> None:
        """Go on over a new connection, under the first of these keys that is the file's now."""
        before = self.connection
        made, key = keys.open_file(self.path, candidates)
        self.connection, self.ledger = made, Ledger(made)
        self._door = replace(self._door, key=key)
        before.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no second connection be open inside. Raises UserError where one stays."""
        with self._further.none():
            yield

    def sit_down(self, user: Id) -> None:
        """Go on as this person, after the recovery sheet opened the book."""
        self._door = replace(self._door, user=user, recovered=False)
        self.forget_role()

    def next_number(self, name: str) -> int:
        """Return the next of a running number of this file alone (print numbers)."""
        with transaction(self.connection):
            return local.next_number(self.connection, name)

    # Reading and writing

    def get(self, cls: type[_T], id_: Id | None) -> _T | None:
        """Return a kept record or a standing fact by its id, or None; what the role does not see is blank or None."""
        if not self.sees(cls):
            return None
        kind = kind_of(cls)
        state = "kept" if kind.shape == "record" else "stands"
        row = self.connection.execute(
            f'SELECT {select_list(kind.name)} FROM "{kind.name}" WHERE id = ? AND {state} = 1', (id_,)
        ).fetchone()
        return self.seen(load(kind, row)) if row else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Read and write in one durable transaction: what is read inside cannot change before it is written."""
        with transaction(self.connection):
            yield

    def record(
        self, *writes: object, at: int | None = None, made: Id = "", progress: Progress = silent
    ) -> Done:
        """Write an action: new records and facts as themselves, changes as `Change`; all of it or nothing.

        `at` is when its facts happened, in ms; without it, now. Returns the action and the kinds that changed.
        `progress` is told how far it is; what it raises leaves nothing written. Raises NotYours where the role of who
        opened the book may not write this.
        """
        must_write(self.role, writes)
        quarter = len(writes)
        with transaction(self.connection):
            scribe = Scribe(self.connection, self.identity.site, self.user, at)
            told_writes = told(writes, progress, 0, 4 * quarter)
            bodies = [pair for write in told_writes for pair in scribe.bodies(write)]
            kinds = fold(
                self.connection,
                self.ledger.append(self.identity.origin, bodies),
                lambda done, total: progress(quarter + 3 * quarter * done // max(total, 1), 4 * quarter),
            )
        if "user" in kinds:
            self.forget_role()
        return Done(scribe.action, frozenset(kinds), made)


def _first_places(site: Id) -> list[Place]:
    names = {
        SHELF: _("Shelves"),
        OUTSIDE: _("Source"),
        HANDED_OUT: _("Handed out"),
        WASTE: _("Waste"),
        TRANSIT: _("On the way"),
    }
    return [Place(id=special_place(site, role), name=name, role=role) for role, name in names.items()]


def _site_code(text: str) -> str:
    letters = [c for c in fold_words(text).upper() if "A" <= c <= "Z"]
    return "".join(letters[:1]) if len(text) > MAX_CODE else "".join(letters) or "S"


def remove(path: Path) -> None:
    """Remove a book that was never finished, with all that lies beside it."""
    for name in (path.name, *(path.name + suffix for suffix in (".keys", "-wal", "-shm", ".lock"))):
        path.with_name(name).unlink(missing_ok=True)
