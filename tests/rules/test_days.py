"""An instant becomes a day in one place, which knows those of which only the day is known."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.rules.sources import listed, modules, templates

# The clock itself; and the made-up past, which is drawn together into working hours before it is lived through.
CLOCKS = {PurePosixPath("core/clock.py"), PurePosixPath("demo/company.py")}
DAYS = {"date", "timetz", "fromtimestamp", "isocalendar", "toordinal", "timetuple"}
SHOWN = re.compile(r"(?<!\bui)\.(strftime|astimezone|date|time)\(|datetime=\"\{\{[^}]*\.isoformat\(")


def localized(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where an instant is brought into a zone other than UTC, or cut down to a day."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = ast.unparse(node.func)
            is_moved = node.func.attr == "astimezone" and [ast.unparse(arg) for arg in node.args] != ["UTC"]
            is_cut = node.func.attr in DAYS and isinstance(node.func.value, ast.Name | ast.Attribute | ast.Call)
            if is_moved or is_cut:
                yield node.lineno, said


def test_only_the_clock_turns_an_instant_into_a_local_day() -> None:
    places = ((path, found) for path, tree in modules().items() if path not in CLOCKS for found in localized(tree))
    assert listed(f"app/{path}:{line}: {said}()" for path, (line, said) in places) == ""


def test_only_the_pieces_for_time_write_one_out() -> None:
    pages = ((name, source) for name, source in templates().items() if name != "ui/time.html")
    assert listed(f"templates/{name}: {found[0]}" for name, source in pages for found in SHOWN.finditer(source)) == ""


@pytest.mark.parametrize(
    "planted", ["row.at.astimezone(zone)", "now().date()", "at.astimezone()", "datetime.fromtimestamp(0)", "at.date()"]
)
def test_a_day_that_is_made_elsewhere_is_caught(planted: str) -> None:
    assert list(localized(ast.parse(planted)))


@pytest.mark.parametrize("planted", ["at.astimezone(UTC)", "date(2024, 1, 31)", "local_day(at, zone)", "func(at)"])
def test_what_makes_none_is_let_be(planted: str) -> None:
    assert not list(localized(ast.parse(planted)))


@pytest.mark.parametrize(
    "planted", ['<time datetime="{{ note.at.isoformat(timespec="seconds") }}">', "{{ moment.date() }}"]
)
def test_a_time_that_a_page_writes_out_itself_is_caught(planted: str) -> None:
    assert SHOWN.search(planted)
