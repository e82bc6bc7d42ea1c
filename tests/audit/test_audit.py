from datetime import UTC, date, datetime

import pytest

from app.audit import commands, queries
from app.audit.words import said
from app.core.paging import Cursor
from app.core.subjects import Subject


def all_notes(store, **about):
    with store.reading() as db:
        return queries.notes(db, **about).rows


def test_a_note_says_who_did_what_to_what(store, ana):
    with store.writing() as db:
        commands.note(db, actor=ana, act="post.hidden", subject=Subject("idea", 7), label="Plant trees", reason="rude")
    (note,) = all_notes(store)
    assert (note.actor_id, note.actor_name, note.act, note.subject) == (
        ana.id,
        "Ana",
        "post.hidden",
        Subject("idea", 7),
    )
    assert (note.label, note.detail) == ("Plant trees", {"reason": "rude"})


def test_a_note_without_an_actor_or_a_subject_says_so(store, ana):
    with store.writing() as db:
        commands.note(db, actor=None, act="roster.imported", rows=3)
    (note,) = all_notes(store)
    assert (note.actor_id, note.actor_name, note.subject, note.detail) == (None, "", None, {"rows": 3})


def test_days_and_instants_are_kept_as_iso(store, ana):
    with store.writing() as db:
        at = datetime(2026, 11, 21, 9, tzinfo=UTC)
        commands.note(db, actor=ana, act="records.exported", since=date(2026, 11, 1), as_of=at)
    (note,) = all_notes(store)
    assert note.detail == {"since": "2026-11-01", "as_of": "2026-11-21T09:00:00+00:00"}


def test_a_deed_that_fails_leaves_no_note(store, ana):
    def hide_and_fail():
        with store.writing() as db:
            commands.note(db, actor=ana, act="post.hidden")
            raise RuntimeError("the deed failed")

    with pytest.raises(RuntimeError):
        hide_and_fail()
    assert all_notes(store) == []


def test_notes_are_listed_newest_first_and_page_by_page(store, ana):
    with store.writing() as db:
        for label in "abc":
            commands.note(db, actor=ana, act="post.hidden", label=label)
    with store.reading() as db:
        first = queries.notes(db, size=2)
        second = queries.notes(db, size=2, after=Cursor.parse(first.next))
    assert ([note.label for note in first.rows], [note.label for note in second.rows]) == (["c", "b"], ["a"])
    assert second.next == ""


def test_the_notes_of_one_act_stand_alone(store, ana):
    with store.writing() as db:
        commands.note(db, actor=ana, act="post.hidden")
        commands.note(db, actor=ana, act="post.shown")
    assert [note.act for note in all_notes(store, act="post.shown")] == ["post.shown"]


def test_an_act_is_said_as_a_sentence_and_an_unknown_one_as_its_code():
    assert said("records.exported") == "Exported contribution records."
    assert said("moon.painted") == "moon.painted"
