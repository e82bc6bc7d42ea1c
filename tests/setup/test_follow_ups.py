"""Administrators see what failed, since when and why, have it tried again, or drop it; each is noted."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import update

from app import wiring
from app.audit.queries import notes
from app.core.attempts import LAST_ATTEMPT
from app.core.clock import now
from app.core.deliveries import Delivery
from app.core.errors import Forbidden
from app.core.failing import PAGE, Failing
from app.core.outgoing import Outgoing
from app.notices import commands as notices
from app.notices.models import Notice, NoticeKind
from app.people.queries import colleague
from app.setup import commands
from app.setup.words import follow_up, why
from tests.makers import a_comment, an_idea, rows

LIST = "/setup/follow-ups"


@pytest.fixture
def mia(as_, cast):
    return as_(cast.mia)


def failed(store, *, reaction="tell_holder", error="OperationalError('secret words')", **more):
    about: dict[str, Any] = {
        "attempts": LAST_ATTEMPT,
        "set_aside_at": now(),
        "failing_since": now() - timedelta(days=2),
    } | more
    with store.writing() as db:
        row = Delivery(fact="IdeaPosted", reaction=reaction, payload="{}", last_error=error, **about)
        db.add(row)
        db.flush()
        return row.id


def text(answer):
    return unescape(answer.text)


def test_what_failed_is_said_in_plain_words(mia, store):
    assert "Nothing failed" in text(mia.get(LIST))
    failed(store)
    page = text(mia.get(LIST))
    for said in ("Tell whoever is responsible about an idea", "The database did not answer.", "Set aside", ">20<"):
        assert said in page
    assert "OperationalError" in page
    assert "secret words" not in page


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("LookupError('no reaction x to y')", "This version of Byline does not know how to do it."),
        ("KeyError('x')", "could not be read"),
        ("NotFound()", "no longer there"),
        ("SMTPServerDisconnected('bye')", "The other side did not answer."),
        ("ZeroDivisionError('x')", "Something went wrong inside Byline."),
        ("", "a day that is too far away"),
    ],
)
def test_every_failure_has_a_sentence(error, said):
    assert said in why(error)


def test_every_reaction_has_words():
    waiting = {name for _fact, _together, afterwards in wiring.REACTIONS.table() for name in afterwards}
    unnamed = [name for name in waiting if follow_up(_row(how=name)) == name]
    assert unnamed == []


def _row(**more):
    about: dict[str, Any] = {
        "place": 1,
        "id": 1,
        "what": "F",
        "how": "r",
        "attempts": 1,
        "failing_since": None,
        "due_at": now(),
    }
    return Failing(**about | {"set_aside_at": None, "last_error": ""} | more)


def test_a_message_is_named_by_whom_it_is_for(mia, store):
    with store.writing() as db:
        about: dict[str, Any] = {"attempts": 2, "failing_since": now(), "last_error": "TimeoutError()"}
        db.add(Outgoing(channel="mail", recipient="ana@example.com", what="w", digest="d", **about))
    page = text(mia.get(LIST))
    assert "Message to ana@example.com by mail" in page
    assert "Tried again by itself" in page


def test_one_is_tried_again_by_a_plain_form_and_noted(mia, store, noted):
    number, other = failed(store), failed(store)
    answer = mia.post(f"{LIST}/1/{number}/due", data={"_method": "PUT"})
    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert "It is tried again." in text(mia.get(LIST))
    assert [(row.id, row.attempts) for row in rows(store, Delivery)] == [(number, 0), (other, LAST_ATTEMPT)]
    assert noted() == ["follow_up.tried"]
    with store.reading() as db:
        [note] = notes(db).rows
    assert (note.actor_name, note.label, note.detail) == (
        "Mia",
        "Tell whoever is responsible about an idea",
        {"follow_ups": 1},
    )
    assert "Had what failed tried again." in text(mia.get("/setup/audit"))


def test_one_is_dropped_and_noted(mia, store, noted):
    number, other = failed(store), failed(store)
    mia.post(f"{LIST}/1/{number}", data={"_method": "DELETE"})
    assert "It is dropped." in text(mia.get(LIST))
    assert ([row.id for row in rows(store, Delivery)], noted()) == ([other], ["follow_up.dropped"])


def test_all_are_tried_again_at_once(mia, store, noted):
    failed(store), failed(store, attempts=2, set_aside_at=None)
    mia.post(f"{LIST}/due", data={"_method": "PUT"})
    assert "2 follow-ups are tried again." in text(mia.get(LIST))
    assert ([row.attempts for row in rows(store, Delivery)], noted()) == ([0, 0], ["follow_up.tried"])


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_was_done_meanwhile_is_said_and_not_noted(mia, store, noted, method):
    number = failed(store)
    with store.writing() as db:
        db.execute(update(Delivery).values(done_at=now()))
    mia.post(f"{LIST}/1/{number}{'/due' if method == 'PUT' else ''}", data={"_method": method})
    assert "It was done or dropped meanwhile." in text(mia.get(LIST))
    assert (len(rows(store, Delivery)), noted()) == (1, [])


@pytest.mark.parametrize("which", ["3/1", "99/1", "1/99999999999", "0/1"])
def test_what_never_was_is_not_found(mia, which):
    assert mia.delete(f"{LIST}/{which}").status_code == 404


def test_a_real_failure_comes_here_and_works_when_it_is_tried_again(mia, store, cast, work, monkeypatch):
    def gone(*_given, **_more):
        raise OSError("no")

    idea = an_idea(store, by=cast.ana)
    work()
    with monkeypatch.context() as broken:
        broken.setattr(notices, "tell", gone)
        a_comment(store, by=cast.otto, on=idea)
        work()
    assert "Tell people about a comment" in text(mia.get(LIST))
    [number] = [row.id for row in rows(store, Delivery) if row.failing_since]
    mia.put(f"{LIST}/1/{number}/due")
    work()
    assert "Nothing failed" in text(mia.get(LIST))
    assert [row.person_id for row in rows(store, Notice, kind=NoticeKind.COMMENT)] == [cast.ana, cast.ben]


def test_a_long_list_has_pages(mia, store):
    for _n in range(PAGE + 1):
        failed(store)
    first = text(mia.get(LIST))
    assert first.count('<th scope="row">') == PAGE
    more = first.split("after=")[1].split('"')[0]
    assert text(mia.get(f"{LIST}?after={more}")).count('<th scope="row">') == 1


@pytest.mark.parametrize("lang", ["zh-Hans", "th"])
def test_the_page_is_there_in_every_language(mia, store, lang):
    failed(store)
    assert mia.get(f"{LIST}?lang={lang}").status_code == 200


def test_nobody_else_has_anything_tried_or_dropped(store, cast):
    number = failed(store)
    with store.reading() as db:
        ana = colleague(db, cast.ana)
    for deed in (commands.try_again, commands.drop_follow_ups):
        with pytest.raises(Forbidden), store.writing() as db:
            deed(db, admin=ana, place=1, number=number)
    assert rows(store, Delivery)[0].attempts == LAST_ATTEMPT
