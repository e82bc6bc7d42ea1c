"""Backing a post and taking it back: once each, counted, and never one's own."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import at
from app.discussion import commands, queries
from app.discussion.models import Kind, Vote
from app.people.queries import colleague
from tests.discussion.posts import KINDS, a_post
from tests.makers import a_topic, a_vote, an_idea, hidden, removed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def count(store, post_id):
    with store.reading() as db:
        return queries.post(db, post_id).vote_count


def moved_at(store, post_id):
    with store.reading() as db:
        return queries.post(db, post_id).moved_at


def withdraw(store, *, by, on, kind=Kind.IDEA):
    with store.writing() as db:
        commands.withdraw_vote(db, voter=colleague(db, by), post_id=on, kind=kind)


@KINDS
def test_a_vote_counts_one(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    assert as_(cast.otto).post(f"/{kind.section}/{post}/vote").status_code == 303
    assert count(store, post) == 1


@KINDS
def test_a_second_vote_changes_nothing(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    for _n in range(2):
        as_(cast.otto).post(f"/{kind.section}/{post}/vote")
    assert count(store, post) == 1


@KINDS
def test_a_vote_is_taken_back_once(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    a_vote(store, by=cast.otto, on=post, kind=kind)
    a_vote(store, by=cast.lea, on=post, kind=kind)
    for _n in range(2):
        assert as_(cast.otto).delete(f"/{kind.section}/{post}/vote").status_code == 303
    assert count(store, post) == 1


@KINDS
def test_nobody_backs_their_own(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    response = as_(cast.ana).post(f"/{kind.section}/{post}/vote")
    assert (response.status_code, "You can&#39;t back your own post" in response.text) == (403, True)
    assert count(store, post) == 0


@KINDS
def test_a_vote_for_the_other_kind_finds_nothing(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    other = next(one for one in Kind if one is not kind)
    assert as_(cast.otto).post(f"/{other.section}/{post}/vote").status_code == 404
    assert count(store, post) == 0


def test_a_vote_for_nothing_is_not_found(cast, as_):
    for post in ("0", "99999", str(2**53 - 1), str(2**53), "9" * 30):
        assert as_(cast.ana).post(f"/ideas/{post}/vote").status_code == 404


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_takes_no_vote(store, cast, as_, taken_away):
    post = an_idea(store, by=cast.ana)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=post)
    response = as_(cast.otto).post(f"/ideas/{post}/vote")
    assert (response.status_code, "removed in the meantime" in response.text) == (409, True)
    assert count(store, post) == 0


def test_what_was_taken_away_keeps_the_votes_it_had(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=post)
    hidden(store, by=cast.mia, post=post)
    assert as_(cast.otto).delete(f"/ideas/{post}/vote").status_code == 409
    assert count(store, post) == 1


def test_a_vote_remembers_the_department_of_that_moment(store, cast):
    post = an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=post)
    a_vote(store, by=cast.ben, on=post)
    with store.reading() as db:
        assert db.get(Vote, (post, cast.otto)).department_id == cast.sales
        assert db.get(Vote, (post, cast.ben)).department_id == cast.operations


def test_a_vote_moves_a_post_at_most_once_an_hour(store, cast):
    with at(NOON):
        post = an_idea(store, by=cast.ana)
    for minutes, voter, moved in (
        (30, cast.otto, NOON),
        (61, cast.lea, NOON + timedelta(minutes=61)),
        (90, cast.hana, NOON + timedelta(minutes=61)),
        (122, cast.mia, NOON + timedelta(minutes=122)),
    ):
        with at(NOON + timedelta(minutes=minutes)):
            a_vote(store, by=voter, on=post)
        assert moved_at(store, post) == moved


@pytest.fixture
def backed_at_noon(store, cast):
    """By Otto."""
    with at(NOON):
        post = an_idea(store, by=cast.ana)
        a_vote(store, by=cast.otto, on=post)
    return post


def test_a_second_vote_moves_nothing(store, cast, backed_at_noon):
    with at(NOON + timedelta(hours=5)):
        a_vote(store, by=cast.otto, on=backed_at_noon)
    assert moved_at(store, backed_at_noon) == NOON


def test_taking_a_vote_back_moves_nothing(store, cast, backed_at_noon):
    with at(NOON + timedelta(hours=5)):
        withdraw(store, by=cast.otto, on=backed_at_noon)
    assert (moved_at(store, backed_at_noon), count(store, backed_at_noon)) == (NOON, 0)


@KINDS
def test_the_button_comes_back_alone_when_htmx_aims_at_it(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    visitor, aimed = as_(cast.otto), {"HX-Request": "true", "HX-Target": f"form#vote_{post}"}
    pressed = visitor.post(f"/{kind.section}/{post}/vote", headers=aimed)
    assert pressed.status_code == 200
    assert pressed.text.strip().startswith(f'<form class="vote-form" id="vote_{post}"')
    assert ('class="vote vote--on"' in pressed.text, "<html" in pressed.text) == (True, False)
    assert "1 person backs it." in pressed.text
    released = visitor.delete(f"/{kind.section}/{post}/vote", headers=aimed)
    assert ('class="vote"' in released.text, "0 people back it." in released.text) == (True, True)
    assert f"Back this {kind}" in released.text


@KINDS
def test_the_button_says_in_sentences_what_it_does_and_is_not_pressed(store, cast, as_, kind):
    """Its name changes with its state; a state beside it would say the opposite of the name."""
    post = an_idea(store, by=cast.ana, title="种树") if kind is Kind.IDEA else a_topic(store, by=cast.ana, title="种树")
    visitor, aimed = as_(cast.otto), {"HX-Request": "true", "HX-Target": f"form#vote_{post}"}
    for answer, act in (
        (visitor.post(f"/{kind.section}/{post}/vote", headers=aimed), f"Take back your support for this {kind}"),
        (visitor.delete(f"/{kind.section}/{post}/vote", headers=aimed), f"Back this {kind}"),
    ):
        assert f'{act}: <span lang="zh-Hans" dir="auto">种树</span>. ' in answer.text
        assert "aria-pressed" not in answer.text


def test_the_fragment_may_not_be_kept_as_the_page(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    aimed = {"HX-Request": "true", "HX-Target": f"form#vote_{post}"}
    varies = as_(cast.otto).post(f"/ideas/{post}/vote", headers=aimed).headers["vary"]
    assert {"HX-Request", "HX-Target"} <= set(re.split(", *", varies))


def test_without_htmx_one_is_back_where_one_pressed(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    visitor = as_(cast.otto)
    from_list = visitor.post(f"/ideas/{post}/vote", headers={"referer": "http://testserver/ideas?sort=newest"})
    assert (from_list.status_code, from_list.headers["location"]) == (303, f"/ideas?sort=newest#vote_{post}")
    for referer in ("http://elsewhere.example/ideas", "http://[", ""):
        response = visitor.post(f"/ideas/{post}/vote", headers={"referer": referer})
        assert response.headers["location"] == f"/ideas/{post}-plant-trees#vote_{post}"


def test_a_vote_that_fails_is_said_in_a_toast(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    hidden(store, by=cast.mia, post=post)
    aimed = {"HX-Request": "true", "HX-Target": f"form#vote_{post}"}
    response = as_(cast.otto).post(f"/ideas/{post}/vote", headers=aimed)
    assert (response.status_code, response.headers["hx-retarget"], response.headers["hx-reswap"]) == (
        409,
        "#toasts",
        "beforeend",
    )
    assert "removed in the meantime" in response.text
    assert "<html" not in response.text


@KINDS
def test_a_form_takes_a_vote_back_through_the_address(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    a_vote(store, by=cast.otto, on=post, kind=kind)
    page = as_(cast.otto).get(f"/{kind.section}/{post}", follow_redirects=True).text
    action = re.search(rf'id="vote_{post}" method="post" action="([^"]+)"', page)
    assert action
    assert as_(cast.otto).post(action[1]).status_code == 303
    assert count(store, post) == 0
