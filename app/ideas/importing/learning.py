"""The first pass over a file: how its columns write dates and texts, and what nobody asked for that looks like much.

Nothing is judged here; what one row says of another can only be known when all were seen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.core.dates import DayOrder
from app.core.db import Reader
from app.core.errors import Unusable
from app.core.i18n import _
from app.core.letters import key
from app.core.sheets import Row, RowError, Sheet
from app.discussion.importing import Progress, Seen, Wanted, look, missed
from app.ideas.importing.asked import Asked
from app.ideas.importing.fields import columns_of, strange_departments, with_counted_comments, without_department
from app.ideas.importing.shape import DATES, TEXTS, Around
from app.ideas.importing.stages import Meanings, meanings
from app.imports.columns import Columns, plain, preset_text
from app.imports.suspects import Suspect, header_faults, is_unnamed, nameless
from app.people.importing import open_departments

WANTED: Wanted = {
    "body": ("text", ("body",)),
    "title": ("label", ("title", "body")),
    "author": ("author", ("author", "author_email", "author_employee_id", "author_given_name", "author_family_name")),
    "created_at": ("date", ("created_at",)),
    "status": ("status", ("status",)),
}
LOOKED_FOR = {name: kind for name, (kind, _fields) in WANTED.items()} | {"title": "name"}


@dataclass
class Learnt:
    """How a file is read. With an error nothing may be brought; of `suspects` somebody has to say what they are.

    `orders` are those of dates that the columns themselves have shown, `strangers` departments that are none here.
    """

    asked: Asked
    columns: Columns
    around: Around
    meanings: Meanings
    departments: Mapping[str, int]
    rows: int = 0
    orders: dict[str, DayOrder] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def is_undated(self) -> bool:
        return not any(name in self.columns.sources for name in DATES)

    @property
    def home(self) -> int | None:
        """The department of what names none."""
        return self.departments.get(key(self.asked.department))


def learn(db: Reader, sheet: Sheet, asked: Asked, progress: Progress = lambda done, total: None) -> Learnt:
    """Raises Unusable for what was asked wrongly."""
    departments = open_departments(db)
    if asked.department and key(asked.department) not in departments:
        message = "There is no open department “{}”. Import the departments first, or leave --department out."
        raise Unusable(message.format(asked.department))
    columns = columns_of(sheet, asked)
    seen = look(sheet, columns, dates=DATES, texts=TEXTS, choices=["department"], progress=progress)
    strangers = strange_departments(columns, asked, seen.choices["department"], departments)
    columns = columns if not strangers else without_department(columns)
    columns = columns if seen.has_remarks else with_counted_comments(columns)
    ways, errors = seen.ways(columns, asked.dates, asked.dates_before)
    return Learnt(
        asked=asked,
        columns=columns,
        around=Around(asked.zone, ways, seen.writings(asked.text or preset_text(columns)), asked.shorten, departments),
        meanings=meanings(db, asked.stages, asked.answered),
        departments=departments,
        rows=seen.rows,
        orders={name: way.order for name, way in ways.items() if way.order},
        errors=[*errors, *(lacking := header_faults("ideas", sheet, columns, _lacking(sheet, columns)))],
        suspects=[] if lacking and is_unnamed(sheet) else list(_suspects(sheet, columns, asked, seen)),
        strangers=strangers,
    )


def _suspects(sheet: Sheet, columns: Columns, asked: Asked, seen: Seen) -> Iterator[Suspect]:
    found = missed("ideas", sheet.rows(), columns, asked, WANTED, seen)
    is_text = any(one.field == "body" for one in found)
    yield from (one for one in found if not (is_text and one.field == "title"))
    yield from _name(sheet, columns, asked)
    yield from nameless("ideas", sheet, asked.leave)


def _name(sheet: Sheet, columns: Columns, asked: Asked) -> Iterator[Suspect]:
    """What is only called a name may be an idea's or somebody's."""
    left = set(map(key, asked.leave))
    found = [column for column in columns.unused if plain(column) == "name" and key(column) not in left]
    for column in found if "title" not in columns.sources else ():
        cells = (row.cells[column] for row in sheet.rows() if isinstance(row, Row) and row.cells[column].strip())
        yield Suspect("title", column, next(cells, "")[:60])


def _lacking(sheet: Sheet, columns: Columns) -> list[RowError]:
    if {"title", "body"} & columns.sources.keys():
        return []
    message = _(
        "There is neither a column of titles nor one of texts among %(columns)s. Say which it is with --map title=… or"
        " --map body=…."
    )
    return [RowError(1, 1, "", message % {"columns": ", ".join(f"“{name}”" for name in sheet.columns)})]
