"""Erasing a person: what goes, what stays, said in words before it is done. No undo brings it back."""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook import clock
from aidbook.actions.fingerprints import fingerprint_of
from aidbook.actions.sentences import kind_word
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Household, Member
from aidbook.domain.sites import Site
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import claims, drafts, erasure, history, traces
from aidbook.store.book import Book
from aidbook.store.gifts import gave
from aidbook.store.same import all_of
from aidbook.store.sites import known_sites

_QUOTED = 80
"""So many letters of somebody's note are shown."""


@dataclass(frozen=True, slots=True)
class NoteNaming:
    """A note of somebody else that holds a word of the name; `member` is whose page it stands on, "" for none."""

    words: str
    member: Id = ""


@dataclass(frozen=True, slots=True)
class Erasing:
    """What erasing somebody would do, in sentences. `asks`: the site that is asked, where they belong to another.

    `goes` and `stays` as figures; `notes` of others and `paper` that carry the name and are for people to look at;
    `beyond` reach: what is on sticks, at sites that may never read a bundle again, in backups.
    """

    name: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    notes: tuple[NoteNaming, ...] = ()
    paper: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    asks: str | None = None

    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return (title, sentences) of each part that says something, in the order to read them."""
        notes = tuple(note.words for note in self.notes)
        parts = (
            (_("What goes"), self.goes),
            (_("What stays"), self.stays),
            (_("Notes of others that may name them: look at each"), notes),
            (_("Paper with their name: shred it, or keep it as long as you must"), self.paper),
            (_("What cannot be reached from here"), self.beyond),
        )
        return tuple((title, said) for title, said in parts if said)


def what_erasing_does(book: Book, member: Id, *, linked: bool = False) -> Erasing:
    """Return what erasing a member would do; with `linked`, every record of the same person. Raises UserError for nobody."""
    name = _must_be_here(book, member)
    asked = _asked(book, member)
    if asked is not None:
        goes: tuple[str, ...] = (
            _("{name} belongs to {site}: only they can erase. They are asked with the next bundle.").format(
                name=name, site=asked
            ),
        )
        return Erasing(name, goes, (_("Until they do, everything stays as it is."),), asks=asked)
    them = records_of(book, member) if linked else [member]
    households = erasure.households_left_empty(book.connection, *them)
    records = [record for one in them if (record := history.ever(book, Member, one))]
    notes = dict.fromkeys(
        note for record in records for note in traces.notes_naming(book, record, (*them, *households))
    )
    return Erasing(
        name,
        tuple(_going(book, name, records, households)),
        tuple(_staying(book, them, households)),
        tuple(_note_naming(book, note) for note in notes),
        tuple(dict.fromkeys(sheet for one in them for sheet in _paper(book, one))),
        tuple(dict.fromkeys(said for one in them for said in _beyond(book, one))),
    )


def records_of(book: Book, member: Id) -> list[Id]:
    """Return a member with every record that is linked as the same person and that this site may erase."""
    linked = all_of(book, "member", [member])
    own = book.identity.site
    return [one for one in linked if one == member or claims.home_of(book.connection, "member", one) == own]


def _going(book: Book, name: str, records: list[Member], households: list[Id]) -> list[str]:
    words = [
        _(
            "Everything written about {name}: name, numbers, phones, birth, notes, consents, who may pick up for them."
        ).format(name=name)
    ]
    others = [" ".join(filter(None, (one.name, one.number))) for one in records[1:]]
    if others:
        words.append(_("What is linked as the same person: {records}.").format(records=", ".join(others)))
    if households:
        words.append(_("Their household, with its address and the people only counted in it."))
    if any(drafts.names(book.connection, one.id) for one in records):
        words.append(_("What names them in the delivery that is being typed in."))
    if known_sites(book) or traces.has_other_laptops(book):
        words.append(_("The same at every site and on every laptop, as soon as a bundle reaches it."))
    return [*words, _("This cannot be undone.")]


def _staying(book: Book, them: list[Id], households: list[Id]) -> list[str]:
    visits = erasure.visits_of(book.connection, them[0], [*them[1:], *households])
    gifts = sum(len(gave(book, one, apart=True)) for one in them)
    words = []
    if visits:
        words.append(
            ngettext(
                "{n} visit with its figures, of nobody in particular: no past total changes.",
                "{n} visits with their figures, of nobody in particular: no past total changes.",
                visits,
            ).format(n=visits)
        )
    if gifts:
        words.append(
            ngettext(
                "{n} gift with its figures and its note, by nobody in particular.",
                "{n} gifts with their figures and notes, by nobody in particular.",
                gifts,
            ).format(n=gifts)
        )
    words = words or [_("Nothing: they stand in no figure.")]
    linked = _left_linked(book, them)
    if linked:
        more = _("They are also in the book as {names}, linked and shown as one: erase that too if they ask.")
        words.append(more.format(names=", ".join(linked)))
    return words


def _left_linked(book: Book, them: list[Id]) -> list[str]:
    """Return what records of the same person are called that are not erased with these."""
    left = (one for one in all_of(book, "member", them) if one not in them)
    records = (book.get(Member, one) for one in left)
    return [record.number or record.name for record in records if record]


def _note_naming(book: Book, note: traces.Note) -> NoteNaming:
    """Return a note with whose it is: what stands around the name is enough to find it again."""
    who, member = _whose(book, note)
    text = " ".join(note.text.split())
    shown = text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()} …"
    return NoteNaming(_("{whose}: “{text}”").format(whose=who, text=shown), member)


def _whose(book: Book, note: traces.Note) -> tuple[str, Id]:
    """Return whose note it is, and whose page it stands on, "" for none."""
    record = book.get(KINDS[note.kind].type, note.subject)
    if note.kind == "proxy":
        record = book.get(Household, getattr(record, "household", None))
    if isinstance(record, Household):
        contact = book.get(Member, record.contact)
        return (
            (_("the household of {name}").format(name=contact.name), contact.id) if contact else _nobody(note)
        )
    member = record if isinstance(record, Member) else book.get(Member, getattr(record, "member", None))
    return (member.name, member.id) if isinstance(member, Member) else _nobody(note)


def _nobody(note: traces.Note) -> tuple[str, Id]:
    return kind_word(note.kind), ""


def _paper(book: Book, member: Id) -> Iterator[str]:
    titles = {
        "list": _("Distribution list"),
        "signatures": _("Signature sheet"),
        "member-page": _("A member’s own page"),
    }
    households = traces.households_ever(book.connection, member)
    for paper in traces.papers_naming(book, member, households):
        title = titles.get(paper.sheet, paper.sheet)
        about = f"{title}, {format_date(paper.on, 'long')}" if paper.on else title
        yield _("Sheet {number}: {about}, printed on {date}").format(
            number=format_number(paper.number), about=about, date=_date(paper.at)
        )


def _beyond(book: Book, member: Id) -> Iterator[str]:
    for given in traces.given_to(book, member):
        yield _given_words(given)
    loose = traces.loose_bundles(book, member)
    if loose:
        yield ngettext(
            "{n} bundle was written under a passphrase: whoever reads it keeps what is in it.",
            "{n} bundles were written under a passphrase: whoever reads them keeps what is in them.",
            loose,
        ).format(n=format_number(loose))
    if traces.has_other_laptops(book):
        yield _("Other laptops of this site hold them until they read the next bundle.")
    yield _(
        "Backups made before hold them until they are deleted; when one is restored, they are erased again."
    )
    yield _("Copies that somebody put elsewhere, and what others remember or wrote down.")


def _given_words(given: traces.Given) -> str:
    if not given.paired:
        return _("{site} was given them and is no longer paired: what it has stays there.").format(
            site=given.site
        )
    if given.heard is None:
        return _(
            "{site} was given them with bundle {n} of {date}, and no bundle ever came back: the stick may still be on its way."
        ).format(site=given.site, n=format_number(given.number), date=_date(given.at))
    if given.heard < given.at:
        return _(
            "{site}: bundle {n} of {date} was not answered yet. Whoever has that stick has them; the last bundle from there came on {heard}."
        ).format(
            site=given.site, n=format_number(given.number), date=_date(given.at), heard=_date(given.heard)
        )
    return _(
        "{site} holds them until it reads the next bundle; the last one from there came on {heard}."
    ).format(site=given.site, heard=_date(given.heard))


def _date(at: int) -> str:
    return format_date(clock.day_of(at), "long")


def erase(book: Book, member: Id, *, fingerprint: bool = False, linked: bool = False) -> Done:
    """Erase a member, and every household left empty by that; where they belong to another site, ask it to.

    Records of them whose adding was taken back go too. With `linked`, every record of the same person goes with them. With `fingerprint`, what is kept lets a spreadsheet that brings them again ask first. `id` is the member's. Raises
    UserError for nobody.
    """
    with book.transaction():
        _must_be_here(book, member)
        asks = _asked(book, member) is not None
        them = records_of(book, member) if linked and not asks else [member]
        records = [record for one in them if fingerprint and not asks and (record := book.get(Member, one))]
        kept = [fingerprint_of(book, record) for record in records]
        them += [] if asks else traces.undone_of(book, them)
        things = [("member", one) for one in them]
        if not asks:
            things += [("household", h) for h in erasure.households_left_empty(book.connection, *them)]
        writes: list[object] = [erasure.erasure_of(book.connection, about, of) for about, of in things]
        writes += [] if asks else _contact_passed_on(book, them, {of for _about, of in things})
        done = book.record(*writes, *kept, made=member)
    erasure.finish(book)
    return done


def _contact_passed_on(book: Book, them: list[Id], erased: set[Id]) -> list[object]:
    """Return what lets somebody else be spoken to in households that others stay in."""
    found = erasure.households_of(book.connection, *them)
    return [
        change(Household, household, contact=other) for household, other in found if household not in erased
    ]


def agree_to_erase(book: Book, asked: erasure.ErasureAsked) -> Done:
    """Erase whom another site asked to erase."""
    if asked.about == "member":
        return erase(book, asked.of)
    with book.transaction():
        done = book.record(erasure.erasure_of(book.connection, asked.about, asked.of), made=asked.of)
    erasure.finish(book)
    return done


def _must_be_here(book: Book, member: Id) -> str:
    name = erasure.name_of(book.connection, member)
    if name is None:
        raise UserError(
            _("This member is not in the book."), _("Find the person again in the list of members.")
        )
    return name


def _asked(book: Book, member: Id) -> str | None:
    """Return the name of the site that has to be asked, or None where this site may erase."""
    home = claims.home_of(book.connection, "member", member)
    if home == book.identity.site:
        return None
    if home is None:
        raise UserError(
            _(
                "It is not known here to which site this member belongs: the entry that added them has not arrived."
            ),
            _("Read in the next bundle of that site first."),
        )
    site = book.get(Site, home)
    return site.name if site else _("another site")
