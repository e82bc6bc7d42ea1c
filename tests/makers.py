"""Things that tests begin with, made through the commands that people's clicks use."""

from app.core.db import Database
from app.discussion import commands as discussion
from app.discussion.models import Kind
from app.ideas import commands as ideas
from app.people.queries import colleague
from app.topics import commands as topics


def an_idea(
    store: Database, *, by: int, department: str = "operations", title: str = "Plant trees", **more: str
) -> int:
    with store.writing() as db:
        post = ideas.post_idea(db, author=colleague(db, by), department=department, title=title, **more)
        return post.id or 0


def a_topic(store: Database, *, by: int, title: str = "Lunch together", **more: str) -> int:
    with store.writing() as db:
        return topics.open_topic(db, author=colleague(db, by), title=title, **more).id or 0


def a_comment(store: Database, *, by: int, on: int, body: str = "Well said.", parent: int | None = None) -> int:
    with store.writing() as db:
        kind = Kind.IDEA
        made = discussion.post_comment(db, author=colleague(db, by), post_id=on, kind=kind, body=body, parent_id=parent)
        return made.id or 0


def a_vote(store: Database, *, by: int, on: int) -> None:
    with store.writing() as db:
        discussion.cast_vote(db, voter=colleague(db, by), post_id=on, kind=Kind.IDEA)
