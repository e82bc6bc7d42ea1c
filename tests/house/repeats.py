"""Repeated passages: pairs of files, or a file and itself, that share runs of six or more lines.

A run is the same to the letter, or alike but for its names, texts and numbers. Blank lines, comments, lone punctuation
and imports are passed over.
"""

import ast
import keyword
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath
from typing import NamedTuple

RUN = 6
# A run that stands in more places is how things are written here, and one in so many files of a folder is its frame.
MOST_PLACES, FRAME = 8, 4
# A line with fewer of these says little: a bracket, a field, a name handed on. A passage of mostly such lines is
# boilerplate, unless a run of it is the same to the letter.
CONTENT, LEAST_CONTENT = {"name", "text", "number", "class", "def"}, 3
MOST_DULL = 2 / 3

TOKEN = re.compile(
    r"""(?P<text> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' ) | (?P<word> [^\W\d]\w* ) | (?P<number> \d[\w.]* ) | \S""",
    re.VERBOSE,
)
OF_PAGES = (
    "a article block body call class div elif else endblock endcall endfor endif endmacro endset extends for form h1 h2 "
    "h3 head href html id if in include li macro main not ol or p section set span table td th ul"
)
OF_SCRIPTS = "async await class const export for function if let new of return this var"
KEPT = {
    ".py": {*keyword.kwlist, "self"},
    ".html": {*OF_PAGES.split()},
    ".js": {*OF_SCRIPTS.split()},
    ".css": set[str](),
}
PASSED_OVER = {
    ".py": re.compile(r"#|\W*$"),
    ".html": re.compile(r"\{#.*#\}$|\{%-?\s*(?:import|from)\b|\W*$"),
    ".css": re.compile(r"/\*.*\*/$|\W*$"),
    ".js": re.compile(r"//|/?\*|import\b|\W*$"),
}
# What lists rather than does: a row of a table that is written out, a field with its type, an argument by its name.
ROW = re.compile(r"[({\[ ]*(?:text|number)\b|name : [^({]*$|name = .* ,$")

Run = tuple[str, ...]
Place = tuple[str, int]
Pair = tuple[str, str]
Matches = dict[Pair, set[tuple[int, int]]]


class Line(NamedTuple):
    number: int
    text: str
    shape: str


@dataclass(frozen=True)
class Repeat:
    """`lines` is how many lines of the first file stand in the second; `where` is the longest run of them."""

    where: str
    lines: int
    is_same: bool
    is_boilerplate: bool

    def __str__(self) -> str:
        marks = ("" if self.is_same else ", alike") + (", boilerplate" if self.is_boilerplate else "")
        return f"{self.where}: {self.lines} lines{marks}"


def repeats(sources: Mapping[str, str]) -> list[Repeat]:
    """Most lines first, boilerplate last."""
    files = {path: list(_lines(path, text)) for path, text in sources.items()}
    shapes = _places(files, lambda line: line.shape)
    same, alike = _matches(_places(files, lambda line: line.text)), _matches(shapes)
    frames = {run for run, places in shapes.items() if _is_frame(places)}
    found = [_repeat(files, pair, same.get(pair, set()), alike.get(pair, set()), frames) for pair in {**same, **alike}]
    return sorted(found, key=lambda one: (one.is_boilerplate, -one.lines, one.where))


def shape(line: str, suffix: str = ".py") -> str:
    """What is left of a line without what its names, texts and numbers are."""
    return " ".join(
        found[0] if found.lastgroup is None or found[0] in KEPT[suffix] else found.lastgroup.replace("word", "name")
        for found in TOKEN.finditer(line)
    )


def is_thin(of_line: str) -> bool:
    return bool(ROW.match(of_line)) or sum(part in CONTENT for part in of_line.split()) < LEAST_CONTENT


def _lines(path: str, source: str) -> Iterator[Line]:
    suffix = PurePosixPath(path).suffix
    imports = _imports(source) if suffix == ".py" else set()
    for number, line in enumerate(source.splitlines(), 1):
        folded = " ".join(line.split())
        if number not in imports and not PASSED_OVER[suffix].match(folded):
            yield Line(number, folded, shape(folded, suffix))


def _imports(source: str) -> set[int]:
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom))
    return {number for node in found for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _places(files: Mapping[str, list[Line]], of: Callable[[Line], str]) -> dict[Run, list[Place]]:
    """Where every run stands that stands in more than one place."""
    found = defaultdict(list)
    for path, lines in files.items():
        said = [of(line) for line in lines]
        for start in range(len(said) - RUN + 1):
            found[tuple(said[start : start + RUN])].append((path, start))
    return {run: places for run, places in found.items() if len(places) > 1}


def _matches(places: Mapping[Run, list[Place]]) -> Matches:
    found: Matches = defaultdict(set)
    for every in places.values():
        if len(every) <= MOST_PLACES:
            for (first, start), (second, other) in combinations(every, 2):
                # In one file, a run does not repeat itself a line further down.
                if first != second or other - start >= RUN:
                    found[first, second].add((start, other))
    return found


def _is_frame(places: Iterable[Place]) -> bool:
    in_folder = defaultdict(set)
    for path, _start in places:
        in_folder[PurePosixPath(path).parent].add(path)
    return max(len(paths) for paths in in_folder.values()) >= FRAME


def _repeat(
    files: Mapping[str, list[Line]],
    pair: Pair,
    same: set[tuple[int, int]],
    alike: set[tuple[int, int]],
    frames: set[Run],
) -> Repeat:
    lines = files[pair[0]]
    shared: set[int] = set()
    of_frames: set[int] = set()
    for start, _other in same | alike:
        run = range(start, start + RUN)
        shared.update(run)
        if tuple(lines[at].shape for at in run) in frames:
            of_frames.update(run)
    dull = sum(at in of_frames or is_thin(lines[at].shape) for at in shared)
    where = _longest(files, pair, same | alike)
    return Repeat(where, len(shared), is_same=bool(same), is_boilerplate=not same and dull > len(shared) * MOST_DULL)


def _longest(files: Mapping[str, list[Line]], pair: Pair, matches: set[tuple[int, int]]) -> str:
    """Both places of the longest run, by their lines."""
    length, start, other = max(_runs(matches), key=lambda run: (run[0], -run[1], -run[2]))
    return " ~ ".join(
        f"{path}:{files[path][at].number}-{files[path][at + length - 1].number}"
        for path, at in zip(pair, (start, other), strict=True)
    )


def _runs(matches: set[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """How many lines, and where they start in either file."""
    for start, other in matches:
        if (start - 1, other - 1) not in matches:
            further = 0
            while (start + further, other + further) in matches:
                further += 1
            yield further - 1 + RUN, start, other
