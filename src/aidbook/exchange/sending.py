"""Sending: what a site has not got yet, packed, locked, and written to a stick."""

from dataclasses import dataclass
from pathlib import Path

from aidbook.domain.declare import new_id
from aidbook.domain.done import Done
from aidbook.domain.roles import must_see
from aidbook.domain.sites import Sent, Site
from aidbook.errors import UserError
from aidbook.exchange import bundle, refusals, stick
from aidbook.exchange.cards import is_paired
from aidbook.exchange.manifest import Shared
from aidbook.i18n import _
from aidbook.store import tokens
from aidbook.store.book import MIN_PASSPHRASE, Book
from aidbook.store.sites import next_bundle_number


@dataclass(frozen=True, slots=True)
class Sending:
    """A bundle that is safely on the stick: where, with how many entries, and the action that says so."""

    path: Path
    entries: int
    done: Done


def send(
    book: Book,
    folder: Path,
    *,
    to: Site | None,
    passphrase: str | None,
    people: bool = False,
    whole: bool = False,
    progress: bundle.Progress | None = None,
) -> Sending:
    """Write a bundle into a folder for a paired site, or (`to` None) for whoever has the passphrase.

    Without `people` it carries days with their counts and nobody's name; with it, members who agreed. `whole` is
    all of it, keys included, for another laptop of the book's own site. Raises UserError; then nothing was sent.
    """
    must_see(book.role, "stick")
    shared: Shared = "whole" if whole else "people" if people else "share"
    _must_make_sense(book, to, passphrase, shared)
    tokens.remember(book)
    number = next_bundle_number(book, to.id if to else None)
    packed = bundle.pack(book, to, shared, number, progress)
    data = bundle.lock(packed.data, lock_key=to.lock_key if to else None, passphrase=passphrase)
    path = stick.write(folder, _file_name(book, to, number), data)
    sent = Sent(id=new_id(), to=to.id if to else None, number=number, entries=packed.entries, shared=shared)
    return Sending(path, packed.entries, book.record(sent, made=sent.id))


def _must_make_sense(book: Book, to: Site | None, passphrase: str | None, shared: Shared) -> None:
    own = to is not None and to.id == book.identity.site
    if to is None:
        _must_be_strong(passphrase)
    elif not own and not is_paired(book, to.id):
        raise UserError(
            _("This book is not paired with {site}.").format(site=to.name),
            _("Read in that site's card first."),
        )
    elif to.practice != book.practice:
        raise refusals.PracticeMix(practice_comes=to.practice)
    if shared == "whole" and to is not None and not own:
        raise UserError(
            _("The whole book is only for another laptop of your own site."),
            _("Send {site} what you share, with or without people.").format(site=to.name),
        )
    if own and shared != "whole":
        raise UserError(
            _("Another laptop of your own site needs the whole book."),
            _("Choose the whole book, or another site."),
        )


def _must_be_strong(passphrase: str | None) -> None:
    if passphrase is None or len(passphrase) < MIN_PASSPHRASE:
        raise UserError(
            _("A bundle for nobody in particular needs a passphrase of at least {n} letters.").format(
                n=MIN_PASSPHRASE
            ),
            _("Choose the site it is for, or a passphrase of four or five words, and tell it by voice."),
        )


def _file_name(book: Book, to: Site | None, number: int) -> str:
    """Return such as "Eastside to Westside 3.aidbundle": sites, and no person's name."""
    words = sender = stick.fit(book.site.name)
    if to is not None and to.id != book.identity.site:
        words = _("{sender} to {reader}").format(sender=sender, reader=stick.fit(to.name))
    return f"{words} {number}{stick.SUFFIX}".strip()
