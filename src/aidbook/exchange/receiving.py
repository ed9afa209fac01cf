"""Receiving: a bundle is opened and verified, previewed in words, and merged in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nacl.signing import SigningKey

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.entries import Header, next_head
from aidbook.domain.imports import Wrong
from aidbook.domain.sites import Received, User
from aidbook.exchange import manifest as m
from aidbook.exchange import refusals, words
from aidbook.exchange.bundle import Progress
from aidbook.exchange.cards import card_of, must_fit, short_code, site_of
from aidbook.exchange.reading import Sealed, is_under_passphrase, unseal
from aidbook.store import erasure, origins, sites, slots, taking_back, tokens
from aidbook.store.acknowledged import acknowledge, acknowledge_less
from aidbook.store.book import Book, remove
from aidbook.store.connection import rehearsal
from aidbook.store.fold import Named, fold
from aidbook.store.forks import heads_at
from aidbook.store.identity import SiteSecrets
from aidbook.store.incoming import Incoming, Taken
from aidbook.store.ledger import Line, Origin, SignedHead, is_certified
from aidbook.store.questions import open_questions
from aidbook.store.refold import fold_all

__all__ = [
    "Bundle",
    "Counts",
    "Merge",
    "Preview",
    "is_under_passphrase",
    "join",
    "open_bundle",
    "preview",
    "receive",
]

MAX_WRONG = 100
MAX_MISSING = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was opened and verified against a book. `pairs`: it comes from a site new to the book."""

    sealed: Sealed
    pairs: bool

    @property
    def manifest(self) -> m.Manifest:
        """Return what it says of itself."""
        return self.sealed.manifest

    @property
    def sender(self) -> str:
        """Return the name of the site that packed it."""
        return self.sealed.manifest.sender.name

    @property
    def number(self) -> int:
        """Return its number for this site; 0 under a passphrase, where nothing is numbered for anyone."""
        return self.manifest.number if self.manifest.reader else 0

    def signed(self, part: m.Part, run: m.Run) -> SignedHead | None:
        """Return the signed head at the end of a run; None for one that only brings bodies again."""
        if isinstance(part, m.Branches):
            return part.heads[part.runs.index(run)].signed()
        stream = (bytes.fromhex(run.origin), part.chapter)
        return self.manifest.head_of(stream) if run.last >= run.first else None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a bundle brings, counted in things: records and facts. `decide` counts fields, `wrong` lists entries."""

    new: int = 0
    same: int = 0
    changed: int = 0
    decide: int = 0
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading a bundle in would do: in figures and in sentences."""

    counts: Counts
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What reading a bundle in did. Reading the same one again does nothing: then `done` has no action."""

    counts: Counts
    words: tuple[str, ...]
    done: Done


# Opening


def open_bundle(
    book: Book, path: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Bundle:
    """Return the bundle in a file, all of it verified. Raises Refused or another UserError; the book is not touched."""
    sealed = unseal(path, lock_identity=book.identity.secrets.lock_identity, passphrase=passphrase)
    bundle = Bundle(sealed, pairs=_must_be_from_a_friend(book, sealed))
    _must_be_for_us(book, bundle)
    _verify_lines(book, bundle, progress)
    return bundle


def _must_be_from_a_friend(book: Book, sealed: Sealed) -> bool:
    """Raise Refused unless a known site packed it; return whether it is one to be paired with by this first trip."""
    card, manifest = sealed.manifest.sender, sealed.manifest
    if card.site == book.identity.site:
        sealed.must_be_signed(card_of(book).sign_key)
        return False
    known = sites.site_ever(book.connection, card.site)
    if known is not None and not known[1]:
        raise refusals.EndedSender(known[0].name)
    if known is None and manifest.reader:
        raise refusals.UnknownSender(card.name)
    sealed.must_be_signed(known[0].sign_key if known else card.sign_key)
    if known is None:
        must_fit(book, card)
    return known is None


def _must_be_for_us(book: Book, bundle: Bundle) -> None:
    manifest = bundle.manifest
    if manifest.reader not in ("", book.identity.site):
        raise refusals.NotForUs(bundle.sealed.name)
    if manifest.practice != book.practice:
        raise refusals.PracticeMix(practice_comes=manifest.practice)
    if manifest.shared == "whole" and manifest.sender.site != book.identity.site:
        raise refusals.ForSecondLaptop(bundle.sender)


def _verify_lines(book: Book, bundle: Bundle, progress: Progress | None) -> None:
    """Read every line; where a run joins what is here, its chain must end as its origin signed."""
    trusted = _trusted(book, bundle)
    for part in _parts(bundle):
        for run, lines in bundle.sealed.runs(part):
            counted = _counted(lines, bundle, progress)
            if run.origin in trusted:
                _verify_chain(book, part, run, counted, bundle.signed(part, run))
            else:
                _read_to_end(counted)


def _parts(bundle: Bundle) -> list[m.Part]:
    """Return what is read in, in order: branches follow what they branch off."""
    return [*bundle.manifest.parts, *bundle.manifest.branches]


def _verify_chain(
    book: Book, part: m.Part, run: m.Run, lines: Iterator[Line], signed: SignedHead | None
) -> None:
    """Raise Refused where a run cannot be what its origin signed, whatever else may still come."""
    before = Header(bytes.fromhex(run.origin), part.chapter, run.first - 1)
    heads = heads_at(book.connection, before)
    for line in lines:
        if line.header.seq >= run.first:
            heads = [next_head(head, line.header, line.hash) for head in heads]
    if signed is None or signed.head in heads:
        return
    if run.first == 1 or signed.head in heads_at(book.connection, signed.header):
        raise refusals.ChainBroken


def _read_to_end(lines: Iterator[Line]) -> int:
    return sum(1 for _line in lines)


def _counted(lines: Iterator[Line], bundle: Bundle, progress: Progress | None) -> Iterator[Line]:
    total = bundle.manifest.entries()
    for through, line in enumerate(lines, start=1):
        if progress is not None and through % 1000 == 0:
            progress(through, total)
        yield line


def _trusted(book: Book, bundle: Bundle) -> dict[str, Origin]:
    """Return, of the origins in a bundle, those of sites whose key this book knows. Raises Refused for a false one."""
    known = {origin.id: origin for origin in book.ledger.origins()}
    trusted: dict[str, Origin] = {}
    for listed in bundle.manifest.origins:
        origin = listed.origin()
        key = _site_key(book, bundle, origin.site)
        if key is None:
            continue
        here = known.get(origin.id, origin)
        if not is_certified(origin, key) or (here.key, here.site) != (origin.key, origin.site):
            raise refusals.BadSignature(bundle.manifest.names.get(origin.site, origin.site))
        trusted[listed.id] = origin
    return trusted


def _site_key(book: Book, bundle: Bundle, site: Id) -> bytes | None:
    """Return the key that certifies a site's origins; None for a site that this book is not paired with."""
    if site == book.identity.site:
        return SigningKey(book.identity.secrets.sign_seed).verify_key.encode()
    if bundle.pairs and site == bundle.manifest.sender.site:
        return bytes.fromhex(bundle.manifest.sender.sign_key)
    known = sites.site_ever(book.connection, site)
    return bytes.fromhex(known[0].sign_key) if known and known[1] else None


# Previewing and merging


@dataclass(slots=True)
class _Tally:
    """What a merge finds, as it goes."""

    here: set[tuple[str, Id]] = field(default_factory=set)
    new: set[tuple[str, Id]] = field(default_factory=set)
    changed: set[tuple[str, Id]] = field(default_factory=set)
    wrong: list[Wrong] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    entries: int = 0
    filled: int = 0
    bodiless: int = 0
    strange: int = 0
    forked: int = 0
    healed: int = 0
    others_wrote: bool = False

    def meet(self, incoming: Incoming, taken: Taken, part: m.Part) -> None:
        """Tell new things from changed ones; must run before they are folded."""
        self.entries += taken.entries
        self.filled += taken.filled
        self.bodiless += taken.bodiless
        self.strange += taken.strange
        self.forked += taken.forked
        self.here |= taken.here
        for named in taken.named:
            thing = (named.body.kind, named.body.subject)
            if thing not in self.new and thing not in self.changed:
                (self.changed if incoming.is_here(*thing) else self.new).add(thing)
        strange = taken.unreadable + sum(map(_is_strange, taken.named))
        for row in range(len(self.wrong) + 1, min(len(self.wrong) + strange, MAX_WRONG) + 1):
            self.wrong.append(Wrong(row, part.chapter, words.not_understood()))

    def counts(self, book: Book) -> Counts:
        """Return the figures, after folding."""
        touched = self.new | self.changed
        asked = sum((q.kind, q.subject) in touched for q in open_questions(book.connection)) if touched else 0
        return Counts(len(self.new), len(self.here - touched), len(self.changed), asked, tuple(self.wrong))


def _is_strange(named: Named) -> bool:
    """Tell whether this program does not know what an entry means."""
    kind = KINDS.get(named.body.kind)
    return kind is None or named.body.v > kind.version


def preview(book: Book, bundle: Bundle, progress: Progress | None = None) -> Preview:
    """Return what reading the bundle in would do. Nothing is written."""
    with rehearsal(book.connection):
        merge = _merge(book, bundle, progress)
    return Preview(merge.counts, merge.words)


def receive(book: Book, bundle: Bundle, progress: Progress | None = None) -> Merge:
    """Read the bundle in, in one transaction. Raises Refused; then nothing was read in."""
    who = book.identity.origin
    with book.transaction():
        merge = _merge(book, bundle, progress)
    erasure.finish(book)
    if book.identity.origin != who:
        tokens.remember(book)
    return merge


def _merge(book: Book, bundle: Bundle, progress: Progress | None) -> Merge:
    if bundle.pairs:
        must_fit(book, bundle.manifest.sender)
    incoming, tally = Incoming(book.connection), _Tally()
    stood = book.ledger.have()
    runs = [(run.origin, part.chapter, run.last) for part in _parts(bundle) for run in part.runs]
    lifted = taking_back.lift(
        book.connection, ((bytes.fromhex(who), chapter, upto) for who, chapter, upto in runs)
    )
    waited = incoming.waiting()
    for part in _parts(bundle):
        _merge_part(book, bundle, part, incoming, tally, progress)
    if incoming.authors.moved:
        fold_all(book.connection)
    _now, tally.healed = origins.heal(book.connection, book.identity, others_wrote=tally.others_wrote)
    waits = incoming.waiting() - waited
    again = sites.was_received(book, bundle.sealed.digest)
    counts = tally.counts(book)
    told = tuple(_told(book, bundle, tally, counts.decide, waiting=waited + waits))
    if again and not (tally.entries or tally.filled or waits or lifted):
        return Merge(counts, told, Done("", frozenset()))
    _note_what_they_have(book, bundle)
    now = book.ledger.have()
    done = book.record(*_records(bundle, tally), made=bundle.manifest.sender.site)
    taking_back.note(book.connection, done.action, stood, now)
    return Merge(counts, told, Done(done.action, done.kinds | tally.kinds | lifted, done.id))


def _merge_part(
    book: Book,
    bundle: Bundle,
    part: m.Part,
    incoming: Incoming,
    tally: _Tally,
    progress: Progress | None,
) -> None:
    trusted = _trusted(book, bundle)  # again for each part: the book chapter brings the keys of other sites
    for run, lines in bundle.sealed.runs(part):
        counted = _counted(lines, bundle, progress)
        origin = trusted.get(run.origin)
        if origin is None:
            site = next(listed.site for listed in bundle.manifest.origins if listed.id == run.origin)
            tally.left_out[site] = tally.left_out.get(site, 0) + _read_to_end(counted)
            continue
        incoming.ledger.add_origin(origin)
        taken = incoming.take(origin, part.chapter, run.first, counted, bundle.signed(part, run))
        tally.meet(incoming, taken, part)
        tally.others_wrote |= bool(taken.entries) and origin.id == book.identity.origin
        tally.kinds |= fold(book.connection, taken.named)


def _note_what_they_have(book: Book, bundle: Bundle) -> None:
    """Remember what the sender has, or the lesser where this bundle is not their latest."""
    manifest, sender = bundle.manifest, bundle.manifest.sender.site
    seen = sites.received_numbers(book, sender)
    latest = bundle.number > max(seen, default=0)
    note = acknowledge if latest else acknowledge_less
    note(book, sender, manifest.claims(), manifest.lacks_streams())


def _records(bundle: Bundle, tally: _Tally) -> Iterator[object]:
    if bundle.pairs:
        yield site_of(bundle.manifest.sender)
    yield Received(
        id=new_id(),
        sender=bundle.manifest.sender.site,
        number=bundle.number,
        entries=tally.entries,
        digest=bundle.sealed.digest,
    )


def _told(book: Book, bundle: Bundle, tally: _Tally, decide: int, *, waiting: int) -> Iterator[str]:
    yield words.came_from(bundle.sender, bundle.number)
    if bundle.pairs:
        yield words.pairs_with(bundle.sender, short_code(bundle.manifest.sender, card_of(book)))
    if not tally.new and not tally.changed:
        yield words.nothing_new()
    yield from words.new_things(tally.new)
    yield from words.changes(len(tally.changed), decide)
    if tally.bodiless:
        yield words.bodiless(tally.bodiless)
    yield from words.branches(
        forked=tally.forked, healed=tally.healed, strange=tally.strange, others_wrote=tally.others_wrote
    )
    for site, n in tally.left_out.items():
        yield words.left_out(n, bundle.manifest.names.get(site, site))
    if waiting:
        yield from words.waiting(waiting, _missing(book, bundle), bundle.sender)


def _missing(book: Book, bundle: Bundle) -> list[int]:
    """Return the numbers of the sender's bundles between the last that came and this one."""
    seen = sites.received_numbers(book, bundle.manifest.sender.site)
    last = max((n for n in seen if n < bundle.number), default=0)
    return list(range(last + 1, bundle.number))[-MAX_MISSING:]


# A second laptop


def join(
    path: Path,
    passphrase: str,
    bundle_file: Path,
    bundle_passphrase: str,
    *,
    cost: slots.Cost | None = None,
    progress: Progress | None = None,
) -> Book:
    """Make a second laptop's book at `path` from a whole bundle and return it open; `passphrase` opens it later.

    Raises UserError; then there is no book.
    """
    sealed = unseal(bundle_file, lock_identity=None, passphrase=bundle_passphrase)
    secrets = sealed.secrets()
    if sealed.manifest.shared != "whole" or secrets is None:
        raise refusals.NotWhole
    card = sealed.manifest.sender
    sealed.must_be_signed(card.sign_key)
    _must_be_keys_of(card.sign_key, card.lock_key, secrets)
    book = Book.join(path, passphrase, card.site, secrets, cost)
    try:
        with book.transaction():
            book.record(
                User(id=book.user)
            )  # first: once others are known, who is not in the book writes nothing
            _merge(book, Bundle(sealed, pairs=False), progress)
        erasure.finish(book)
    except BaseException:
        origin = book.identity.origin
        book.close()
        remove(path)
        tokens.forget(origin)
        raise
    return book


def _must_be_keys_of(sign_key: str, lock_key: str, secrets: SiteSecrets) -> None:
    """Raise Refused unless the secret keys belong to the public ones."""
    import pyrage

    try:
        opens = str(pyrage.x25519.Identity.from_str(secrets.lock_identity).to_public())
    except pyrage.IdentityError:
        raise refusals.Unlisted from None
    if (SigningKey(secrets.sign_seed).verify_key.encode().hex(), opens) != (sign_key, lock_key):
        raise refusals.Unlisted
