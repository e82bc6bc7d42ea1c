"""Which columns a field comes from: as somebody says, as the last time, as a known export has it, else by their names.

What columns are called, in which system and language, is data: `names.toml` beside this file.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.core.columns import Values
from app.core.errors import Unusable
from app.core.letters import key

NAMES = Path(__file__).with_name("names.toml")
MANY = frozenset({"comments", "levels", "tags", "receivers", "receiver_email", "receiver_employee_id"})
"""Fields that may stand in several columns, each a text of its own."""
ENDING = re.compile(r"(.+?)(@[\w.-]+\.[\w-]+)")
_ASIDE = re.compile(r"[\[(（【]\s*(required|optional|必填|选填|必須|任意|필수|จำเป็น)\s*[\])）】]")
_NUMBER = "([0-9]+|[一二三四五六七八九十]+)"

Join = Callable[[Sequence[str]], str]


@dataclass(frozen=True)
class Source:
    """One column, several whose texts are put together, or one whose text lacks an `ending`."""

    columns: tuple[str, ...]
    ending: str = ""

    def __str__(self) -> str:
        """As `--map` takes it."""
        return "+".join(self.columns) + self.ending


@dataclass(frozen=True)
class Columns:
    """`unused` are columns that nothing was made of, that have something, and are not known to mean nothing here."""

    sources: dict[str, Source]
    unused: list[str] = field(default_factory=list)
    preset: str = ""

    @property
    def system(self) -> str:
        """Whose export this is, empty where a rule of no system says what its columns mean."""
        return "" if self.preset.startswith("A ") else self.preset

    def values(self, cells: Mapping[str, str], joins: Mapping[str, Join]) -> Values:
        """What a row says for each field; a list where it may stand in several columns."""
        return {name: _value(name, source, cells, joins) for name, source in self.sources.items()}

    def where(self, name: str) -> str:
        """What the file calls a field, for a sentence about it."""
        return str(self.sources[name]) if name in self.sources else name


def matched(
    kind: str,
    found: Sequence[str],
    fields: Iterable[str],
    *,
    chosen: Mapping[str, str] | None = None,
    before: Mapping[str, str] | None = None,
    blank: Container[str] = (),
) -> Columns:
    """The columns of a file for the fields of a kind, each column used once.

    `chosen` is what somebody says now, `before` what held the last time, each as `Source` is written. Columns that are
    `blank` come after all others that could be meant. Raises Unusable for what was chosen wrongly.
    """
    fields = list(fields)
    spelled = _spelled(found)
    sources = _said(chosen or {}, fields, found, spelled)
    sources |= _still_there(before or {}, fields, spelled, sources)
    preset, by_preset = _of_preset(kind, spelled, fields)
    sources |= {name: one for name, one in by_preset.items() if name not in sources and not _taken(one, sources)}
    filled = [column for column in found if column not in blank]
    for columns in (filled, found):
        for name in fields:
            if name not in sources and (one := _by_name(kind, name, columns, sources)):
                sources[name] = one
    used = {column for source in sources.values() for column in source.columns}
    unused = [column for column in filled if column not in used and not _means_nothing(column)]
    return Columns({name: sources[name] for name in fields if name in sources}, unused, preset)


def plain(name: str) -> str:
    """A column's name without case, accents, spaces, signs, and the word “required” in brackets."""
    folded = _ASIDE.sub("", key(name))
    kept = "".join(char for char in folded if char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"})
    return kept or folded


@cache
def table() -> Values:
    """The whole of `names.toml`."""
    with NAMES.open("rb") as file:
        return tomllib.load(file)


def known(kind: str, name: str) -> list[str]:
    """What a field may be called beside its own name."""
    return list(table().get(kind, {}).get(name, ()))


def preset_text(columns: Columns) -> str:
    """What a known export writes its texts in, empty where that is not known."""
    return str(table().get("presets", {}).get(columns.preset, {}).get("text", ""))


def _value(name: str, source: Source, cells: Mapping[str, str], joins: Mapping[str, Join]) -> str | list[str]:
    said = [cells[column] for column in source.columns]
    if name in MANY:
        return [text for text in said if text.strip()]
    if len(said) > 1:
        return joins.get(name, _spaced)(said)
    text = said[0]
    return text.strip() + source.ending if source.ending and text.strip() and "@" not in text else text


def _spaced(texts: Sequence[str]) -> str:
    return " ".join(text.strip() for text in texts if text.strip())


def _spelled(found: Sequence[str]) -> dict[str, str]:
    """By their plain names; the first of two that are spelled alike."""
    return {plain(column): column for column in reversed(found)}


def _said(
    chosen: Mapping[str, str], fields: Sequence[str], found: Sequence[str], spelled: Mapping[str, str]
) -> dict[str, Source]:
    sources = {}
    for name, said in chosen.items():
        if name not in fields:
            raise Unusable(f"There is no field “{name}” to map. There are: {', '.join(fields)}.")
        if not (source := _parsed(said, spelled)):
            raise Unusable(f"The file has no column “{said}”. It has: {', '.join(found)}.")
        sources[name] = source
    return sources


def _parsed(said: str, spelled: Mapping[str, str]) -> Source | None:
    """`Name`, `GivenName+Surname` or `UserPrincipalName@example.com`; a column that is so called comes first."""
    if plain(said) in spelled:
        return Source((spelled[plain(said)],))
    parts = [plain(part) for part in said.split("+")]
    if len(parts) > 1 and all(part in spelled for part in parts):
        return Source(tuple(spelled[part] for part in parts))
    ended = ENDING.fullmatch(said)
    if ended and plain(ended[1]) in spelled:
        return Source((spelled[plain(ended[1])],), ended[2])
    return None


def _still_there(
    before: Mapping[str, str], fields: Sequence[str], spelled: Mapping[str, str], sources: Mapping[str, Source]
) -> dict[str, Source]:
    parsed = {name: _parsed(said, spelled) for name, said in before.items() if name in fields and name not in sources}
    return {name: one for name, one in parsed.items() if one and not _taken(one, sources)}


def _of_preset(kind: str, spelled: Mapping[str, str], fields: Sequence[str]) -> tuple[str, dict[str, Source]]:
    """The known export that this is, and what it says; the one that knows most of the columns."""
    fitting = [
        (len(preset["has"]), name, preset)
        for name, preset in table().get("presets", {}).items()
        if preset["kind"] == kind and all(plain(column) in spelled for column in preset["has"])
    ]
    if not fitting:
        return "", {}
    _count, name, preset = max(fitting, key=lambda one: one[:2])
    parsed = {field: _parsed(said, spelled) for field, said in preset.get("map", {}).items() if field in fields}
    return name, {field: one for field, one in parsed.items() if one}


def _by_name(kind: str, name: str, found: Sequence[str], sources: Mapping[str, Source]) -> Source | None:
    spelled = _spelled(found)
    taken = {column for source in sources.values() for column in source.columns}
    for one in [name, *known(kind, name)]:
        if name in MANY:
            several = tuple(column for column in found if column not in taken and _is_one_of(column, one))
            if several:
                return Source(several)
        elif (column := spelled.get(plain(one))) and column not in taken:
            return Source((column,))
    return None


def _is_one_of(column: str, name: str) -> bool:
    """`Comment`, `Comment 2`; with `{n}` in the name a number stands there."""
    return bool(re.fullmatch(_pattern(name), plain(column)))


def _pattern(name: str) -> str:
    parts = [re.escape(plain(part)) if part else "" for part in name.split("{n}")]
    return _NUMBER.join(parts) if len(parts) > 1 else f"{parts[0]}[0-9]*"


def _taken(source: Source, sources: Mapping[str, Source]) -> bool:
    used = {column for one in sources.values() for column in one.columns}
    return bool(used & set(source.columns))


def _means_nothing(column: str) -> bool:
    return bool(_nothing().fullmatch(plain(column)))


@cache
def _nothing() -> re.Pattern[str]:
    """One pattern for all: a header of a hundred columns is asked of each of hundreds of names."""
    names = [name for names in table()["ignored"].values() for name in names]
    return re.compile("|".join(f"(?:{_pattern(name)})" for name in names))
