from datetime import datetime

from app.core.clock import now
from app.core.db import Writer, locked
from app.core.errors import Invalid, TooLate
from app.core.events import record
from app.core.i18n import _
from app.core.policy import ensure
from app.credits.models import Act
from app.discussion import commands as discussion
from app.discussion.models import Post
from app.discussion.queries import authors
from app.ideas import policy, queries
from app.ideas.events import ClaimEnded, IdeaAccepted, IdeaWentLive, MoveTakenBack, StageChanged
from app.ideas.models import Idea, Stage, StageEntry, StageKind
from app.people.queries import department
from app.people.roles import Colleague

# Why credit is countered. Kept in the ledger, which is read in any language: codes, not sentences.
STAGE_LEFT, TAKEN_BACK = "stage left", "move taken back"
Claims = tuple[datetime | None, datetime | None]
"""Since when an idea is accepted, and live."""


def move_idea(db: Writer, *, mover: Colleague, idea_id: int, stage: int) -> Post:
    """To another stage without a new response: a trial that went live, for example."""
    post, idea = locked_idea(db, idea_id)
    ensure_decides(db, mover, post)
    entered = queries.stage(db, stage)
    verdict = policy.move(idea, entered)
    if not verdict:
        raise Invalid(verdict.reason, field="stage")
    move(db, post, idea, entered, by_id=mover.id)
    discussion.bump(post)
    return post


def take_back_move(db: Writer, *, person: Colleague, idea_id: int, entry: int) -> Post:
    """The last move, by the number of its entry; a response that it came with stays."""
    post, idea = locked_idea(db, idea_id)
    ensure_decides(db, person, post)
    way = queries.way(db, idea_id)
    if way.last_move is None or way.last_move.id != entry:
        raise TooLate(_("This can't be taken back any more: it was already, or the idea moved on."))
    last = queries.stage_entry(db, entry)
    last.taken_back_at, last.taken_back_by_id = now(), person.id
    post.stage_id = way.walked[-2].stage_id
    discussion.bump(post)
    db.flush()
    record(db, MoveTakenBack(idea_id=idea_id, stage_id=post.stage_id, by_id=person.id))
    _claim(db, idea, (last.accepted_before, last.live_before), because=TAKEN_BACK)
    return post


def locked_idea(db: Writer, idea_id: int) -> tuple[Post, Idea]:
    """Judged before it is locked, a department could answer for an idea that goes to another at this moment."""
    post, idea = queries.idea(db, idea_id)
    locked(db, post)
    locked(db, idea)
    return post, idea


def ensure_decides(db: Writer, person: Colleague, post: Post) -> None:
    """Raises Forbidden unless this person may respond to the idea and move it."""
    unit = department(db, post.department_id) if post.department_id else None
    ensure(policy.decide(person, post, authors(db, post.id), unit))


def enter(db: Writer, post: Post, stage: Stage, *, by_id: int | None, claimed: Claims = (None, None)) -> None:
    """`claimed` is what the idea said of itself until now."""
    accepted, live = claimed
    entry = StageEntry(idea_id=post.id, stage_id=stage.id, by_id=by_id, accepted_before=accepted, live_before=live)
    post.stage_id = stage.id
    db.add(entry)
    db.flush()


def move(db: Writer, post: Post, idea: Idea, stage: Stage, *, by_id: int, with_response: bool = False) -> None:
    """Coming to a stage claims what it says, and leaving it takes that back."""
    if post.stage_id == stage.id:
        return
    enter(db, post, stage, by_id=by_id, claimed=(idea.accepted_at, idea.live_at))
    changed = StageChanged(idea_id=idea.post_id, stage_id=stage.id, by_id=by_id, with_response=with_response)
    record(db, changed)
    _claim(db, idea, _claims(idea, stage), because=STAGE_LEFT)


def _claims(idea: Idea, stage: Stage) -> Claims:
    """What an idea says of itself once it is at this stage. A trial again is still accepted, and not live."""
    match stage.kind:
        case StageKind.DOING:
            return idea.accepted_at or now(), None
        case StageKind.DONE:
            return idea.accepted_at, idea.live_at or now()
    return None, None


def _claim(db: Writer, idea: Idea, claims: Claims, *, because: str) -> None:
    """What begins is credited, what ends is countered, in this transaction."""
    (was_accepted, was_live), (accepted, live) = (idea.accepted_at, idea.live_at), claims
    idea.accepted_at, idea.live_at = claims
    if accepted and not was_accepted:
        record(db, IdeaAccepted(idea_id=idea.post_id))
    if live and not was_live:
        record(db, IdeaWentLive(idea_id=idea.post_id))
    for act, was, is_now in ((Act.ACCEPTED, was_accepted, accepted), (Act.LIVE, was_live, live)):
        if was and not is_now:
            record(db, ClaimEnded(idea_id=idea.post_id, act=act, reason=because))
