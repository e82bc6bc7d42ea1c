"""Every list's order is an index: a page costs what it shows, however much there is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from app.audit import queries as audit
from app.core.clock import now
from app.core.db import Database, Reader
from app.core.paging import Cursor, microseconds
from app.core.subjects import Subject
from app.credits import queries as credits
from app.credits.models import Party
from app.credits.queries import Extract
from app.discussion import queries as discussion
from app.discussion.models import Kind
from app.discussion.queries import Sort
from app.ideas import queries as ideas
from app.notices import queries as notices
from app.recognition import queries as recognition
from app.recognition.models import RecognitionKind
from app.setup import queries as setup

pytestmark = pytest.mark.sqlite
AT = Cursor(microseconds(now()), 7, microseconds(now()))
COUNT = Cursor(5, 7, microseconds(now()))
Ask = Callable[[Reader], Any]


def board(**wish: Any) -> Ask:
    return lambda db: ideas.page(db, viewer_id=1, **wish)


# The index in whose order each list is read; for pages behind the first, with the column it is entered at.
LISTS: list[tuple[Ask, str]] = [
    (board(), "ix_post_moving (kind=? AND state=?)"),
    (board(after=AT), "ix_post_moving (kind=? AND state=? AND moved_at<?)"),
    (board(sort=Sort.NEWEST, after=AT), "ix_post_newest (kind=? AND state=? AND created_at<?)"),
    (board(sort=Sort.BACKED), "ix_post_backed (kind=? AND state=?)"),
    (board(sort=Sort.BACKED, after=COUNT), "ix_post_backed (kind=? AND state=? AND backing<?)"),
    (board(sort=Sort.WAITING, after=AT), "ix_post_waiting (kind=? AND state=? AND awaits_reply=? AND created_at>?)"),
    (board(department_id=3), "ix_post_department (kind=? AND state=? AND department_id=?)"),
    (board(department_id=3, sort=Sort.NEWEST), "ix_post_department_newest (kind=? AND state=? AND department_id=?)"),
    (board(department_id=3, sort=Sort.BACKED), "ix_post_department_backed (kind=? AND state=? AND department_id=?)"),
    (
        board(department_id=3, sort=Sort.WAITING),
        "ix_post_department_waiting (kind=? AND state=? AND department_id=? AND awaits_reply=?)",
    ),
    (board(stage_ids=[2]), "ix_post_stage (kind=? AND state=? AND stage_id=?)"),
    (lambda db: ideas.latest_live(db, viewer_id=1), "ix_idea_live (live_at>?)"),
    (lambda db: ideas.queues(db, {3, 4}), "ix_post_department_waiting (kind=? AND state=? AND department_id=?"),
    (lambda db: ideas.count_waiting(db, {3, 4}), "ix_post_department_waiting (kind=? AND state=? AND department_id=?"),
    (lambda db: discussion.list_page(db, kind=Kind.TOPIC, viewer_id=1), "ix_post_moving (kind=? AND state=?)"),
    (lambda db: recognition.feed(db), "ix_recognition_feed (state=?)"),
    (lambda db: recognition.feed(db, after=AT), "ix_recognition_feed (state=? AND at<?)"),
    (
        lambda db: recognition.feed(db, kind=RecognitionKind.AWARD, after=AT),
        "ix_recognition_kind (state=? AND kind=? AND at<?)",
    ),
    (lambda db: recognition.latest(db, limit=4), "ix_recognition_feed (state=?)"),
    (
        lambda db: recognition.about(db, Subject("idea", 7)),
        "ix_recognition_subject (subject_kind=? AND subject_ref=? AND state=?)",
    ),
    (lambda db: notices.notices(db, 3, after=AT), "ix_notice_latest (person_id=? AND at<?)"),
    (
        lambda db: credits.credits_of(db, party=Party.PERSON, party_id=3, after=AT),
        "ix_credit_line_record (party_kind=? AND party_id=? AND at<?)",
    ),
    (lambda db: credits.contributions(db, Extract(as_of=now()), after_id=7), "INTEGER PRIMARY KEY (rowid>?)"),
    (lambda db: audit.notes(db, act="post.hidden"), "ix_audit_note_act (act=?)"),
    (lambda db: setup.people_page(db), "ix_person_sort_name"),
    (lambda db: setup.people_page(db, after=AT), "ix_person_sort_name (sort_name>?)"),
    (lambda db: setup.department_lines(db), "sqlite_autoindex_department"),
]

# What one person or department gave, received or wrote is a small part of it all: begun with theirs, and sorted then.
THEIRS: list[tuple[Ask, str]] = [
    (board(written_by=3), "ix_authorship_person (person_id=? AND state=?)"),
    (board(written_by=3, after=AT), "ix_authorship_person (person_id=? AND state=?)"),
    (lambda db: recognition.feed(db, person_id=3), "ix_receiver_party"),
    (lambda db: recognition.feed(db, department_id=3), "ix_receiver_department"),
    (lambda db: recognition.for_person(db, 3, limit=3), "ix_receiver_party"),
    (lambda db: recognition.for_department(db, 3, given=False, limit=3), "ix_receiver_department"),
    (lambda db: recognition.for_department(db, 3, given=True, limit=3), "ix_recognition_giving_department"),
]


@contextmanager
def listening(store: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT that the database is asked meanwhile, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def heard(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", heard)
    yield asked
    event.remove(store.engine, "before_cursor_execute", heard)


def plan(store: Database, ask: Ask) -> list[str]:
    """How SQLite answers the first statement of a list."""
    with listening(store) as asked, store.reading() as db:
        ask(db)
    statement, parameters = asked[0]
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row.detail for row in rows]


@pytest.mark.parametrize(("ask", "index"), LISTS)
def test_a_list_is_read_in_the_order_of_its_index(store, ask, index):
    steps = plan(store, ask)
    assert any(index in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps


@pytest.mark.parametrize(("ask", "index"), THEIRS)
def test_what_is_somebodys_is_found_without_the_rest_of_the_list(store, ask, index):
    steps = plan(store, ask)
    assert any(index in step for step in steps), steps
    whole = ("ix_recognition_feed", "ix_post_moving", "SCAN recognition", "SCAN post")
    assert not any(found in step for step in steps for found in whole), steps
