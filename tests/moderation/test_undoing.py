"""Whoever took something away themselves can undo it: all is as it was, once, for an hour, and by nobody else."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import at, now
from app.core.errors import Forbidden, TooLate
from app.core.removing import removal_of
from app.core.subjects import Subject
from app.credits.models import CreditLine, Party
from app.discussion.models import Comment, Post
from app.imports.models import ImportRun
from app.moderation import commands
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import colleague, person
from app.recognition import commands as recognition
from app.recognition.models import Recognition
from app.recognition.queries import thanks_of_run
from tests.makers import a_comment, a_topic, a_vote, an_idea, hidden, removed, rows, together
from tests.recognition.bringing import brought

pytestmark = pytest.mark.usefixtures("sound")

ADDRESSES = {"idea": "/ideas/{}", "topic": "/topics/{}", "comment": "/comments/{}", "recognition": "/recognition/{}"}
ONE = "giver,receiver_email,message,created_at\nana@example.com,otto@example.com,Well done.,2023-04-05\n"
KINDS = pytest.mark.parametrize("kind", ADDRESSES)
TABLES: dict[str, Any] = {"idea": Post, "topic": Post, "comment": Comment, "recognition": Recognition}


@pytest.fixture
def thing(store, cast):
    """Something of Ana's, of any kind."""

    def made(kind):
        if kind == "idea":
            return an_idea(store, by=cast.ana, body="Many of them.")
        if kind == "topic":
            return a_topic(store, by=cast.ana, body="Many of them.")
        if kind == "comment":
            return a_comment(store, by=cast.ana, on=an_idea(store, by=cast.otto), body="Many of them.")
        with store.writing() as db:
            receivers = [(Party.PERSON, cast.ben), (Party.PERSON, cast.otto)]
            return recognition.thank(db, giver=colleague(db, cast.ana), receivers=receivers, message="Many of them.").id

    return made


def take_away(client, kind, ref):
    """As the page does; the number by which its message offers to undo it."""
    answer = client.delete(ADDRESSES[kind].format(ref))
    assert answer.status_code == 303
    page = client.get(answer.headers["location"], follow_redirects=True).text
    [toast] = re.findall(r'<dialog class="toast.*?</dialog>', page, re.S)
    return re.findall(
        rf'action="(/moderation/{kind}/{ref}/removal\?[^"]*)".*?name="removal" value="(\d+)"', toast, re.S
    )[0]


def undo(client, offered):
    address, removal = offered
    return client.post(html.unescape(address), data={"removal": removal})


def row_of(store, kind, ref):
    return rows(store, TABLES[kind], id=ref)[0]


def everything(store):
    """All that is there, but for lines of the ledger that took back and gave again."""
    tables = {table: [row.model_dump() for row in rows(store, table)] for table in (Post, Comment, Recognition, Notice)}
    lines = rows(store, CreditLine)
    countered = {line.counters for line in lines}
    new = {"id", "turn", "written_at"}
    live = [line.model_dump(exclude=new) for line in lines if not line.counters and line.id not in countered]
    return tables, live


@KINDS
def test_all_is_as_it_was(store, cast, as_, work, thing, kind):
    ref = thing(kind)
    work()
    before = everything(store)
    ana = as_(cast.ana)
    offered = take_away(ana, kind, ref)
    assert row_of(store, kind, ref).is_taken_back
    with at(now() + timedelta(minutes=1)):
        answer = undo(ana, offered)
    assert answer.status_code == 303
    page = ana.get(answer.headers["location"], follow_redirects=True)
    assert ("It is back, as it was." in page.text, "Many of them." in page.text) == (True, True)
    work()
    assert everything(store) == before


@KINDS
def test_it_is_found_again(store, cast, as_, work, thing, kind):
    ref = thing(kind)
    ana = as_(cast.ana)

    def found():
        work()
        return "Nothing found" not in ana.get("/search?q=Many+of+them").text

    assert found()
    offered = take_away(ana, kind, ref)
    assert not found()
    undo(ana, offered)
    assert found()


@KINDS
def test_it_is_offered_at_its_place_to_whoever_took_it_away_and_to_nobody_else(store, cast, as_, thing, kind):
    ref = thing(kind)
    take_away(as_(cast.ana), kind, ref)
    action = f'action="/moderation/{kind}/{ref}/removal'

    def place(who):
        return as_(who).get(ADDRESSES[kind].format(ref), follow_redirects=True).text

    assert place(cast.ana).count(action) == 1
    assert [action in place(who) for who in (cast.otto, cast.ben, cast.mia)] == [False] * 3
    with at(now() + timedelta(minutes=59)):
        assert action in place(cast.ana)
    with at(now() + timedelta(minutes=61)):
        assert action not in place(cast.ana)


@KINDS
def test_a_second_press_and_a_late_one_put_nothing_back(store, cast, as_, thing, kind):
    ref, ana = thing(kind), as_(cast.ana)
    first = take_away(ana, kind, ref)
    assert [undo(ana, first).status_code for _n in range(2)] == [303, 409]
    assert row_of(store, kind, ref).is_shown
    second = take_away(ana, kind, ref)
    assert first[1] != second[1]
    assert undo(ana, first).status_code == 409
    assert row_of(store, kind, ref).is_taken_back
    with at(now() + timedelta(minutes=61)):
        refused = undo(ana, second)
    assert (refused.status_code, "undone any more" in html.unescape(refused.text)) == (409, True)
    assert row_of(store, kind, ref).is_taken_back


@KINDS
@pytest.mark.parametrize("who", ["otto", "ben", "mia"])
def test_nobody_else_undoes_it(store, cast, as_, thing, kind, who):
    ref = thing(kind)
    _address, removal = take_away(as_(cast.ana), kind, ref)
    other = as_(getattr(cast, who))
    assert other.delete(f"/moderation/{kind}/{ref}/removal", params={}).status_code in (403, 422)
    answer = other.post(f"/moderation/{kind}/{ref}/removal?_method=DELETE", data={"removal": removal})
    assert answer.status_code == 403
    assert row_of(store, kind, ref).is_taken_back


@KINDS
def test_what_was_hidden_before_is_hidden_again(store, cast, as_, thing, kind):
    ref = thing(kind)
    hidden(store, by=cast.mia, **{"post" if kind in ("idea", "topic") else kind: ref})
    before = row_of(store, kind, ref).model_dump()
    offered = take_away(as_(cast.ana), kind, ref)
    assert undo(as_(cast.ana), offered).status_code == 303
    assert row_of(store, kind, ref).model_dump() == before
    assert row_of(store, kind, ref).is_hidden


@KINDS
def test_removing_twice_is_one_removal(store, cast, as_, thing, kind):
    ref, ana = thing(kind), as_(cast.ana)
    first = take_away(ana, kind, ref)
    with at(now() + timedelta(minutes=50)):
        ana.delete(ADDRESSES[kind].format(ref))
    assert undo(ana, first).status_code == 303


@KINDS
@pytest.mark.parametrize("typed", [{}, {"removal": "x"}, {"removal": "0"}, {"removal": "9" * 30}])
def test_what_names_no_removal_undoes_nothing(store, cast, as_, thing, kind, typed):
    ref, ana = thing(kind), as_(cast.ana)
    take_away(ana, kind, ref)
    assert ana.post(f"/moderation/{kind}/{ref}/removal?_method=DELETE", data=typed).status_code == 422
    assert row_of(store, kind, ref).is_taken_back


def test_what_is_not_there_or_cannot_be_removed_is_not_found(cast, as_):
    for subject in ("idea/999", "poem/1", "person/1", "response/1"):
        answer = as_(cast.ana).post(f"/moderation/{subject}/removal?_method=DELETE", data={"removal": "1"})
        assert answer.status_code == 404


def test_a_co_author_does_not_undo_what_the_other_did(store, cast, as_, thing):
    topic = thing("topic")
    together(store, post=topic, people=[cast.otto], share=50)
    _address, removal = take_away(as_(cast.ana), "topic", topic)
    place = as_(cast.otto).get(f"/topics/{topic}", follow_redirects=True).text
    assert f"/moderation/topic/{topic}/removal" not in place
    with store.writing() as db, pytest.raises(TooLate):
        commands.put_back(db, person=colleague(db, cast.otto), subject=Subject("topic", topic), removal=int(removal))
    assert row_of(store, "topic", topic).is_taken_back


def test_votes_comments_and_follows_are_there_again(store, cast, as_, thing):
    idea = thing("idea")
    a_vote(store, by=cast.otto, on=idea)
    comment = a_comment(store, by=cast.otto, on=idea)
    a_comment(store, by=cast.ben, on=idea, parent=comment)
    offered = take_away(as_(cast.ana), "idea", idea)
    undo(as_(cast.ana), offered)
    post = row_of(store, "idea", idea)
    assert (post.vote_count, post.comment_count) == (1, 2)


def test_a_comment_is_counted_again_also_where_its_post_was_removed_meanwhile(store, cast, as_):
    idea = an_idea(store, by=cast.otto)
    comment = a_comment(store, by=cast.ana, on=idea)
    offered = take_away(as_(cast.ana), "comment", comment)
    assert row_of(store, "idea", idea).comment_count == 0
    removed(store, by=cast.otto, post=idea)
    assert undo(as_(cast.ana), offered).status_code == 303
    assert row_of(store, "idea", idea).comment_count == 1


def test_credit_for_thanks_is_written_once_more_as_it_was_then(store, cast, as_, thing):
    given = thing("recognition")
    with store.writing() as db:
        people.change_person(db, person(db, cast.otto), department_id=cast.quality, name="Otto the second")
    undo(as_(cast.ana), take_away(as_(cast.ana), "recognition", given))
    lines = rows(store, CreditLine, subject_kind="recognition", subject_ref=given)
    assert [(line.turn, line.share, bool(line.counters), line.reason) for line in lines] == [
        *((0, 50, False, ""), (0, 50, False, "")),
        *((0, -50, True, "withdrawn"), (0, -50, True, "withdrawn")),
        *((1, 50, False, ""), (1, 50, False, "")),
    ]
    new = {"id", "turn", "written_at"}
    assert [line.model_dump(exclude=new) for line in lines[:2]] == [line.model_dump(exclude=new) for line in lines[4:]]


def test_nobody_hears_of_it_twice(store, cast, as_, work, thing):
    every = [(kind, thing(kind)) for kind in ("comment", "recognition")]
    work()
    before = [notice.model_dump() for notice in rows(store, Notice)]
    assert before
    for kind, ref in every:
        undo(as_(cast.ana), take_away(as_(cast.ana), kind, ref))
    work()
    assert [notice.model_dump() for notice in rows(store, Notice)] == before


def test_what_an_import_brought_and_took_back_since_does_not_come_back(store, cast, as_, tmp_path):
    brought(store, tmp_path, ONE)
    [given] = rows(store, Recognition)
    offered = take_away(as_(cast.ana), "recognition", given.id)
    with store.writing() as db:
        recognition.undo_thanks(db, thanks_of_run(db, given.run_id or 0))
        db.get_one(ImportRun, given.run_id).undone_at = now()
    assert undo(as_(cast.ana), offered).status_code == 409
    assert row_of(store, "recognition", given.id).is_taken_back


def test_thanks_that_were_brought_come_back_with_their_credit(store, cast, as_, tmp_path):
    brought(store, tmp_path, ONE)
    [given] = rows(store, Recognition)
    offered = take_away(as_(cast.ana), "recognition", given.id)
    assert undo(as_(cast.ana), offered).status_code == 303
    assert row_of(store, "recognition", given.id).is_shown


def test_what_was_removed_before_anybody_wrote_down_when_cannot_be_undone(store, cast, thing):
    idea = thing("idea")
    removed(store, by=cast.ana, post=idea)
    with store.writing() as db:
        db.get_one(Post, idea).taken_back_at = None
    assert removal_of(row_of(store, "idea", idea), cast.ana) == 0
    with store.writing() as db, pytest.raises(TooLate):
        commands.put_back(db, person=colleague(db, cast.ana), subject=Subject("idea", idea), removal=0)


def test_whoever_may_not_remove_it_is_refused_before_anything_is_looked_at(store, cast, thing):
    idea = thing("idea")
    with store.writing() as db, pytest.raises(Forbidden):
        commands.put_back(db, person=colleague(db, cast.otto), subject=Subject("idea", idea), removal=1)
