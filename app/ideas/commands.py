from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from app.core.clock import now
from app.core.db import Writer, locked
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import _
from app.core.policy import ensure
from app.core.text import Written, guess_language, written
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.discussion.models import Kind, Post
from app.ideas import policy, queries
from app.ideas.events import IdeaAccepted, IdeaPosted, IdeaResponded, IdeaWentLive, StageChanged
from app.ideas.models import Idea, Response, Stage, StageEntry, StageKind
from app.people.models import Department
from app.people.queries import person
from app.people.roles import Colleague

FIRST_STAGES = (
    (StageKind.OPEN, {"en": "Posted", "zh-Hans": "已提出", "th": "เสนอแล้ว"}),
    (StageKind.DECIDING, {"en": "Under review", "zh-Hans": "评估中", "th": "กำลังพิจารณา"}),
    (StageKind.DOING, {"en": "Planned", "zh-Hans": "已列入计划", "th": "อยู่ในแผน"}),
    (StageKind.DOING, {"en": "Trial", "zh-Hans": "试行", "th": "ทดลองใช้"}),
    (StageKind.DONE, {"en": "Live", "zh-Hans": "已落地", "th": "ใช้จริงแล้ว"}),
    (StageKind.DECLINED, {"en": "Declined", "zh-Hans": "未采纳", "th": "ไม่รับ"}),
)


def post_idea(
    db: Writer,
    *,
    author: Colleague,
    title: str,
    department: str,
    in_short: str = "",
    body: str | Written = "",
    language: str = "",
    key: str = "",
) -> Post:
    """`department` is a slug. An empty language is guessed. The same twice with one key is one idea."""
    addressed = _department(db, department)
    stage = queries.first_stage(db)
    post, new = discussion.add_post(
        db,
        author=author,
        kind=Kind.IDEA,
        title=title,
        text=written(body, beside=[title, in_short], language=language),
        key=key,
        department_id=addressed.id,
        stage_id=stage.id,
        awaits_reply=True,
    )
    if new:
        db.add(Idea(post_id=post.id or 0, in_short=in_short, holder_id=queries.holder_of(db, addressed)))
        db.flush()
        _enter(db, post, stage, by_id=author.id)
        record(db, IdeaPosted(idea_id=post.id or 0, author_id=author.id))
    else:
        discussion.ensure_same(queries.idea(db, post.id or 0)[1].in_short, in_short)
    return post


def edit_idea(
    db: Writer,
    *,
    editor: Colleague,
    idea_id: int,
    title: str,
    department: str,
    in_short: str,
    body: str | Written,
    language: str,
) -> Post:
    """An idea that somebody answered for keeps its department: the response is theirs."""
    post, idea = _locked(db, idea_id)
    addressed = _department(db, department)
    if idea.responded_at and addressed.id != post.department_id:
        raise Invalid(_("This department has responded already, so the idea stays with it."), field="department")
    text = written(body, beside=[title, in_short], language=language)
    discussion.edit_post(db, editor=editor, post=post, title=title, text=text, department_id=addressed.id)
    idea.in_short = in_short
    idea.holder_id = queries.holder_of(db, addressed)
    return post


def remove_idea(db: Writer, *, person: Colleague, idea_id: int) -> None:
    discussion.remove_post(db, person=person, post=queries.idea(db, idea_id)[0])


def respond(
    db: Writer,
    *,
    responder: Colleague,
    idea_id: int,
    heard: str,
    decision: str,
    reasons: str = "",
    next_step: str = "",
    next_date: date | None = None,
    stage: int | None = None,
) -> Response:
    """The department's official reply; without a stage the idea stays where it is. Said twice it is said once."""
    post, idea = _locked(db, idea_id)
    ensure(policy.respond(responder, post))
    entered = queries.stage(db, stage or post.stage_id or 0)
    response = Response(
        idea_id=idea_id,
        department_id=post.department_id,
        by_id=responder.id,
        by_name=responder.name,
        language=guess_language(f"{heard}\n{decision}\n{reasons}", likely=responder.locale or "en"),
        heard=heard,
        decision=decision,
        reasons=reasons,
        next_step=next_step,
        next_date=next_date,
        stage_id=entered.id or 0,
    )
    earlier = queries.latest_response(db, idea_id)
    if earlier and earlier.says_the_same_as(response):
        return earlier
    db.add(response)
    idea.responded_at = idea.responded_at or now()
    post.awaits_reply = False
    discussion.bump(post)
    db.flush()
    record(db, IdeaResponded(idea_id=idea_id, response_id=response.id or 0, responder_id=responder.id))
    _move(db, post, idea, entered, by_id=responder.id, with_response=True)
    return response


def move_idea(db: Writer, *, mover: Colleague, idea_id: int, stage: int) -> Post:
    """To another stage without a new response: a trial that went live, for example."""
    post, idea = _locked(db, idea_id)
    ensure(policy.respond(mover, post))
    _move(db, post, idea, queries.stage(db, stage), by_id=mover.id)
    discussion.bump(post)
    return post


def hand_to_lead(db: Writer, *, department_id: int) -> None:
    """Ideas that wait for a response are held by whoever leads the department now."""
    waiting = col(Idea.post_id).in_(queries.waiting_for(department_id))
    db.execute(update(Idea).where(waiting).values(holder_id=queries.rightful_holder()))


def hand_on(db: Writer, *, person_id: int) -> None:
    """Every idea keeps exactly one holder, who is still here and may answer for it, whatever became of this person."""
    changed = person(db, person_id)
    db.execute(_handing_on(active=changed.active, admin=changed.is_admin), {"person_id": person_id})


def add_stage(db: Writer, *, kind: StageKind, names: dict[str, str], position: int) -> Stage:
    stage = Stage(kind=kind, names=names, position=position)
    db.add(stage)
    db.flush()
    return stage


def change_stage(db: Writer, *, stage_id: int, names: dict[str, str], position: int, active: bool) -> Stage:
    """The kind of a stage stays: credit was written by it. The last active one of `open` cannot go."""
    every = queries.stages(db, active=False)
    stage = next((row for row in every if row.id == stage_id), None)
    if stage is None:
        raise Invalid(_("Choose one of the stages."), field="stage")
    others = [row for row in every if row.active and row.kind == StageKind.OPEN and row.id != stage_id]
    if stage.kind == StageKind.OPEN and not active and not others:
        raise Invalid(_("Every new idea needs a first stage, so this one stays."), field="active")
    stage.names, stage.position, stage.active = names, position, active
    return stage


def add_first_stages(db: Writer) -> None:
    """What a new company starts with; it changes nothing later."""
    if not queries.stages(db, active=False):
        for position, (kind, names) in enumerate(FIRST_STAGES, 1):
            add_stage(db, kind=kind, names=names, position=position)


@cache
def _handing_on(*, active: bool, admin: bool) -> Any:
    """Put together once: a roster changes thousands of people, and building a statement costs more than running it."""
    amiss = queries.held_amiss(active=active, admin=admin)
    handed = update(Idea).where(amiss).values(holder_id=queries.rightful_holder())
    return handed.execution_options(synchronize_session=False)


def _department(db: Writer, slug: str) -> Department:
    if not slug:
        raise Invalid(_("Choose the department that would carry it out."), field="department")
    return discussion_queries.chosen_department(db, slug)


def _locked(db: Writer, idea_id: int) -> tuple[Post, Idea]:
    """Judged before it is locked, a department could answer for an idea that goes to another at this moment."""
    post, idea = queries.idea(db, idea_id)
    locked(db, post)
    locked(db, idea)
    return post, idea


def _enter(db: Writer, post: Post, stage: Stage, *, by_id: int | None) -> None:
    post.stage_id = stage.id
    db.add(StageEntry(idea_id=post.id or 0, stage_id=stage.id or 0, by_id=by_id))


def _move(db: Writer, post: Post, idea: Idea, stage: Stage, *, by_id: int, with_response: bool = False) -> None:
    """Being accepted and going live are credited once, the first time."""
    if post.stage_id == stage.id:
        return
    _enter(db, post, stage, by_id=by_id)
    db.flush()
    changed = StageChanged(idea_id=idea.post_id, stage_id=stage.id or 0, by_id=by_id, with_response=with_response)
    record(db, changed)
    if stage.kind == StageKind.DOING and idea.accepted_at is None:
        idea.accepted_at = now()
        record(db, IdeaAccepted(idea_id=idea.post_id))
    if stage.kind == StageKind.DONE and idea.live_at is None:
        idea.live_at = now()
        record(db, IdeaWentLive(idea_id=idea.post_id))
