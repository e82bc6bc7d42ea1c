"""Things that tests begin with, made through the commands that people's clicks use."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import inspect, update
from sqlmodel import SQLModel, col, select

from app.core.db import Database, Reader
from app.core.subjects import Subject
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.discussion.models import AuthorRole, Authorship, Kind
from app.ideas import commands as ideas
from app.ideas.models import StageKind
from app.ideas.queries import first_stage
from app.moderation import commands as moderation
from app.people import commands as people
from app.people import queries as people_queries
from app.people.queries import colleague, person
from app.people.roles import Role
from app.topics import commands as topics

Row = TypeVar("Row", bound=SQLModel)


def an_idea(
    store: Database, *, by: int, department: str = "operations", title: str = "Plant trees", **more: str
) -> int:
    with store.writing() as db:
        post = ideas.post_idea(db, author=colleague(db, by), department=department, title=title, **more)
        return post.id


def a_topic(store: Database, *, by: int, title: str = "Lunch together", **more: str) -> int:
    with store.writing() as db:
        return topics.open_topic(db, author=colleague(db, by), title=title, **more).id


def a_comment(
    store: Database, *, by: int, on: int, body: str = "Well said.", parent: int | None = None, kind: Kind = Kind.IDEA
) -> int:
    with store.writing() as db:
        made = discussion.post_comment(db, author=colleague(db, by), post_id=on, kind=kind, body=body, parent_id=parent)
        return made.id


def a_vote(store: Database, *, by: int, on: int, kind: Kind = Kind.IDEA) -> None:
    with store.writing() as db:
        discussion.cast_vote(db, voter=colleague(db, by), post_id=on, kind=kind)


def a_response(store: Database, *, by: int, to: int, stage: StageKind | None = None, **more: Any) -> int:
    """`stage` is the kind it moves the idea to; without one what was open is answered, and all else stays."""
    with store.writing() as db:
        entered = first_stage(db, stage).id if stage else None
        words = {"heard": "You want trees.", "decision": "We plant some.", "reasons": "Shade."} | more
        return ideas.respond(db, responder=colleague(db, by), idea_id=to, stage=entered, **words).id


def hidden(store: Database, *, by: int, reason: str = "It names a customer.", **what: int) -> None:
    """By an administrator: a `post`, a `comment` or a `recognition`, by its number."""
    with store.writing() as db:
        moderation.hide(db, admin=colleague(db, by), subject=subject_of(db, **what), reason=reason)


def shown_again(store: Database, *, by: int, **what: int) -> None:
    with store.writing() as db:
        moderation.show(db, admin=colleague(db, by), subject=subject_of(db, **what))


def subject_of(db: Reader, **what: int) -> Subject:
    """Of `post=12`, which may be of any kind, and of `comment=3` and the like."""
    [(kind, ref)] = what.items()
    return Subject(discussion_queries.post(db, ref).kind if kind == "post" else kind, ref)


def removed(store: Database, *, by: int, post: int = 0, comment: int = 0) -> None:
    """By its author: either a post or a comment."""
    with store.writing() as db:
        person = colleague(db, by)
        if comment:
            discussion.remove_comment(db, person=person, comment=discussion_queries.comment(db, comment))
        else:
            discussion.remove_post(db, person=person, post=discussion_queries.post(db, post))


def left(store: Database, who: int) -> None:
    """The company: they are no longer active."""
    with store.writing() as db:
        people.set_active(db, person(db, who), active=False)


def people_named(store: Database, names: Iterable[str], *, department_id: int) -> list[int]:
    """More colleagues than the cast has."""
    with store.writing() as db:
        added = (
            people.add_person(db, name=name, email=f"{name}@example.com".lower(), department_id=department_id)
            for name in names
        )
        return [one.id for one in added]


def first_authors(store: Database) -> list[tuple[int | None, str]]:
    """Who stands first in the byline of each post, in the order the posts were written: person and name."""
    return [(row.person_id, row.name) for row in rows(store, Authorship, position=0)]


def unmatched(store: Database, *, name: str = "") -> None:
    """As an import leaves every post whose author is nobody here."""
    with store.writing() as db:
        db.execute(update(Authorship).values(person_id=None, name=name))


def together(store: Database, *, post: int, people: Iterable[int], share: int = 0) -> None:
    """More authors of a post, who have confirmed, with a share of each that the first one gives up."""
    with store.writing() as db:
        for position, id_ in enumerate(people, 1):
            other = Authorship(post_id=post, position=position, person_id=id_, role=AuthorRole.CO_AUTHOR, share=share)
            other.name = person(db, id_).name
            db.add(other)
            first = col(Authorship.post_id) == post, col(Authorship.position) == 0
            db.execute(update(Authorship).where(*first).values(share=Authorship.share - share))


def roles_of(store: Database, person_id: int) -> list[Role]:
    """Those that somebody was given."""
    with store.reading() as db:
        return people_queries.roles_of(db, person_id)


def rows(store: Database, table: type[Row], **where: Any) -> list[Row]:
    """What stands in a table, in the order it was written."""
    with store.reading() as db:
        return list(db.exec(select(table).filter_by(**where).order_by(*inspect(table).primary_key)))
