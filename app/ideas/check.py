"""What must be true of ideas."""

from collections.abc import Iterator

from sqlmodel import col, select

from app.core.db import Reader
from app.discussion.models import Kind, Post
from app.ideas.models import Idea, Response, Stage, StageKind


def problems(db: Reader) -> Iterator[str]:
    """One sentence for each thing that is wrong, with where it is."""
    lone = select(Post.id).join(Idea, col(Idea.post_id) == Post.id, isouter=True)
    for id in db.exec(lone.where(Post.kind == Kind.IDEA, col(Idea.post_id).is_(None))):
        yield f"Idea {id} has a post but no idea."
    staged = select(Post.id).join(Stage, col(Stage.id) == Post.stage_id, isouter=True)
    for id in db.exec(staged.where(Post.kind == Kind.IDEA, col(Stage.id).is_(None))):
        yield f"Idea {id} is at no stage."
    yield from _accepted_and_live(db)
    yield from _responded(db)


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
