"""Many at once: every answer is right, and what was counted is what is there."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from app import wiring
from app.core.deliveries import Delivery, deliver_due
from app.core.errors import Conflict, NotFound, Refusal, TooLate
from app.credits.models import CreditLine
from app.discussion import commands as discussion
from app.discussion import queries
from app.discussion.models import Comment, Follow, Kind, Post, Vote
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Response, StageEntry, StageKind
from app.notices.models import Notice
from app.people import commands as people
from app.people.models import Person, RoleGiven, SignInSession
from app.people.queries import colleague, department, holders, person
from app.people.roles import Role
from tests.makers import a_comment, a_vote, an_idea, hidden, people_named, removed, rows

MANY = 20
PASSWORD = "a sentence for the tests"
WORDS: dict[str, Any] = {"heard": "Trees.", "reasons": "Shade."}


def at_once(deeds: Iterable[Callable[[], Any]]) -> list[Any]:
    """What each of them gave or raised; they begin together."""
    every = list(deeds)
    ready = Barrier(len(every))

    def begin(deed):
        ready.wait(30)
        try:
            return deed()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(every)) as threads:
        return list(threads.map(begin, every))


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


@pytest.fixture
def crowd(store, cast):
    return people_named(store, (f"Person{n}" for n in range(MANY)), department_id=cast.sales)


def test_twenty_people_back_one_idea(store, cast, as_, crowd):
    idea = an_idea(store, by=cast.ana)
    visitors = [as_(voter) for voter in crowd]
    answers = at_once(partial(visitor.post, f"/ideas/{idea}/vote") for visitor in visitors)
    assert [answer.status_code for answer in answers] == [303] * MANY
    assert (len(rows(store, Vote)), rows(store, Post)[0].vote_count) == (MANY, MANY)
    assert problems(store) == []


def test_one_person_backs_an_idea_ten_times_at_once(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(cast.otto)
    assert at_once([lambda: visitor.post(f"/ideas/{idea}/vote").status_code] * 10) == [303] * 10
    assert (len(rows(store, Vote)), rows(store, Post)[0].vote_count) == (1, 1)


def test_votes_and_votes_taken_back_add_up(store, cast, crowd):
    idea = an_idea(store, by=cast.ana)
    for voter in crowd[:10]:
        a_vote(store, by=voter, on=idea)

    def withdraw(voter):
        with store.writing() as db:
            discussion.withdraw_vote(db, voter=colleague(db, voter), post_id=idea, kind=Kind.IDEA)

    back = [partial(a_vote, store, by=voter, on=idea) for voter in crowd[10:]]
    at_once([*back, *(partial(withdraw, voter) for voter in crowd[:10])])
    assert {row.person_id for row in rows(store, Vote)} == set(crowd[10:])
    assert problems(store) == []


def test_a_double_click_posts_one_idea(store, cast, as_):
    visitor = as_(cast.ana)
    typed = {"title": "Plant trees", "department": "operations", "key": "k"}
    answers = at_once([lambda: visitor.post("/ideas", data=typed)] * 4)
    # PostgreSQL may have given the numbers before it to those who came too late.
    [made] = rows(store, Post)
    assert {answer.headers["location"] for answer in answers} == {f"/ideas/{made.id}-plant-trees"}
    assert [len(rows(store, table)) for table in (Post, Follow, StageEntry, CreditLine)] == [1, 1, 1, 1]
    assert problems(store) == []


def test_a_double_click_posts_one_comment(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    visitor = as_(cast.otto)
    answers = at_once([lambda: visitor.post(f"/ideas/{idea}/comments", data={"body": "Well.", "key": "k"})] * 4)
    [made] = rows(store, Comment)
    assert {answer.headers["location"] for answer in answers} == {f"/comments/{made.id}"}
    assert rows(store, Post)[0].comment_count == 1


def test_many_comments_at_once_are_counted(store, cast, crowd):
    idea = an_idea(store, by=cast.ana)
    at_once(partial(a_comment, store, by=author, on=idea) for author in crowd)
    assert rows(store, Post)[0].comment_count == MANY
    assert problems(store) == []


def test_a_comment_that_is_removed_twice_at_once_is_counted_out_once(store, cast):
    idea = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=idea)
    a_comment(store, by=cast.otto, on=idea)
    at_once([lambda: removed(store, by=cast.otto, comment=1)] * 4)
    assert rows(store, Post)[0].comment_count == 1


def test_a_comment_that_is_hidden_and_removed_at_once_is_counted_out_once(store, cast):
    for n in range(1, 6):
        a_comment(store, by=cast.otto, on=an_idea(store, by=cast.ana))

        hide = partial(hidden, store, by=cast.mia, comment=n, reason="Rude.")
        at_once([hide, partial(removed, store, by=cast.otto, comment=n)] * 2)
    assert [post.comment_count for post in rows(store, Post)] == [0] * 5


def test_a_double_click_responds_once_and_the_next_words_are_another_response(store, cast, as_):
    idea = an_idea(store, by=cast.ana, department="operations")
    typed = {"heard": "You want trees.", "decision": "We plant some.", "reasons": "Shade."}
    visitors = [as_(cast.ben) for _n in range(6)]
    answers = at_once(partial(visitor.post, f"/ideas/{idea}/response", data=typed) for visitor in visitors)
    assert [answer.status_code for answer in answers] == [303] * 6
    assert len(rows(store, Response)) == 1
    assert len(rows(store, CreditLine, act="responded")) == 1
    visitors[0].post(f"/ideas/{idea}/response", data=typed | {"decision": "We planted them."})
    assert (len(rows(store, Response)), problems(store)) == (2, [])


def test_two_leads_respond_and_the_idea_is_accepted_once(store, cast):
    idea = an_idea(store, by=cast.ana)

    def respond(responder, decision):
        with store.writing() as db:
            stage = idea_queries.first_stage(db, StageKind.DOING).id
            ideas.respond(db, responder=colleague(db, responder), idea_id=idea, decision=decision, stage=stage, **WORDS)

    deeds = [partial(respond, person_id, words) for person_id in (cast.ben, cast.mia) for words in ("Yes.", "Soon.")]
    assert at_once(deeds) == [None] * 4
    assert len(rows(store, Response)) == 4
    acts = Counter(line.act for line in rows(store, CreditLine))
    assert acts == {"posted": 1, "accepted": 1, "responded": 4}
    assert problems(store) == []


def test_a_move_that_is_taken_back_many_times_at_once_is_taken_back_once(store, cast):
    idea = an_idea(store, by=cast.ana)
    with store.writing() as db:
        for kind in (StageKind.DECIDING, StageKind.DOING, StageKind.DONE):
            stage = idea_queries.first_stage(db, kind).id
            ideas.move_idea(db, mover=colleague(db, cast.ben), idea_id=idea, stage=stage)
    last = rows(store, StageEntry)[-1].id

    def take_back(who):
        with store.writing() as db:
            ideas.take_back_move(db, person=colleague(db, who), idea_id=idea, entry=last)

    answers = at_once(partial(take_back, who) for who in (cast.ben, cast.mia) * 3)
    assert sum(isinstance(answer, TooLate) for answer in answers) == 5
    assert [bool(entry.taken_back_at) for entry in rows(store, StageEntry)] == [False, False, False, True]
    assert len(rows(store, CreditLine, act="live")) == 2
    assert problems(store) == []


def test_an_idea_that_moves_while_it_is_answered_has_the_answer_of_its_own_department(store, cast):
    every = [an_idea(store, by=cast.ana) for _n in range(8)]

    def readdress(idea):
        with store.writing() as db:
            about = {"title": "Plant trees", "in_short": "", "body": "", "language": "en"}
            ideas.edit_idea(db, editor=colleague(db, cast.ana), post_id=idea, department="sales", **about)

    def respond(idea):
        with store.writing() as db:
            ideas.respond(db, responder=colleague(db, cast.ben), idea_id=idea, decision="Yes.", **WORDS)

    answers = at_once(partial(deed, idea) for idea in every for deed in (readdress, respond))
    assert sum(isinstance(answer, Refusal) for answer in answers) == len(every)
    home = {post.id: post.department_id for post in rows(store, Post)}
    assert [given.department_id for given in rows(store, Response)] == [
        home[given.idea_id] for given in rows(store, Response)
    ]
    assert problems(store) == []


def test_two_workers_deliver_everything_once(store, cast):
    for n in range(30):
        with store.writing() as db:
            author = colleague(db, cast.ana)
            ideas.post_idea(db, author=author, title=f"Idea {n}", department="operations")
    waiting = len(rows(store, Delivery, done_at=None))
    done = at_once([lambda: deliver_due(store, wiring.REACTIONS)] * 2)
    assert sum(done) == waiting == 30
    assert rows(store, Delivery, done_at=None) == []
    assert sum(notice.count for notice in rows(store, Notice, person_id=cast.ben)) == 30


def test_a_welcome_link_that_is_used_twice_at_once_works_once(application, store, cast):
    with store.writing() as db:
        token = people.invite(db, person=person(db, cast.otto), days=1)

    def accept(password_hash):
        with store.writing() as db:
            people.accept_invitation(db, token=token, password_hash=password_hash)
            return password_hash

    answers = at_once(partial(accept, f"hash {n}") for n in range(4))
    welcomed = [answer for answer in answers if isinstance(answer, str)]
    assert len(welcomed) == 1
    assert sum(isinstance(answer, NotFound) for answer in answers) == 3
    assert rows(store, Person, id=cast.otto)[0].password_hash == welcomed[0]


def test_two_administrators_who_demote_each_other_leave_one(store, cast):
    def set_admin(who, admin):
        with store.writing() as db:
            people.set_roles(db, person(db, who), [Role.ADMIN] if admin else [])

    for _n in range(5):
        for who in (cast.ana, cast.mia):
            set_admin(who, True)
        answers = at_once([lambda: set_admin(cast.ana, False), lambda: set_admin(cast.mia, False)])
        assert sum(isinstance(answer, Conflict) for answer in answers) == 1
        assert len(rows(store, RoleGiven, role=Role.ADMIN)) == 1


def test_an_administrator_who_leaves_while_the_other_is_demoted_leaves_one(store, cast):
    def demote():
        with store.writing() as db:
            people.set_roles(db, person(db, cast.mia), [])

    def set_active(active):
        with store.writing() as db:
            people.set_active(db, person(db, cast.ana), active=active)

    for turn in range(6):
        set_active(True)
        for who in (cast.ana, cast.mia):
            with store.writing() as db:
                people.set_roles(db, person(db, who), [Role.ADMIN])
        answers = at_once([lambda: set_active(False), demote][:: 1 if turn % 2 else -1])
        assert sum(isinstance(answer, Conflict) for answer in answers) == 1
        with store.reading() as db:
            assert len(list(db.scalars(holders(Role.ADMIN)))) == 1


def test_a_role_that_is_given_and_taken_many_times_at_once_is_there_once_or_not(store, cast):
    def put(roles):
        with store.writing() as db:
            people.set_roles(db, person(db, cast.otto), roles)

    assert at_once([lambda: put([Role.HR])] * 8) == [None] * 8
    assert [row.role for row in rows(store, RoleGiven, person_id=cast.otto)] == [Role.HR]
    assert at_once([lambda: put([])] * 8) == [None] * 8
    assert rows(store, RoleGiven, person_id=cast.otto) == []


def test_signing_in_many_times_at_once_works_every_time(application, store, cast, as_):
    with store.writing() as db:
        person(db, cast.ana).password_hash = application.state.parts.passwords.hash(PASSWORD)
    typed = {"email": "ana@example.com", "password": PASSWORD}
    assert at_once([lambda: as_(0).post("/sign-in", data=typed).status_code] * 8) == [303] * 8
    assert len(rows(store, SignInSession)) == 8


def test_readers_and_writers_at_once_all_get_an_answer(store, cast, as_, crowd):
    idea = an_idea(store, by=cast.ana)
    visitors = [as_(one) for one in crowd]
    asked = [
        *(partial(visitor.get, f"/ideas/{idea}-plant-trees") for visitor in visitors[:7]),
        *(partial(visitor.get, "/ideas") for visitor in visitors[7:14]),
        *(partial(visitor.post, f"/ideas/{idea}/vote") for visitor in visitors[14:]),
    ]
    assert Counter(answer.status_code for answer in at_once(asked)) == {200: 14, 303: 6}
    with store.reading() as db:
        assert queries.post(db, idea).vote_count == 6
        assert department(db, cast.sales).active
