"""Members' cards: a lost one is replaced by one with a new number; the old number says so wherever it is read."""

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Member, member_number
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _, format_date
from aidbook.store.book import Book
from aidbook.store.cards import LostCard, lost_card
from aidbook.store.members import take_numbers


class CardReplaced(UserError):  # noqa: N818 - errors name the situation
    """A card that was read or typed is a lost one: somebody else may hold it now."""

    def __init__(self, lost: LostCard) -> None:
        when = format_date(lost.on, "long") if lost.on else ""
        said = (
            _("This card was replaced on {date}.").format(date=when) if when else _("This card was replaced.")
        )
        super().__init__(said, _("Ask for the new card, or find the person by name."))
        self.member = lost.member
        self.on = lost.on


def replace_card(book: Book, member: Id) -> Done:
    """Give a member a new number in place of that of a lost card, which books nothing any more. `id` is the member's.

    Raises UserError for nobody, and for one without a number.
    """
    with book.transaction():
        record = book.get(Member, member)
        if record is None:
            raise UserError(
                _("This member is not in the book."), _("Find the person again in the list of members.")
            )
        if not record.number:
            raise UserError(
                _("{name} has no number yet, so no card can be lost.").format(name=record.name),
                _("Their number is given by the site that they belong to."),
            )
        number = member_number(book.site.code, take_numbers(book, 1))
        new = change(Member, member, number=number, old_numbers=(*record.old_numbers, record.number))
        return book.record(new, made=member)


def must_be_in_use(book: Book, number: str) -> None:
    """Raise CardReplaced where a number is that of a lost card."""
    lost = lost_card(book, number)
    if lost is not None:
        raise CardReplaced(lost)
