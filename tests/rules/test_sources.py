"""Where things may stand in the program. Every failure names the place."""

import ast
from collections.abc import Container
from pathlib import PurePosixPath

from tests.rules.sources import ROOT, calls, files, functions, is_core, is_search_engine, length, listed, modules, role

LONGEST = 30
EDGES = {"routes", "jobs", "cli", "demo", "bench", "wiring", "session"}


def test_only_the_database_module_commits() -> None:
    # Whoosh's own writers have a method of that name.
    elsewhere = [path for path in modules() if str(path) != "core/db.py" and not is_search_engine(path)]
    assert listed(found(elsewhere, {"commit", "rollback"})) == ""


def test_selects_stand_in_queries() -> None:
    elsewhere = [
        path
        for path in modules()
        if not (is_core(path) or is_search_engine(path) or role(path) == "queries" or path.name == "check.py")
    ]
    assert listed(found(elsewhere, {"select"})) == ""


def test_sessions_are_opened_at_the_edge() -> None:
    inside = [
        path
        for path in modules()
        if not (is_core(path) or is_search_engine(path) or role(path) in EDGES or path.parts[0] in EDGES)
    ]
    assert listed(found(inside, {"reading", "writing"})) == ""


def test_a_get_never_writes() -> None:
    assert (
        listed(
            f"app/{path}:{line}: {function.name} opens {called}()"
            for path in modules()
            if role(path) == "routes"
            for function in functions(modules()[path])
            if any(".get(" in ast.unparse(decorator) for decorator in function.decorator_list)
            for line, called in calls(function, {"writing"})
        )
        == ""
    )


def test_functions_are_short() -> None:
    assert (
        listed(
            f"app/{path}:{function.lineno}: {function.name} has {length(function)} lines"
            for path, tree in modules().items()
            for function in functions(tree)
            if length(function) > LONGEST
        )
        == ""
    )


def test_every_package_says_what_it_is() -> None:
    packages = {path: tree for path, tree in modules().items() if path.match("*/__init__.py") and len(path.parts) == 2}
    assert PurePosixPath("core/__init__.py") in packages
    assert listed(f"app/{path}" for path, tree in packages.items() if not ast.get_docstring(tree)) == ""


def test_no_file_names_a_machine_or_a_registry() -> None:
    # In pieces, so that this file may stand among those it reads.
    banned = (
        "/" + "work/",
        "/" + "root/",
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        ".." + "/shared",
    )
    own = [path for path in ROOT.iterdir() if path.is_file() and path.suffix != ".lock" and path.name != ".git"]
    for folder in (".ci", "app", "migrations", "static/css", "static/js", "templates", "tests"):
        own += files(folder)
    readable = {path: path.read_text("utf-8", errors="ignore") for path in own}
    assert (
        listed(
            f"{path.relative_to(ROOT)}: {word}" for path, text in readable.items() for word in banned if word in text
        )
        == ""
    )


def found(paths: list[PurePosixPath], names: Container[str]) -> list[str]:
    return [f"app/{path}:{line}: {called}()" for path in paths for line, called in calls(modules()[path], names)]
