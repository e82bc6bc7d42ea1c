"""The tree as the rules read it."""

import ast
from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef
SEARCH_ENGINES = ("search/whoosh", "search/postgres")


@cache
def modules() -> dict[PurePosixPath, ast.Module]:
    """Every module of the program by its path inside `app`."""
    app = ROOT / "app"
    return {PurePosixPath(path.relative_to(app)): ast.parse(path.read_text("utf-8")) for path in app.rglob("*.py")}


def role(path: PurePosixPath) -> str:
    """The word a module plays its part under: `commands` for ideas/commands.py and ideas/commands/voting.py alike."""
    return path.stem if len(path.parts) < 3 else path.parts[1]


def is_core(path: PurePosixPath) -> bool:
    return path.parts[0] == "core"


def is_search_engine(path: PurePosixPath) -> bool:
    return str(path).startswith(SEARCH_ENGINES)


def calls(tree: ast.AST, names: Container[str]) -> Iterator[tuple[int, str]]:
    """Line and name of every call of a function or method of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node.lineno, called


def listed(places: Iterable[str]) -> str:
    """Every place that breaks a rule, one a line: a rule that is kept lists nothing."""
    return "\n".join(places)


def templates() -> dict[str, str]:
    """Every template's source by the name it is loaded under."""
    folder = ROOT / "templates"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files("templates")}


def files(folder: str, *suffixes: str) -> list[Path]:
    """The readable files of a folder of the tree, in order."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Lines of the body; its signature and docstring do not count, and functions inside it are judged by themselves."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return span(body) - sum(span([inner]) for inner in body if isinstance(inner, Function))


def span(statements: list[ast.stmt]) -> int:
    first = statements[0]
    decorators = first.decorator_list if isinstance(first, Function) else []
    start = min([first.lineno, *(decorator.lineno for decorator in decorators)])
    return (statements[-1].end_lineno or 0) - start + 1
