"""CSV as programs write it: commas, semicolons, tabs or bars, quoted or not, in any encoding."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from app.core.i18n import _
from app.core.sheets.encodings import encoding_of
from app.core.sheets.sheet import Record, Sheet

LONGEST_CELL = 1_000_000
SEPARATORS = ",;\t|"
SEEN = 200
"""So many rows are looked at to tell whether quotation marks mean anything."""

# The limit is one for the whole process, and no other module reads tables.
csv.field_size_limit(LONGEST_CELL)
_FIRST_RECORD = re.compile(r'\s*((?:[^"\r\n]+|"[^"]*")*)')
_QUOTED = re.compile('"[^"]*"')
_SAID = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True)
class _Form:
    """`said`: the first line is `sep=;`, which spreadsheets obey and do not show."""

    encoding: str
    separator: str
    is_quoted: bool
    said: bool


def delimited(path: Path, encoding: str) -> Sheet:
    """Raises Unusable where its letters cannot be read."""
    found = encoding_of(path, encoding)
    form = _form(path, found.name)
    name = found.name.removesuffix("-sig")
    return Sheet("csv", lambda: _records(path, form), encoding=name, separator=form.separator, is_guess=found.is_guess)


def _form(path: Path, encoding: str) -> _Form:
    with _opened(path, encoding) as file:
        start = file.read(65536)
    first, _newline, rest = start.partition("\n")
    if said := _SAID.fullmatch(first):
        return _Form(encoding, said[1], _is_quoted(rest, said[1]), said=True)
    separator = _separator(start)
    return _Form(encoding, separator, _is_quoted(start, separator), said=False)


def _separator(text: str) -> str:
    """What stands most often between the names of the first row; quoted names may contain any of them.

    A lone title above the table has none, so the first line that has any is asked.
    """
    for line in text.splitlines()[:20] or [""]:
        found = _FIRST_RECORD.match(line)
        unquoted = _QUOTED.sub("", found[1] if found else "")
        if best := max(SEPARATORS, key=unquoted.count) if any(map(unquoted.count, SEPARATORS)) else "":
            return best
    return SEPARATORS[0]


def _is_quoted(text: str, separator: str) -> bool:
    """Programs that write tabs or bars often leave quotation marks as they are; then each line is a row by itself.

    Where reading them as quotes does not work out, what makes more rows of the header's length is how it was meant.
    """
    if separator not in "\t|" or '"' not in text:
        return True
    lines = text.splitlines(keepends=True)[:SEEN]
    wanted = lines[0].count(separator)
    sizes = list(_sizes(lines, separator))
    fitting = sum(size == wanted + 1 for size in sizes)
    if sizes[-1] and fitting == len(sizes):
        return True
    return fitting >= sum(line.count(separator) == wanted for line in lines)


def _sizes(lines: list[str], separator: str) -> Iterator[int]:
    """How many cells the rows have, until something is wrong, which is a row of none."""
    try:
        yield from map(len, csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        yield 0


def _records(path: Path, form: _Form) -> Iterator[Record]:
    """Every row, numbered as a spreadsheet shows it; what cannot be read becomes a row with a fault."""
    with _opened(path, form.encoding) as file:
        lines = _Lines(_unmarked(islice(file, 1, None) if form.said else file))
        if form.is_quoted:
            reader = csv.reader(lines, delimiter=form.separator, strict=True)
        else:
            reader = csv.reader(lines, delimiter=form.separator, strict=True, quoting=csv.QUOTE_NONE)
        number = 0
        while True:
            line, number = reader.line_num + 1 + form.said, number + 1
            try:
                lines.taken.clear()
                yield Record(number, line, next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                message, ends = _reason(error, line, line + len(lines.taken) - 1)
                yield Record(number, line, [], message, "".join(lines.taken).rstrip("\r\n"), ends)
                if ends:
                    return


class _Lines:
    """Remembers those that a row was made of, to be handed back where it cannot be parted into cells."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.taken: list[str] = []
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken.append(line)
            yield line


def _unmarked(lines: Iterator[str]) -> Iterator[str]:
    """The marks of an encoding that nobody expected are not part of the first name."""
    first = next(lines, "")
    return chain([first.removeprefix("\ufeff")], lines)


def _opened(path: Path, encoding: str) -> TextIOWrapper:
    return path.open(encoding=encoding, newline="")


def _reason(error: csv.Error, first: int, last: int) -> tuple[str, bool]:
    """What is wrong, and whether it hides where the next row begins; only the words tell these errors apart."""
    if "field limit" in str(error):
        message = _(
            "A cell has more than %(limit)d characters. It may be that a quotation mark is opened in this row and never"
            " closed. Nothing after it can be read."
        )
        return message % {"limit": LONGEST_CELL}, True
    if "end of data" in str(error):
        return _("A quotation mark is opened in this row and never closed, so nothing after it can be read."), True
    if last > first:
        message = _(
            "A quotation mark that is opened in this row takes in what follows, up to line %(line)d. Close it, or write"
            " it twice."
        )
        return message % {"line": last}, False
    return _("A quotation mark stands inside a cell. Inside quotes it must be written twice."), False
