"""What is linked is shown as one, in any order of linking and unlinking, and no total changes."""

from aidbook.actions import erasing, history, members, pantry
from aidbook.actions.same import link, unlink
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item
from aidbook.domain.same import same_of
from aidbook.domain.writes import change, take_back
from aidbook.store import linked_households
from aidbook.store.book import Book
from aidbook.store.check import rebuild
from aidbook.store.same import all_of, also, any_linked, as_one, one_of


def _four(book: Book) -> list[Id]:
    return [members.add_member(book, name).id for name in ("Rosa", "Rosa Q.", "R. Quetzal", "Ana")]


def test_those_linked_over_one_another_are_shown_as_the_first_written_down(book: Book) -> None:
    one, other, third, ana = _four(book)
    link(book, "member", third, other)
    link(book, "member", other, one)
    assert one_of(book, "member") == {one: one, other: one, third: one}
    assert as_one(book, "member", [ana, third, other]) == [ana, one]
    assert also(book, "member", [one, ana]) == {one: (other, third)}
    assert all_of(book, "member", [ana, other]) == [ana, other, one, third]


def test_unlinked_they_are_apart_again(book: Book) -> None:
    one, other, third, _ana = _four(book)
    link(book, "member", one, other)
    link(book, "member", other, third)
    unlink(book, "member", one)
    assert one_of(book, "member") == {other: other, third: other}
    unlink(book, "member", third)
    assert not any_linked(book, "member")


def test_who_is_taken_out_of_the_book_is_shown_with_nobody_and_leaves_the_others_together(book: Book) -> None:
    one, other, third, _ana = _four(book)
    link(book, "member", one, other)
    link(book, "member", other, third)
    done = book.record(take_back(Member, other))
    assert one_of(book, "member") == {one: one, third: one}
    history.undo(book, done.action)
    assert one_of(book, "member") == {one: one, other: one, third: one}
    erasing.erase(book, one)
    assert one_of(book, "member") == {other: other, third: other}


def test_items_counted_in_different_units_are_not_summed_as_one(book: Book) -> None:
    cans, bags = (
        pantry.add_item(book, "Beans", unit="can").id,
        pantry.add_item(book, "Frijoles", unit="bag").id,
    )
    book.record(same_of("item", cans, bags, same=True))
    assert one_of(book, "item") == {}
    unlink(book, "item", cans)


def test_an_item_that_is_counted_otherwise_leaves_its_group_and_comes_back(book: Book) -> None:
    one, other = (pantry.add_item(book, name, unit="can").id for name in ("Beans", "Frijoles"))
    link(book, "item", one, other)
    before = book.connection.execute("SELECT * FROM shown_as ORDER BY id").fetchall()
    book.record(change(Item, other, unit="bag"))
    assert book.connection.execute("SELECT * FROM shown_as").fetchall() == []
    book.record(change(Item, other, unit="can"))
    assert book.connection.execute("SELECT * FROM shown_as ORDER BY id").fetchall() == before
    rebuild(book)
    assert book.connection.execute("SELECT * FROM shown_as ORDER BY id").fetchall() == before


def test_households_are_one_where_their_contact_persons_are(book: Book) -> None:
    one, other, third, _ana = _four(book)
    homes = [book.get(Member, id_).household for id_ in (one, other, third)]  # type: ignore[union-attr] # just added
    link(book, "member", one, other)
    assert linked_households.one_of(book) == {homes[0]: homes[0], homes[1]: homes[0]}
    assert linked_households.sharing(book, homes[1] or "") == []
