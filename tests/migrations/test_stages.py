"""What the release before credited too long is countered, and its companies get a stage that claims nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, text, update
from sqlmodel import col

from app import wiring
from app.core import migrating
from app.core.db import Database
from app.core.errors import TooLate
from app.credits.models import CreditLine
from app.discussion.models import Post
from app.ideas import commands, queries
from app.ideas.models import Idea, Stage, StageEntry
from app.people.queries import colleague
from tests.makers import rows
from tests.migrations import earlier

ANA, BEN = 1, 2
BEFORE = "6d8f3b0c4e31"
POSTED, REVIEW, PLANNED, TRIAL, LIVE, DECLINED = range(1, 7)
ACCEPTED_AT, LIVE_AT = (datetime(2026, 11, 20, 9, 0, 0, micros, tzinfo=UTC) for micros in (893495, 898605))
MOVED = "UPDATE post SET stage_id = :stage WHERE id = :idea"
ENTERED = "INSERT INTO stage_entry (idea_id, stage_id, by_id, at) VALUES (:idea, :stage, 2, :at)"


@pytest.fixture
def store(tmp_path: Path, server: str) -> Iterator[Database]:
    """As that release left it, not yet brought forward."""
    opened = Database(earlier.settings(tmp_path, server).url, threads=2, info=wiring.INFO)
    earlier.fill(opened)
    yield opened
    opened.dispose()


def moved(store: Database, *stages: int, idea: int = 1) -> None:
    """As that release did it: an entry, and nothing else; idea 1 was planned by a response, and live."""
    with store.engine.begin() as connection:
        for day, stage in enumerate(stages, 21):
            at = datetime(2026, 11, day, tzinfo=UTC)
            connection.execute(text(ENTERED), {"idea": idea, "stage": stage, "at": at})
            connection.execute(text(MOVED), {"idea": idea, "stage": stage})


def problems(store: Database) -> list[str]:
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def countered(store: Database) -> list[tuple[str, str]]:
    return [(line.act, line.reason) for line in rows(store, CreditLine, subject_kind="idea") if line.counters]


def said(store: Database) -> tuple[datetime | None, datetime | None]:
    [idea] = rows(store, Idea, post_id=1)
    return idea.accepted_at, idea.live_at


@pytest.mark.parametrize(
    ("way", "taken_back", "claims"),
    [
        ((), set(), 2),
        ((TRIAL,), {"live"}, 1),
        ((DECLINED,), {"live", "accepted"}, 0),
        ((REVIEW,), {"live", "accepted"}, 0),
        ((POSTED,), {"live", "accepted"}, 0),
        ((DECLINED, LIVE), set(), 2),
    ],
)
def test_credit_that_no_stage_says_is_countered(store, way, taken_back, claims):
    moved(store, *way)
    migrating.upgrade(store)
    assert {act for act, _reason in countered(store)} == taken_back
    assert {reason for _act, reason in countered(store)} <= {"stage left"}
    assert sum(date is not None for date in said(store)) == claims
    assert problems(store) == []


def test_without_that_the_check_names_it(store):
    moved(store, DECLINED)
    migrating.upgrade(store)
    with store.writing() as db:
        db.execute(delete(CreditLine).where(col(CreditLine.counters) > 0, col(CreditLine.reason) == "stage left"))
        db.execute(update(Idea).where(col(Idea.post_id) == 1).values(accepted_at=LIVE_AT, live_at=LIVE_AT))
    assert sorted(problems(store)) == [
        "Idea 1 says since when it is accepted, and is at a stage of kind declined.",
        "Idea 1 says since when it is live, and is at a stage of kind declined.",
        "Somebody stands credited with idea 1 (accepted), which is at a stage of kind declined.",
        "Somebody stands credited with idea 1 (live), which is at a stage of kind declined.",
    ]


def test_nothing_is_countered_a_second_time(store):
    moved(store, DECLINED)
    migrating.upgrade(store)
    before = [line.model_dump() for line in rows(store, CreditLine)]
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    migrating.upgrade(store)
    assert [line.model_dump() for line in rows(store, CreditLine)] == before
    assert problems(store) == []


def test_a_mistake_that_was_made_before_can_be_taken_back(store):
    moved(store, DECLINED)
    migrating.upgrade(store)
    with store.writing() as db:
        entry = queries.way(db, 1).walked[-1].id
        commands.take_back_move(db, person=colleague(db, BEN), idea_id=1, entry=entry)
    accepted, live = said(store)
    assert (accepted, live) == (ACCEPTED_AT, LIVE_AT)
    standing = [line for line in rows(store, CreditLine, act="live", turn=1) if not line.counters]
    assert [(line.party_id, line.at, line.department_name) for line in standing] == [(ANA, LIVE_AT, "Sales")]
    assert problems(store) == []


def test_moves_of_before_are_taken_back_one_after_the_other(store):
    migrating.upgrade(store)
    for claims in (1, 0):
        with store.writing() as db:
            entry = queries.way(db, 1).walked[-1].id
            commands.take_back_move(db, person=colleague(db, BEN), idea_id=1, entry=entry)
        assert sum(date is not None for date in said(store)) == claims
    with pytest.raises(TooLate), store.writing() as db:
        commands.take_back_move(db, person=colleague(db, BEN), idea_id=1, entry=1)
    assert problems(store) == []


def test_whoever_decided_on_their_own_idea_is_credited_for_that_no_longer(store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE post SET author_id = 2, author_name = 'Ben' WHERE id = 11"))
        connection.execute(text("UPDATE credit_line SET party_id = 2, identity_id = 3 WHERE id = 17"))
    migrating.upgrade(store)
    own = [line for line in rows(store, CreditLine, subject_kind="response") if line.counters]
    assert [(line.subject_ref, line.party_id, line.reason) for line in own] == [(3, BEN, "own idea")]
    assert problems(store) == []


def places(store: Database) -> list[tuple[str, int]]:
    with store.reading() as db:
        return [(row.kind, row.position) for row in queries.stages(db, active=False)]


def test_a_company_gets_the_stage_behind_its_last_one_of_deciding(store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE stage SET position = 999 WHERE kind = 'declined'"))
    migrating.upgrade(store)
    assert places(store) == [
        *(("open", 1), ("deciding", 2), ("answered", 3)),
        *(("doing", 4), ("doing", 5), ("done", 6), ("declined", 999)),
    ]
    [answered] = rows(store, Stage, kind="answered")
    assert (answered.names, answered.active) == ({"en": "Answered", "zh-Hans": "已答复", "th": "ตอบแล้ว"}, True)


def test_without_one_of_deciding_it_is_the_one_behind_where_ideas_begin(store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE stage SET kind = 'doing' WHERE kind = 'deciding'"))
    migrating.upgrade(store)
    assert [kind for kind, _place in places(store)][:3] == ["open", "answered", "doing"]


def test_a_company_that_has_not_begun_gets_none(tmp_path, server):
    opened = Database(earlier.settings(tmp_path, server).url, threads=2)
    migrating.upgrade(opened)
    assert rows(opened, Stage) == []
    opened.dispose()


def test_whoever_goes_back_to_the_release_before_finds_only_kinds_and_entries_that_it_knows(store):
    migrating.upgrade(store)
    with store.writing() as db:
        answered = queries.answered_stage(db).id
        commands.move_idea(db, mover=colleague(db, BEN), idea_id=11, stage=answered)
        entry = queries.way(db, 1).walked[-1].id
        commands.take_back_move(db, person=colleague(db, BEN), idea_id=1, entry=entry)
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    with store.engine.connect() as connection:
        kinds = dict(connection.execute(text("SELECT id, kind FROM stage")).all())
        entries = set(connection.execute(text("SELECT id FROM stage_entry")).scalars())
        names = connection.execute(text("SELECT names FROM stage WHERE id = :id"), {"id": answered}).scalar_one()
    assert (kinds[answered], "answered" in kinds.values(), entry in entries) == ("deciding", False, False)
    assert (names if isinstance(names, dict) else json.loads(names))["en"] == "Answered"
    migrating.upgrade(store)
    assert problems(store) == []
    assert {row.idea_id for row in rows(store, StageEntry)} == {post.id for post in rows(store, Post, kind="idea")}
