"""Whoever holds an idea, or wrote it, hears of what is said about it: from the start, and unless they said otherwise."""

import re

from app.discussion import queries as discussion
from app.discussion.models import Post
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import department, person
from app.people.roles import Role
from tests.ideas.bringing import bring
from tests.makers import a_comment, a_response, an_idea, left, rows


def hears(store, post):
    with store.reading() as db:
        return set(discussion.followers(db, post))


def told(store, work, kind="comment"):
    work()
    return {notice.person_id for notice in rows(store, Notice, kind=kind)}


def button(as_, who, post):
    page = as_(who).get(f"/ideas/{post}", follow_redirects=True).text
    [label] = re.findall(rf'action="/ideas/{post}/follow.*?<span>(.*?)</span>', page, re.DOTALL)
    return label


def lead(store, who, *, of):
    with store.writing() as db:
        people.set_lead(db, department(db, of), lead_id=who)


def test_whoever_holds_it_hears_of_a_comment_and_nobody_of_their_own(store, cast, work):
    post = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.ben, on=post, body="Which trees?")
    assert told(store, work) == {cast.ana}
    a_comment(store, by=cast.ana, on=post, body="Limes.")
    assert told(store, work) == {cast.ana, cast.ben}


def test_the_button_says_so_and_stops_it_for_good(store, cast, as_, work):
    post = an_idea(store, by=cast.ana)
    assert button(as_, cast.ben, post) == "Stop following"
    assert button(as_, cast.otto, post) == "Follow"
    as_(cast.ben).delete(f"/ideas/{post}/follow")
    assert button(as_, cast.ben, post) == "Follow"
    a_comment(store, by=cast.ana, on=post)
    a_comment(store, by=cast.ben, on=post)
    lead(store, cast.otto, of=cast.operations)
    lead(store, cast.ben, of=cast.operations)
    a_comment(store, by=cast.ana, on=post)
    assert cast.ben not in told(store, work)
    as_(cast.ben).put(f"/ideas/{post}/follow")
    assert cast.ben in hears(store, post)


def test_whoever_leads_later_hears_of_what_waited_before(store, cast, as_, work):
    post = an_idea(store, by=cast.ana)
    lead(store, cast.otto, of=cast.operations)
    assert hears(store, post) == {cast.ana, cast.otto}
    assert (button(as_, cast.otto, post), button(as_, cast.ben, post)) == ("Stop following", "Follow")
    a_comment(store, by=cast.lea, on=post)
    assert told(store, work) == {cast.ana, cast.otto}


def test_when_a_lead_leaves_whoever_holds_it_then_hears(store, cast, work):
    waiting, answered = (an_idea(store, by=cast.ana) for _n in range(2))
    a_response(store, by=cast.ben, to=answered)
    left(store, cast.ben)
    for post in (waiting, answered):
        a_comment(store, by=cast.otto, on=post)
    assert told(store, work) == {cast.ana, cast.mia}


def test_an_idea_sent_to_another_department_concerns_its_lead(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    with store.writing() as db:
        people.set_lead(db, department(db, cast.quality), lead_id=cast.lea)
    typed = {"title": "Plant trees", "department": "quality"}
    page = as_(cast.ana).get(f"/ideas/{post}/edit").text
    [typed["version"]] = re.findall(r'name="version" value="([^"]*)"', page)
    assert as_(cast.ana).post(f"/ideas/{post}", data=typed).status_code == 303
    assert hears(store, post) == {cast.ana, cast.lea}


def test_an_idea_that_nobody_leads_concerns_an_administrator(store, cast):
    assert hears(store, an_idea(store, by=cast.ana, department="sales")) == {cast.ana, cast.mia}


def test_who_became_administrator_does_not_hear_of_what_others_hold(store, cast):
    post = an_idea(store, by=cast.ana)
    with store.writing() as db:
        people.set_roles(db, person(db, cast.otto), [Role.ADMIN])
    assert hears(store, post) == {cast.ana, cast.ben}


def test_whoever_holds_it_hears_when_somebody_else_answers(store, cast, work):
    a_response(store, by=cast.mia, to=an_idea(store, by=cast.ana))
    assert told(store, work, kind="response") == {cast.ana, cast.ben}


def test_an_idea_of_elsewhere_tells_nobody_when_it_comes_and_both_when_somebody_comments(
    store, cast, work, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    bring(store, "id,title,author_email,department\n7,A bench at the gate,ana@example.com,Operations\n")
    work()
    assert rows(store, Notice) == []
    [post] = [one.id for one in rows(store, Post)]
    assert hears(store, post) == {cast.ana, cast.ben}
    a_comment(store, by=cast.otto, on=post)
    assert told(store, work) == {cast.ana, cast.ben}
