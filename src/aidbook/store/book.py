"""A book: one site's encrypted file, opened. Writing goes through `record`; reading through the query modules."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from filelock import FileLock

from aidbook.domain.declare import Id, derived_id, kind_of, new_id
from aidbook.domain.done import Done
from aidbook.domain.folding import fold as fold_words
from aidbook.domain.pantry import HANDED_OUT, OUTSIDE, SHELF, TRANSIT, WASTE, Place, special_place
from aidbook.domain.roles import Role, may_see_kind, must_write, role_of, shown
from aidbook.domain.sites import Settings, Site, User
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import file, identity, local, schema, slots
from aidbook.store.columns import load, select_list
from aidbook.store.connection import Connection, transaction
from aidbook.store.fold import fold
from aidbook.store.identity import Identity, SiteSecrets
from aidbook.store.ledger import Ledger
from aidbook.store.progress import Progress, silent, told
from aidbook.store.scribe import Scribe

MIN_PASSPHRASE = 8
MAX_CODE = 3

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Door:
    """What opens the file again for a second connection."""

    path: Path
    key: bytes
    user: Id


class Book:
    """One connection to an open book. `record` writes an action; `another` gives a job its own connection."""

    def __init__(self, connection: Connection, door: _Door, who: Identity, guard: FileLock | None) -> None:
        self.connection = connection
        self.ledger = Ledger(connection)
        self.identity = who
        self._door = door
        self._guard = guard
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
        _check_new_passphrase(passphrase)
        file.must_be_free(path)
        guard = file.lock(path)
        door = _Door(path, bytes.fromhex(new_id() + new_id()), new_id())
        try:
            slots.write_slots(path, [slots.wrap(door.key, passphrase, door.user, cost or slots.STRONG)])
            connection = file.open_connection(path, door.key)
            path.chmod(0o600)
            schema.bring_up_to_date(connection)
            with transaction(connection):
                who = identity.settle(connection, site, secrets)
        except BaseException:
            guard.release()
            remove(path)
            raise
        return cls(connection, door, who, guard)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Book":
        """Return the book at `path`. Raises WrongPassphrase, BookInUse, NotABook, or another UserError."""
        file.must_exist(path)
        user, key = slots.unwrap(slots.read_slots(path), passphrase)
        guard = file.lock(path)
        try:
            connection = file.open_connection(path, key)
            schema.bring_up_to_date(connection)
            who = identity.must_read(connection, path.name)
        except BaseException:
            guard.release()
            raise
        return cls(connection, _Door(path, key, user), who, guard)

    def another(self) -> "Book":
        """Return a second connection to the same book, for a job's thread; close it there."""
        return Book(file.open_connection(self.path, self._door.key), self._door, self.identity, None)

    def close(self) -> None:
        """Close this connection; the last one gives the file free for others."""
        self.connection.close()
        if self._guard is not None:
            self._guard.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # What it is

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

    def _read_role(self) -> Role:
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
        """Tell whether this passphrase opens the book."""
        try:
            slots.unwrap(slots.read_slots(self.path), passphrase)
        except slots.WrongPassphrase:
            return False
        return True

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


def _check_new_passphrase(passphrase: str) -> None:
    if len(passphrase) < MIN_PASSPHRASE:
        raise UserError(
            _("This passphrase is too short."),
            _("Use at least {n} letters; four or five words are good.").format(n=MIN_PASSPHRASE),
        )


def remove(path: Path) -> None:
    """Remove a book that was never finished, with all that lies beside it."""
    for name in (path.name, *(path.name + suffix for suffix in (".keys", "-wal", "-shm", ".lock"))):
        path.with_name(name).unlink(missing_ok=True)
