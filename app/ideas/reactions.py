from app.core.db import Writer
from app.core.events import Reactions
from app.core.subjects import Subject
from app.credits.commands import Share, credit
from app.credits.models import Act, Party, Role
from app.discussion.models import Kind, Post
from app.discussion.queries import followers
from app.ideas import commands, queries
from app.ideas.events import IdeaAccepted, IdeaPosted, IdeaResponded, IdeaWentLive, StageChanged
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
    _credit_author(db, event.idea_id, Act.POSTED)


@reactions.together(IdeaAccepted)
def credit_acceptance(db: Writer, event: IdeaAccepted) -> None:
    _credit_author(db, event.idea_id, Act.ACCEPTED)


@reactions.together(IdeaWentLive)
def credit_going_live(db: Writer, event: IdeaWentLive) -> None:
    _credit_author(db, event.idea_id, Act.LIVE)


@reactions.together(IdeaResponded)
def credit_response(db: Writer, event: IdeaResponded) -> None:
    post = queries.idea(db, event.idea_id)[0]
    share = Share(Party.PERSON, event.responder_id, Role.DECISION, 100)
    credit(db, parties=[share], act=Act.RESPONDED, subject=Subject("response", event.response_id), label=post.title)


@reactions.afterwards(IdeaPosted)
def tell_holder(db: Writer, event: IdeaPosted) -> None:
    """A lead hears for which department; whoever holds what has no lead, that they do."""
    post, idea = queries.idea(db, event.idea_id)
    meant = department(db, post.department_id) if post.department_id else None
    detail = meant.name if meant and meant.lead_id == idea.holder_id else ""
    _tell(db, post, {idea.holder_id} - {None}, NoticeKind.POSTED_TO, event.author_id, detail)


@reactions.afterwards(IdeaResponded)
def tell_of_response(db: Writer, event: IdeaResponded) -> None:
    post = queries.idea(db, event.idea_id)[0]
    _tell(db, post, {*followers(db, event.idea_id), post.author_id} - {None}, NoticeKind.RESPONSE, event.responder_id)


@reactions.afterwards(StageChanged)
def tell_of_stage(db: Writer, event: StageChanged) -> None:
    """A stage that came with a response is told by the response."""
    post = queries.idea(db, event.idea_id)[0]
    if not event.with_response:
        _tell(db, post, {*followers(db, event.idea_id), post.author_id} - {None}, NoticeKind.STAGE, event.by_id)


def _credit_author(db: Writer, idea_id: int, act: Act) -> None:
    """An imported idea whose author nobody matched credits nobody."""
    post, idea = queries.idea(db, idea_id)
    if post.author_id:
        at = {Act.POSTED: post.created_at, Act.ACCEPTED: idea.accepted_at, Act.LIVE: idea.live_at}[act]
        share = Share(Party.PERSON, post.author_id, Role.IDEA, 100)
        credit(db, parties=[share], act=act, subject=Subject(Kind.IDEA, idea_id), label=post.title, at=at)


def _tell(db: Writer, post: Post, people: set[int | None], kind: NoticeKind, actor_id: int, detail: str = "") -> None:
    """Nobody hears of what was hidden or removed meanwhile."""
    if not post.is_shown:
        return
    notices.tell(
        db,
        people=[id for id in people if id],
        kind=kind,
        subject=Subject(Kind.IDEA, post.id or 0),
        label=post.title,
        actor_id=actor_id,
        actor_name=person(db, actor_id).name if actor_id else "",
        detail=detail,
    )
