"""Things that tests begin with, made through the commands that people's clicks use."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import SQLModel, select

from app.core.db import Database
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.discussion.models import Kind
from app.ideas import commands as ideas
from app.ideas.models import StageKind
from app.ideas.queries import first_stage
from app.people import commands as people
from app.people.queries import colleague
from app.topics import commands as topics

Row = TypeVar("Row", bound=SQLModel)


def an_idea(
    store: Database, *, by: int, department: str = "operations", title: str = "Plant trees", **more: str
) -> int:
    with store.writing() as db:
        post = ideas.post_idea(db, author=colleague(db, by), department=department, title=title, **more)
        return post.id or 0


def a_topic(store: Database, *, by: int, title: str = "Lunch together", **more: str) -> int:
    with store.writing() as db:
        return topics.open_topic(db, author=colleague(db, by), title=title, **more).id or 0


def a_comment(
    store: Database, *, by: int, on: int, body: str = "Well said.", parent: int | None = None, kind: Kind = Kind.IDEA
) -> int:
    with store.writing() as db:
        made = discussion.post_comment(db, author=colleague(db, by), post_id=on, kind=kind, body=body, parent_id=parent)
        return made.id or 0


def a_vote(store: Database, *, by: int, on: int, kind: Kind = Kind.IDEA) -> None:
    with store.writing() as db:
        discussion.cast_vote(db, voter=colleague(db, by), post_id=on, kind=kind)


def a_response(store: Database, *, by: int, to: int, stage: StageKind | None = None, **more: Any) -> int:
    """`stage` is the kind it moves the idea to; without one the idea stays where it is."""
    with store.writing() as db:
        entered = first_stage(db, stage).id if stage else None
        words = {"heard": "You want trees.", "decision": "We plant some."} | more
        return ideas.respond(db, responder=colleague(db, by), idea_id=to, stage=entered, **words).id or 0


def hidden(store: Database, *, by: int, post: int = 0, comment: int = 0, reason: str = "It names a customer.") -> None:
    """By an administrator: either a post or a comment."""
    with store.writing() as db:
        admin = colleague(db, by)
        if comment:
            discussion.hide_comment(db, admin=admin, comment_id=comment, reason=reason)
        else:
            discussion.hide_post(db, admin=admin, post_id=post, reason=reason)


def removed(store: Database, *, by: int, post: int = 0, comment: int = 0) -> None:
    """By its author: either a post or a comment."""
    with store.writing() as db:
        person = colleague(db, by)
        if comment:
            discussion.remove_comment(db, person=person, comment=discussion_queries.comment(db, comment))
        else:
            discussion.remove_post(db, person=person, post=discussion_queries.post(db, post))


def people_named(store: Database, names: Iterable[str], *, department_id: int) -> list[int]:
    """More colleagues than the cast has."""
    with store.writing() as db:
        added = (
            people.add_person(db, name=name, email=f"{name}@example.com".lower(), department_id=department_id)
            for name in names
        )
        return [one.id or 0 for one in added]


def rows(store: Database, table: type[Row], **where: Any) -> list[Row]:
    """What stands in a table, in the order it was written."""
    with store.reading() as db:
        return list(db.exec(select(table).filter_by(**where).order_by(*inspect(table).primary_key)))
