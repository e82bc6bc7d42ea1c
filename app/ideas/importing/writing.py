"""Ideas written as they were: original dates, votes and answers, and no notices, since nobody wants thousands."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.db import DIALECTS, Reader, Writer
from app.core.errors import NotFound, Unusable
from app.core.subjects import Subject
from app.core.text import RENDERER_VERSION, guess_language, render
from app.credits.commands import Share, credit
from app.credits.models import Act, Party, Role
from app.discussion.models import Follow, Kind, Post
from app.ideas import queries
from app.ideas.importing.reading import Brought
from app.ideas.models import Idea, Response, StageEntry, StageKind
from app.people import queries as people
from app.search.commands import touch_all

BATCH = 250
"""A transaction's worth: about a third of a second, which others who write can wait."""

_WAITING = {StageKind.OPEN, StageKind.DECIDING}


def write_ideas(db: Writer, ideas: Sequence[Brought], *, source: str) -> int:
    """Returns how many were new: whoever imports the same at this moment does not make them twice."""
    found = _Company(db)
    written = _posts(db, ideas, found, source)
    new = [(idea, written[idea.external_id]) for idea in ideas if idea.external_id in written]
    _insert(db, Idea, [_idea(idea, id_, found) for idea, id_ in new])
    _insert(db, StageEntry, [entry for idea, id_ in new for entry in _entries(idea, id_, found)])
    _insert(db, Response, [_response(idea, id_, found, source) for idea, id_ in new if idea.answer])
    _insert(db, Follow, [Follow(post_id=id_, person_id=idea.author_id) for idea, id_ in new if idea.author_id])
    for idea, id_ in new:
        _credit(db, idea, id_)
    touch_all(db, Kind.IDEA, (id_ for _idea, id_ in new))
    return len(new)


class _Company:
    """Stages, holders and department names, looked up once a batch."""

    def __init__(self, db: Reader) -> None:
        self._db = db
        self._stages: dict[StageKind, int] = {}
        self._holders: dict[int | None, int | None] = {}
        self.department_names = {row.id: row.name for row in people.departments(db, active=False)}

    def stage_id(self, kind: StageKind) -> int:
        if kind not in self._stages:
            try:
                self._stages[kind] = queries.first_stage(self._db, kind).id or 0
            except NotFound:
                raise Unusable(f"There is no stage of the kind {kind}. Add one in the setup first.") from None
        return self._stages[kind]

    def holder_id(self, department_id: int | None) -> int | None:
        if department_id not in self._holders:
            department = people.department(self._db, department_id) if department_id else None
            self._holders[department_id] = queries.holder_of(self._db, department)
        return self._holders[department_id]


def _posts(db: Writer, ideas: Sequence[Brought], found: _Company, source: str) -> dict[str, int]:
    """Ids of the new posts by external id; those that exist are left out."""
    if not ideas:
        return {}
    rows = [_post(idea, found, source) for idea in ideas]
    insert = DIALECTS[db.get_bind().dialect.name].insert(Post)
    new = insert.values(rows).on_conflict_do_nothing().returning(Post.external_id, Post.id)
    return {row.external_id: row.id for row in db.execute(new)}


def _post(idea: Brought, found: _Company, source: str) -> dict[str, Any]:
    post = Post(
        kind=Kind.IDEA,
        author_id=idea.author_id,
        author_name=idea.author_name,
        department_id=idea.department_id,
        stage_id=found.stage_id(idea.kind),
        awaits_reply=idea.answered_at is None and idea.kind in _WAITING,
        title=idea.title,
        language=idea.language,
        body=idea.body,
        body_html=render(idea.body),
        renderer=RENDERER_VERSION,
        votes_brought=idea.votes,
        moved_at=idea.moved_at,
        created_at=idea.created_at,
        source=source,
        external_id=idea.external_id,
    )
    return post.model_dump(exclude={"id", "backing"})


def _idea(idea: Brought, post_id: int, found: _Company) -> Idea:
    return Idea(
        post_id=post_id,
        in_short=idea.in_short,
        holder_id=found.holder_id(idea.department_id),
        responded_at=idea.answered_at,
        accepted_at=idea.kind_at if idea.kind == StageKind.DOING else None,
        live_at=idea.kind_at if idea.kind == StageKind.DONE else None,
    )


def _entries(idea: Brought, post_id: int, found: _Company) -> Iterable[StageEntry]:
    yield StageEntry(idea_id=post_id, stage_id=found.stage_id(StageKind.OPEN), at=idea.created_at)
    if idea.kind != StageKind.OPEN:
        yield StageEntry(idea_id=post_id, stage_id=found.stage_id(idea.kind), at=idea.kind_at)


def _response(idea: Brought, post_id: int, found: _Company, source: str) -> Response:
    """The department's by name, where there is one; it credits nobody."""
    return Response(
        idea_id=post_id,
        department_id=idea.department_id,
        by_name=found.department_names.get(idea.department_id or 0, source),
        language=guess_language(idea.answer, likely=idea.language),
        decision=idea.answer,
        stage_id=found.stage_id(idea.kind),
        imported=True,
        at=idea.answered_at or idea.created_at,
    )


def _credit(db: Writer, idea: Brought, post_id: int) -> None:
    """Whoever was matched has the credit of then; for others there is nobody to credit."""
    acts = {Act.POSTED: idea.created_at}
    if idea.kind == StageKind.DOING:
        acts[Act.ACCEPTED] = idea.kind_at
    if idea.kind == StageKind.DONE:
        acts[Act.LIVE] = idea.kind_at
    if idea.author_id:
        share = Share(Party.PERSON, idea.author_id, Role.IDEA)
        for act, at in acts.items():
            credit(db, parties=[share], act=act, subject=Subject(Kind.IDEA, post_id), label=idea.title, at=at)


def _insert(db: Writer, table: type[Any], rows: Sequence[Any]) -> None:
    if rows:
        db.add_all(rows)
        db.flush()
