"""What must be true of ideas."""

from collections.abc import Iterator

from sqlalchemy import func, literal, true
from sqlmodel import col, select

from app.core.columns import Condition, Expression
from app.core.db import Reader
from app.credits.models import Act, CreditLine, Party
from app.credits.queries.lines import is_live
from app.discussion.models import Authorship, AuthorState, Kind, Post
from app.ideas.models import Idea, Response, Stage, StageEntry, StageKind
from app.people.models import Person

CLAIMED = (
    (Act.ACCEPTED, Idea.accepted_at, StageKind.DOING, (StageKind.DOING, StageKind.DONE)),
    (Act.LIVE, Idea.live_at, StageKind.DONE, (StageKind.DONE,)),
)
"""What an idea can say of itself: where that is noted, the kind of stage that says so, and those where it stands."""


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
    for find in (_elsewhere, _accepted_and_live, _overclaimed, _responded, _waiting, _uncredited, _own_decisions):
        yield from find(db)


def _elsewhere(db: Reader) -> Iterator[str]:
    """An idea is where its way ends, without the moves that were taken back."""
    standing = select(func.max(StageEntry.id)).where(StageEntry.idea_id == Post.id)
    standing = standing.where(col(StageEntry.taken_back_at).is_(None)).correlate(Post)
    ways = select(Post.id).join(StageEntry, col(StageEntry.id) == standing.scalar_subquery())
    for id in db.exec(ways.where(Post.kind == Kind.IDEA, col(StageEntry.stage_id) != Post.stage_id)):
        yield f"Idea {id} is at another stage than the one it came to last."


def _accepted_and_live(db: Reader) -> Iterator[str]:
    at = _at_stages(Idea.post_id, Stage.kind)
    for act, noted, kind, _kinds in CLAIMED:
        for id, _kind in db.exec(at.where(Stage.kind == kind, col(noted).is_(None))):
            yield f"Idea {id} is at a stage of kind {kind}, but nothing says since when it is {act}."


def _overclaimed(db: Reader) -> Iterator[str]:
    """What no stage says, neither the idea says nor the ledger."""
    at = _at_stages(Idea.post_id, Stage.kind)
    for act, noted, _kind, kinds in CLAIMED:
        elsewhere = at.where(col(Stage.kind).not_in(kinds))
        for id, kind in db.exec(elsewhere.where(col(noted).is_not(None))):
            yield f"Idea {id} says since when it is {act}, and is at a stage of kind {kind}."
        for id, kind in db.exec(elsewhere.where(_credited(Kind.IDEA, Idea.post_id, act))):
            yield f"Somebody stands credited with idea {id} ({act}), which is at a stage of kind {kind}."


def _at_stages(*columns: Expression) -> Expression:
    rows = select(*columns).join(Post, col(Post.id) == Idea.post_id)
    return rows.join(Stage, col(Stage.id) == Post.stage_id)


def _responded(db: Reader) -> Iterator[str]:
    answered = select(Response.id).where(Response.idea_id == Idea.post_id).exists()
    for id in db.exec(select(Idea.post_id).where(answered != col(Idea.responded_at).is_not(None))):
        yield f"Idea {id} says it was answered and has no response, or the other way round."


def _waiting(db: Reader) -> Iterator[str]:
    """The list of what waits for a response; what was brought from elsewhere may have been settled there."""
    ideas = select(Idea.post_id).join(Post, col(Post.id) == Idea.post_id)
    for id in db.exec(ideas.where(Post.awaits_reply, col(Idea.responded_at).is_not(None))):
        yield f"Idea {id} waits for a response and has one."
    unanswered = ideas.where(~col(Post.awaits_reply), col(Idea.responded_at).is_(None))
    for id in db.exec(unanswered.where(col(Post.source).is_(None))):
        yield f"Idea {id} has no response and does not wait for one."


def _uncredited(db: Reader) -> Iterator[str]:
    """Nobody is credited where nobody was matched: an imported idea may be without an author, its response is."""
    ideas = select(Idea.post_id).join(Authorship, col(Authorship.post_id) == Idea.post_id)
    ideas = ideas.where(col(Authorship.person_id).is_not(None), Authorship.state == AuthorState.CONFIRMED)
    for act, happened in (
        (Act.POSTED, true()),
        (Act.ACCEPTED, col(Idea.accepted_at).is_not(None)),
        (Act.LIVE, col(Idea.live_at).is_not(None)),
    ):
        line = _credited(Kind.IDEA, Idea.post_id, act, Authorship.person_id)
        for id in db.exec(ideas.where(happened, ~line)):
            yield f"Idea {id} has no credit line for its author ({act})."
    line = _credited("response", Response.id, Act.RESPONDED, Response.by_id)
    others = select(Response.id).where(col(Response.by_id).is_not(None), ~col(Response.by_author))
    for response_id in db.exec(others.where(~line)):
        yield f"Response {response_id} has no credit line for whoever gave it."


def _own_decisions(db: Reader) -> Iterator[str]:
    line = _credited("response", Response.id, Act.RESPONDED)
    for response_id in db.exec(select(Response.id).where(Response.by_author, line)):
        yield f"Response {response_id} is by an author of its idea, who stands credited for it."


def _credited(kind: str, ref: Expression, act: Act, person_id: Expression | None = None) -> Condition:
    """Whether a line stands, of one person or of anybody."""
    of = (CreditLine.subject_kind == kind, CreditLine.subject_ref == ref, CreditLine.act == act)
    theirs = (CreditLine.party_kind == Party.PERSON, CreditLine.party_id == person_id) if person_id is not None else ()
    return select(literal(1)).where(*of, *theirs, is_live()).exists()
