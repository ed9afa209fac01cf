"""Roles: what the tables name exists, and what nobody named is the coordinator's."""

import dataclasses

import pytest

from aidbook.domain import catalog, roles
from aidbook.domain.declare import KINDS, new_id
from aidbook.domain.members import Household, Member
from aidbook.domain.roles import ROLES, NotYours, Role
from aidbook.domain.writes import Change

OTHERS: tuple[Role, ...] = ("door", "shelf")


def test_every_kind_and_field_that_the_tables_name_is_declared() -> None:
    assert catalog.KINDS is KINDS
    for role in OTHERS:
        assert roles._WRITES[role] | roles._UNSEEN[role] <= set(KINDS)
        for kind, fields in (*roles._HIDDEN[role].items(), *roles._READ_ONLY[role].items()):
            assert fields <= {field.name for field in KINDS[kind].fields}


def test_a_field_that_is_hidden_can_be_left_blank() -> None:
    for role in OTHERS:
        for kind, fields in roles._HIDDEN[role].items():
            defaults = {field.name: field.default for field in KINDS[kind].fields}
            assert all(defaults[name] in (None, ()) for name in fields)


def test_the_door_is_shown_names_and_sizes_and_nothing_that_leads_to_a_person_s_door() -> None:
    rosa = Member(
        id=new_id(), name="Rosa", number="E-0001-K", phone="555", birth="1980", note="n", diet=("halal",)
    )
    home = Household(
        id=new_id(), contact=rosa.id, counted={"0-17": 2}, address="12 Rue", zone="north", note="n"
    )
    seen, size = roles.shown("door", rosa), roles.shown("door", home)
    assert (seen.name, seen.number, seen.diet) == ("Rosa", "E-0001-K", ("halal",))
    assert (seen.phone, seen.birth, seen.note) == (None, None, None)
    assert (size.contact, size.counted) == (rosa.id, {"0-17": 2})
    assert (size.address, size.zone, size.note) == (None, None, None)
    assert roles.shown("coordinator", rosa) is rosa


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("role", ROLES)
def test_each_role_writes_its_kinds_and_refuses_the_others(role: Role, kind: str) -> None:
    kept = {"kept": False} if KINDS[kind].shape == "record" else {"stands": False}
    may = role == "coordinator" or kind in roles._WRITES[role]
    if may:
        roles.must_write(role, [Change(kind, new_id(), kept)])
    else:
        with pytest.raises(NotYours) as refusal:
            roles.must_write(role, [Change(kind, new_id(), kept)])
        assert refusal.value.remedy
    if role != "coordinator":
        with pytest.raises(NotYours):
            roles.must_write(role, [Change(kind, new_id(), {"home": new_id()})])


def test_nobody_but_a_coordinator_says_who_opens_the_book_or_what_the_site_is() -> None:
    for role in OTHERS:
        assert not {"user", "settings", "site"} & roles._WRITES[role]


def test_a_new_member_at_the_door_says_nothing_that_the_door_does_not_see() -> None:
    plain = Member(id=new_id(), name="Rosa", diet=("halal",), household=new_id())
    roles.must_write("door", [plain])
    replace = dataclasses.replace
    for said in (
        replace(plain, phone="1"),
        replace(plain, birth="1980"),
        replace(plain, note="n"),
        replace(plain, email="e"),
    ):
        with pytest.raises(NotYours):
            roles.must_write("door", [said])


def test_what_this_program_does_not_know_gives_the_least() -> None:
    assert roles.role_of("treasurer") == "shelf"
    assert roles.role_of(None) == "shelf"
    for role in OTHERS:
        assert not roles.may_see(role, "a new page")
        assert not roles.may_print(role, "a new sheet")
        assert not roles.may_run(role, "a new command")
        with pytest.raises(NotYours):
            roles.must_see(role, "stick")
