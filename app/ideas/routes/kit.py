from collections.abc import Sequence

from app.core.db import Reader
from app.core.i18n import _
from app.core.subjects import Subject
from app.core.web.forms import Filled
from app.credits.queries import credit_split
from app.discussion.models import Kind, Post
from app.discussion.policy import is_author
from app.discussion.routes import Loaded, PostKit
from app.ideas import commands, policy, queries
from app.ideas.forms import IdeaForm
from app.ideas.models import Stage, StageKind
from app.ideas.queries import Whole
from app.people.roles import Colleague


def _load(db: Reader, me: Colleague, post_id: int) -> Loaded:
    whole = queries.whole(db, post_id)
    idea = whole.idea
    more = {
        "whole": whole,
        "credits": credit_split(db, Subject(Kind.IDEA, post_id)),
        "may_respond": bool(policy.decide(me, whole.post, whole.authors, whole.department)),
        "is_author": is_author(me, whole.authors),
        "stage_choices": _choices(whole.active),
        "response_form": Filled.blank(stage=_proposed(whole)),
        "move_choices": _choices([one for one in whole.active if one is not whole.stage and policy.move(idea, one)]),
        "stage_form": Filled.blank(),
        "responding": False,
    }
    return Loaded(whole.post, whole.authors, whole.department, more, holder_id=idea.holder_id)


def _choices(stages: Sequence[Stage]) -> list[tuple[int, str, str]]:
    return [(stage.id, stage.name, stage.lang) for stage in stages]


def _proposed(whole: Whole) -> str:
    """Where a response leads unless somebody chooses; empty at a stage that was given up, where they have to."""
    if whole.stage.kind == StageKind.OPEN:
        return str(queries.answered_among(whole.active).id)
    return str(whole.stage.id) if whole.stage.active else ""


def _typed(db: Reader, post: Post) -> dict[str, str]:
    return {"in_short": queries.idea(db, post.id)[1].in_short}


IDEAS = PostKit(
    kind=Kind.IDEA,
    form=IdeaForm,
    open=commands.post_idea,
    edit=commands.edit_idea,
    load=_load,
    typed=_typed,
    asked=("title", "department"),
    opened=lambda: _("Your idea is posted."),
    changed=lambda: _("Your idea is changed."),
    removed=lambda: _("Your idea is removed. A trace and your credit stay."),
)
