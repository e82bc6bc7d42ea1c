"""A sound ledger is passed over in silence; each fault planted in it is told with its place."""

import pytest
from sqlalchemy import update
from sqlmodel import select

from app.core.subjects import Subject
from app.credits import commands
from app.credits.check import problems
from app.credits.commands import Share
from app.credits.models import Act, CreditLine, Identity, Party, Role
from app.people import commands as people
from app.people.queries import person


@pytest.fixture
def ledger(store, company):
    """Line 1 countered by line 2, credited anew as 3 and 4; a thanks to a person and a department as 5 and 6."""
    idea = Subject("idea", 7)
    shares = [Share(Party.PERSON, company.ana, Role.IDEA, 60), Share(Party.PERSON, company.ben, Role.CO_AUTHOR, 40)]
    thanked = commands.even_shares([(Party.PERSON, company.kit), (Party.DEPARTMENT, company.ops)], Role.THANKS)
    with store.writing() as db:
        alone = [Share(Party.PERSON, company.ana, Role.IDEA)]
        commands.credit(db, parties=alone, act=Act.POSTED, subject=idea, label="Plant trees")
        commands.counter(db, subject=idea, reason="shared")
        people.change_person(db, person(db, company.ana), name="Ana Maria")
        commands.credit(db, parties=shares, act=Act.POSTED, subject=idea, label="Plant trees")
        commands.credit(db, parties=thanked, act=Act.THANKED, subject=Subject("recognition", 1), label="Thanks")
    return store


def found_after(ledger, line_id, **changed):
    with ledger.writing() as db:
        db.execute(update(CreditLine).where(CreditLine.id == line_id).values(**changed))
    with ledger.reading() as db:
        return list(problems(db))


def test_a_sound_ledger_has_no_problems(ledger):
    with ledger.reading() as db:
        assert list(problems(db)) == []


def test_shares_that_do_not_add_up_are_told(ledger):
    assert found_after(ledger, 4, share=41) == ["Credit for idea:7 (posted): the live shares add up to 101, not 100."]


def test_a_missing_line_is_told(ledger):
    with ledger.writing() as db:
        db.delete(db.get(CreditLine, 4))
    with ledger.reading() as db:
        assert list(problems(db)) == ["Credit for idea:7 (posted): the live shares add up to 60, not 100."]


def test_two_turns_that_stand_at_once_are_told(ledger):
    assert found_after(ledger, 4, turn=2) == ["Credit for idea:7 (posted): live lines stand in 2 turns at once."]


def test_a_party_that_stands_twice_in_a_contribution_is_told(ledger, company):
    found = found_after(ledger, 4, party_id=company.ana, identity_id=1)
    assert found == [f"Credit for idea:7 (posted): person {company.ana} stands in it 2 times."]


@pytest.mark.parametrize(
    "changed",
    [
        {"share": -99},
        {"role": "story"},
        {"act": "live"},
        {"subject_ref": 8},
        {"subject_kind": "topic"},
        {"turn": 1},
        {"identity_id": 2},
    ],
)
def test_a_counter_that_is_not_the_opposite_of_its_line_is_told(ledger, changed):
    assert "Credit line 2 counters line 1, which is not its opposite." in found_after(ledger, 2, **changed)


def test_a_counter_of_somebody_elses_line_is_told(ledger, company):
    found = found_after(ledger, 2, party_id=company.kit)
    assert "Credit line 2 counters line 1, which is not its opposite." in found


def test_a_countered_counter_is_told(ledger):
    assert "Credit line 4 counters line 2, which is not its opposite." in found_after(ledger, 4, counters=2)


def test_a_counter_of_nothing_is_told(ledger):
    assert "Credit line 2 counters line 99, which does not exist." in found_after(ledger, 2, counters=99)


def test_a_line_that_is_countered_twice_is_told(ledger):
    assert "Credit line 1 is countered 2 times." in found_after(ledger, 4, counters=1)


def test_a_line_under_somebody_elses_name_is_told(ledger):
    with ledger.reading() as db:
        bens = db.exec(select(Identity.id).where(Identity.name == "Ben")).one()
    assert found_after(ledger, 5, identity_id=bens) == [
        f"Credit line 5 points to identity {bens}, which is not its party's."
    ]


def test_a_department_without_its_name_is_told(ledger, company):
    found = found_after(ledger, 6, department_name="")
    assert found == [f"Credit line 6 does not say what department {company.ops} was called."]
