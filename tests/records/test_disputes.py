"""Somebody says what is wrong with a line of their record; HR hears of it and answers, and the ledger stays."""

import re

import pytest
from sqlalchemy import update

from app.audit.models import AuditNote
from app.core.subjects import Subject
from app.credits import commands as credits
from app.credits.models import CreditLine
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import person
from app.people.roles import Role
from app.records import check
from app.records.models import Dispute, DisputeAnswer
from tests.makers import an_idea, hidden, left, rows

SAID = "I had moved to Quality by then."


@pytest.fixture
def line(store, cast):
    """Of Ana's, for an idea."""
    an_idea(store, by=cast.ana, title="A roof for bicycles")
    [one] = rows(store, CreditLine)
    return one.id


@pytest.fixture
def said(as_, cast, line):
    answer = as_(cast.ana).post(f"/me/record/{line}", data={"said": SAID})
    return int(answer.headers["location"].removeprefix("/records/disputes/"))


def say(as_, who, line, words=SAID):
    return as_(who).post(f"/me/record/{line}", data={"said": words})


def answer(as_, who, dispute, words="Quality was yours from May on."):
    return as_(who).post(f"/records/disputes/{dispute}", data={"answer": words})


def heard(store, work, kind):
    work()
    return {(row.person_id, row.label, row.link_ref) for row in rows(store, Notice, kind=kind)}


def test_each_line_has_a_way_to_say_so_and_then_the_way_to_what_was_said(as_, cast, line):
    client = as_(cast.ana)
    assert f'href="/me/record/{line}"' in client.get("/me/record").text
    assert "A roof for bicycles" in client.get(f"/me/record/{line}").text
    say(as_, cast.ana, line)
    page = client.get("/me/record").text
    assert "HR was told" in page
    assert f'href="/me/record/{line}"' not in page
    assert SAID in client.get(f"/me/record/{line}").text


def test_those_of_hr_hear_of_it_and_find_it_on_their_page(store, as_, cast, said, work):
    with store.writing() as db:
        people.set_roles(db, person(db, cast.otto), [Role.HR])
    assert heard(store, work, "line_disputed") == {(cast.hana, SAID, said), (cast.otto, SAID, said)}
    assert "Ana" in (page := as_(cast.hana).get("/records").text)
    assert SAID in page and "A roof for bicycles" in page
    assert "says that a line of their record is wrong" in as_(cast.hana).get("/notices").text


def test_who_does_not_work_here_any_more_is_told_nothing(store, cast, said, work):
    left(store, cast.hana)
    assert heard(store, work, "line_disputed") == set()


def test_the_answer_comes_back_with_a_name_and_no_line_is_written(store, as_, cast, said, work):
    before = rows(store, CreditLine)
    assert answer(as_, cast.hana, said).status_code == 303
    assert rows(store, CreditLine) == before
    assert heard(store, work, "dispute_answered") == {(cast.ana, "Quality was yours from May on.", said)}
    page = as_(cast.ana).get(f"/records/disputes/{said}").text
    assert "Quality was yours from May on." in page and "Hana" in page
    assert "HR answered" in as_(cast.ana).get("/me/record").text
    assert "Nobody has said" not in as_(cast.hana).get("/records").text


def test_both_are_on_the_audit_list_by_the_number_of_the_line(store, as_, cast, line, said):
    answer(as_, cast.hana, said)
    noted = [(note.act, note.actor_id, note.detail) for note in rows(store, AuditNote) if note.act[:6] == "record"]
    detail = {"line": line}
    assert noted == [("record.disputed", cast.ana, detail), ("record.dispute_answered", cast.hana, detail)]


def test_a_second_press_says_it_once_and_other_words_wait_for_the_answer(store, as_, cast, line, said):
    assert say(as_, cast.ana, line).status_code == 303
    assert say(as_, cast.ana, line, "And the day.").status_code == 409
    assert [row.said for row in rows(store, Dispute)] == [SAID]
    answer(as_, cast.hana, said)
    assert say(as_, cast.ana, line, "And the day.").status_code == 303
    assert [row.said for row in rows(store, Dispute)] == [SAID, "And the day."]


def test_an_answer_stays_as_it_is_and_what_another_typed_comes_back(store, as_, cast, said):
    with store.writing() as db:
        people.set_roles(db, person(db, cast.otto), [Role.HR])
    for _press in range(2):
        assert answer(as_, cast.hana, said).status_code == 303
    refused = answer(as_, cast.otto, said, "Let me look.")
    assert refused.status_code == 409
    assert "Let me look." in refused.text and "Hana has answered this already." in refused.text
    assert [row.by_name for row in rows(store, DisputeAnswer)] == ["Hana"]


@pytest.mark.parametrize("words", ["", "   ", "…", "x" * 1001])
def test_words_that_say_nothing_or_too_much_come_back(store, as_, cast, line, words):
    refused = say(as_, cast.ana, line, words)
    assert refused.status_code == 422
    assert rows(store, Dispute) == []
    assert words.strip() in refused.text


def test_another_ones_line_is_not_there_and_what_they_said_is_theirs(as_, cast, line, said):
    for who in (cast.otto, cast.hana):
        assert as_(who).get(f"/me/record/{line}").status_code == 404
        assert say(as_, who, line).status_code == 404
    assert as_(cast.ana).get("/me/record/999999").status_code == 404
    assert as_(cast.otto).get(f"/records/disputes/{said}").status_code == 403
    assert answer(as_, cast.ana, said).status_code == 403


def test_a_line_that_was_taken_back_is_past_and_what_was_said_before_stays(store, as_, cast, line, said):
    with store.writing() as db:
        credits.counter(db, subject=Subject("idea", 1), reason="withdrawn")
    answer(as_, cast.hana, said)
    assert say(as_, cast.ana, line, "Once more.").status_code == 409
    assert SAID in as_(cast.ana).get(f"/records/disputes/{said}").text


def test_what_was_hidden_is_named_on_none_of_these_pages(store, as_, cast, line, said):
    hidden(store, by=cast.mia, post=1)
    for who, address in (
        (cast.ana, f"/me/record/{line}"),
        (cast.ana, f"/records/disputes/{said}"),
        (cast.hana, f"/records/disputes/{said}"),
        (cast.hana, "/records"),
    ):
        page = as_(who).get(address).text
        assert "A roof for bicycles" not in page
        assert "no longer shown" in page


def test_who_waits_longest_stands_first_and_the_list_is_bounded(store, as_, cast):
    for n in range(1, 25):
        an_idea(store, by=cast.ana, title=f"Idea number {n}")
    for line in rows(store, CreditLine):
        say(as_, cast.ana, line.id, f"Wrong, says {line.subject_ref}.")
    page = as_(cast.hana).get("/records").text
    assert re.findall(r"Wrong, says (\d+)", page) == [str(n) for n in range(1, 21)]


def test_the_check_finds_what_is_not_theirs_and_what_is_half_answered(store, cast, said):
    with store.writing() as db:
        assert list(check.problems(db)) == []
        db.execute(update(Dispute).values(person_id=cast.otto))
        db.add(DisputeAnswer(dispute_id=said, words="", by_id=cast.hana, by_name="Hana"))
        db.flush()
        assert [problem.split(" is ", 1)[1] for problem in check.problems(db)] == [
            "about a line that is not its person's.",
            "answered without a word.",
        ]
