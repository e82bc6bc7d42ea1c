from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlmodel import col, func, select

from app.core.db import Reader
from app.core.slugs import slug
from app.discussion.models import Kind, Post, Vote
from app.discussion.queries import authors_of
from app.people.models import Person


@dataclass(frozen=True)
class Visitor:
    """Somebody the load is sent as; `token` is the secret of their session."""

    id: int
    language: str
    token: str = ""


def some_people(db: Reader, count: int) -> list[Visitor]:
    """Evenly from all of them."""
    rows = [Visitor(id, tag) for id, tag in db.exec(select(Person.id, Person.locale).order_by(col(Person.id))) if id]
    return rows[:: max(len(rows) // count, 1)][:count]


def addresses_with_comments(db: Reader, about: int, most: int) -> list[str]:
    """Pages of ideas with so many comments; the nearest to it where too few have just that many."""
    ideas = select(Post.id, Post.title).where(Post.kind == Kind.IDEA)
    found = db.exec(ideas.order_by(func.abs(Post.comment_count - about), col(Post.id)).limit(most))
    return [f"/ideas/{id}-{slug(title)}" for id, title in found]


def to_back(db: Reader, visitor_ids: Collection[int]) -> Iterator[tuple[int, int]]:
    """Every idea and visitor who neither wrote nor backs it."""
    ideas = list(db.exec(select(Post.id).where(Post.kind == Kind.IDEA)))
    by = authors_of(db, [id for id in ideas if id])
    backed = set(db.exec(select(Vote.post_id, Vote.person_id).where(col(Vote.person_id).in_(visitor_ids))))
    for post_id in ideas:
        authors = {author.person_id for author in by[post_id or 0]}
        for person_id in visitor_ids:
            if post_id and person_id not in authors and (post_id, person_id) not in backed:
                yield post_id, person_id
