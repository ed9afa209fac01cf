"""Making books: a new site's, a second laptop's, one of pretend people."""

import argparse
import sys
from pathlib import Path

from aidbook.cli import opening
from aidbook.cli.output import say
from aidbook.cli.parser import Commands
from aidbook.i18n import _, format_number, language, ngettext


def add_commands(commands: Commands) -> None:
    """Declare `new` and `practice`."""
    new = commands.add("new", _("make a new book"), _new)
    new.add_argument("path", type=Path, metavar=_("BOOK"), help=_("where the book's file shall be"))
    what = new.add_mutually_exclusive_group(required=True)
    what.add_argument("--site", metavar=_("NAME"), help=_("the center or group whose book it is"))
    what.add_argument(
        "--from",
        dest="bundle",
        type=Path,
        metavar=_("FILE"),
        help=_("a bundle of the whole book: for a second laptop"),
    )
    new.add_argument("--code", metavar="E", help=_("the letters that member numbers begin with"))

    practice = commands.add("practice", _("make a practice book with pretend people"), _practice)
    practice.add_argument("path", type=Path, metavar=_("BOOK"), help=_("where the book's file shall be"))
    for name, default, about in (
        ("--households", 120, _("how many households it has (120)")),
        ("--months", 3, _("how many months of life (3)")),
        ("--seed", 1, _("the same number makes the same people (1)")),
    ):
        practice.add_argument(name, type=int, default=default, metavar="N", help=about)


def _new(asked: argparse.Namespace) -> int:
    from aidbook.store import file
    from aidbook.store.book import Book

    file.must_be_free(asked.path)
    if asked.bundle:
        return _join(asked.path, asked.bundle)
    made = Book.create(
        asked.path,
        opening.new_passphrase(),
        site_name=asked.site,
        site_code=asked.code,
        language=language(),
    )
    with made as book:
        say(_("Made the book of {site}: {path}").format(site=book.site.name, path=asked.path))
    say(_("Keep its passphrase safe: without it nobody can ever open this book."))
    return 0


def _join(path: Path, bundle: Path) -> int:
    from aidbook.exchange.receiving import join

    passphrase = opening.bundle_passphrase(bundle)
    with join(path, opening.new_passphrase(), bundle, passphrase) as book:
        say(_("Made a second book of {site}: {path}").format(site=book.site.name, path=path))
    return 0


def _practice(asked: argparse.Namespace) -> int:
    from aidbook.actions.practice import make_practice_book
    from aidbook.store.members import member_count

    passphrase, everybody_knows = opening.practice_passphrase()
    with make_practice_book(
        asked.path,
        passphrase,
        households=asked.households,
        months=asked.months,
        seed=asked.seed,
        language_code=language(),
        progress=_show_progress,
    ) as book:
        people = member_count(book)
    text = ngettext(
        "Made a practice book with {n} pretend member: {path}",
        "Made a practice book with {n} pretend members: {path}",
        people,
    )
    say(text.format(n=format_number(people), path=asked.path))
    if everybody_knows:
        say(_("Its passphrase is “{passphrase}”.").format(passphrase=passphrase))
    return 0


def _show_progress(done: int, total: int) -> None:
    """Show at a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r{done * 100 // total} %", end="\r" if done == total else "", file=sys.stderr, flush=True)
