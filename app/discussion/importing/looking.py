"""What all the cells of a column tell: in which order its dates are, and in which writing its texts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.dates import DayOrder, Evidence, Unclear, Way
from app.core.letters import clean, key
from app.core.sheets import Row, RowError
from app.discussion.importing.asked import Asked
from app.discussion.importing.cells import remarks
from app.imports.columns import Columns
from app.imports.faults import WHY
from app.imports.judging import Rows
from app.imports.suspects import SEEN, Look, Suspect, alike, seconds
from app.imports.texts import Sniff, Writing

Progress = Callable[[int, int], None]
Wanted = Mapping[str, tuple[str, Iterable[str]]]
"""What is missed where it is not found: what it looks like, and the fields that it may be in."""
REMARKS = "comments"
MOST_CHOICES = 1_000


@dataclass
class Seen:
    """After a pass over every row; `ways` and `writings` are asked then."""

    rows: int = 0
    dates: dict[str, Evidence] = field(default_factory=lambda: defaultdict(Evidence))
    texts: dict[str, Sniff] = field(default_factory=lambda: defaultdict(Sniff))
    choices: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    looks: dict[str, Look] = field(default_factory=dict)
    """Of the columns that nothing was made of."""
    has_remarks: bool = False
    """Whether any cell of comments says more than a number, which counts them."""

    def ways(
        self, columns: Columns, wished: DayOrder | None, before: DayOrder | None = None
    ) -> tuple[dict[str, Way], list[RowError]]:
        """How each column writes its dates; one that does not tell is taken to do as the others of its file, or as
        those of the last file of its source did."""
        ways, unclear = self._ways(self.dates, wished)
        orders = {way.order for way in ways.values() if way.order} or ({before} if before else set())
        if len(orders) == 1 and not wished:
            others, unclear = self._ways(unclear, *orders)
            ways |= others
        return ways, [RowError(1, 1, columns.where(name), str(error)) for name, error in unclear.items()]

    def _ways(self, names: Iterable[str], order: DayOrder | None) -> tuple[dict[str, Way], dict[str, Unclear]]:
        ways, unclear = {}, {}
        for name in names:
            try:
                ways[name] = self.dates[name].way(order)
            except Unclear as error:
                unclear[name] = error
        return ways, unclear

    def writings(self, wished: Writing | str | None) -> dict[str, Writing]:
        return {name: Writing(wished) if wished else sniff.writing for name, sniff in self.texts.items()}


def look(
    rows: Rows,
    columns: Columns,
    *,
    dates: Sequence[str],
    texts: Sequence[str],
    choices: Sequence[str] = (),
    progress: Progress = lambda done, total: None,
) -> Seen:
    """Of `choices` it is remembered which there are, as far as these are few."""
    seen = Seen(looks={column: Look() for column in columns.unused})
    for row in rows.rows():
        seen.rows += 1
        if isinstance(row, Row):
            for column in (one for one, look in seen.looks.items() if look.filled < SEEN):
                seen.looks[column].see(row.cells[column])
            _see(seen, row, columns, dates, texts)
            for name in (one for one in choices if one in columns.sources and len(seen.choices[one]) < MOST_CHOICES):
                seen.choices[name].add(clean(_cell(row, columns, name), lines=False))
        progress(seen.rows, 0)
    return seen


def missed(
    kind: str, rows: Iterable[Row | RowError], columns: Columns, asked: Asked, wanted: Wanted, seen: Seen
) -> list[Suspect]:
    """Columns that nothing is made of, and that look like what is missing, or like a second text or date, unless they
    were left out on purpose."""
    missing = {name: looks for name, (looks, fields) in wanted.items() if not columns.sources.keys() & set(fields)}
    left = set(map(key, asked.leave))
    unused = [column for column in columns.unused if key(column) not in left]
    looks = {column: look for column, look in seen.looks.items() if column in unused and not _is_ours(column, look)}
    found = alike(looks, missing)
    taken = {one.column for one in found}
    others = {column: look for column, look in looks.items() if column not in taken}
    return [*found, *seconds(kind, rows, columns, others)]


def _is_ours(column: str, look: Look) -> bool:
    """What was written into a file to be mended: why its rows were not taken."""
    return column == WHY and look.example.startswith("row ")


def _see(seen: Seen, row: Row, columns: Columns, dates: Sequence[str], texts: Sequence[str]) -> None:
    for name in (one for one in dates if one in columns.sources):
        seen.dates[name].see(_cell(row, columns, name), row.number)
    for name in (one for one in texts if one in columns.sources):
        seen.texts[name].feed(_cell(row, columns, name))
    for cell in columns.values(row.cells, {}).get(REMARKS, []) if REMARKS in columns.sources else []:
        seen.has_remarks = seen.has_remarks or not cell.strip().isdecimal()
        for remark in remarks(cell):
            seen.texts[REMARKS].feed(remark.body)
            seen.dates[REMARKS].see(remark.date, row.number)


def _cell(row: Row, columns: Columns, name: str) -> str:
    return " ".join(row.cells[column] for column in columns.sources[name].columns)
