"""Sites, the people who may open a book, and what a book says of itself."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, fact, record


@record("site", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A place that keeps a book. `sign_key` and `lock_key` are public: Ed25519 in hex, age recipient."""

    id: Id
    name: str
    code: str
    sign_key: str
    lock_key: str
    practice: bool = False


@record("settings", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What this site's own laptops agree on; its id is `derived_id("settings", site)`.

    `profile` says what members are asked: a key of `profiles.BUILT_IN`, or the id of a `Profile` of the group's own.
    """

    id: Id
    language: str = "en"
    currency: str = "USD"
    weight_unit: str = "lb"
    profile: str | None = None
    pictures: bool = False


@record("user", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """Somebody who may open the book. `label` is what entries show as "by whom"."""

    id: Id
    label: str = ""
    role: str = "coordinator"


@fact("undo", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """An action was taken back by this one."""

    id: Id
    undone: Id


@fact("import", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """A table was read in. `what` is members, stock, delivery or codes; `digest` names the file's content."""

    id: Id
    what: str
    digest: str
    rows: int
    new: int
    changed: int


@fact("sent", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A bundle was written. `number` runs for each reader; `to` is None for one under a passphrase."""

    id: Id
    to: Id | None
    number: int
    entries: int
    shared: str


@fact("received", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A bundle was read and merged."""

    id: Id
    sender: Id
    number: int
    entries: int
    digest: str


@fact("printed", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A sheet left for paper or a file; `position` is the ledger's at that moment, `about` what it was of.

    `figures` are those of a day's report, by `figure` or `figure:of what`: what the paper says. None in older ones.
    """

    id: Id
    sheet: str
    about: Id | None
    number: int
    position: int
    figures: dict[str, int] | None = None
