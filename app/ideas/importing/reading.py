"""A sheet of ideas judged whole: what each line becomes, and every error at once. Nothing is written here."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.clock import now
from app.core.db import Reader
from app.core.errors import Unusable
from app.core.i18n import _
from app.core.tabular import RowError, Sheet
from app.core.text import clean, first_line, guess_language
from app.core.web.rows import Entry, Judged, judge, repeated, spelled
from app.discussion.queries.brought import authors, brought
from app.ideas import queries
from app.ideas.importing.columns import FIELDS, IDEA_NAMES, Around, IdeaLine
from app.ideas.models import StageKind
from app.people.roster import open_departments

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """What whoever imports says about the file; `stages` by what the file calls them."""

    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, StageKind] = field(default_factory=dict)
    department: str = ""
    language: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True)
class Brought:
    """A line as the idea it becomes. `author_id` is empty where nobody was matched."""

    line: int
    external_id: str
    title: str
    in_short: str
    body: str
    language: str
    author_id: int | None
    author_name: str
    department_id: int | None
    votes: int
    created_at: datetime
    kind: StageKind
    kind_at: datetime
    answer: str
    answered_at: datetime | None
    moved_at: datetime


@dataclass
class Reading:
    """With any error in it nothing may be written. `statuses` are those that mean no stage."""

    rows: int
    columns: dict[str, str]
    unused: list[str]
    ideas: list[Brought] = field(default_factory=list)
    present: int = 0
    repeats: list[RowError] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def read_ideas(db: Reader, sheet: Sheet, asked: Asked, progress: Progress = lambda done, total: None) -> Reading:
    """Raises Unusable for what was asked wrongly."""
    _ensure_sensible(sheet, asked)
    departments = open_departments(db)
    home = _home(departments, asked.department)
    judged = judge(sheet, IdeaLine, names=IDEA_NAMES, chosen=asked.columns, context=Around(asked.zone, departments))
    stages = _stages(db, asked)
    unused = _unused(judged, stages)
    used = {field: column for field, column in judged.columns.items() if column not in unused}
    result = Reading(len(sheet.rows), used, unused, errors=judged.errors)
    _check(sheet, judged, result)
    if result.errors:
        return result
    present = brought(db, asked.source)
    fresh = list(_fresh(judged, present, result))
    known = authors(db, (name for _id, entry in fresh for name in _author_names(entry.value)))
    languages = _languages([entry.value for _id, entry in fresh], asked.language, progress)
    for (external_id, entry), language in zip(fresh, languages, strict=True):
        department = departments.get(entry.value.department, home)
        author, kind = _author(entry.value, known), _kind(entry.value, stages)
        result.ideas.append(_brought(entry, external_id, language, author, department, kind))
    result.statuses = Counter(status for status in _statuses(judged) if status.casefold() not in stages)
    return result


def _ensure_sensible(sheet: Sheet, asked: Asked) -> None:
    for name, column in asked.columns.items():
        if name not in FIELDS:
            raise Unusable(f"There is no field “{name}” to map. There are: {', '.join(FIELDS)}.")
        if spelled(column) not in sheet.columns:
            raise Unusable(f"The file has no column “{column}”. It has: {', '.join(sheet.columns)}.")
    if not asked.source or len(asked.source) > 100:
        raise Unusable("Name the source of the file with --source, in at most 100 characters.")


def _home(departments: dict[str, int], wished: str) -> int | None:
    if wished and wished.casefold() not in departments:
        raise Unusable(
            f"There is no open department “{wished}”. Import the departments first, or leave --department out."
        )
    return departments.get(wished.casefold())


def _stages(db: Reader, asked: Asked) -> dict[str, StageKind]:
    """What a status means: as whoever imports says, else as the stage called like a kind is, else the kind itself."""
    rows = queries.stages(db)
    kinds = {row.kind: StageKind(row.kind) for row in rows}
    called = {name.casefold(): kinds[row.kind] for row in reversed(rows) for name in row.names.values()}
    return {value: called.get(value, kind) for value, kind in kinds.items()} | dict(asked.stages)


def _statuses(judged: Judged[IdeaLine]) -> list[str]:
    return [entry.value.status for entry in judged.entries if entry.value.status]


def _unused(judged: Judged[IdeaLine], stages: Mapping[str, StageKind]) -> list[str]:
    """A column of stages says nothing when none of its values means one."""
    status = judged.columns.get("status")
    is_understood = any(said.casefold() in stages for said in _statuses(judged))
    return [*judged.unused, *([status] if status and not is_understood else [])]


def _check(sheet: Sheet, judged: Judged[IdeaLine], result: Reading) -> None:
    """What one line alone cannot tell."""
    columns = judged.columns
    if not result.errors and not {"title", "body"} & columns.keys():
        message = _("There is neither a column “title” nor a column “body”. Say which it is with --map title=….")
        result.errors.append(RowError(1, "", message))
        return
    result.errors += repeated(sheet, judged, "id")
    for entry in judged.entries:
        line = entry.value
        if not (line.title or line.body):
            result.errors.append(RowError(entry.line, "", _("This row has neither a title nor a text.")))
    result.errors.sort(key=lambda error: error.line)


def _fresh(judged: Judged[IdeaLine], present: set[str], result: Reading) -> Iterator[tuple[str, Entry[IdeaLine]]]:
    """Lines that are not here yet, with the id they go by; without one of their own, what they say is their id."""
    first: dict[str, int] = {}
    for entry in judged.entries:
        external_id = entry.value.id or _digest(entry.value)
        if first.setdefault(external_id, entry.line) != entry.line:
            message = _("This is the same as line %(line)d and is left out.")
            result.repeats.append(RowError(entry.line, "", message % {"line": first[external_id]}))
        elif external_id in present:
            result.present += 1
        else:
            yield external_id, entry


def _digest(line: IdeaLine) -> str:
    return hashlib.sha256(f"{line.title}\n{line.body}".encode()).hexdigest()


def _author_names(line: IdeaLine) -> tuple[str, ...]:
    return line.author_employee_id, line.author_email, line.author


def _author(line: IdeaLine, known: Mapping[str, int]) -> int | None:
    spellings = (spelling for name in _author_names(line) for spelling in (name, name.lower()))
    return next((known[name] for name in spellings if name in known), None)


def _languages(lines: Sequence[IdeaLine], wished: str, progress: Progress) -> list[str]:
    """What is too short to tell is taken to be in the language most of the file is in."""
    guessed: list[str] = []
    for number, line in enumerate(lines, 1):
        guessed.append(
            line.language or wished or guess_language(f"{line.title}\n{line.in_short}\n{line.body}", likely="")
        )
        progress(number, len(lines))
    clear = Counter(tag for tag in guessed if tag)
    most = clear.most_common(1)[0][0] if clear else "en"
    return [tag or most for tag in guessed]


def _brought(
    entry: Entry[IdeaLine],
    external_id: str,
    language: str,
    author_id: int | None,
    department_id: int | None,
    kind: StageKind,
) -> Brought:
    line = entry.value
    created_at = line.created_at or line.updated_at or line.answered_at or now()
    answered_at = (line.answered_at or line.updated_at or created_at) if line.answer else None
    updated_at = line.updated_at or created_at
    return Brought(
        line=entry.line,
        external_id=external_id,
        title=line.title or clean(first_line(line.body), lines=False),
        in_short=line.in_short,
        body=line.body,
        language=language,
        author_id=author_id,
        author_name=line.author or line.author_email or line.author_employee_id,
        department_id=department_id,
        votes=line.votes,
        created_at=created_at,
        kind=kind,
        kind_at=max(created_at, answered_at or updated_at),
        answer=line.answer,
        answered_at=answered_at,
        moved_at=max(created_at, updated_at, answered_at or created_at),
    )


def _kind(line: IdeaLine, stages: Mapping[str, StageKind]) -> StageKind:
    """Without a word about it, what was answered is done."""
    named = stages.get(line.status.casefold())
    return named or (StageKind.DONE if line.answer else StageKind.OPEN)
