"""What a stock card says of a line and of a month, in the same words on the screen and on paper."""

from aidbook.domain.goods_reasons import reason_word
from aidbook.i18n import _, format_date, format_number
from aidbook.store.stock_card import CardLine, Month


def what_words(line: CardLine) -> str:
    """Return what was done, in the language in use."""
    if not line.is_count:
        return reason_word(line.reason)
    counted = _("counted {n}").format(n=format_number(line.units))
    return f"{counted}: {reason_word(line.reason)}" if line.reason else counted


def change_words(change: int) -> str:
    """Return a change with its sign."""
    return f"+{format_number(change)}" if change > 0 else format_number(change)


def shelf_words(line: CardLine) -> str:
    """Return from which shelf to which it went: "Shelves → Cellar"; "" where no shelf has a name in it."""
    return " → ".join(spot.name for spot in (line.from_spot, line.to_spot) if spot and spot.name)


def month_cells(month: Month) -> tuple[str, str, str, str]:
    """Return a month with its in, out, and what was on hand at its end."""
    figures = (format_number(n) for n in (month.came, month.went, month.on_hand))
    came, went, there = figures
    return format_date(f"{month.month}-01", "month"), came, went, there
