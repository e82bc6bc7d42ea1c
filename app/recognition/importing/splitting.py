"""Several names in one cell, told apart no further than they have to be: a name may have a comma or an “and” in it."""

import re
from collections.abc import Callable, Iterator, Sequence

from app.core.letters import trimmed

# What surely parts names, what mostly does, and what may well stand inside of one.
_LEVELS = (
    re.compile(r"[\n;；|]"),
    re.compile(r"[,，、]"),
    re.compile(r"(?:^|\s+)(?:and|und|et|y|e|og|och|en)\s+|\s*[&+]\s*|[和与及]|\s*และ\s*", re.IGNORECASE),
)
_CODES = re.compile(r"[\s,，、;；|<>]+")
_PARTED = re.compile(r" ?[/>\\] ?")
_SPACES = re.compile(r"[^\S\n]+")


def codes(cell: str) -> list[str]:
    """Employee IDs or e-mail addresses, which have no spaces."""
    return [one for one in _CODES.split(cell) if one]


def candidates(cell: str, level: int = 0) -> Iterator[str]:
    """Everything that may turn out to be a name, to be looked up at once."""
    if not (text := _mentioned(cell)):
        return
    yield text
    if level < len(_LEVELS):
        parts = _parts(text, level)
        yield from _turned(parts, level)
        for part in parts:
            yield from candidates(part, level + 1)


def told_apart(cell: str, is_known: Callable[[str], bool], level: int = 0) -> list[str]:
    """The names in a cell; only what parts lines is believed where no part of it is known."""
    if not (text := _mentioned(cell)):
        return []
    if is_known(text) or level == len(_LEVELS):
        return [text]
    parts = _parts(text, level)
    found = [name for part in parts for name in told_apart(part, is_known, level + 1)]
    if level == 0 or all(map(is_known, found)):
        return found
    if turned := list(filter(is_known, _turned(parts, level))):
        return turned
    return found if any(map(is_known, found)) else [text]


def in_parts(cells: Sequence[str], count: int) -> list[str]:
    """The names in some cells where there is a way to part them that gives so many; none where there is not."""
    for level in range(len(_LEVELS)):
        parts = [part for cell in cells for part in _split(cell, level)]
        if len(parts) == count:
            return parts
    return []


def path(name: str) -> str:
    """Of a department, with one sign between its names, however the file parts them."""
    return _PARTED.sub("/", name)


def _split(text: str, deepest: int) -> list[str]:
    parts = [text]
    for level in range(deepest + 1):
        parts = [_mentioned(one) for part in parts for one in _parts(part, level)]
    return parts


def _parts(text: str, level: int) -> list[str]:
    return [part for part in _LEVELS[level].split(text) if trimmed(part)]


def _turned(parts: list[str], level: int) -> list[str]:
    """`Lee, Ann` may be Ann Lee."""
    return [f"{trimmed(parts[1])} {trimmed(parts[0])}"] if level == 1 and len(parts) == 2 else []


def _mentioned(text: str) -> str:
    """Without the sign that chats put before a name: @ann. Many spaces are one, so that no pattern looks at each."""
    return trimmed(_SPACES.sub(" ", trimmed(text)).removeprefix("@"))
