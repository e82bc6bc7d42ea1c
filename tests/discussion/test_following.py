"""Who hears of a post: whoever follows it, which taking part begins and only oneself ends."""

import re

import pytest

from app.discussion import queries
from app.discussion.models import Follow
from app.notices.models import Notice
from tests.discussion.posts import KINDS, a_post
from tests.makers import a_comment, an_idea, hidden, rows


def followers(store, post_id):
    with store.reading() as db:
        return set(queries.followers(db, post_id))


def who_follow(store, post_id, *, but):
    """Beside somebody whom an idea concerns because they hold it."""
    return followers(store, post_id) - {but}


def heard(store):
    return {(row.person_id, row.kind) for row in rows(store, Notice) if row.kind in ("comment", "reply")}


@KINDS
def test_an_author_follows_their_post(store, cast, kind):
    assert who_follow(store, a_post(store, kind, cast.ana), but=cast.ben) == {cast.ana}


@KINDS
def test_following_twice_is_following_once(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    for _n in range(2):
        response = as_(cast.otto).post(f"/{kind.section}/{post}/follow?_method=PUT")
        assert response.status_code == 303
    assert who_follow(store, post, but=cast.ben) == {cast.ana, cast.otto}


@KINDS
def test_who_stops_following_hears_no_more(store, cast, as_, work, kind):
    post = a_post(store, kind, cast.ana)
    for _n in range(2):
        assert as_(cast.ana).post(f"/{kind.section}/{post}/follow?_method=DELETE").status_code == 303
    a_comment(store, by=cast.otto, on=post, kind=kind)
    work()
    assert heard(store) <= {(cast.ben, "comment")}


def test_who_never_followed_can_stop_too(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    assert as_(cast.otto).delete(f"/ideas/{post}/follow").status_code == 303
    assert who_follow(store, post, but=cast.ben) == {cast.ana}


def test_whoever_comments_follows(store, cast):
    post = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=post)
    assert who_follow(store, post, but=cast.ben) == {cast.ana, cast.otto}


def test_commenting_does_not_undo_a_choice(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=post)
    as_(cast.otto).delete(f"/ideas/{post}/follow")
    a_comment(store, by=cast.otto, on=post)
    assert who_follow(store, post, but=cast.ben) == {cast.ana}
    as_(cast.otto).put(f"/ideas/{post}/follow")
    assert who_follow(store, post, but=cast.ben) == {cast.ana, cast.otto}


def test_followers_hear_of_a_comment_and_its_author_does_not(store, cast, work):
    post = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=post)
    work()
    assert heard(store) == {(cast.ana, "comment"), (cast.ben, "comment")}


def test_whoever_is_replied_to_hears_of_the_reply_alone(store, cast, work):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.otto, on=post)
    work()
    a_comment(store, by=cast.lea, on=post, parent=top)
    work()
    assert heard(store) == {(cast.ana, "comment"), (cast.ben, "comment"), (cast.otto, "reply")}


def test_an_answer_to_a_reply_is_told_to_who_began_the_thread(store, cast, work):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.otto, on=post)
    reply = a_comment(store, by=cast.lea, on=post, parent=top)
    a_comment(store, by=cast.ben, on=post, parent=reply)
    work()
    assert {(cast.otto, "reply"), (cast.lea, "comment"), (cast.ana, "comment")} <= heard(store)


def test_working_twice_tells_once(store, cast, work):
    post = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=post)
    for _n in range(2):
        work()
    [notice] = rows(store, Notice, person_id=cast.ana)
    assert (notice.kind, notice.count, notice.link_kind) == ("comment", 1, "comment")


def test_the_button_is_named_by_what_a_press_does(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    for visitor, act in ((cast.ana, "Stop following"), (cast.otto, "Follow")):
        page = as_(visitor).get(f"/ideas/{post}-plant-trees").text
        [button] = re.findall(rf'<form [^>]*action="/ideas/{post}/follow.*?</form>', page, re.DOTALL)
        assert f"<span>{act}</span>" in button
        assert "aria-pressed" not in button


@pytest.mark.parametrize("verb", ["put", "delete"])
def test_following_nothing_is_not_found(cast, as_, verb):
    assert getattr(as_(cast.ana), verb)("/ideas/99999/follow").status_code == 404
    assert getattr(as_(cast.ana), verb)("/topics/99999/follow").status_code == 404


def test_what_was_hidden_gains_no_follower_and_loses_those_who_go(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    hidden(store, by=cast.mia, post=post)
    assert as_(cast.otto).put(f"/ideas/{post}/follow").status_code == 409
    assert as_(cast.ana).delete(f"/ideas/{post}/follow").status_code == 303
    assert [row.active for row in rows(store, Follow)] == [False]
