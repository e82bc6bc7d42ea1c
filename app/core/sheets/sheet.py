"""A table that is read from its file again for every pass over it, so that memory does not grow with the file."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, zip_longest

from app.core.errors import Unusable
from app.core.i18n import _
from app.core.letters import key, trimmed

MOST_COLUMNS = 2_000
"""Each is compared with all that a field may be called, and every row has a cell for each."""


@dataclass(frozen=True)
class How:
    """What somebody says of a file that does not say it itself.

    `columns` name those of a file whose first row is data already; `sheet` is a worksheet's name.
    """

    encoding: str = ""
    columns: Sequence[str] = ()
    sheet: str = ""


@dataclass(frozen=True)
class Row:
    """`number` as a spreadsheet counts it, the header being 1; `line` of the text, 0 in a file that has none."""

    number: int
    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class RowError:
    """`column` is empty where the whole row is at fault; a whole file's faults stand in row 1.

    Of a row that could not be read: its `cells` as they stood, or its `text` where it cannot be parted into cells.
    `ends`: nothing behind it can be read either, so there is no rest of the file to be taken.
    """

    row: int
    line: int
    column: str
    message: str
    cells: tuple[str, ...] = field(default=(), compare=False)
    text: str = field(default="", compare=False)
    ends: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Record:
    """A row as it is in the file, before it is known what its cells are called.

    With a `fault` it has no cells but its `text`, and `ends` says whether it hides everything behind it.
    """

    number: int
    line: int
    cells: list[str]
    fault: str = ""
    text: str = ""
    ends: bool = False


Records = Callable[[], Iterator[Record]]
"""All of them, from the first on; called once for every pass."""


@dataclass
class Sheet:
    """`errors` are those of the header: with any, there are no rows. `kind` is csv, workbook, json or json lines.

    `is_guess`: neither the file nor anybody said its encoding, so somebody has to look at the letters. `notes` are
    sentences on how it was read, for whoever brings it.
    """

    kind: str
    records: Records
    columns: list[str] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    encoding: str = "utf-8"
    separator: str = ""
    is_guess: bool = False
    notes: list[str] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _header: int = 0

    def rows(self) -> Iterator[Row | RowError]:
        """Every row below the header, or what is wrong with it; blank ones are left out."""
        if self.errors:
            return
        for record in self.records():
            if record.number > self._header and (record.fault or any(map(trimmed, record.cells))):
                yield self._row(record)

    @cached_property
    def blank(self) -> set[str]:
        """The columns that have nothing in any row; asked once, and read no further than until all have something."""
        left = set(self.columns)
        for row in self.rows():
            if not left:
                break
            left -= {name for name in left if isinstance(row, Row) and trimmed(row.cells[name])}
        return left

    def head(self, chosen: Sequence[str]) -> None:
        """Take the names of the columns from the first row that has more than one cell, or from whoever brings it."""
        header = self._first_row()
        if chosen:
            self._names, self._header = numbered(chosen), header.number - (not _is_named_so(header, chosen))
        else:
            self._names, self._header = numbered(header.cells), header.number
            self.errors += _faults_of(header)
        self.columns = [name for name in self._names if name]
        ensure_few(self.columns)

    def take(self, names: Sequence[str]) -> None:
        """Names that came with every row: there is no header to pass over."""
        self._names = self.columns = list(names)

    def _first_row(self) -> Record:
        """Spreadsheets often begin with a title above the table: a lone cell, with a row of several below it."""
        lone: Record | None = None
        for record in self.records():
            filled = sum(bool(trimmed(cell)) for cell in record.cells)
            if record.fault or filled > 1:
                return record if record.fault or lone is None or _is_title(lone, record) else lone
            lone = lone or (record if filled else None)
        if lone is None:
            raise Unusable(_("The file is empty."))
        return lone

    def _row(self, record: Record) -> Row | RowError:
        """Empty cells behind the last column are what spreadsheets leave when a column was emptied."""
        names, cells = self._names, record.cells
        if record.fault:
            return RowError(record.number, record.line, "", record.fault, text=record.text, ends=record.ends)
        if len(cells) < len(names) or any(trimmed(cell) for cell in cells[len(names) :]):
            message = _("This row does not have a cell for each column: it has %(found)d, the header has %(wanted)d.")
            message %= {"found": len(cells), "wanted": len(names)}
            return RowError(record.number, record.line, "", message, self._placed(cells))
        row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        for name, cell in row.items():
            if "\0" in cell:
                message = _("This cell has a NUL character, which no text has.")
                return RowError(record.number, record.line, name, message, self._placed(cells))
        return Row(record.number, record.line, row)

    def _placed(self, cells: Sequence[str]) -> tuple[str, ...]:
        """In the order of `columns`, nothing where one is missing; what is too much stands behind them."""
        named = [cell for name, cell in zip_longest(self._names, cells[: len(self._names)], fillvalue="") if name]
        return (*named, *cells[len(self._names) :])


def ensure_few(columns: Sized) -> None:
    """Raises Unusable for more than any program gives out."""
    if len(columns) > MOST_COLUMNS:
        raise Unusable(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})


def numbered(names: Iterable[str]) -> list[str]:
    """Names as they stand, in one line; the second of the same is called “comment 2”, unless another is."""
    every = [" ".join(trimmed(name).split()) for name in names]
    taken, met, found = set(map(key, every)), set[str](), list[str]()
    for name in every:
        is_met = name and key(name) in met
        free = (one for one in (f"{name} {number}" for number in count(2)) if key(one) not in taken)
        found.append(next(free) if is_met else name)
        met.add(key(name))
        taken.add(key(found[-1]))
    return found


def _is_title(lone: Record, below: Record) -> bool:
    return below.number > lone.number and len(lone.cells) > 1


def _is_named_so(header: Record, chosen: Sequence[str]) -> bool:
    """The first row has these very names, and lacks some of them: then it is no data."""
    names = list(zip(map(trimmed, header.cells), chosen, strict=False))
    lacks = {bool(cell) for cell, _name in names} == {True, False}
    return lacks and all(key(cell) in ("", key(name)) for cell, name in names)


def _faults_of(header: Record) -> list[RowError]:
    """A first row of numbers, dates or long texts is data: whoever brings it has to name the columns."""
    if header.fault:
        return [RowError(header.number, header.line, "", header.fault)]
    named = [cell for cell in map(trimmed, header.cells) if cell]
    if not named or sum(map(_is_data, named)) * 2 > len(named):
        message = _(
            "The first row does not look like names of columns. If it is data already, name them with "
            "--columns, as in --columns id,title,body."
        )
        return [RowError(header.number, header.line, "", message)]
    return []


def _is_data(cell: str) -> bool:
    return not any(char.isalpha() for char in cell) or "@" in cell or len(cell) > 100
