"""What was kept too long, in words, and the one click that clears it."""

from aidbook.actions import keeping
from aidbook.actions.attention.saying import let_be
from aidbook.actions.attention.telling import Parts, Remedy, Speech, Where
from aidbook.domain.profiles import field_label
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.attention.kept import KeptTooLong
from aidbook.store.book import Book


def tell_kept(_book: Book, concern: KeptTooLong, _speech: Speech) -> Parts:
    """Say what was kept too long, and offer to clear it."""
    people = ngettext("{n} member or household", "{n} members and households", concern.members).format(
        n=format_number(concern.members)
    )
    return Parts(
        people,
        ngettext(
            "{n} answer was kept longer than your group keeps it.",
            "{n} answers were kept longer than your group keeps them.",
            len(concern.outlived),
        ).format(n=format_number(len(concern.outlived))),
        (
            *(f"{field_label(key)}: {format_number(n)}" for key, n in concern.fields),
            _("The first of it since {day}.").format(day=format_date(concern.outlived[0].since, "long")),
        ),
        _("No total changes when it is cleared. Who loses their name is called by their number."),
        (
            Remedy(_("Clear all of it"), do=lambda book: keeping.clear(book, concern.outlived)),
            Remedy(_("See what is asked and how long it is kept"), go=Where("book", command="profile")),
            let_be(concern, _("Keep it for now")),
        ),
    )
