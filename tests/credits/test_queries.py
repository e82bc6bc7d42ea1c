from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from app.core.clock import now
from app.core.days import Days
from app.core.paging import Cursor
from app.core.subjects import Subject
from app.credits import commands, queries
from app.credits.commands import Share
from app.credits.models import Act, Party, Role
from app.credits.queries import Extract
from app.people import commands as people
from app.people.queries import person

SPRING = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST_OF_MARCH = Days(date(2026, 3, 1), date(2026, 3, 1), "UTC")


def credit(db, person_id, ref, at=None, act=Act.POSTED, role=Role.IDEA):
    share = Share(Party.PERSON, person_id, role)
    commands.credit(db, parties=[share], act=act, subject=Subject("idea", ref), label=f"Idea {ref}", at=at)


def refs(rows):
    return [row.subject_ref for row in rows]


def extracted(store, **about):
    with store.reading() as db:
        extract = Extract(**{"as_of": now()} | about)
        found = queries.contributions(db, extract)
        assert queries.count_contributions(db, extract) == len(found)
        return refs(found)


def test_a_record_is_paged_newest_act_first_and_misses_nothing(store, company):
    at = [SPRING, SPRING + DAY, SPRING, SPRING - DAY, SPRING]
    with store.writing() as db:
        for ref, when in enumerate(at, start=1):
            credit(db, company.ana, ref, when)
    with store.reading() as db:
        pages: list[list[int]] = []
        after = None
        while not pages or after:
            page = queries.credits_of(db, party=Party.PERSON, party_id=company.ana, after=after, size=2)
            pages.append(refs(page.rows))
            after = Cursor.parse(page.next)
    assert pages == [[2, 5], [3, 1], [4]]


def test_a_record_is_ones_own(store, company):
    with store.writing() as db:
        credit(db, company.ana, 1)
        credit(db, company.ben, 2)
    with store.reading() as db:
        assert refs(queries.credits_of(db, party=Party.PERSON, party_id=company.ben).rows) == [2]


def test_the_split_is_what_the_last_step_of_the_idea_shared_out(store, company):
    idea = Subject("idea", 1)
    with store.writing() as db:
        credit(db, company.ana, 1)
        credit(db, company.ana, 1, act=Act.ACCEPTED)
        credit(db, company.kit, 1, act=Act.THANKED, role=Role.THANKS)
        before = queries.credit_split(db, idea)
        shares = [Share(Party.PERSON, company.ben, Role.DELIVERY, 20), Share(Party.PERSON, company.ana, Role.IDEA, 80)]
        commands.credit(db, parties=shares, act=Act.LIVE, subject=idea, label="Idea 1")
        after = queries.credit_split(db, idea)
    assert [(row.party_id, row.role, row.share) for row in before] == [(company.ana, "idea", 100)]
    assert [(row.party_id, row.role, row.share) for row in after] == [
        (company.ana, "idea", 80),
        (company.ben, "delivery", 20),
    ]


def test_an_idea_nobody_is_credited_for_has_no_split(store, company):
    with store.reading() as db:
        assert queries.credit_split(db, Subject("idea", 1)) == []


def test_an_extract_holds_the_acts_of_its_period(store, company):
    with store.writing() as db:
        for ref, at in enumerate((SPRING - timedelta(microseconds=1), SPRING, SPRING + DAY), start=1):
            credit(db, company.ana, ref, at)
    assert extracted(store, days=FIRST_OF_MARCH) == [2]


def test_an_extract_of_a_department_goes_by_where_people_were_then(store, company):
    with store.writing() as db:
        credit(db, company.ana, 1)
        people.change_person(db, person(db, company.ana), department_id=company.ops)
        credit(db, company.ana, 2)
        credit(db, company.kit, 3)
    assert extracted(store, department_id=company.sales) == [1]
    assert extracted(store, department_id=company.ops) == [2]
    assert extracted(store) == [1, 2, 3]


def test_an_extract_of_a_person_is_theirs_alone(store, company):
    with store.writing() as db:
        credit(db, company.ana, 1)
        credit(db, company.ben, 2)
    assert extracted(store, person_id=company.ana) == [1]


def test_an_extract_has_one_row_for_each_person_and_each_department(store, company):
    receivers = [(Party.PERSON, company.ana), (Party.PERSON, company.ben), (Party.DEPARTMENT, company.ops)]
    with store.writing() as db:
        parties = commands.even_shares(receivers, Role.THANKS)
        commands.credit(db, parties=parties, act=Act.THANKED, subject=Subject("recognition", 1), label="Thanks")
    with store.reading() as db:
        found = queries.contributions(db, Extract(as_of=now()))
        theirs = queries.contributions(db, Extract(as_of=now(), department_id=company.ops))
        anas = queries.contributions(db, Extract(as_of=now(), person_id=company.ana))
    assert [(row.name, row.share) for row in found] == [("Ana", 34), ("Ben", 33), ("Operations", 33)]
    assert [(row.party_kind, row.department_name) for row in theirs] == [("department", "Operations")]
    assert [row.name for row in anas] == ["Ana"]


def test_the_same_extract_stays_the_same_whatever_comes_later(store, company):
    with store.writing() as db:
        credit(db, company.ana, 1)
        credit(db, company.ana, 2)
    moment = now()
    with store.writing() as db:
        commands.counter(db, subject=Subject("idea", 1), reason="withdrawn")
        credit(db, company.ana, 3, SPRING)
    assert extracted(store, as_of=moment) == [1, 2]
    assert extracted(store) == [2, 3]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_an_extract_is_paged_in_the_order_of_the_ledger(store, company, limit):
    with store.writing() as db:
        for ref in (1, 2, 3):
            credit(db, company.ana, ref, SPRING - ref * DAY)
    found, after, extract = [], 0, Extract(as_of=now())
    with store.reading() as db:
        while rows := queries.contributions(db, extract, after_id=after, limit=limit):
            assert len(rows) <= limit
            found += refs(rows)
            after = rows[-1].id
    assert found == [1, 2, 3]


@pytest.mark.sqlite
@pytest.mark.parametrize("about", [{}, {"days": FIRST_OF_MARCH}, {"department_id": 1}])
def test_a_page_of_an_extract_is_read_in_order_rather_than_sorted(store, company, about):
    said = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: said.append(call[2:4]))
    with store.reading() as db:
        queries.contributions(db, Extract(as_of=now(), **about))
        (statement, values) = said[-1]
        plan = str(list(db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)))
    assert "credit_line" in plan
    assert "TEMP B-TREE" not in plan
