"""Facts and what follows: together with the fact or not at all, afterwards exactly once."""

from datetime import timedelta
from itertools import count

import pytest
import structlog

from app.core.attempts import KEPT, LAST_ATTEMPT, LONGEST_WAIT, USUAL_ATTEMPTS
from app.core.clock import at, now
from app.core.db import Database
from app.core.deliveries import (
    BATCH,
    BATCH_SECONDS,
    Delivery,
    anything_due,
    count_due,
    count_failing,
    count_set_aside,
    deliver_due,
    forget_delivered,
    retry,
)
from app.core.events import Event, Former, Reactions, record
from app.people.models import Department
from tests.makers import rows

reactions = Reactions()


class Opened(Event):
    name: str
    times: int = 1


class Closed(Event):
    name: str


class Broken(Exception):
    pass


def a_department(db, name):
    db.add(Department(name=name, slug=name, code=name))
    db.flush()


@reactions.together(Opened)
def at_once(db, event):
    a_department(db, f"{event.name} at once")
    if event.name == "refused":
        raise Broken


@reactions.afterwards(Opened)
def later(db, event):
    a_department(db, f"{event.name} later")


@reactions.afterwards(Opened, Closed)
def sometimes(db, event):
    a_department(db, f"{event.name} half done")
    if event.name == "broken":
        raise Broken("not today")


@pytest.fixture
def desk(settings, application):
    """A database whose sessions know the reactions of this file."""
    opened = Database(settings.url, threads=4, info={"reactions": reactions})
    yield opened
    opened.dispose()


def say(desk, *events):
    with desk.writing() as db:
        for event in events:
            record(db, event)


def names(desk):
    return [row.name for row in rows(desk, Department)]


def test_together_happens_with_the_fact_and_afterwards_is_written_down(desk):
    say(desk, Opened(name="door"))
    assert names(desk) == ["door at once"]
    assert [(row.done_at, row.attempts) for row in rows(desk, Delivery)] == [(None, 0), (None, 0)]


def test_what_fails_together_undoes_the_fact(desk):
    with pytest.raises(Broken):
        say(desk, Opened(name="refused"))
    assert (names(desk), rows(desk, Delivery)) == ([], [])


def test_a_fact_that_was_undone_is_never_told(desk):
    with pytest.raises(RuntimeError), desk.writing() as db:
        record(db, Opened(name="door"))
        raise RuntimeError
    assert deliver_due(desk, reactions) == 0
    assert names(desk) == []


def test_afterwards_happens_once_however_often_one_asks(desk):
    say(desk, Opened(name="door"))
    assert [deliver_due(desk, reactions) for _n in range(3)] == [2, 0, 0]
    assert names(desk) == ["door at once", "door later", "door half done"]


def test_an_event_arrives_with_everything_it_carried(desk, settings):
    arrived = []
    heard = Reactions()
    heard.afterwards(Opened)(lambda db, event: arrived.append(event))
    store = Database(settings.url, threads=2, info={"reactions": heard})
    say(store, Opened(name="ประตู 门", times=3))
    assert deliver_due(store, heard) == 1
    store.dispose()
    assert arrived == [Opened(name="ประตู 门", times=3)]


def test_a_reaction_that_fails_leaves_nothing_and_the_others_go_on(desk):
    say(desk, Closed(name="broken"), Opened(name="door"), Closed(name="window"))
    assert deliver_due(desk, reactions) == 3
    assert names(desk) == ["door at once", "door later", "door half done", "window half done"]
    [failed] = [row for row in rows(desk, Delivery) if row.done_at is None]
    assert (failed.attempts, "not today" in failed.last_error) == (1, True)


def test_a_reaction_that_fails_is_logged_with_its_reason(desk):
    say(desk, Closed(name="broken"), Closed(name="window"))
    with structlog.testing.capture_logs() as logged:
        deliver_due(desk, reactions)
    [failure] = logged
    assert (failure["event"], failure["log_level"], failure["exc_info"]) == ("reaction_failed", "error", True)
    assert (failure["fact"].rpartition(".")[2], failure["reaction"].rpartition(".")[2]) == ("Closed", "sometimes")
    assert (failure["delivery"], failure["attempts"]) == (1, 1)


def test_what_has_failed_more_than_usual_is_counted_until_it_is_done(desk):
    say(desk, Closed(name="broken"), Closed(name="window"))
    counts = []
    for hours in range(USUAL_ATTEMPTS + 2):
        with at(now() + timedelta(hours=hours)), desk.reading() as db:
            counts.append(count_failing(db))
            deliver_due(desk, reactions)
    with desk.writing() as db:
        db.get(Delivery, 1).done_at = now()
    with desk.reading() as db:
        counts.append(count_failing(db))
    assert counts == [0, 0, 0, 0, 1, 0]


def test_a_reaction_that_fails_waits_longer_each_time(desk):
    waits, moment = [], now()
    with at(moment):
        say(desk, Closed(name="broken"))
    for _n in range(16):
        with at(moment):
            deliver_due(desk, reactions)
        due = rows(desk, Delivery)[0].due_at
        waits.append(due - moment)
        moment = due
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert waits[-1] == LONGEST_WAIT
    assert rows(desk, Delivery)[0].attempts == 16


def test_what_waits_is_not_tried_before_its_time(desk):
    say(desk, Closed(name="broken"))
    for _n in range(3):
        deliver_due(desk, reactions)
    assert rows(desk, Delivery)[0].attempts == 1
    with desk.reading() as db:
        assert not anything_due(db)
    with at(now() + timedelta(seconds=3)), desk.reading() as db:
        assert anything_due(db)


def test_a_reaction_that_works_again_is_carried_out(desk):
    say(desk, Closed(name="broken"))
    deliver_due(desk, reactions)
    repaired = Reactions()
    sound = repaired.afterwards(Closed)(lambda db, event: a_department(db, "repaired"))
    sound.__name__ = sometimes.__name__
    with at(now() + timedelta(minutes=1)):
        assert deliver_due(desk, repaired) == 1
    assert names(desk) == ["repaired"]


def test_a_reaction_nobody_knows_any_more_is_kept_with_its_name(desk):
    say(desk, Closed(name="door"), Opened(name="window"))
    with desk.writing() as db:
        db.get(Delivery, 1).reaction = "app.gone.tell_somebody"
    assert deliver_due(desk, reactions) == 2
    [kept] = [row for row in rows(desk, Delivery) if row.done_at is None]
    assert "app.gone.tell_somebody" in kept.last_error


def test_what_a_newer_program_wrote_does_not_stop_the_queue(desk):
    say(desk, Closed(name="door"), Closed(name="window"))
    with desk.writing() as db:
        db.get(Delivery, 1).payload = '{"name": "door", "colour": "red"}'
    assert deliver_due(desk, reactions) == 1
    assert names(desk) == ["window half done"]


def test_more_than_one_batch_is_delivered_at_one_go(desk):
    say(desk, *(Closed(name=f"door {n}") for n in range(BATCH + 5)))
    assert deliver_due(desk, reactions) == BATCH + 5


def test_what_was_delivered_is_forgotten_after_a_month_and_nothing_else(desk):
    say(desk, Closed(name="door"), Closed(name="broken"))
    deliver_due(desk, reactions)
    assert forget_delivered(desk) == 0
    with at(now() + KEPT + timedelta(minutes=1)):
        assert forget_delivered(desk) == 1
    assert [row.done_at for row in rows(desk, Delivery)] == [None]


def test_nothing_is_due_in_a_quiet_company(desk):
    with desk.reading() as db:
        assert not anything_due(db)
    say(desk, Closed(name="door"))
    with desk.reading() as db:
        assert anything_due(db)


def test_merged_reactions_keep_everything():
    merged = Reactions.merged([reactions, reactions])
    [opened] = [row for row in merged.table() if row[0].endswith("Opened")]
    assert [len(names_) for names_ in opened[1:]] == [2, 4]


def test_a_fact_without_reactions_is_no_mistake(desk):
    class Unheard(Event):
        name: str

    say(desk, Unheard(name="tree"))
    assert rows(desk, Delivery) == []


def test_a_reaction_that_moved_is_found_by_its_name(desk):
    say(desk, Closed(name="door"))
    moved = Reactions()
    there = moved.afterwards(Closed)(lambda db, event: a_department(db, "moved"))
    there.__name__, there.__module__ = "sometimes", "app.elsewhere"
    assert deliver_due(desk, moved) == 1
    assert names(desk) == ["moved"]


def test_a_delivery_of_the_release_before_is_carried_out_under_its_former_name(desk):
    class Shut(Event):
        what: str

    renamed = Reactions()
    former = Former("Closed", "sometimes", lambda payload: Shut(what=payload["name"]))

    @renamed.afterwards(Shut, formerly=[former])
    def note_shut(db, event):
        a_department(db, f"shut {event.what}")

    say(desk, Closed(name="door"))
    assert deliver_due(desk, Reactions.merged([renamed])) == 1
    assert names(desk) == ["shut door"]


def test_an_event_that_changed_its_shape_still_reads_what_was_written_before(desk):
    class Closed(Event):  # as tomorrow's release has it
        what: str
        slammed: bool = False

    heard, arrived = Reactions(), []
    former = Former("Closed", "sometimes", lambda payload: Closed(what=payload["name"]))
    tomorrow = heard.afterwards(Closed, formerly=[former])(lambda db, event: arrived.append(event))
    tomorrow.__name__ = "sometimes"
    say(desk, globals()["Closed"](name="door"))
    say_with = Database(desk.engine.url.render_as_string(hide_password=False), info={"reactions": heard})
    say(say_with, Closed(what="window", slammed=True))
    say_with.dispose()
    assert deliver_due(desk, heard) == 2
    assert arrived == [Closed(what="door"), Closed(what="window", slammed=True)]


def test_what_failed_for_the_last_time_is_set_aside_counted_and_tried_again_when_asked(desk):
    moment = now()
    with at(moment):
        say(desk, Closed(name="broken"))
    for _n in range(LAST_ATTEMPT + 2):
        with at(moment):
            deliver_due(desk, reactions)
        moment += LONGEST_WAIT
    [row] = rows(desk, Delivery)
    assert (row.attempts, row.set_aside_at is not None) == (LAST_ATTEMPT, True)
    with at(moment), desk.writing() as db:
        assert (count_due(db), count_failing(db), count_set_aside(db)) == (0, 0, 1)
        assert (retry(db), count_due(db), count_set_aside(db), retry(db)) == (1, 1, 0, 0)
    with at(moment):
        deliver_due(desk, reactions)
    [row] = rows(desk, Delivery)
    assert (row.attempts, row.set_aside_at) == (1, None)


def test_a_batch_lets_others_write_after_a_while(desk, monkeypatch):
    """Each reaction takes longer than a batch may: so each is a transaction of its own, and all are done."""
    say(desk, *(Closed(name=f"door {n}") for n in range(4)))
    began: list[int] = []
    ticks, writing = count(), desk.writing

    def noted():
        began.append(1)
        return writing()

    monkeypatch.setattr(desk, "writing", noted)
    assert deliver_due(desk, reactions, clock=lambda: next(ticks) * 2 * BATCH_SECONDS) == 4
    assert len(began) == 4


def test_a_fact_that_nothing_follows_is_not_told_as_one_that_something_does(store):
    alone = Reactions()
    with store.writing() as db:
        alone.follow(db, Closed(name="nobody listens"))
    assert alone.table() == []
