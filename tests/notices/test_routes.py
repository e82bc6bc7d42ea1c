"""The list is read by looking at it; GET itself writes nothing."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from app.core.subjects import Subject
from app.notices import commands, queries
from app.notices.models import NoticeKind

ACTORS = ((101, "Ana"), (102, "Ben"), (103, "Cho"), (104, "Dan"))


@pytest.fixture
def reader(cast) -> int:
    return cast.otto


def told(store, reader, kind, actors=ACTORS[:1], **more):
    about: dict[str, Any] = {"subject": Subject("topic", 7), "label": "Where we meet"} | more
    with store.writing() as db:
        for actor_id, name in actors:
            commands.tell(db, people=[reader], kind=kind, actor_id=actor_id, actor_name=name, **about)


def shown_up_to(page):
    return page.partition('name="up_to" value="')[2].partition('"')[0]


def unread(store, reader):
    with store.reading() as db:
        return queries.unread(db, reader)


def said(response):
    """The sentences of the list, as they are read."""
    found = re.findall(r'<li class="notice.*?</li>', response.text, re.DOTALL)
    sentences = (one.partition("<p>")[2].partition("</p>")[0] for one in found)
    return [" ".join(html.unescape(re.sub("<[^>]+>", "", one)).replace("New:", "").split()) for one in sentences]


SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({"kind": NoticeKind.COMMENT}, "Ana commented on Where we meet"),
    ({"kind": NoticeKind.COMMENT, "actors": ACTORS[:2]}, "Ben and Ana commented on Where we meet"),
    ({"kind": NoticeKind.COMMENT, "actors": ACTORS}, "Dan and 3 other people commented on Where we meet"),
    ({"kind": NoticeKind.REPLY}, "Ana replied to you on Where we meet"),
    ({"kind": NoticeKind.REPLY, "actors": ACTORS[:2]}, "Ben and Ana replied to you on Where we meet"),
    ({"kind": NoticeKind.REPLY, "actors": ACTORS[:3]}, "Cho and 2 other people replied to you on Where we meet"),
    ({"kind": NoticeKind.RESPONSE}, "Ana responded to Where we meet"),
    ({"kind": NoticeKind.STAGE}, "Ana brought Where we meet to a new stage"),
    ({"kind": NoticeKind.STAGE, "actors": ((0, ""),)}, "Where we meet came to a new stage"),
    ({"kind": NoticeKind.STAGE_BACK}, "Ana took back the last move of Where we meet"),
    ({"kind": NoticeKind.STAGE_BACK, "actors": ACTORS[:2]}, "Ben and Ana took back moves of Where we meet"),
    (
        {"kind": NoticeKind.STAGE_BACK, "actors": ACTORS[:3]},
        "Cho and 2 other people took back moves of Where we meet",
    ),
    ({"kind": NoticeKind.THANKS}, "Ana thanked you: Where we meet"),
    (
        {"kind": NoticeKind.DEPARTMENT_THANKED, "detail": "Payroll"},
        "Ana thanked Payroll, which you lead: Where we meet",
    ),
    ({"kind": NoticeKind.AWARD}, "Ana gave you an award: Where we meet"),
    (
        {"kind": NoticeKind.DEPARTMENT_AWARDED, "detail": "Payroll"},
        "Ana gave an award to Payroll, which you lead: Where we meet",
    ),
    (
        {"kind": NoticeKind.POSTED_TO, "detail": "Payroll"},
        "Ana has an idea for Payroll, which you lead: Where we meet",
    ),
    ({"kind": NoticeKind.POSTED_TO}, "Ana has an idea that you hold: Where we meet"),
    (
        {"kind": NoticeKind.HIDDEN, "detail": "It names a customer."},
        "An administrator hid Where we meet, for this reason: It names a customer.",
    ),
    (
        {"kind": NoticeKind.HIDDEN, "detail": "Rude.", "subject": Subject("comment", 3)},
        "An administrator hid your comment on Where we meet, for this reason: Rude.",
    ),
    (
        {"kind": NoticeKind.HIDDEN, "detail": "Rude.", "subject": Subject("recognition", 3)},
        "An administrator hid what you gave: Where we meet, for this reason: Rude.",
    ),
    (
        {"kind": NoticeKind.HIDDEN_ANSWERED, "detail": "It names a customer.", "subject": Subject("idea", 3)},
        "An administrator hid Idea 3, which you answer for, for this reason: It names a customer.",
    ),
    (
        {"kind": NoticeKind.LINE_DISPUTED, "subject": Subject("dispute", 3)},
        "Ana says that a line of their record is wrong: Where we meet",
    ),
    (
        {"kind": NoticeKind.DISPUTE_ANSWERED, "subject": Subject("dispute", 3)},
        "Ana answered what you said of your record: Where we meet",
    ),
]


@pytest.mark.parametrize(("about", "sentence"), SENTENCES)
def test_every_kind_has_its_sentence(store, reader, as_, about, sentence):
    told(store, reader, **about)
    assert said(as_(reader).get("/notices")) == [sentence]


def test_every_kind_is_tried():
    assert {about["kind"] for about, _sentence in SENTENCES} == set(NoticeKind)


def test_a_notice_links_to_its_thing(store, reader, as_):
    told(store, reader, NoticeKind.COMMENT)
    assert 'href="/topics/7-where-we-meet"' in as_(reader).get("/notices").text


def test_what_stands_under_an_earlier_day_tells_its_hour(store, reader, as_):
    with time_machine.travel(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), tick=False):
        told(store, reader, NoticeKind.COMMENT)
        assert ">just now</time>" in as_(reader).get("/notices").text
    with time_machine.travel(datetime(2026, 3, 4, 8, 0, tzinfo=UTC), tick=False):
        page = as_(reader).get("/notices").text
    assert "March 2, 2026" in page
    assert re.search(r'<time datetime="2026-03-02T09:30:00\+00:00" title="March 2, 2026 [^"]+">\d+:30', page)


def test_looking_writes_nothing_and_the_form_marks_what_was_shown(store, reader, as_):
    told(store, reader, NoticeKind.COMMENT)
    visitor = as_(reader)
    page = visitor.get("/notices").text
    assert unread(store, reader) == 1
    assert 'hx-trigger="load, submit"' in page
    up_to = shown_up_to(page)
    told(store, reader, NoticeKind.STAGE)
    response = visitor.post("/notices/seen", data={"up_to": up_to})
    assert (response.status_code, response.headers["location"]) == (303, "/notices")
    assert unread(store, reader) == 1


def test_the_form_that_sends_itself_gets_its_block_back_empty(store, reader, as_):
    told(store, reader, NoticeKind.COMMENT)
    visitor = as_(reader)
    up_to = shown_up_to(visitor.get("/notices").text)
    aimed = {"HX-Request": "true", "HX-Target": "div#seen"}
    response = visitor.post("/notices/seen", data={"up_to": up_to}, headers=aimed)
    assert (response.status_code, unread(store, reader)) == (200, 0)
    assert " ".join(response.text.split()) == '<div id="seen"> </div>'
    assert 'name="up_to"' not in visitor.get("/notices").text


def test_a_page_without_notices_says_what_will_stand_there(reader, as_):
    assert "No notices yet" in as_(reader).get("/notices").text


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 20])
def test_a_form_that_makes_no_sense_marks_nothing(store, reader, as_, up_to):
    told(store, reader, NoticeKind.COMMENT)
    assert as_(reader).post("/notices/seen", data={"up_to": up_to}).status_code == 422
    assert unread(store, reader) == 1
