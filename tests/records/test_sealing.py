"""What an export once was it stays: no line appears later that was written before its moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.core.clock import at, now
from app.core.subjects import Subject
from app.credits import commands as credits
from app.credits.commands import Share, sealed
from app.credits.models import Act, CreditLine, Party, Role
from app.credits.queries import count_contributions
from app.people.queries import colleague
from app.records import commands
from app.records.queries import Period
from tests.makers import rows

WAITING = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"""


def credit(db, person_id, ref=1):
    shares = [Share(Party.PERSON, person_id, Role.IDEA)]
    credits.credit(db, parties=shares, act=Act.POSTED, subject=Subject("idea", ref), label="Plant trees")


def export(store, exporter):
    period = Period(date(1970, 1, 1), date(2100, 1, 1), "UTC")
    with store.writing() as db:
        return commands.begin_export(db, exporter=colleague(db, exporter), period=period, purpose="The review.")


def count(store, extract):
    with store.reading() as db:
        return count_contributions(db, extract)


def refs(store):
    """What there is a line for."""
    return sorted(line.subject_ref for line in rows(store, CreditLine))


def ended_or_waiting(store, deed):
    """Wait until it is through, or another holds what it needs; whether it is the latter."""
    with store.engine.connect() as looking:
        while not deed.done() and not looking.scalar(text(WAITING)):
            looking.rollback()
    return not deed.done()


@pytest.mark.postgres
def test_an_export_waits_for_lines_that_are_being_written(store, company):
    with ThreadPoolExecutor(1) as aside:
        with store.writing() as db:
            credit(db, company.ana)
            exporting = aside.submit(export, store, company.hana)
            assert ended_or_waiting(store, exporting)
        extract = exporting.result(30)
    assert count(store, extract) == 1


@pytest.mark.postgres
def test_lines_that_are_written_during_an_export_are_of_a_later_moment(store, company):
    def write():
        with store.writing() as db:
            credit(db, company.ana)

    with ThreadPoolExecutor(1) as aside:
        with store.writing() as db:
            sealed(db)
            writing = aside.submit(write)
            assert ended_or_waiting(store, writing)
            before_the_end = now()
        writing.result(30)
    [line] = rows(store, CreditLine)
    assert line.written_at > before_the_end


@pytest.mark.postgres
def test_two_contributions_are_written_side_by_side(store, company):
    with ThreadPoolExecutor(1) as aside, store.writing() as db:
        credit(db, company.ana, ref=1)
        credit(db, company.ana, ref=2)

        def write():
            with store.writing() as other:
                credit(other, company.ben, ref=3)

        aside.submit(write).result(30)
        # The second is there while the first is not saved yet.
        assert refs(store) == [3]
    assert refs(store) == [1, 2, 3]


def test_an_export_is_of_a_moment_after_all_that_was_written(store, company):
    with store.writing() as db:
        credit(db, company.ana)
    assert count(store, export(store, company.hana)) == 1


def test_an_export_stays_what_it_was_though_another_clock_is_behind(store, company):
    extract = export(store, company.hana)
    with at(now() - timedelta(seconds=5)), store.writing() as db:
        credit(db, company.ana, ref=1)
    assert count(store, extract) == 0
    later = export(store, company.hana)
    with at(now() - timedelta(hours=1)), store.writing() as db:
        credits.counter(db, subject=Subject("idea", 1), reason="It was somebody else.")
        credit(db, company.ben, ref=2)
    assert (count(store, extract), count(store, later)) == (0, 1)
    assert count(store, export(store, company.hana)) == 1


def test_what_is_given_back_by_a_clock_that_is_behind_is_in_no_earlier_export(store, company):
    then = now() - timedelta(days=1)
    with store.writing() as db, at(then):
        credit(db, company.ana)
        credits.counter(db, subject=Subject("idea", 1), reason="A slip.")
    extract = export(store, company.hana)
    with at(now() - timedelta(hours=1)), store.writing() as db:
        assert credits.give_back(db, subject=Subject("idea", 1), act=Act.POSTED, at=then) == 1
    assert (count(store, extract), count(store, export(store, company.hana))) == (0, 1)
