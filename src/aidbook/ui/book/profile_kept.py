"""What was kept too long, in words: how much, of whom, since when."""

from collections import Counter
from collections.abc import Sequence

from aidbook.domain.members import Member
from aidbook.domain.profiles import FIELDS, field_label
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.book import Book
from aidbook.store.keeping import Outlived

_IN_SIGHT = 20


def overdue_words(outlived: Sequence[Outlived]) -> str:
    """Return how much was kept too long."""
    return ngettext(
        "{n} answer was kept longer than this.", "{n} answers were kept longer than this.", len(outlived)
    ).format(n=format_number(len(outlived)))


def not_asked_words(outlived: Sequence[Outlived]) -> str:
    """Return what stands in the book and is not asked: "Phone 40, Address 38"."""
    counted = Counter(one.field for one in outlived)
    listed = [f"{field_label(key)} {format_number(counted[key])}" for key in FIELDS if counted[key]]
    return _(
        "In the book, though this profile does not ask it: {fields}. It is not shown, printed or read in."
    ).format(fields=", ".join(listed))


def kept_lines(book: Book, outlived: Sequence[Outlived]) -> list[str]:
    """Return whose answers were kept too long, a line for each, as far as one reads."""
    by_member: dict[str, list[Outlived]] = {}
    for one in outlived:
        by_member.setdefault(one.member, []).append(one)
    lines = []
    for member, those in list(by_member.items())[:_IN_SIGHT]:
        record = book.get(Member, member) if member else None
        name = record.name if record else _("a household in which nobody is named")
        fields = ", ".join(field_label(one.field) for one in those)
        lines.append(
            _("{name}: {fields}, since {day}").format(
                name=name, fields=fields, day=format_date(those[0].since, "long")
            )
        )
    more = len(by_member) - len(lines)
    return [*lines, *([ngettext("and {n} more", "and {n} more", more).format(n=more)] if more > 0 else [])]
