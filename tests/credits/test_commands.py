from datetime import UTC, datetime

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from app.core.subjects import Subject
from app.credits import commands, queries
from app.credits.commands import Share
from app.credits.models import Act, CreditLine, Identity, Party, Role
from app.people import commands as people
from app.people.queries import department, person

IDEA = Subject("idea", 1)
PERSON, DEPARTMENT = Party.PERSON, Party.DEPARTMENT


def credit(db, person_id, *, subject=IDEA, act=Act.POSTED, label="Plant trees", at=None):
    commands.credit(db, parties=[Share(PERSON, person_id, Role.IDEA)], act=act, subject=subject, label=label, at=at)


def lines(db):
    return list(db.exec(select(CreditLine).order_by(col(CreditLine.id))))


def shown(db, person_id):
    return queries.credits_of(db, party=PERSON, party_id=person_id).rows


def test_a_line_says_who_did_what_where_and_when(store, company):
    then = datetime(2019, 5, 6, 7, tzinfo=UTC)
    with store.writing() as db:
        credit(db, company.ana, at=then)
    with store.reading() as db:
        (line,) = lines(db)
        (row,) = shown(db, company.ana)
    assert (line.subject, line.label, line.share, line.turn, line.counters) == (IDEA, "Plant trees", 100, 0, 0)
    assert (line.department_id, line.department_name) == (company.sales, "Sales")
    assert line.at == then < line.written_at
    assert (row.name, row.employee_id, row.role, row.act) == ("Ana", "E1", "idea", "posted")


def test_crediting_twice_changes_nothing(store, company):
    for _ in range(2):
        with store.writing() as db:
            credit(db, company.ana)
    with store.reading() as db:
        assert len(lines(db)) == 1


def test_a_contribution_that_stands_is_not_credited_to_somebody_else_as_well(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        credit(db, company.ben)
    with store.reading() as db:
        assert [line.party_id for line in lines(db)] == [company.ana]


def test_what_was_countered_is_given_back_as_it_was(store, company):
    then = datetime(2019, 5, 6, 7, tzinfo=UTC)
    with store.writing() as db:
        credit(db, company.ana, at=then)
        commands.counter(db, subject=IDEA, act=Act.POSTED, reason="a mistake")
        people.change_person(db, person(db, company.ana), department_id=company.ops, name="Anna")
        assert commands.give_back(db, subject=IDEA, act=Act.POSTED, at=then) == 1
    with store.reading() as db:
        first, _counter, again = lines(db)
        (row,) = shown(db, company.ana)
    assert (row.name, row.department_name, row.at, again.turn) == ("Ana", "Sales", then, 1)
    assert again.model_dump(exclude={"id", "turn", "written_at"}) == first.model_dump(
        exclude={"id", "turn", "written_at"}
    )
    assert again.written_at > first.written_at


def test_nothing_is_given_back_that_stands_or_never_was(store, company):
    then = datetime(2019, 5, 6, 7, tzinfo=UTC)
    with store.writing() as db:
        credit(db, company.ana, at=then)
        for asked in ({"at": then}, {"at": then, "act": Act.LIVE}):
            assert commands.give_back(db, subject=IDEA, **{"act": Act.POSTED} | asked) == 0
        commands.counter(db, subject=IDEA, reason="a mistake")
        assert commands.give_back(db, subject=IDEA, act=Act.POSTED, at=datetime(2019, 5, 6, 8, tzinfo=UTC)) == 0
        assert commands.give_back(db, subject=Subject("idea", 2), act=Act.POSTED, at=then) == 0
    with store.reading() as db:
        assert len(lines(db)) == 2


def test_what_is_given_back_again_and_again_stands_once(store, company):
    then = datetime(2019, 5, 6, 7, tzinfo=UTC)
    with store.writing() as db:
        credit(db, company.ana, at=then)
        for _n in range(3):
            commands.counter(db, subject=IDEA, reason="a mistake")
            assert commands.give_back(db, subject=IDEA, act=Act.POSTED, at=then) == 1
    with store.reading() as db:
        assert [line.turn for line in lines(db) if not line.counters] == [0, 1, 2, 3]
        assert len(shown(db, company.ana)) == 1


def test_another_act_on_the_same_subject_is_another_contribution(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        credit(db, company.ana, act=Act.LIVE)
    with store.reading() as db:
        assert [line.act for line in lines(db)] == ["posted", "live"]


def test_a_renamed_person_keeps_the_old_name_on_the_old_line(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        people.change_person(db, person(db, company.ana), name="Ana Maria", department_id=company.ops)
        credit(db, company.ana, subject=Subject("idea", 2))
    with store.reading() as db:
        assert [(row.name, row.department_name) for row in shown(db, company.ana)] == [
            ("Ana Maria", "Operations"),
            ("Ana", "Sales"),
        ]


def test_a_renamed_department_keeps_the_old_name_on_the_old_line(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        people.change_department(db, department(db, company.sales), name="Trade")
        credit(db, company.ana, subject=Subject("idea", 2))
    with store.reading() as db:
        assert [row.department_name for row in shown(db, company.ana)] == ["Trade", "Sales"]


def test_an_identity_is_written_only_when_something_about_it_is_new(store, company):
    with store.writing() as db:
        for ref in (1, 2, 3):
            credit(db, company.ana, subject=Subject("idea", ref))
        people.change_person(db, person(db, company.ana), title="Cook")
        credit(db, company.ana, subject=Subject("idea", 4))
        people.change_person(db, person(db, company.ana), employee_id="E9")
        credit(db, company.ana, subject=Subject("idea", 5))
    with store.reading() as db:
        found = db.exec(select(Identity.employee_id).where(Identity.party_id == company.ana).order_by(col(Identity.id)))
        assert list(found) == ["E1", "E9"]


def test_a_former_name_taken_again_is_a_new_version(store, company):
    with store.writing() as db:
        for ref, name in enumerate(("Ana", "Anna", "Ana"), start=1):
            people.change_person(db, person(db, company.ana), name=name)
            credit(db, company.ana, subject=Subject("idea", ref))
    with store.reading() as db:
        assert list(db.exec(select(Identity.name).order_by(col(Identity.id)))) == ["Ana", "Anna", "Ana"]


def test_people_and_departments_can_share_one_credit(store, company):
    parties = commands.even_shares(
        [(PERSON, company.ana), (PERSON, company.kit), (DEPARTMENT, company.ops)], Role.THANKS
    )
    with store.writing() as db:
        commands.credit(db, parties=parties, act=Act.THANKED, subject=Subject("recognition", 1), label="Thanks")
    with store.reading() as db:
        found = [(line.party_kind, line.party_id, line.share, line.department_name) for line in lines(db)]
        (for_ops,) = queries.credits_of(db, party=DEPARTMENT, party_id=company.ops).rows
    assert sorted(found) == [
        ("department", company.ops, 33, "Operations"),
        ("person", company.ana, 34, "Sales"),
        ("person", company.kit, 33, ""),
    ]
    assert (for_ops.name, for_ops.employee_id) == ("Operations", "")


def test_a_person_and_a_department_of_the_same_number_are_told_apart(store, company):
    assert company.ana == company.sales
    parties = commands.even_shares([(PERSON, company.ana), (DEPARTMENT, company.sales)], Role.THANKS)
    with store.writing() as db:
        commands.credit(db, parties=parties, act=Act.THANKED, subject=Subject("recognition", 1), label="Thanks")
    with store.reading() as db:
        assert [row.name for row in shown(db, company.ana)] == ["Ana"]
        (row,) = queries.credits_of(db, party=DEPARTMENT, party_id=company.sales).rows
        assert row.name == "Sales"


def test_countering_takes_a_credit_back_and_leaves_its_line(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        assert commands.counter(db, subject=IDEA, reason="withdrawn") == 1
    with store.reading() as db:
        first, second = lines(db)
        assert shown(db, company.ana) == []
    assert (first.share, first.counters) == (100, 0)
    assert (second.share, second.counters, second.reason) == (-100, first.id, "withdrawn")
    assert (second.identity_id, second.label, second.department_name) == (first.identity_id, "Plant trees", "Sales")


def test_countering_twice_counters_once(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        commands.counter(db, subject=IDEA, reason="withdrawn")
        assert commands.counter(db, subject=IDEA, reason="withdrawn") == 0
    with store.reading() as db:
        assert len(lines(db)) == 2


def test_countering_one_act_leaves_the_others(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        credit(db, company.ana, act=Act.LIVE)
        commands.counter(db, subject=IDEA, act=Act.LIVE, reason="not live after all")
    with store.reading() as db:
        assert [row.act for row in shown(db, company.ana)] == ["posted"]


def test_countering_leaves_other_subjects_alone(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        credit(db, company.ana, subject=Subject("topic", 1))
        credit(db, company.ana, subject=Subject("idea", 2))
        commands.counter(db, subject=IDEA, reason="withdrawn")
    with store.reading() as db:
        assert {row.subject for row in shown(db, company.ana)} == {Subject("topic", 1), Subject("idea", 2)}


def test_what_was_countered_can_be_credited_anew_with_other_shares(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        commands.counter(db, subject=IDEA, reason="shared with Ben")
        shares = [Share(PERSON, company.ana, Role.IDEA, 70), Share(PERSON, company.ben, Role.CO_AUTHOR, 30)]
        for _ in range(2):
            commands.credit(db, parties=shares, act=Act.POSTED, subject=IDEA, label="Plant trees")
    with store.reading() as db:
        assert [(line.turn, line.share) for line in lines(db)] == [(0, 100), (0, -100), (1, 70), (1, 30)]
        assert [(row.name, row.share) for row in queries.credit_split(db, IDEA)] == [("Ana", 70), ("Ben", 30)]


@pytest.mark.parametrize("shares", [[], [99], [50, 49], [50, 51], [130, -30]])
def test_shares_that_do_not_add_up_to_a_hundred_are_a_mistake_of_the_caller(store, company, shares):
    parties = [Share(PERSON, company.ana + place, Role.IDEA, share) for place, share in enumerate(shares)]
    with store.writing() as db, pytest.raises(ValueError, match="add up to 100"):
        commands.credit(db, parties=parties, act=Act.POSTED, subject=IDEA, label="Plant trees")
    with store.reading() as db:
        assert lines(db) == []


def test_nobody_stands_in_a_contribution_twice(store, company):
    twice = [Share(PERSON, company.ana, Role.IDEA, 50), Share(PERSON, company.ana, Role.CO_AUTHOR, 50)]
    with store.writing() as db, pytest.raises(ValueError, match="twice"):
        commands.credit(db, parties=twice, act=Act.POSTED, subject=IDEA, label="Plant trees")


def test_nobody_who_does_not_exist_is_credited(store, company):
    with store.writing() as db, pytest.raises(LookupError, match="person 999"):
        credit(db, 999)
    with store.reading() as db:
        assert lines(db) == []


def test_a_credit_is_undone_with_the_act_that_earned_it(store, company):
    def post_and_fail():
        with store.writing() as db:
            credit(db, company.ana)
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        post_and_fail()
    with store.reading() as db:
        assert lines(db) == []


@pytest.mark.parametrize("receivers", [0, 21])
def test_one_to_twenty_share_a_credit(receivers):
    with pytest.raises(ValueError, match="1 to 20"):
        commands.even_shares([(PERSON, id_) for id_ in range(1, receivers + 1)], Role.THANKS)


def test_a_credit_takes_three_statements_once_the_person_is_known(store, company):
    with store.writing() as db:
        credit(db, company.ana)
        said = []
        event.listen(store.engine, "before_cursor_execute", lambda *about: said.append(about[2]))
        credit(db, company.ana, subject=Subject("idea", 2))
        locking = [statement for statement in said if "pg_advisory" in statement]
        assert len(locking) == (0 if store.is_sqlite else 1)
        assert len(said) - len(locking) == 3
