"""Departments as they stand in a file: a name, a path of names, or a column for each level."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.columns import Values
from app.core.i18n import _
from app.core.letters import clean, key, trimmed

Branch = tuple[str, ...]
"""Names from the top down; one alone is a name, or a code."""
SEPARATORS = ("/", "\\", ">", "»", "›", "→", "|", "::", "／", "＞", "＼")
LONGEST_NAME, DEEPEST = 120, 30
DEEP = 3
"""A column whose cells are as deep as this is one of paths, whatever else."""


@dataclass(frozen=True)
class Cell:
    """What a row says of its department; `kind` is the field that it says it in."""

    kind: str
    texts: tuple[str, ...]


def cell_of(values: Values, kinds: Iterable[str]) -> Cell:
    """The first of these fields in which a row says anything."""
    for kind in kinds:
        said = values.get(kind) or ""
        texts = tuple(clean(text, lines=False) for text in (said if isinstance(said, list) else [said]))
        if any(texts):
            return Cell(kind, texts)
    return Cell("", ())


def branch_of(cell: Cell, separators: Mapping[str, str]) -> Branch:
    """The names that a cell means. A level that only repeats the one above it is none; nor is an empty one."""
    if cell.kind == "levels":
        names = list(cell.texts)
    else:
        separator = separators.get(cell.kind, "")
        names = cell.texts[0].split(separator) if separator and cell.texts else list(cell.texts)
    found: list[str] = []
    for name in map(trimmed, names):
        if name and not (found and key(found[-1]) == key(name)):
            found.append(name)
    return tuple(found)


def separator_of(texts: Iterable[str], *, is_path: bool) -> str:
    """What parts the names in a column of paths, empty where it is none; `texts` are its different cells.

    `is_path`: the column is called so. Another one is only where it plainly is: most of its cells have the sign, and
    they share what stands at the top, or are deep. “R&D / Ops” among other names is a name.
    """
    every = [text for text in texts if text]
    counted = Counter({sign: sum(sign in text for text in every) for sign in SEPARATORS})
    sign, count = max(counted.items(), key=lambda one: one[1], default=("", 0))
    if not count or is_path:
        return sign if count else ""
    return sign if count * 5 >= len(every) * 3 and _is_tree(every, sign) else ""


def _is_tree(every: list[str], sign: str) -> bool:
    split = [text.strip(sign).split(sign) for text in every]
    within = [parts for parts in split if len(parts) > 1]
    tops, alone = {key(parts[0]) for parts in within}, {key(parts[0]) for parts in split if len(parts) == 1}
    are_deep = sum(len(parts) >= DEEP for parts in within) * 2 > len(within)
    return are_deep or bool(tops & alone) or len(tops) * 2 <= len(within)


def joined(branch: Branch) -> str:
    """As it is said."""
    return " / ".join(branch)


def ensure_short(branch: Branch) -> None:
    """Raises ValueError for too long a name, and for more levels than any company has."""
    if len(branch) > DEEPEST:
        raise ValueError(_("This has too many levels. It can have up to %(most)s.") % {"most": DEEPEST})
    if any(len(name) > LONGEST_NAME for name in branch):
        raise ValueError(_("This is too long. It can have up to %(most)s characters.") % {"most": LONGEST_NAME})
