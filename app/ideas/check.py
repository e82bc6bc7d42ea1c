"""What must be true of ideas."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import literal, true
from sqlmodel import col, select

from app.core.db import Reader
from app.credits.models import Act, CreditLine, Party
from app.credits.queries.lines import is_live
from app.discussion.models import Kind, Post
from app.ideas.models import Idea, Response, Stage, StageKind
from app.people.models import Person


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    lone = select(Post.id).join(Idea, col(Idea.post_id) == Post.id, isouter=True)
    for id in db.exec(lone.where(Post.kind == Kind.IDEA, col(Idea.post_id).is_(None))):
        yield f"Idea {id} has a post but no idea."
    staged = select(Post.id).join(Stage, col(Stage.id) == Post.stage_id, isouter=True)
    for id in db.exec(staged.where(Post.kind == Kind.IDEA, col(Stage.id).is_(None))):
        yield f"Idea {id} is at no stage."
    gone = select(Idea.post_id).join(Person, col(Person.id) == Idea.holder_id).where(~col(Person.active))
    for id in db.exec(gone):
        yield f"Idea {id} is held by somebody who has left."
    yield from _accepted_and_live(db)
    yield from _responded(db)
    yield from _uncredited(db)


def _accepted_and_live(db: Reader) -> Iterator[str]:
    at = select(Idea.post_id).join(Post, col(Post.id) == Idea.post_id).join(Stage, col(Stage.id) == Post.stage_id)
    for kind, noted, word in (
        (StageKind.DOING, Idea.accepted_at, "accepted"),
        (StageKind.DONE, Idea.live_at, "live"),
    ):
        for id in db.exec(at.where(Stage.kind == kind, col(noted).is_(None))):
            yield f"Idea {id} is at a stage of kind {kind}, but nothing says since when it is {word}."


def _responded(db: Reader) -> Iterator[str]:
    answered = select(Response.id).where(Response.idea_id == Idea.post_id).exists()
    for id in db.exec(select(Idea.post_id).where(answered != col(Idea.responded_at).is_not(None))):
        yield f"Idea {id} says it was answered and has no response, or the other way round."


def _uncredited(db: Reader) -> Iterator[str]:
    """Nobody is credited where nobody was matched: an imported idea may be without an author, its response is."""
    ideas = select(Idea.post_id).join(Post, col(Post.id) == Idea.post_id)
    for act, happened in (
        (Act.POSTED, true()),
        (Act.ACCEPTED, col(Idea.accepted_at).is_not(None)),
        (Act.LIVE, col(Idea.live_at).is_not(None)),
    ):
        line = _line(Kind.IDEA, Idea.post_id, act, Post.author_id)
        for id in db.exec(ideas.where(happened, col(Post.author_id).is_not(None), ~line)):
            yield f"Idea {id} has no credit line for its author ({act})."
    line = _line("response", Response.id, Act.RESPONDED, Response.by_id)
    for response_id in db.exec(select(Response.id).where(col(Response.by_id).is_not(None), ~line)):
        yield f"Response {response_id} has no credit line for whoever gave it."


def _line(kind: str, ref: Any, act: Act, person_id: Any) -> Any:
    of = (CreditLine.subject_kind == kind, CreditLine.subject_ref == ref, CreditLine.act == act)
    theirs = (CreditLine.party_kind == Party.PERSON, CreditLine.party_id == person_id)
    return select(literal(1)).where(*of, *theirs, is_live()).exists()
