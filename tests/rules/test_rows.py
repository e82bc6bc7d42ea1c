"""Rows are read by name, ids are whole numbers, and where the rest takes anything it says by a name for what."""

import ast
from collections.abc import Iterator

import pytest

from tests.rules.sources import is_core, listed, modules


def test_no_row_is_read_by_counting() -> None:
    assert (
        listed(f"app/{path}:{line}" for path, tree in modules().items() if not is_core(path) for line in counted(tree))
        == ""
    )


def test_no_id_stands_in_for_none() -> None:
    assert listed(f"app/{path}:{line}" for path, tree in modules().items() for line in stood_in(tree)) == ""


def test_any_is_said_by_a_name_of_the_core_outside_of_it() -> None:
    assert (
        listed(f"app/{path}:{line}" for path, tree in modules().items() if not is_core(path) for line in untyped(tree))
        == ""
    )


def counted(tree: ast.AST) -> Iterator[int]:
    """Lines where a row is handed on whole, or a value is taken from it by its place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (part.lineno for part in node.args if isinstance(part, ast.Starred) and is_row(part.value))
        if isinstance(node, ast.Subscript) and is_row(node.value) and is_place(node.slice):
            yield node.lineno


def is_row(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "row"


def is_place(node: ast.AST) -> bool:
    number = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(number, ast.Constant) and isinstance(number.value, int)


def stood_in(tree: ast.AST) -> Iterator[int]:
    """Lines with `something.id or 0`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            first, last = node.values[0], node.values[-1]
            is_id = isinstance(first, ast.Attribute) and first.attr == "id"
            if is_id and isinstance(last, ast.Constant) and last.value == 0:
                yield node.lineno


def untyped(tree: ast.AST) -> Iterator[int]:
    return (node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "Any")


@pytest.mark.parametrize("planted", ["Card(*row)", "[Card(*row, x) for row in rows]", "row[0]", "f(row[-1])"])
def test_a_row_that_is_counted_is_caught(planted: str) -> None:
    assert list(counted(ast.parse(planted))) == [1]


@pytest.mark.parametrize("innocent", ["Card(row.id)", "row['title']", "read(Card, rows)", "call(*parts)", "row[name]"])
def test_a_row_that_is_read_by_name_is_not(innocent: str) -> None:
    assert list(counted(ast.parse(innocent))) == []


@pytest.mark.parametrize(("planted", "caught"), [("post.id or 0", [1]), ("post.stage_id or 0", []), ("post.id", [])])
def test_an_id_that_may_be_none_is_caught(planted: str, caught: list[int]) -> None:
    assert list(stood_in(ast.parse(planted))) == caught


@pytest.mark.parametrize(("planted", "caught"), [("x: Any", [1]), ("def f(x: list[Any]): ...", [1]), ("x: int", [])])
def test_a_value_of_any_type_is_caught(planted: str, caught: list[int]) -> None:
    assert list(untyped(ast.parse(planted))) == caught
