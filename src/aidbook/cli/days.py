"""A distribution day: plan, sign up, check in, write down gifts, close."""

import argparse

from aidbook.actions import distributions as actions
from aidbook.actions.gifts import add_gift
from aidbook.actions.history import sentence
from aidbook.actions.members import find_member
from aidbook.cli import meaning
from aidbook.cli.opening import opened
from aidbook.cli.output import note, print_json, say
from aidbook.cli.parser import Commands, Parser, book_option, distribution_option, json_option
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Visit
from aidbook.domain.folding import fold
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import pantry
from aidbook.store.book import Book
from aidbook.store.members import members_by_name


def add_commands(commands: Commands) -> None:
    """Declare `plan`, `sign-up`, `check-in`, `gift` and `close`."""
    _plan_options(commands.add("plan", _("plan a distribution"), _plan))
    _sign_up_options(commands.add("sign-up", _("put somebody on a distribution's list"), _sign_up))
    _check_in_options(commands.add("check-in", _("write that a household picked up"), _check_in))
    _gift_options(commands.add("gift", _("write down what somebody gave"), _gift))
    close = commands.add("close", _("close a distribution with its figures"), _close)
    distribution_option(close)
    book_option(close)


# Plan


def _plan_options(plan: Parser) -> None:
    plan.add_argument("date", metavar=_("DATE"), help=_("the day, such as 2026-03-28 or “next saturday”"))
    book_option(plan)
    plan.add_argument(
        "--box", required=True, metavar='"beans=2,rice=1"', help=_("units of each item in a box")
    )
    plan.add_argument(
        "--boxes-by-size",
        default="1=1",
        metavar="1=1,2=2,5=3,7=4",
        help=_("from that household size on, so many boxes"),
    )
    plan.add_argument("--everyone", action="store_true", help=_("expect every household, not only sign-ups"))
    json_option(plan)


def _plan(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        on, by_size = meaning.day(asked.date), meaning.boxes_by_size(asked.boxes_by_size)
        with book.transaction():
            box = meaning.contents(book, asked.box)
            done = actions.plan_distribution(
                book, on, box.units, by_size=by_size, everyone=asked.everyone, extra=box.new
            )
            plan = actions.plan_of(book, done.id)
        _say_new(box.new)
        if asked.json:
            print_json(
                {
                    "distribution": plan.distribution,
                    "households": plan.households,
                    "boxes": plan.boxes,
                    "short": plan.short,
                }
            )
            return 0
        say(_("Planned the distribution on {day}: {id}").format(day=format_date(on), id=plan.distribution))
        say(
            _("Expected: {expected}").format(expected=f"{_households(plan.households)}, {_boxes(plan.boxes)}")
        )
        for item_name, units in plan.short.items():
            say(_("Short: {units} × {item}").format(units=format_number(units), item=item_name))
    return 0


def _say_new(items: tuple[Item, ...]) -> None:
    for item in items:
        note(_("{name} is new in the pantry.").format(name=item.name))


def _households(n: int) -> str:
    return ngettext("{n} household", "{n} households", n).format(n=format_number(n))


def _boxes(n: int) -> str:
    return ngettext("{n} box", "{n} boxes", n).format(n=format_number(n))


# Sign up


def _sign_up_options(parser: Parser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("who", nargs="?", metavar=_("WHO"), help=_("a member number or a name"))
    who.add_argument("--name", metavar=_("TEXT"), help=_("somebody who is not in the book yet"))
    who.add_argument("--unnamed", type=int, metavar=_("SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, metavar="N", help=_("with --name: how many people they are"))
    distribution_option(parser)
    book_option(parser)


def _sign_up(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        if asked.unnamed is not None:
            raise UserError(
                _("A list needs a name to call."),
                _("Give one with --name; whoever has none is checked in with “check-in --unnamed SIZE”."),
            )
        day = meaning.distribution(book, asked.distribution)
        if asked.name is not None:
            _must_be_new(book, asked.name)
            done = actions.sign_up_new(book, day.id, asked.name, 1 if asked.size is None else asked.size)
        elif asked.size is not None:
            raise UserError(
                _("How many people a household has is kept in the book."),
                _("Leave --size away; it is for somebody new, with --name."),
            )
        else:
            done = actions.sign_up(book, day.id, meaning.household(book, asked.who))
        say(sentence(book, done.action))
    return 0


def _must_be_new(book: Book, name: str) -> None:
    found = [member for member in members_by_name(book, name) if fold(member.name) == fold(name)]
    if found:
        numbers = ", ".join(member.number or member.name for member in found)
        raise UserError(
            _("{name} is in the book already.").format(name=found[0].name),
            _("Say the member number instead of --name: {numbers}.").format(numbers=numbers),
        )


# Check in


def _check_in_options(parser: Parser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument(
        "who", nargs="?", metavar=_("WHO"), help=_("a member number or a name, of anybody in the household")
    )
    who.add_argument("--unnamed", type=int, metavar=_("SIZE"), help=_("so many people without a name"))
    distribution_option(parser)
    book_option(parser)
    parser.add_argument("--reason", metavar=_("TEXT"), help=_("why a household picks up a second time"))
    json_option(parser)


def _check_in(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        day = meaning.distribution(book, asked.distribution)
        if asked.unnamed is not None:
            done = actions.check_in_unnamed(book, day.id, asked.unnamed)
        else:
            household = meaning.household(book, asked.who)
            done = actions.check_in(book, day.id, household, reason=asked.reason)
        visit = book.get(Visit, done.id)
        assert visit is not None  # noqa: S101 - it was just written
        out = _items_out(book, visit.id)
        below = {name: units for name, units in _below_zero(book).items() if name in out}
        if asked.json:
            print_json(
                {
                    "visit": visit.id,
                    "people": visit.people,
                    "boxes": visit.boxes,
                    "items": out,
                    "below_zero": below,
                }
            )
            return 0
        say(sentence(book, done.action))
        for name, units in out.items():
            say(f"  {format_number(units)} × {name}")
        for name, units in below.items():
            say(_("{item} is below zero now: {units}. Count it when there is time.").format(
                item=name, units=format_number(units)))  # fmt: skip
    return 0


def _items_out(book: Book, visit: Id) -> dict[str, int]:
    """Return {item: units} that left for a visit, by name."""
    out: dict[str, int] = {}
    for movement in pantry.movements_of(book, visit):
        item = book.get(Item, movement.item)
        name = item.name if item else _("an item that is not here")
        out[name] = out.get(name, 0) + movement.units
    return dict(sorted(out.items(), key=lambda line: line[0].casefold()))


def _below_zero(book: Book) -> dict[str, int]:
    """Return {item: units} of what stands below zero."""
    below: dict[str, int] = {}
    for _item, name, units in pantry.negative_items(book):
        below[name] = below.get(name, 0) + units
    return below


# Gifts


def _gift_options(parser: Parser) -> None:
    parser.add_argument(
        "who", nargs="?", metavar=_("WHO"), help=_("a member number or a name; without, nobody named")
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--hours", metavar="3", help=_("hours of work"))
    what.add_argument("--money", metavar="20.00", help=_("money for the common fund"))
    what.add_argument("--item", metavar="beans=24", help=_("goods for the shelves"))
    what.add_argument("--ride", action="store_true", help=_("a ride"))
    parser.add_argument("--on", metavar=_("DATE"), help=_("the day; today without"))
    book_option(parser)


def _gift(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        goods = _goods(book, asked.item) if asked.item else None
        done = add_gift(
            book,
            "goods" if goods else "hours" if asked.hours else "money" if asked.money else "ride",
            member=find_member(book, asked.who).id if asked.who else None,
            minutes=meaning.minutes(asked.hours) if asked.hours else None,
            cents=meaning.cents(asked.money) if asked.money else None,
            item=next(iter(goods.units)) if goods else None,
            units=sum(goods.units.values()) if goods else None,
            on=meaning.day(asked.on) if asked.on else None,
            extra=goods.new if goods else (),
        )
        _say_new(goods.new if goods else ())
        say(sentence(book, done.action))
    return 0


def _goods(book: Book, text: str) -> meaning.Contents:
    goods = meaning.contents(book, text)
    if len(goods.units) > 1:
        raise UserError(_("A gift is of one item."), _("Write down each item as a gift of its own."))
    return goods


# Close


def _close(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        day = meaning.distribution(book, asked.distribution)
        say(sentence(book, actions.close_distribution(book, day.id).action))
    return 0
