"""Ideas written as they were: original dates, votes and answers, and no notices, since nobody wants thousands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import SQLModel

from app.core.columns import Values
from app.core.db import DIALECTS, Reader, Writer
from app.core.errors import NotFound, Unusable
from app.core.languages import guess_language
from app.core.markdown import RENDERER_VERSION
from app.core.subjects import Subject
from app.credits.commands import credit
from app.credits.models import Act
from app.discussion.commands import bring_comments
from app.discussion.models import Author, Authorship, Follow, Kind, Origin, Post
from app.ideas import policy, queries
from app.ideas.importing.becoming import Brought
from app.ideas.models import Idea, Response, Stage, StageEntry, StageKind
from app.imports.commands import add_to_run
from app.imports.models import ImportRun
from app.people import queries as people
from app.search.commands import touch_all

BATCH = 100
"""A transaction's worth: about a tenth of a second, which others who write can wait."""

WAITING = {StageKind.OPEN, StageKind.DECIDING}


def write_ideas(db: Writer, ideas: Sequence[Brought], *, run: ImportRun) -> int:
    """Returns how many were new: whoever imports the same at this moment does not make them twice."""
    found, source = Company(db), run.source
    written = _posts(db, ideas, found, source)
    new = [(idea, written[idea.external_id]) for idea in ideas if idea.external_id in written]
    _insert(db, [_authorship(idea, id_) for idea, id_ in new])
    _insert(db, [_idea(idea, id_, found) for idea, id_ in new])
    _insert(db, [entry for idea, id_ in new for entry in _entries(idea, id_, found)])
    _insert(db, [response_of(idea, id_, found, source) for idea, id_ in new if idea.answer])
    _insert(db, [Follow(post_id=id_, person_id=idea.by) for idea, id_ in new if idea.by])
    _insert(db, [Origin(post_id=id_, run_id=run.id, **idea.origin) for idea, id_ in new])
    bring_comments(db, [replace(one, post_id=id_) for idea, id_ in new for one in idea.comments], run_id=run.id)
    for idea, id_ in new:
        _credit(db, idea, id_)
    add_to_run(db, run.id, new=len(new))
    touch_all(db, Kind.IDEA, (id_ for _idea, id_ in new))
    return len(new)


class Company:
    """Stages, holders and department names, looked up once a batch."""

    def __init__(self, db: Reader) -> None:
        self._db = db
        self._stages: dict[StageKind, int] = {}
        self._holders: dict[int | None, int | None] = {}
        self.department_names = {row.id: row.name for row in people.departments(db, active=False)}

    def stage_id(self, kind: StageKind) -> int:
        if kind not in self._stages:
            self._stages[kind] = self._stage(kind).id
        return self._stages[kind]

    def stage_of(self, stage_id: int | None, kind: StageKind) -> int:
        """The very one that the file names, else the first of its kind."""
        return stage_id or self.stage_id(kind)

    def _stage(self, kind: StageKind) -> Stage:
        try:
            answered = kind == StageKind.ANSWERED
            return queries.answered_stage(self._db) if answered else queries.first_stage(self._db, kind)
        except NotFound:
            raise Unusable(f"There is no stage of the kind {kind}. Add one in the setup first.") from None

    def holder_id(self, department_id: int | None) -> int | None:
        if department_id not in self._holders:
            department = people.department(self._db, department_id) if department_id else None
            self._holders[department_id] = queries.holder_of(self._db, department)
        return self._holders[department_id]


def _posts(db: Writer, ideas: Sequence[Brought], found: Company, source: str) -> dict[str, int]:
    """Ids of the new posts by external id; those that exist are left out."""
    if not ideas:
        return {}
    rows = [_post(idea, found, source) for idea in ideas]
    insert = DIALECTS[db.get_bind().dialect.name].insert(Post)
    new = insert.values(rows).on_conflict_do_nothing().returning(Post.external_id, Post.id)
    return {row.external_id: row.id for row in db.execute(new)}


def _post(idea: Brought, found: Company, source: str) -> Values:
    post = Post(
        kind=Kind.IDEA,
        department_id=idea.department_id,
        stage_id=found.stage_of(idea.stage_id, idea.kind),
        awaits_reply=idea.answered_at is None and idea.kind in WAITING,
        title=idea.title,
        language=idea.language,
        body=idea.body,
        body_html=idea.html,
        renderer=RENDERER_VERSION,
        votes_brought=idea.votes,
        moved_at=idea.moved_at,
        created_at=idea.created_at,
        source=source,
        external_id=idea.external_id,
    )
    return post.model_dump(exclude={"id", "backing"})


def _authorship(idea: Brought, post_id: int) -> Authorship:
    return Authorship(post_id=post_id, person_id=idea.by, name=idea.by_name)


def _idea(idea: Brought, post_id: int, found: Company) -> Idea:
    return Idea(
        post_id=post_id,
        in_short=idea.in_short,
        holder_id=found.holder_id(idea.department_id),
        responded_at=idea.answered_at,
        accepted_at=idea.kind_at if idea.kind == StageKind.DOING else None,
        live_at=idea.kind_at if idea.kind == StageKind.DONE else None,
    )


def _entries(idea: Brought, post_id: int, found: Company) -> Iterable[StageEntry]:
    first, last = found.stage_id(StageKind.OPEN), found.stage_of(idea.stage_id, idea.kind)
    yield StageEntry(idea_id=post_id, stage_id=first, at=idea.created_at)
    if last != first:
        yield StageEntry(idea_id=post_id, stage_id=last, at=idea.kind_at)


def response_of(idea: Brought, post_id: int, found: Company, source: str) -> Response:
    """Whoever is named, else the department by name, where there is one; it credits nobody."""
    return Response(
        idea_id=post_id,
        department_id=idea.department_id,
        by_name=idea.answered_by or found.department_names.get(idea.department_id or 0, source),
        language=guess_language(idea.answer, likely=idea.language),
        decision=idea.answer,
        stage_id=found.stage_of(idea.stage_id, idea.kind),
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
    shares = policy.author_shares([Author(idea.by, idea.by_name)])
    for act, at in acts.items() if shares else ():
        credit(db, parties=shares, act=act, subject=Subject(Kind.IDEA, post_id), label=idea.title, at=at)


def _insert(db: Writer, rows: Sequence[SQLModel]) -> None:
    if rows:
        db.add_all(rows)
        db.flush()
