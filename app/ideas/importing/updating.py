"""What a later file says otherwise of ideas that came from it before: votes, status and answer follow it, until
somebody here has had to do with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from app.core.clock import now
from app.core.db import Reader, Writer
from app.core.subjects import Subject
from app.credits.commands import counter, credit
from app.credits.models import Act
from app.discussion.models import Kind, Origin, Post
from app.discussion.queries import authors, locked_posts
from app.ideas import policy, queries
from app.ideas.importing.becoming import Brought, answer_of, become
from app.ideas.importing.learning import Learnt
from app.ideas.importing.rows import Taken
from app.ideas.importing.writing import WAITING, Company, response_of
from app.ideas.models import Idea, StageEntry, StageKind
from app.ideas.queries import AsBrought
from app.imports.commands import add_to_run
from app.imports.models import ImportRun
from app.people.queries import Meant
from app.search.commands import touch_all

NOBODY = Meant({}, {}, {}, trusts_names=False)
"""Whom an idea is by stays as it was."""
UPDATED = "import brought up to date"
"""Why credit is countered: a code, as the ledger is read in any language."""


@dataclass(frozen=True)
class Change:
    """What the file says now of an idea that is here; `has_status` where it says anything of its stage.

    Votes are None where it says nothing of them. The idea itself is made only where it is asked for.
    """

    post_id: int
    taken: Taken
    learnt: Learnt

    @property
    def votes(self) -> int | None:
        votes = self.taken.value.votes_for
        return None if votes is None else max(votes, 0)

    @property
    def votes_against(self) -> int | None:
        against = self.taken.value.votes_against
        return None if against is None else abs(against)

    @property
    def has_status(self) -> bool:
        told = {"status", "answer"} & self.learnt.columns.sources.keys()
        return bool(told) and self.learnt.meanings.says(self.taken.value.status)

    @property
    def kind(self) -> StageKind:
        value = self.taken.value
        return self.learnt.meanings.kind(value.status, is_answered=bool(value.answer))

    @property
    def stage_id(self) -> int | None:
        """Of the stage that the file calls by its name."""
        stage = self.learnt.meanings.stage(self.taken.value.status)
        return stage.id if stage else None

    @cached_property
    def idea(self) -> Brought:
        return become(self.taken, self.learnt, NOBODY, "en")

    def differs(self, now_: AsBrought, stage_id: int) -> bool:
        votes = self.votes not in (None, now_.votes) or self.votes_against not in (None, now_.votes_against)
        answer = self.taken.value.answer and answer_of(self.taken.value)[0] != now_.answer
        return votes or bool(answer) or (self.has_status and stage_id != now_.stage_id)


def changes(rows: Iterable[Taken], here: Mapping[str, int], learnt: Learnt) -> list[Change]:
    """Of those that are here, by what they go by."""
    return [Change(here[taken.id], taken, learnt) for taken in rows if taken.id in here]


def differing(db: Reader, changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """Those that change something and may, and those that may not since somebody here has had to do with them."""
    company, ids = Company(db), [change.post_id for change in changes]
    here = queries.as_brought(db, ids)
    found = [one for one in changes if one.differs(here[one.post_id], company.stage_of(one.stage_id, one.kind))]
    touched = queries.touched_ideas(db, [one.post_id for one in found]) if found else set()
    return [one for one in found if one.post_id not in touched], [one for one in found if one.post_id in touched]


def update_ideas(db: Writer, changes: Sequence[Change], *, run: ImportRun) -> int:
    """Returns how many were changed."""
    locked_posts(db, [change.post_id for change in changes])
    free, _touched = differing(db, changes)
    company = Company(db)
    for change in free:
        _update(db, change, company, run.source)
    db.flush()
    add_to_run(db, run.id, changed=len(free))
    touch_all(db, Kind.IDEA, [change.post_id for change in free])
    return len(free)


def _update(db: Writer, change: Change, company: Company, source: str) -> None:
    post, idea = queries.idea(db, change.post_id)
    origin = db.get_one(Origin, post.id)
    if change.votes is not None:
        post.votes_brought = change.votes
    if change.votes_against is not None:
        origin.votes_against = change.votes_against
    if change.has_status:
        _move(db, change, idea, company)
    if change.idea.answer:
        _answer(db, change, idea, post, company, source)
    kind = queries.stage_of(db, post).kind
    post.awaits_reply = idea.responded_at is None and kind in WAITING


def _move(db: Writer, change: Change, idea: Idea, company: Company) -> None:
    """The way as the file has it now: what an import put there was nobody's act here."""
    stage_id, post = company.stage_of(change.stage_id, change.kind), queries.idea(db, change.post_id)[0]
    if stage_id == post.stage_id:
        return
    last, way = queries.standing_entry(db, post.id), queries.way(db, post.id).walked
    if len(way) == 1:
        db.add(StageEntry(idea_id=post.id, stage_id=stage_id, at=change.idea.kind_at))
    elif stage_id == way[0].stage_id:
        last.taken_back_at = now()
    else:
        last.stage_id, last.at = stage_id, change.idea.kind_at
    post.stage_id = stage_id
    _claim(db, change, idea)


def _claim(db: Writer, change: Change, idea: Idea) -> None:
    """What the file says no longer is countered, what it says now is credited as of then."""
    subject = Subject(Kind.IDEA, idea.post_id)
    before, after = (idea.accepted_at, idea.live_at), _claims(change.idea, idea)
    idea.accepted_at, idea.live_at = after
    shares = policy.author_shares(authors(db, idea.post_id))
    for act, was, is_ in zip((Act.ACCEPTED, Act.LIVE), before, after, strict=True):
        if was and not is_:
            counter(db, subject=subject, act=act, reason=UPDATED)
        elif is_ and not was and shares:
            credit(db, parties=shares, act=act, subject=subject, label=change.idea.title, at=is_)


def _claims(brought: Brought, idea: Idea) -> tuple[datetime | None, datetime | None]:
    match brought.kind:
        case StageKind.DOING:
            return idea.accepted_at or brought.kind_at, None
        case StageKind.DONE:
            return idea.accepted_at, idea.live_at or brought.kind_at
    return None, None


def _answer(db: Writer, change: Change, idea: Idea, post: Post, company: Company, source: str) -> None:
    """Of words that are here already it stays who said them, when and in which language."""
    found = queries.imported_response(db, post.id)
    here = replace(change.idea, language=post.language, department_id=post.department_id)
    said = response_of(here, post.id, company, source)
    if found and change.has_status:
        found.stage_id = said.stage_id
    if found and found.decision == said.decision:
        return
    if found is None:
        db.add(said)
    else:
        found.decision, found.by_name, found.at, found.language = said.decision, said.by_name, said.at, said.language
    idea.responded_at = change.idea.answered_at
