"""One entry per thing and hour, never about one's own act, unread again when something more happens."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.paging import microseconds
from app.core.subjects import Subject
from app.notices import commands, queries
from app.notices.models import NoticeKind
from app.people import queries as people_queries

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
