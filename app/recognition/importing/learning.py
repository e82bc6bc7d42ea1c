"""The first pass over a file of thanks: how its columns are written, and what looks like much that nobody uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from app.core.db import Reader
from app.core.errors import Unusable
from app.core.i18n import _
from app.core.letters import key
from app.core.sheets import Row, RowError, Sheet
from app.discussion.importing import Around, Asked, Progress, Seen, Wanted, look, missed
from app.imports import queries as imports
from app.imports.columns import Columns, matched, preset_text
from app.imports.suspects import SEEN, Suspect, header_faults, is_unnamed, nameless
from app.people.queries import known_by_employee_id
from app.recognition import queries
from app.recognition.importing.columns import FIELDS, WHOM
from app.recognition.importing.plan import How
from app.recognition.importing.reading import Reading
from app.recognition.importing.splitting import codes

GIVER = ("giver", "giver_email", "giver_employee_id")
WANTED: Wanted = {
    "giver": ("author", GIVER),
    "receivers": ("author", WHOM),
    "message": ("text", ("message",)),
    "created_at": ("date", ("created_at",)),
}
LOOKED_FOR = {name: kind for name, (kind, _fields) in WANTED.items()}
IDS = ("giver_employee_id", "receiver_employee_id")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of thanks beside what is said of every file: `awards` by what the file calls them."""

    awards: Mapping[str, str] = field(default_factory=dict)
    keep_names: bool = False
    site: str = ""


@dataclass(frozen=True)
class Learnt:
    """How a file is read. With an error nothing may be brought; of `suspects` somebody has to say what they are.

    `strange` are columns of ids that nobody here has, which are taken for those of the other system.
    """

    reading: Reading
    columns: Columns
    around: Around
    rows: int
    strange: Sequence[str]
    errors: Sequence[RowError]
    suspects: Sequence[Suspect]

    @property
    def is_undated(self) -> bool:
        return "created_at" not in self.columns.sources


def learn(db: Reader, sheet: Sheet, asked: Asked, said: Said, progress: Progress = lambda done, total: None) -> Learnt:
    """Raises Unusable for what was asked wrongly."""
    every = matched("thanks", sheet.columns, FIELDS, chosen=asked.columns, before=asked.before, blank=sheet.blank)
    columns, strange = _ours(db, sheet, _to_whom(every, asked), asked)
    seen = look(sheet, columns, dates=["created_at"], texts=["message"], progress=progress)
    ways, errors = seen.ways(columns, asked.dates)
    around = Around(asked.zone, ways, seen.writings(asked.text or preset_text(columns)))
    how = _how(db, asked, said, around)
    return Learnt(
        reading=Reading(sheet, columns, how),
        columns=columns,
        around=around,
        rows=seen.rows,
        strange=strange,
        errors=[*errors, *(lacking := header_faults("thanks", sheet, columns, _whomless(sheet, columns)))],
        suspects=[] if lacking and is_unnamed(sheet) else _suspects(sheet, columns, asked, seen),
    )


def _suspects(sheet: Sheet, columns: Columns, asked: Asked, seen: Seen) -> list[Suspect]:
    found = missed("thanks", sheet.rows(), columns, asked, WANTED, seen)
    return [*found, *nameless("thanks", sheet, asked.leave)]


def _to_whom(columns: Columns, asked: Asked) -> Columns:
    """A department beside receivers is where they work; only where that is said it is thanked as well."""
    chosen = {*asked.columns, *asked.before}
    beside = any(name in columns.sources for name in WHOM if name != "department")
    return _without(columns, ["department"] if beside and "department" not in chosen else [])


def _ours(db: Reader, sheet: Sheet, columns: Columns, asked: Asked) -> tuple[Columns, list[str]]:
    """Without ids that are another system's: of the first rows nobody here has one, and nobody said they are ours."""
    strange = []
    for name in (one for one in IDS if one in columns.sources and one not in asked.columns):
        said = {code for row in islice(sheet.rows(), SEEN) for code in _codes(row, columns, name)}
        if said and not known_by_employee_id(db, said):
            strange.append(name)
    return _without(columns, strange), [columns.where(name) for name in strange]


def _codes(row: Row | RowError, columns: Columns, name: str) -> list[str]:
    cells = [row.cells[column] for column in columns.sources[name].columns] if isinstance(row, Row) else []
    return [code for cell in cells for code in codes(cell)]


def _without(columns: Columns, names: Sequence[str]) -> Columns:
    left = [column for name in names if name in columns.sources for column in columns.sources[name].columns]
    sources = {name: one for name, one in columns.sources.items() if name not in names}
    return replace(columns, sources=sources, unused=[*columns.unused, *left])


def _how(db: Reader, asked: Asked, said: Said, around: Around) -> How:
    return How(
        source=asked.source,
        others=[one for one in imports.sources(db, "thanks") if one != asked.source],
        date_of=partial(around.moment, "created_at"),
        text_of=partial(around.words, "message"),
        site=said.site,
        awards=_awards(db, said.awards),
        day=asked.day,
        trusts_names=asked.match_names,
        keeps_names=said.keep_names,
    )


def _awards(db: Reader, said: Mapping[str, str]) -> dict[str, int]:
    """Kinds of award by their names in any language, and by what whoever imports says they are called."""
    kinds = queries.award_kinds(db, active=False)
    called = {key(name): kind.id for kind in reversed(kinds) for name in kind.names.values()}
    for kind in said.values():
        if key(kind) not in called:
            there_are = ", ".join(f"“{one.name}”" for one in kinds)
            raise Unusable(f"“{kind}” is not a kind of award here. There are: {there_are}. The setup adds others.")
    return called | {key(value): called[key(kind)] for value, kind in said.items()}


def _whomless(sheet: Sheet, columns: Columns) -> list[RowError]:
    if columns.sources.keys() & set(WHOM):
        return []
    message = _("There is no column of who was thanked among %(columns)s. Say which it is with --map receivers=….")
    return [RowError(1, 1, "", message % {"columns": ", ".join(f"“{name}”" for name in sheet.columns)})]
