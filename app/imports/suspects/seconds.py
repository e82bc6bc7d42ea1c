"""A second column of texts or dates beside the one that was taken: what it holds would be lost unsaid.

What says the same as is taken already loses nothing, nor does a date of what nobody asks about, such as a last change.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import unescape

from app.core.letters import folded
from app.core.sheets import Row, RowError
from app.imports.columns import MANY, Columns, known, plain, table
from app.imports.suspects.alike import Suspect
from app.imports.suspects.looks import Look

TEXTS = ("answer", "comments", "in_short", "body", "message")
"""Fields that hold texts; the last two may be put together of several columns."""
DATES = ("answered_at", "updated_at", "created_at")
MOST_KNOWN, MOST_ALIKE = 0.9, 0.9
"""So much of a text, in so many of its rows, says nothing new."""
COMPARED, LOOKED_AT = 200, 10_000
LONG_WORD, SHORT_WORD = 6, 2
"""Letters of a name that tells its field inside of another, of other scripts fewer."""
_TAG = re.compile(r"<[^<>]{0,500}>")
_AGAIN = re.compile(r"(.+) [0-9]+")
_BELOW = re.compile(r"[./]")


def seconds(kind: str, rows: Iterable[Row | RowError], columns: Columns, looks: Mapping[str, Look]) -> list[Suspect]:
    """In the order of the columns; `looks` are of those that nobody left out on purpose."""
    found = [one for column, look in looks.items() if (one := _second(kind, columns, column, look))]
    new = _saying_something(rows, columns, [one.column for one in found if one.looks == "text"])
    return [one for one in found if one.looks != "text" or one.column in new]


def _second(kind: str, columns: Columns, column: str, look: Look) -> Suspect | None:
    if look.is_number or look.links > look.filled / 2:
        return None
    if look.are_days:
        return None if _is_of_nothing(kind, columns, column) else _date(kind, columns, column, look)
    again, hints = _again(columns, column), [name for name in TEXTS if _hints_at(kind, name, column)]
    are_told = look.are_short_texts and (again or hints[:1] == ["answer"])
    if are_told or (look.are_texts and not _is_about(kind, column)):
        return _text(kind, columns, column, look, [again] if again else hints)
    return None


def _text(kind: str, columns: Columns, column: str, look: Look, hints: Sequence[str]) -> Suspect:
    """A field that is free and that its name hints at, or put together with what it hints at, or with the text."""
    free = [name for name in hints if name not in columns.sources and name in table()[kind]]
    taken = [name for name in (*hints, "body", "message", "title") if name in columns.sources and name not in MANY]
    return Suspect("".join(free[:1]), column, look.example, "text", _joined(columns, taken[:1], column))


def _joined(columns: Columns, names: Sequence[str], column: str) -> str:
    """As `--map` takes them, unless a sign in a name stands in the way."""
    said = [f"{name}={columns.sources[name]}+{column}" for name in names if not columns.sources[name].ending]
    return "".join(one for one in said if "+" not in column)


def _date(kind: str, columns: Columns, column: str, look: Look) -> Suspect:
    free = [name for name in DATES if name in table()[kind] and name not in columns.sources]
    return Suspect("".join(free[:1]), column, look.example, "date")


def _is_of_nothing(kind: str, columns: Columns, column: str) -> bool:
    """A date of what is no idea's, or that says again what another column says."""
    name = plain(_AGAIN.sub(r"\1", column))
    taken = (one for field in DATES if field in columns.sources for one in (field, *known(kind, field)))
    passing = any(word in name for word in table()["hints"]["passing"])
    return bool(_BELOW.search(column)) or passing or name in map(plain, taken)


def _is_about(kind: str, column: str) -> bool:
    """In a file of comments, what is said of the idea that they are on."""
    return kind == "comments" and any(word in plain(column) for word in table()["hints"]["about"])


def _again(columns: Columns, column: str) -> str:
    """The field of the first column of a name, of which this is the second, where that is a text."""
    found = _AGAIN.fullmatch(column)
    fields = [name for name in (*TEXTS, "title") if name in columns.sources] if found else []
    return next((name for name in fields if found and found[1] in columns.sources[name].columns), "")


def _hints_at(kind: str, name: str, column: str) -> bool:
    said = plain(column)
    return any(word in said for word in _words(kind, name))


@cache
def _words(kind: str, name: str) -> frozenset[str]:
    """What a field is called, where that is long enough to be told inside of another name, and words beside."""
    called = {plain(one) for one in (name, *known(kind, name))}
    told = {one for one in called if len(one) >= (LONG_WORD if one.isascii() else SHORT_WORD)}
    return frozenset(told | {plain(word) for word in table()["hints"].get(name, ())})


def _saying_something(rows: Iterable[Row | RowError], columns: Columns, found: Sequence[str]) -> set[str]:
    """Those of which some rows say what no column that is used says of them."""
    seen, again = Counter[str](), Counter[str]()
    used = list(dict.fromkeys(column for source in columns.sources.values() for column in source.columns))
    for row in rows if found else ():
        cells = row.cells if isinstance(row, Row) else {}
        filled = [one for one in found if seen[one] < COMPARED and cells.get(one, "").strip()]
        taken = _pieces(" ".join(cells[column] for column in used)) if filled else set()
        for column in filled:
            said = _pieces(cells[column])
            again[column] += len(said & taken) >= MOST_KNOWN * len(said)
        seen.update(filled)
        if min(seen[one] for one in found) == COMPARED:
            break
    return {one for one in found if again[one] <= MOST_ALIKE * seen[one]}


def _pieces(cell: str) -> set[str]:
    """Any three letters in a row, without tags."""
    said = folded(unescape(_TAG.sub(" ", cell[:LOOKED_AT])))
    letters = "".join(char for char in said if char.isalnum())
    return {letters[start : start + 3] for start in range(max(len(letters) - 2, 1))}
