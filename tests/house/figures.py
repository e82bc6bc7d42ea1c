"""What is measured of the sources, each figure with the goal that it is held to."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import median

from tests.house.repeats import repeats
from tests.rules.sources import functions, length

Sources = Mapping[str, str]
FOLDERS = {"app": ".py", "templates": ".html", "tests": ".py", "static/css": ".css", "static/js": ".js"}
TEST, ASIDE = "tests/", ("app/bench/", "app/demo/")
# What pages are put together from, and the page that only developers see.
PIECES = re.compile(r"^templates/(ui|layout|patterns)/|/parts\.html$")
EXTENDS = re.compile(r"{%-?\s*extends\b")
LONGEST_FILE = 300

# The benchmark says by hand, in SQL, what the program asks.
HOME_OF_AUTHORS = ("app/discussion/", "templates/discussion/", "app/bench/bare.py")
COLUMNS = {"author_id", "author_name"}
IN_TEMPLATE = re.compile(r"\.author_(id|name)\b")
IN_SQL = re.compile(r"\b(?:select|insert|update|delete)\b.*\bauthor_(?:id|name)\b", re.IGNORECASE | re.DOTALL)
JINJA_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """Without a goal it is only told. `places` are where it comes from, the worst first."""

    name: str
    value: float
    goal: float | None = None
    at_least: bool = False
    places: tuple[str, ...] = ()

    def is_met(self, bound: float | None = None) -> bool:
        """By its goal, or by the bound that is kept until the goal is reached."""
        held = self.goal if bound is None else bound
        return held is None or (self.value >= held if self.at_least else self.value <= held)


def read(root: Path) -> dict[str, str]:
    """The sources that are measured, by their paths."""
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for folder, suffix in FOLDERS.items()
        for path in sorted((root / folder).rglob(f"*{suffix}"))
    }


def measured(sources: Sources) -> list[Figure]:
    program = {path: ast.parse(text) for path, text in sources.items() if path.startswith("app/")}
    return [
        _rings(program),
        *_function_lines(program),
        _longest_file(sources),
        _page_lines(sources),
        *_tests_per_line(sources),
        *_repeats(sources),
        _lines_of("app/topics/routes", 89, sources),
        _lines_of("templates/topics/", 59, sources),
        _readers_of_authors(sources, program),
    ]


def packages_in_rings(program: Mapping[str, ast.Module]) -> list[str]:
    """The packages of `app`, and modules beside them, that import each other by however many steps."""
    imported: dict[str, set[str]] = defaultdict(set)
    for path, tree in program.items():
        imported[_package(PurePosixPath(path).with_suffix("").parts)].update(_packages_imported(path, tree))
    return sorted(name for name in imported if name in _reached(imported, name))


def lines_of_functions(program: Mapping[str, ast.Module]) -> list[tuple[int, str]]:
    """Lines of every function's body and where it stands, the longest first."""
    found = (
        (length(one), f"{path}:{one.lineno} {one.name}") for path, tree in program.items() for one in functions(tree)
    )
    return sorted(found, reverse=True)


def pages(sources: Sources) -> list[str]:
    """Templates that are shown as pages: they fill a layout."""
    return [
        path
        for path, text in sources.items()
        if path.startswith("templates/") and EXTENDS.search(text) and not PIECES.search(path)
    ]


def readers_of_authors(sources: Sources, program: Mapping[str, ast.Module]) -> list[str]:
    """Modules and templates that take a post's or a comment's author from its column rather than ask discussion."""
    modules = [path for path, tree in program.items() if any(map(_reads_author, ast.walk(tree)))]
    templates = [path for path in sources if path.startswith("templates/")]
    templates = [path for path in templates if IN_TEMPLATE.search(JINJA_COMMENT.sub("", sources[path]))]
    return [path for path in (*modules, *templates) if not path.startswith(HOME_OF_AUTHORS)]


def _rings(program: Mapping[str, ast.Module]) -> Figure:
    found = packages_in_rings(program)
    return Figure("packages in import rings", len(found), 0, places=tuple(found))


def _function_lines(program: Mapping[str, ast.Module]) -> Iterator[Figure]:
    found = lines_of_functions(program)
    lines = [one for one, _where in found]
    places = tuple(f"{where}: {one} lines" for one, where in found[:10])
    yield Figure("lines of a function, median", median(lines), 5)
    yield Figure("lines of a function, 90th percentile", lines[len(lines) // 10], 13)
    yield Figure("lines of the longest function", lines[0], 40, places=places)


def _longest_file(sources: Sources) -> Figure:
    found = [(_count(text), path) for path, text in sources.items() if not path.startswith(TEST)]
    found = sorted(found, reverse=True)
    places = tuple(f"{path}: {lines} lines" for lines, path in found if lines > LONGEST_FILE)
    return Figure("lines of the longest file of the program", found[0][0], LONGEST_FILE, places=places)


def _page_lines(sources: Sources) -> Figure:
    found = sorted(((_count(sources[path]), path) for path in pages(sources)), reverse=True)
    places = tuple(f"{path}: {lines} lines" for lines, path in found)
    return Figure("lines of a page's template, median", median(lines for lines, _path in found), 25, places=places)


def _tests_per_line(sources: Sources) -> Iterator[Figure]:
    tests = _written(sources, lambda path: path.startswith(TEST))
    code = _written(sources, lambda path: path.startswith("app/"))
    aside = _written(sources, lambda path: path.startswith(ASIDE))
    yield Figure("lines of tests for a line of code", round(tests / code, 3), 1.15, at_least=True)
    yield Figure("  without the benchmark and the demo", round(tests / (code - aside), 3))


def _repeats(sources: Sources) -> Iterator[Figure]:
    found = repeats(sources)
    real = [one for one in found if not one.is_boilerplate]
    yield Figure("repeated passages", len(real), 24, places=tuple(map(str, real)))
    yield Figure("  of boilerplate, counted apart", len(found) - len(real))


def _lines_of(start: str, goal: int, sources: Sources) -> Figure:
    lines = sum(_count(text) for path, text in sources.items() if path.startswith(start))
    return Figure(f"lines of {start}", lines, goal)


def _readers_of_authors(sources: Sources, program: Mapping[str, ast.Module]) -> Figure:
    found = readers_of_authors(sources, program)
    return Figure("modules outside discussion that read an author's column", len(found), 0, places=tuple(found))


def _reads_author(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in COLUMNS
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(IN_SQL.search(node.value))


def _packages_imported(path: str, tree: ast.Module) -> set[str]:
    names = (name for node in ast.walk(tree) for name in _names_imported(path, node))
    found = {_package(parts) for name in names if (parts := tuple(name.split(".")))[0] == "app" and len(parts) > 1}
    return found - {_package(PurePosixPath(path).with_suffix("").parts)}


def _names_imported(path: str, node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        start = [*PurePosixPath(path).parts[: -node.level]] if node.level else []
        return [".".join([*start, *filter(None, [node.module]), alias.name]) for alias in node.names]
    return []


def _package(parts: tuple[str, ...]) -> str:
    return parts[1]


def _reached(imported: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = imported.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _written(sources: Sources, wanted: Callable[[str], bool]) -> int:
    """Lines of Python that are not blank."""
    return sum(bool(line.strip()) for path, text in sources.items() if wanted(path) for line in text.splitlines())


def _count(text: str) -> int:
    return len(text.splitlines())
