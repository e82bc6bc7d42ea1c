"""./byline deliveries: what failed is listed and dropped, by whoever says so twice."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.audit.queries import notes
from app.core.attempts import LAST_ATTEMPT
from app.core.clock import now
from app.core.deliveries import Delivery
from app.core.outgoing import Outgoing
from tests.makers import rows

pytestmark = pytest.mark.sqlite
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def byline(byline, settings, monkeypatch):
    monkeypatch.setenv("BYLINE_DATA", str(settings.data))
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    return byline


@pytest.fixture
def failed(store):
    about: dict[str, Any] = {"last_error": "OSError('no')", "failing_since": NOON}
    with store.writing() as db:
        db.add(
            Delivery(
                fact="IdeaPosted",
                reaction="tell_holder",
                payload="{}",
                attempts=LAST_ATTEMPT,
                set_aside_at=now(),
                **about,
            )
        )
        db.add(Delivery(fact="IdeaPosted", reaction="tell_holder", payload="{}"))
        db.add(Outgoing(channel="mail", recipient="ana", what="w", digest="d", attempts=1, **about))


def test_what_failed_is_listed(byline, failed):
    code, said, _complaint = byline("deliveries")
    assert (code, said.splitlines()) == (
        0,
        [
            "1-1  IdeaPosted tell_holder, since 2026-03-02 12:00 UTC, 20 tries, set aside: OSError('no')",
            "2-1  mail ana, since 2026-03-02 12:00 UTC, 1 try: OSError('no')",
            "./byline retry tries what was set aside once more.",
        ],
    )


def test_where_nothing_failed_that_is_said(byline, store):
    assert byline("deliveries") == (0, "Nothing failed.\n", "")


def test_a_long_list_is_printed_whole(byline, store):
    with store.writing() as db:
        for _n in range(60):
            db.add(Delivery(fact="F", reaction="r", payload="{}", attempts=1, failing_since=NOON, last_error="E()"))
    assert len(byline("deliveries")[1].splitlines()) == 61


@pytest.mark.parametrize("words", [["1-1"], ["--all"]])
def test_nothing_is_dropped_without_a_yes(byline, store, failed, words):
    code, said, complaint = byline("deliveries", "drop", *words)
    assert (code, said, "Say --yes" in complaint, len(rows(store, Delivery))) == (2, "", True, 2)


@pytest.mark.parametrize("words", [[], ["1-1", "--all"], ["one"], ["1-"], ["1"], ["-1"]])
def test_it_has_to_be_said_which(byline, store, failed, words):
    assert byline("deliveries", "drop", *words, "--yes")[0] == 2
    assert len(rows(store, Delivery)) == 2


def test_those_that_are_named_are_dropped_and_noted(byline, store, failed):
    assert byline("deliveries", "drop", "2-1", "1-2", "--yes") == (0, "Dropped: 1.\n", "")
    assert (len(rows(store, Delivery)), len(rows(store, Outgoing))) == (2, 0)
    with store.reading() as db:
        assert [(note.act, note.actor_name) for note in notes(db).rows] == [("follow_up.dropped", "")]


def test_all_are_dropped_but_what_only_waits(byline, store, failed):
    assert byline("deliveries", "drop", "--all", "--yes") == (0, "Dropped: 2.\n", "")
    assert [row.id for row in rows(store, Delivery)] == [2]
    assert byline("deliveries", "drop", "--all", "--yes")[1] == "Nothing of it failed, so nothing was dropped.\n"
