from datetime import datetime

from app.core.db import Writer
from app.core.events import Former, Payload, Reactions
from app.core.subjects import Subject
from app.credits.commands import Share, counter, credit, give_back
from app.credits.models import Act, Party, Role
from app.discussion.models import Kind, Post
from app.discussion.queries import author_ids, authors, followers
from app.ideas import commands, policy, queries
from app.ideas.events import (
    ClaimEnded,
    IdeaAccepted,
    IdeaPosted,
    IdeaResponded,
    IdeaWentLive,
    MoveTakenBack,
    StageChanged,
)
from app.notices import commands as notices
from app.notices.models import NoticeKind
from app.people.events import DepartmentChanged, PersonChanged
from app.people.queries import department, person

reactions = Reactions()


@reactions.together(DepartmentChanged)
def hand_to_lead(db: Writer, event: DepartmentChanged) -> None:
    commands.hand_to_lead(db, department_id=event.department_id)


@reactions.together(PersonChanged)
def hand_on(db: Writer, event: PersonChanged) -> None:
    commands.hand_on(db, person_id=event.person_id)


@reactions.together(IdeaPosted)
def credit_posting(db: Writer, event: IdeaPosted) -> None:
    _credit_authors(db, event.idea_id, Act.POSTED)


@reactions.together(IdeaAccepted)
def credit_acceptance(db: Writer, event: IdeaAccepted) -> None:
    _credit_again(db, event.idea_id, Act.ACCEPTED)


@reactions.together(IdeaWentLive)
def credit_going_live(db: Writer, event: IdeaWentLive) -> None:
    _credit_again(db, event.idea_id, Act.LIVE)


@reactions.together(ClaimEnded)
def counter_claim(db: Writer, event: ClaimEnded) -> None:
    counter(db, subject=Subject(Kind.IDEA, event.idea_id), act=Act(event.act), reason=event.reason)


@reactions.together(IdeaResponded)
def credit_response(db: Writer, event: IdeaResponded) -> None:
    """Nobody is credited for deciding on what they wrote themselves."""
    if queries.response(db, event.response_id).by_author:
        return
    post = queries.idea(db, event.idea_id)[0]
    share = Share(Party.PERSON, event.responder_id, Role.DECISION, 100)
    credit(db, parties=[share], act=Act.RESPONDED, subject=Subject("response", event.response_id), label=post.title)


def _before_authorship(payload: Payload) -> IdeaPosted:
    """The release before named the author in the event."""
    return IdeaPosted(idea_id=payload["idea_id"], by_id=payload["author_id"])


@reactions.afterwards(IdeaPosted, formerly=[Former("IdeaPosted", "tell_holder", _before_authorship)])
def tell_holder(db: Writer, event: IdeaPosted) -> None:
    """A lead hears for which department; whoever holds what has no lead, that they do."""
    post, idea = queries.idea(db, event.idea_id)
    meant = department(db, post.department_id) if post.department_id else None
    detail = meant.name if meant and meant.lead_id == idea.holder_id else ""
    _tell(db, post, {idea.holder_id} if idea.holder_id else set(), NoticeKind.POSTED_TO, event.by_id, detail)


@reactions.afterwards(IdeaResponded)
def tell_of_response(db: Writer, event: IdeaResponded) -> None:
    post = queries.idea(db, event.idea_id)[0]
    _tell(db, post, _concerned(db, event.idea_id), NoticeKind.RESPONSE, event.responder_id)


@reactions.afterwards(StageChanged)
def tell_of_stage(db: Writer, event: StageChanged) -> None:
    """A stage that came with a response is told by the response."""
    post = queries.idea(db, event.idea_id)[0]
    if not event.with_response:
        _tell(db, post, _concerned(db, event.idea_id), NoticeKind.STAGE, event.by_id)


@reactions.afterwards(MoveTakenBack)
def tell_of_move_taken_back(db: Writer, event: MoveTakenBack) -> None:
    """Whoever heard of the move hears that it was none, also where it came with a response."""
    post = queries.idea(db, event.idea_id)[0]
    _tell(db, post, _concerned(db, event.idea_id), NoticeKind.STAGE_BACK, event.by_id)


def _concerned(db: Writer, idea_id: int) -> set[int]:
    """Its authors hear of it also where they do not follow what is said."""
    return {*followers(db, idea_id), *author_ids(db, idea_id)}


def _credit_again(db: Writer, idea_id: int, act: Act) -> None:
    """What was credited with that very date before is given back as it was: a move away from it was taken back."""
    at = _since(db, idea_id, act)
    if not (at and give_back(db, subject=Subject(Kind.IDEA, idea_id), act=act, at=at)):
        _credit_authors(db, idea_id, act)


def _credit_authors(db: Writer, idea_id: int, act: Act) -> None:
    """Whose author nobody matched, as on an imported idea, credits nobody."""
    post = queries.idea(db, idea_id)[0]
    shares, at = policy.author_shares(authors(db, idea_id)), _since(db, idea_id, act)
    if shares:
        credit(db, parties=shares, act=act, subject=Subject(Kind.IDEA, idea_id), label=post.title, at=at)


def _since(db: Writer, idea_id: int, act: Act) -> datetime | None:
    post, idea = queries.idea(db, idea_id)
    return {Act.POSTED: post.created_at, Act.ACCEPTED: idea.accepted_at, Act.LIVE: idea.live_at}[act]


def _tell(db: Writer, post: Post, people: set[int], kind: NoticeKind, actor_id: int, detail: str = "") -> None:
    """Nobody hears of what was hidden or removed meanwhile."""
    if not post.is_shown:
        return
    notices.tell(
        db,
        people=people,
        kind=kind,
        subject=Subject(Kind.IDEA, post.id),
        label=post.title,
        actor_id=actor_id,
        actor_name=person(db, actor_id).name if actor_id else "",
        detail=detail,
    )
