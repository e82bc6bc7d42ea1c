"""A typo in one's own thanks or award is mended, and nothing else of it changes."""

import html
import re

import pytest

from app.credits.models import CreditLine, Party
from app.notices.models import Notice
from app.people.queries import colleague
from app.recognition import commands
from app.recognition.models import Receiver, Recognition
from app.search.models import StaleMark
from tests.makers import hidden, rows


def given(store, by, to, message="For holding the dor."):
    with store.writing() as db:
        giver = colleague(db, by)
        return commands.thank(db, giver=giver, receivers=[(Party.PERSON, to)], message=message, key="k").id


def change(as_, who, thanks, message, **more):
    return as_(who).post(f"/recognition/{thanks}", data={"message": message, **more})


def test_the_words_change_with_a_mark_and_nobody_is_told_again(store, cast, as_, work):
    thanks = given(store, cast.ana, cast.ben)
    work()
    before = [rows(store, table) for table in (CreditLine, Receiver, Notice)]
    assert f'href="/recognition/{thanks}/edit"' in as_(cast.ana).get(f"/recognition/{thanks}").text
    assert "For holding the dor." in as_(cast.ana).get(f"/recognition/{thanks}/edit").text
    assert change(as_, cast.ana, thanks, "For holding the door.").status_code == 303
    assert [mark.kind for mark in rows(store, StaleMark)].count("recognition") == 1
    work()
    assert [rows(store, table) for table in (CreditLine, Receiver, Notice)] == before
    page = as_(cast.otto).get("/recognition").text
    assert "For holding the door." in page and ">edited<" in page
    assert "For holding the door." in re.sub("<.?mark>", "", as_(cast.otto).get("/search?q=door").text)


def test_an_award_is_changed_likewise_and_only_by_whoever_gave_it(store, cast, as_):
    with store.writing() as db:
        giver, to = colleague(db, cast.lea), [(Party.PERSON, cast.ana)]
        award = commands.award(db, giver=giver, kind_id=1, receivers=to, message="Brigde builder.").id
    for who in (cast.ana, cast.mia):
        assert as_(who).get(f"/recognition/{award}/edit").status_code == 403
        assert change(as_, who, award, "Mine.").status_code == 403
    assert change(as_, cast.lea, award, "Bridge builder.").status_code == 303
    assert [(row.message, row.award_kind_id) for row in rows(store, Recognition)] == [("Bridge builder.", 1)]


@pytest.mark.parametrize("message", ["", "  ", "x" * 2001])
def test_no_words_and_too_many_come_back(store, cast, as_, message):
    thanks = given(store, cast.ana, cast.ben)
    assert change(as_, cast.ana, thanks, message).status_code == 422
    assert [(row.message, row.edited_at) for row in rows(store, Recognition)] == [("For holding the dor.", None)]


def test_the_same_words_are_no_change(store, cast, as_):
    thanks = given(store, cast.ana, cast.ben)
    assert change(as_, cast.ana, thanks, "For holding the dor.").status_code == 303
    assert rows(store, Recognition)[0].edited_at is None


def test_what_was_hidden_or_withdrawn_meanwhile_is_not_changed_and_the_typing_comes_back(store, cast, as_):
    thanks = given(store, cast.ana, cast.ben)
    hidden(store, by=cast.mia, recognition=thanks)
    refused = change(as_, cast.ana, thanks, "For holding the door.")
    assert refused.status_code == 409
    assert "For holding the door." in refused.text
    assert "This was taken away in the meantime" in html.unescape(refused.text)
    assert as_(cast.ana).get(f"/recognition/{thanks}/edit").status_code == 303
    as_(cast.ana).delete(f"/recognition/{thanks}")
    assert change(as_, cast.ana, thanks, "For holding the door.").status_code == 409
    assert rows(store, Recognition)[0].message == "For holding the dor."
