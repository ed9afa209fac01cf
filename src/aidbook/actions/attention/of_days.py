"""Concerns about shelves and days, in words."""

from aidbook.actions.attention.saying import capital, let_be
from aidbook.actions.attention.telling import Parts, Remedy, Speech, Where
from aidbook.domain.members import NOT_ASKED
from aidbook.i18n import _, format_date, format_money, format_number
from aidbook.store.attention import values as c
from aidbook.store.book import Book


def tell_below_zero(_book: Book, concern: c.BelowZero, _speech: Speech) -> Parts:
    """Say that more left a shelf than came, and where to count."""
    short = _("{place}: {n} {unit}").format(
        place=concern.place, n=format_number(concern.units), unit=concern.unit
    )
    return Parts(
        concern.name,
        _("{item} stands below zero: more left the shelf than was ever written in.").format(item=concern.name),
        (short.strip(),),
        _("What was handed out is right as it was written. The shelf holds something that the book does not know of, "
          "or a delivery was not written in."),
        (
            Remedy(_("Count again"), go=Where("pantry", concern.item, "count")),
            Remedy(_("Take in what came"), go=Where("pantry", concern.item, "receive")),
        ),
    )  # fmt: skip


def tell_past_date(_book: Book, concern: c.PastDate, _speech: Speech) -> Parts:
    """Say that something is past its date, and where to set it aside."""
    past = _("{n} {unit} past their date").format(n=format_number(concern.units), unit=concern.unit)
    return Parts(
        concern.name,
        _("{item} on the shelf is past its date. It is never given out.").format(item=concern.name),
        (past.strip(),),
        _("It counts as stock until somebody sets it aside."),
        (Remedy(_("Set aside"), go=Where("pantry", concern.item, "aside")),),
    )


def tell_left_open(_book: Book, concern: c.LeftOpen, _speech: Speech) -> Parts:
    """Say that a day was never closed, and where to do it."""
    day = capital(format_date(concern.on))
    return Parts(
        ", ".join(filter(None, (day, concern.title))),
        _("{day} was never closed.").format(day=day),
        tuple(filter(None, (concern.title,))),
        _("Until a day is closed its figures can still change, and its report says so."),
        (Remedy(_("Close the day"), go=Where("distributions", concern.distribution, "close")),),
    )


def tell_no_gifts(_book: Book, concern: c.NoGifts, _speech: Speech) -> Parts:
    """Say that nobody noted a gift, and where to, or that there is none."""
    return Parts(
        capital(format_date(concern.on)),
        _("Nobody noted yet what people gave on {day}: hours, food, rides.").format(
            day=format_date(concern.on)
        ),
        (),
        _("Everybody gives and everybody receives; what is not written in is missing from the report."),
        (
            Remedy(_("Note what people gave"), go=Where("members", "", "gift")),
            let_be(concern, _("There is nothing to note")),
        ),
    )


def tell_late(_book: Book, concern: c.LateReport, _speech: Speech) -> Parts:
    """Say which sheet is old, which figures changed, and where to print it again."""
    day = format_date(concern.on, "long")
    number = format_number(concern.number)
    return Parts(
        _("{day}, sheet {number}").format(day=day, number=number),
        _late(concern).format(day=day, number=number),
        tuple(
            _("{figure}: {before} on paper, {now} now").format(
                figure=_figure(each), before=_much(each, each.printed), now=_much(each, each.now)
            )
            for each in concern.differs
        ),
        _("Something that belongs to that day came after it was printed, or was taken back. Whoever has the paper has "
          "the old figures."),
        (
            Remedy(_("Print it again"), go=Where("sheets", concern.distribution, "sheet-day")),
            let_be(concern, _("Leave the paper as it is")),
        ),
    )  # fmt: skip


def _late(concern: c.LateReport) -> str:
    if concern.own:
        return _("The report of {day} that was printed as sheet {number} is not right any more.")
    return _("The report of {day} that another laptop printed as sheet {number} is not right any more.")


def _figure(differs: c.Differs) -> str:
    words = {
        "expected": _("Expected"),
        "households": _("Households"),
        "people": _("People"),
        "boxes": _("Boxes"),
        "no_shows": _("Didn't come"),
        "walk_ins": _("Walk-ins"),
        "minutes_given": _("Hours given"),
        "money": _("Money"),
        "ride": _("Rides"),
        "care": _("Care"),
    }
    if differs.figure == "age":
        band = _("not asked") if differs.of == NOT_ASKED else differs.of.replace("-", "–")
        return _("People {band}").format(band=band)
    if differs.figure == "goods":
        return _("Given: {item}").format(item=differs.of or _("An item that is not here"))
    if differs.figure == "put right":
        return _("Put right: {figure}").format(figure=words.get(differs.of, differs.of))
    return words.get(differs.figure) or differs.of or _("An item that is not here")


def _much(differs: c.Differs, figure: int) -> str:
    if differs.figure == "minutes_given":
        return format_number(round(figure / 60, 2))
    return format_money(figure, differs.of or "USD") if differs.figure == "money" else format_number(figure)
