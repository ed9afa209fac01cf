"""Other sites: this site's card, pairing, and bundles on a stick."""

import argparse
from pathlib import Path

from aidbook.cli import opening
from aidbook.cli.opening import opened
from aidbook.cli.output import must_be_writable, print_json, say
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.cli.reading_in import summary
from aidbook.i18n import _, format_number, ngettext


def add_commands(commands: Commands) -> None:
    """Declare `site`, `pair`, `send` and `receive`."""
    site = commands.add("site", _("write this site's public card, and say its short code"), _site)
    book_option(site)
    site.add_argument(
        "-o", dest="output", type=Path, required=True, metavar=_("CARD"), help=_("the file to write")
    )

    pair = commands.add("pair", _("get to know another site by its card"), _pair)
    pair.add_argument("card", type=Path, metavar=_("CARD"), help=_("the other site's card"))
    book_option(pair)

    send = commands.add("send", _("write a bundle for another site into a folder"), _send)
    to = send.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar=_("SITE"), help=_("the paired site it is for"))
    to.add_argument("--passphrase", action="store_true", help=_("for whoever has the passphrase"))
    what = send.add_mutually_exclusive_group()
    what.add_argument("--people", action="store_true", help=_("with the members who agreed"))
    what.add_argument("--whole", action="store_true", help=_("all of it, for a second laptop of this site"))
    book_option(send)
    send.add_argument("folder", type=Path, metavar=_("FOLDER"), help=_("the stick, or a folder on it"))

    receive = commands.add("receive", _("read another site's bundle in"), _receive)
    receive.add_argument("file", type=Path, metavar=_("FILE"), help=_("the bundle"))
    book_option(receive)
    receive.add_argument("--preview", action="store_true", help=_("only say what it would do"))
    json_option(receive)


def _site(asked: argparse.Namespace) -> int:
    from aidbook.exchange import cards

    must_be_writable(asked.output)
    with opened(asked.book) as book:
        card = cards.card_of(book)
        cards.write_card(card, asked.output)
        say(_("Wrote the card of {site}: {path}").format(site=card.name, path=asked.output))
        say(_("Its short code: {code}").format(code=cards.short_code(card)))
    return 0


def _pair(asked: argparse.Namespace) -> int:
    from aidbook.exchange import cards

    with opened(asked.book) as book:
        card = cards.read_card(asked.card)
        cards.pair(book, card)
        say(_("Paired with {site}.").format(site=card.name))
        say(
            _("Compare this code with them by voice; it must be the same on both sides: {code}").format(
                code=cards.short_code(card, cards.card_of(book))
            )
        )
    return 0


def _send(asked: argparse.Namespace) -> int:
    from aidbook.exchange.sending import send
    from aidbook.store.sites import find_site

    with opened(asked.book) as book:
        to = find_site(book, asked.to) if asked.to else None
        passphrase = None if to else opening.new_bundle_passphrase()
        sent = send(book, asked.folder, to=to, passphrase=passphrase, people=asked.people, whole=asked.whole)
        text = ngettext("Wrote {path} with {n} entry.", "Wrote {path} with {n} entries.", sent.entries)
        say(text.format(path=sent.path, n=format_number(sent.entries)))
        say(_("It is whole on the stick; you can pull it out now."))
    return 0


def _receive(asked: argparse.Namespace) -> int:
    from aidbook.exchange import receiving
    from aidbook.store import backup

    with opened(asked.book) as book:
        locked = receiving.is_under_passphrase(asked.file)
        passphrase = opening.bundle_passphrase(asked.file) if locked else None
        bundle = receiving.open_bundle(book, asked.file, passphrase)
        if not asked.preview:
            backup.before(book, "merge")
        found = receiving.preview(book, bundle) if asked.preview else receiving.receive(book, bundle)
        if asked.json:
            print_json(summary(found.counts))
            return 0
        for sentence in found.words:
            say(sentence)
        if asked.preview:
            say(_("Nothing was written yet."))
    return 0
