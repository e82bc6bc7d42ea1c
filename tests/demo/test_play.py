"""The demo company, played once: whole, sound, of today, and in three languages."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from app import wiring
from app.core.clock import now
from app.core.db import Database
from app.core.deliveries import Delivery
from app.core.migrating import upgrade
from app.core.settings import Settings
from app.demo import company, play
from app.demo.company import happenings, told
from app.discussion.models import Comment, Post, Vote
from app.ideas.models import Idea, Response, Stage, StageKind
from app.notices.models import Notice
from app.people.models import Department, Person
from app.people.queries import colleague
from app.people.roles import Role
from app.recognition.models import Recognition
from tests.makers import rows
from tests.servers import worker_database

THREE = {"en", "zh-Hans", "th"}


@pytest.fixture(scope="module")
def played(tmp_path_factory, worker_id, server):
    """Its store. Played once for all tests here, which only look."""
    url = worker_database(server, f"demo_{worker_id}") if server else ""
    settings = Settings(data=tmp_path_factory.mktemp("demo"), database_url=url)
    store = Database(settings.url, threads=2, info=wiring.INFO)
    upgrade(store)
    with store.reading() as db:
        assert not play.is_filled(db)
    play.fill(store)
    yield store
    store.dispose()


def posts_told():
    return [("idea", one) for one in told("ideas")["ideas"]] + [("topic", one) for one in told("topics")["topics"]]


def replies_told(comment):
    return len(comment.get("replies", []))


def test_the_company_has_no_problems(played):
    with played.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []


def test_the_company_is_filled(played):
    with played.reading() as db:
        assert play.is_filled(db)


def test_everybody_and_everything_told_is_there(played):
    comments = [comment for _kind, post in posts_told() for comment in post.get("comments", [])]
    told_counts: dict[type[SQLModel], int] = {
        Person: len(told("people")["people"]),
        Department: len(told("people")["departments"]),
        Post: len(posts_told()),
        Idea: len(told("ideas")["ideas"]),
        Vote: sum(len(post.get("backers", [])) for _kind, post in posts_told()),
        Comment: len(comments) + sum(map(replies_told, comments)),
        Response: sum("response" in post for _kind, post in posts_told()),
        Recognition: sum(len(told("recognition")[name]) for name in ("thanks", "awards", "wall")),
    }
    assert {table: len(rows(played, table)) for table in told_counts} == told_counts


def test_every_post_has_the_votes_and_comments_it_is_told_with(played):
    found = {post.title: (post.vote_count, post.comment_count) for post in rows(played, Post)}
    for _kind, post in posts_told():
        comments = post.get("comments", [])
        assert found[post["title"]] == (
            len(post.get("backers", [])),
            len(comments) + sum(map(replies_told, comments)),
        )


def test_a_company_worth_looking_around_in(played):
    assert len(rows(played, Department)) == 6
    assert len(rows(played, Person)) >= 30
    kinds = Counter(post.kind for post in rows(played, Post))
    assert kinds["idea"] >= 40
    assert kinds["topic"] >= 10
    stages: dict[int | None, str] = {stage.id: stage.kind for stage in rows(played, Stage)}
    assert {stages[post.stage_id] for post in rows(played, Post, kind="idea")} == set(StageKind)


def test_somebody_shared_an_idea_without_saying_it_in_short(played):
    in_short = {idea.in_short for idea in rows(played, Idea)}
    assert "" in in_short
    assert len(in_short) > 1


def test_the_three_languages_are_equals(played):
    for written in (rows(played, Post), rows(played, Comment)):
        languages = Counter(row.language for row in written)
        assert min(languages[tag] for tag in THREE) * 6 >= len(written)
    assert {response.language for response in rows(played, Response)} == THREE
    assert {person.locale for person in rows(played, Person)} == THREE


def test_the_story_ends_today_and_reaches_into_no_future(played):
    moved = [post.moved_at for post in rows(played, Post)]
    assert now() - timedelta(days=2) < max(moved) <= now()
    assert min(post.created_at for post in rows(played, Post)) < now() - timedelta(days=30)
    for table, name in ((Post, "created_at"), (Comment, "created_at"), (Vote, "at"), (Response, "at")):
        assert max(getattr(row, name) for row in rows(played, table)) <= now()


def test_nothing_is_said_before_what_it_answers(played):
    posted = {post.id: post.created_at for post in rows(played, Post)}
    assert all(comment.created_at >= posted[comment.post_id] for comment in rows(played, Comment))
    assert all(response.at >= posted[response.idea_id] for response in rows(played, Response))
    said: dict[int | None, datetime] = {comment.id: comment.created_at for comment in rows(played, Comment)}
    replies = [comment for comment in rows(played, Comment) if comment.parent_id]
    assert replies
    assert all(reply.created_at >= said[reply.parent_id] for reply in replies)


def test_what_happened_is_told_in_its_order():
    ago = [happening.ago for happening in happenings()]
    assert ago == sorted(ago, reverse=True)


@pytest.mark.parametrize("hour", range(24))
def test_nobody_acts_at_night_or_in_the_future(hour):
    end = datetime(2026, 5, 4, hour, 20, tzinfo=UTC)
    told_ = list(company.moments(happenings(), end))
    assert [one for _at, one in told_] == happenings()
    moments = [at for at, _one in told_]
    assert moments == sorted(moments)
    assert moments[-1] <= end
    here = [at.astimezone(company.HOME) for at in moments]
    today = end.astimezone(company.HOME).date()
    assert {at.hour for at in here if at.date() < today} <= set(range(11, 19))


def test_everything_that_follows_has_followed(played):
    assert rows(played, Delivery, done_at=None) == []
    notices = rows(played, Notice)
    assert any(notice.seen_at for notice in notices)
    assert any(not notice.seen_at for notice in notices)


def test_every_department_has_a_lead_of_its_own(played):
    homes: dict[int | None, int | None] = {person.id: person.department_id for person in rows(played, Person)}
    assert all(homes[unit.lead_id] == unit.id for unit in rows(played, Department))


def test_the_terminal_proposes_one_of_each_role(played):
    people = {person.name: person.id for person in rows(played, Person)}
    held = []
    for name, _what in company.proposed():
        with played.reading() as db:
            held.append(colleague(db, people[name] or 0).roles - {Role.EMPLOYEE})
    assert held[0] == set()
    assert [
        roles & {role} for roles, role in zip(held[1:], (Role.LEAD, Role.LEADER, Role.HR, Role.ADMIN), strict=True)
    ] == [
        {Role.LEAD},
        {Role.LEADER},
        {Role.HR},
        {Role.ADMIN},
    ]
