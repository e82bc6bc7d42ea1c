from datetime import date
from typing import Required, TypedDict, Unpack

from app.core.clock import now
from app.core.db import Writer
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import _, today
from app.core.languages import guess_language
from app.discussion import commands as discussion
from app.discussion.models import Post
from app.discussion.policy import is_author
from app.discussion.queries import authors
from app.ideas import queries
from app.ideas.commands.moving import ensure_decides, locked_idea, move
from app.ideas.events import IdeaResponded
from app.ideas.models import Idea, Response, Stage
from app.people.roles import Colleague


class Words(TypedDict, total=False):
    """What a response says."""

    heard: Required[str]
    decision: Required[str]
    reasons: Required[str]
    next_step: str
    next_date: date | None


def respond(
    db: Writer, *, responder: Colleague, idea_id: int, stage: int | None = None, **words: Unpack[Words]
) -> Response:
    """The department's official reply. Said twice it is said once.

    Without a stage an idea that nobody had looked at is answered now, and any other stays where it is.
    """
    post, idea = locked_idea(db, idea_id)
    ensure_decides(db, responder, post)
    _ensure_reasons(words["reasons"])
    entered = _led_to(db, post, stage)
    response = _response(db, post, responder, entered, words)
    earlier = queries.latest_response(db, idea_id)
    if earlier and earlier.says_the_same_as(response):
        return earlier
    _ensure_ahead(response.next_date)
    _publish(db, post, idea, response)
    move(db, post, idea, entered, by_id=responder.id, with_response=True)
    return response


def _ensure_reasons(reasons: str) -> None:
    if not any(character.isalnum() for character in reasons):
        raise Invalid(_("Say why. The author will read it."), field="reasons")


def _ensure_ahead(day: date | None) -> None:
    if day and day < today():
        raise Invalid(_("This day is past. Choose today or a later one."), field="next_date")


def _led_to(db: Writer, post: Post, stage: int | None) -> Stage:
    current = queries.stage_of(db, post)
    return queries.stage(db, stage) if stage else queries.after_response(db, current)


def _response(db: Writer, post: Post, responder: Colleague, entered: Stage, words: Words) -> Response:
    said = f"{words['heard']}\n{words['decision']}\n{words['reasons']}"
    return Response(
        idea_id=post.id,
        department_id=post.department_id,
        by_id=responder.id,
        by_name=responder.name,
        by_author=is_author(responder, authors(db, post.id)),
        language=guess_language(said, likely=responder.locale or "en"),
        stage_id=entered.id,
        **words,
    )


def _publish(db: Writer, post: Post, idea: Idea, response: Response) -> None:
    db.add(response)
    idea.responded_at = idea.responded_at or now()
    post.awaits_reply = False
    discussion.bump(post)
    db.flush()
    record(db, IdeaResponded(idea_id=post.id, response_id=response.id, responder_id=response.by_id or 0))
