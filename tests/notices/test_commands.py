"""One entry per thing and hour, never about one's own act, unread again when something more happens."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from app.core import outgoing
from app.core.db import Database
from app.core.deliveries import Delivery
from app.core.events import Reactions
from app.core.outgoing import Outgoing
from app.core.paging import microseconds
from app.core.subjects import Subject
from app.notices import commands, queries
from app.notices.events import Told
from app.notices.models import Notice, NoticeKind
from app.people import queries as people_queries
from tests.makers import people_named, rows

NOON = datetime(2026, 11, 20, 12, 10, tzinfo=UTC)
IDEA = Subject("idea", 7)
ANA, BEN, CHO, DAN = ((n, name) for n, name in enumerate(("Ana", "Ben", "Cho", "Dan"), 100))


@pytest.fixture
def reader(cast) -> int:
    return cast.otto


def told(store, reader, actor=ANA, *, at=NOON, kind=NoticeKind.COMMENT, subject=IDEA, **more):
    with store.writing() as db:
        commands.tell(
            db,
            people=[reader],
            kind=kind,
            subject=subject,
            label="Plant trees",
            actor_id=actor[0],
            actor_name=actor[1],
            at=at,
            **more,
        )


def seen(store, reader, up_to):
    with store.writing() as db:
        commands.see(db, person=people_queries.colleague(db, reader), up_to=microseconds(up_to))


def listed(store, reader):
    with store.reading() as db:
        return list(queries.notices(db, reader).rows)


def unread(store, reader):
    with store.reading() as db:
        return queries.unread(db, reader)


def test_a_second_comment_within_the_hour_joins_the_first_entry(store, reader):
    told(store, reader, ANA)
    told(store, reader, BEN, at=NOON + timedelta(minutes=5))
    [only] = listed(store, reader)
    assert (only.actors, only.others, only.at) == (["Ben", "Ana"], 1, NOON + timedelta(minutes=5))


def test_somebody_who_comments_twice_is_named_once(store, reader):
    told(store, reader, ANA)
    told(store, reader, BEN)
    told(store, reader, ANA)
    [only] = listed(store, reader)
    assert (only.actors, only.others) == (["Ana", "Ben"], 1)


def test_two_people_of_one_name_are_both_counted(store, reader):
    told(store, reader, (101, "Wang Li"))
    told(store, reader, (102, "Wang Li"))
    told(store, reader, (101, "Wang Li"))
    [only] = listed(store, reader)
    assert (only.actors, only.others) == (["Wang Li", "Wang Li"], 1)


def test_the_three_latest_are_named_and_everybody_is_counted(store, reader):
    for actor in (ANA, BEN, CHO, DAN):
        told(store, reader, actor)
    [only] = listed(store, reader)
    assert (only.actors, only.others) == (["Dan", "Cho", "Ben"], 3)


def test_the_next_hour_begins_an_entry_of_its_own(store, reader):
    told(store, reader, ANA)
    told(store, reader, BEN, at=NOON + timedelta(hours=1))
    assert [row.actors for row in listed(store, reader)] == [["Ben"], ["Ana"]]


def test_another_kind_or_thing_is_an_entry_of_its_own(store, reader):
    told(store, reader)
    told(store, reader, kind=NoticeKind.STAGE)
    told(store, reader, subject=Subject("topic", 7))
    assert len(listed(store, reader)) == 3


def test_nobody_hears_of_their_own_act(store, reader):
    told(store, reader, (reader, "Otto"))
    assert listed(store, reader) == []


def test_reading_marks_what_was_there_and_nothing_that_came_later(store, reader):
    told(store, reader)
    later = NOON + timedelta(hours=2)
    told(store, reader, at=later)
    seen(store, reader, NOON)
    assert [(row.at, row.is_new) for row in listed(store, reader)] == [(later, True), (NOON, False)]
    assert unread(store, reader) == 1


def test_a_read_entry_is_unread_again_when_more_happens_in_its_hour(store, reader):
    told(store, reader)
    seen(store, reader, NOON)
    assert unread(store, reader) == 0
    told(store, reader, BEN, at=NOON + timedelta(minutes=5))
    assert unread(store, reader) == 1


def test_reading_touches_nobody_elses_notices(store, reader, cast):
    told(store, reader)
    seen(store, cast.ana, NOON)
    assert unread(store, reader) == 1


def test_a_notice_leads_to_its_link_and_else_to_its_subject(store, reader):
    told(store, reader)
    told(store, reader, kind=NoticeKind.REPLY, link=Subject("comment", 9))
    assert {row.kind: row.link for row in listed(store, reader)} == {"comment": IDEA, "reply": Subject("comment", 9)}


def test_an_entry_carries_its_detail(store, reader):
    told(store, reader, kind=NoticeKind.HIDDEN, detail="It names a customer.")
    assert listed(store, reader)[0].detail == "It names a customer."


@pytest.mark.sqlite
def test_the_unread_are_counted_in_the_index_alone(store, reader):
    count = "EXPLAIN QUERY PLAN SELECT count(*) FROM notice WHERE notice.person_id = 1 AND notice.seen_at IS NULL"
    with store.reading() as db:
        plan = " ".join(str(row) for row in db.connection().exec_driver_sql(count))
    assert "USING COVERING INDEX ix_notice_unread" in plan


@pytest.fixture
def bringing(settings, application):
    """A store with a channel that brings every notice to its person."""
    reactions, facts = Reactions(), []

    @reactions.together(Told)
    def bring(db, event):
        facts.append(event)
        found = db.exec(select(Notice.person_id, Notice.id).where(col(Notice.id).in_(event.notice_ids))).all()
        outgoing.add(db, "mail", [(f"person:{person_id}", f"notice:{id_}") for person_id, id_ in found])

    opened = Database(settings.url, threads=2, info={"reactions": reactions})
    yield opened, facts
    opened.dispose()


def tell_all(store, people, *, at=NOON, actor=ANA):
    with store.writing() as db:
        commands.tell(
            db,
            people=people,
            kind=NoticeKind.COMMENT,
            subject=IDEA,
            label="Plant trees",
            actor_id=actor[0],
            actor_name=actor[1],
            at=at,
        )


def test_all_who_are_told_are_one_fact_that_a_channel_hears(bringing, cast):
    store, facts = bringing
    tell_all(store, [cast.otto, cast.ben, cast.ana], actor=(cast.ana, "Ana"))
    every = {notice.person_id: notice.id for notice in rows(store, Notice)}
    assert [sorted(fact.notice_ids) for fact in facts] == [sorted(every.values())]
    assert sorted((row.recipient, row.what) for row in rows(store, Outgoing)) == sorted(
        (f"person:{person_id}", f"notice:{every[person_id]}") for person_id in (cast.otto, cast.ben)
    )


def test_what_happens_again_within_the_hour_is_told_again_and_leaves_once(bringing, cast):
    store, facts = bringing
    tell_all(store, [cast.otto])
    tell_all(store, [cast.otto, cast.ben], at=NOON + timedelta(minutes=5), actor=CHO)
    assert [len(fact.notice_ids) for fact in facts] == [1, 2]
    assert len(rows(store, Outgoing)) == 2
    tell_all(store, [cast.otto], at=NOON + timedelta(hours=1))
    assert (len(facts), len(rows(store, Outgoing))) == (3, 3)


def test_nobody_told_is_no_fact(bringing, cast):
    store, facts = bringing
    tell_all(store, [cast.ana], actor=(cast.ana, "Ana"))
    tell_all(store, [])
    assert facts == []


def test_with_no_channel_nothing_is_written_down_to_leave(store, reader):
    told(store, reader)
    assert (rows(store, Outgoing), rows(store, Delivery)) == ([], [])


def test_telling_many_asks_no_more_than_telling_one(bringing, store, cast):
    """One statement each: the rows, which they are, what changed, and what a channel adds."""
    people = people_named(store, (f"Reader{n}" for n in range(50)), department_id=cast.sales)
    counts = []
    for group in (people[:1], people[1:]):
        with counting(bringing[0]) as statements:
            tell_all(bringing[0], group)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@contextmanager
def counting(store):
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)
