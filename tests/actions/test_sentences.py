"""No action is without words of its own, whatever kind of thing it wrote."""

import dataclasses
import types
import typing
from typing import Any

import pytest

from aidbook.actions import distributions, erasing, handing_over, history, members, pantry, same
from aidbook.actions.history import sentence
from aidbook.actions.sentences import kind_word, unknown
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, Kind, new_id
from aidbook.domain.members import Member
from aidbook.domain.sites import Site
from aidbook.domain.writes import Change
from aidbook.errors import UserError
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.reports import day_report


def anything(kind: Kind) -> Any:  # noqa: ANN401 - an instance of kind.type
    """Return a thing of a kind with something in each field that must be said."""
    hints = typing.get_type_hints(kind.type)
    values = {
        field.name: _value(field.name, hints[field.name])
        for field in kind.fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    return kind.type(id=new_id(), **values | {name: new_id() for name in kind.refs})


def _value(name: str, hint: Any) -> object:  # noqa: ANN401 - a type hint
    base = next(
        (arg for arg in typing.get_args(hint) if arg is not types.NoneType), hint
    ) if types.NoneType in typing.get_args(hint) else hint  # fmt: skip
    if typing.get_origin(base) is typing.Literal:
        return typing.get_args(base)[0]
    if name == "on":
        return "2026-03-28"
    return {int: 3, bool: True, str: "Something"}.get(base, (typing.get_origin(base) or base)())


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_has_a_sentence_when_it_is_new_changed_and_taken_back(book: Book, name: str) -> None:
    thing = anything(KINDS[name])
    said = [sentence(book, book.record(thing).action)]
    state = "stands" if KINDS[name].shape == "fact" else "kept"
    for value in (False, True):
        done = book.record(Change(name, thing.id, {state: value}))
        said += [sentence(book, done.action)] if done.kinds else []
    assert unknown() not in said
    assert all(said)
    assert not any("{" in text or name == text or "None" in text for text in said)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_has_a_word_that_is_not_its_tables(name: str) -> None:
    assert kind_word(name) != name or name == "settings"


def test_many_sentences_at_once_are_the_same_as_one_by_one(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    rosa = members.add_member(book, "Rosa").id
    members.edit_member(book, rosa, phone="1")
    history.undo(book, pantry.receive_stock(book, [pantry.Units(item=beans, units=3)]).action)
    ids = query.action_ids(book)
    assert history.sentences(book, ids) == {id_: sentence(book, id_) for id_ in ids}


def test_the_new_kinds_of_action_say_what_was_done(book: Book) -> None:
    rosa, rose = (members.add_member(book, name, may_share=True).id for name in ("Rosa", "Rose"))
    assert sentence(book, same.link(book, "member", rosa, rose).action) == "Rosa and Rose are the same person"
    apart = same.unlink(book, "member", rosa)
    assert sentence(book, apart.action) == "Rosa and Rose are two people after all"
    west = Site(id=new_id(), name="Westside", code="W", sign_key="00", lock_key="age")
    book.record(west)
    beans = pantry.add_item(book, "Beans").id
    given = handing_over.hand_over(book, "item", beans, west.id)
    assert sentence(book, given.action) == "Handed Beans over to Westside"
    assert history.stays(book, given.action)


def test_what_was_taken_back_keeps_its_name_in_history(book: Book) -> None:
    beans = pantry.add_item(book, "Beans")
    receipt = pantry.receive_stock(book, [pantry.Units(item=beans.id, units=3)])
    count = pantry.count_stock(book, [pantry.Units(item=beans.id, units=2)])
    for done in (count, receipt, beans):
        history.undo(book, done.action)
    assert sentence(book, count.action) == "Counted Beans: 2"


def test_a_member_who_is_no_longer_kept_is_still_named(book: Book) -> None:
    rosa = members.add_member(book, "Rosa")
    edit = members.edit_member(book, rosa.id, phone="1")
    history.undo(book, rosa.action)
    assert book.get(Member, rosa.id) is None
    assert sentence(book, edit.action) == "Corrected Rosa"
    assert rosa.id != Id("")


def test_of_somebody_who_was_erased_history_keeps_the_figures_and_no_word(book: Book) -> None:
    rosa = members.add_member(book, "Rosalinda Quetzal", phone="555-0142")
    member = book.get(Member, rosa.id)
    assert member is not None
    edit = members.edit_member(book, rosa.id, phone="555-0199")
    day = distributions.plan_distribution(book, "2026-11-28", {}).id
    visit = distributions.check_in(book, day, members.household_of(book, member))
    gone = erasing.erase(book, rosa.id)
    said = history.sentences(book, [*query.action_ids(book), rosa.action, edit.action, visit.action])
    assert not [text for text in said.values() if "Rosalinda" in text or "555" in text]
    assert said[gone.action] == "Erased somebody"
    assert unknown() not in said.values()
    assert history.stays(book, gone.action)
    with pytest.raises(UserError, match="cannot be taken back"):
        history.undo(book, gone.action)
    history.undo(book, visit.action)
    assert day_report(book, day).households == 0  # type: ignore[union-attr] # the day is there
