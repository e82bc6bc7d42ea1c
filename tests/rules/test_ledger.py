"""The ledger and the audit are only ever added to: nothing in the program changes or deletes a line."""

import ast
import re
from collections.abc import Iterator

import pytest

from app.audit.models import AuditNote
from app.credits.models import CreditLine
from tests.rules.sources import listed, modules

KEPT = (CreditLine, AuditNote)
NAMES = {table.__name__ for table in KEPT}
CHANGING_SQL = re.compile(
    rf"\b(update|delete\s+from)\W+({'|'.join(str(table.__tablename__) for table in KEPT)})\b", re.I
)
CHANGING = {"update", "delete", "merge", "bulk_update_mappings", "bulk_save_objects"}
# The packages that load lines as rows; everybody else gets plain values of them.
LOADING = {"credits", "audit", "records"}
ASSIGNING = {"setattr", "sqlmodel_update", "update"}


def test_nobody_changes_or_deletes_a_line() -> None:
    assert listed(f"app/{path}:{line}" for path, tree in modules().items() for line in changes(tree)) == ""


def test_nobody_sets_a_field_of_a_line_that_was_loaded() -> None:
    packages = {path: tree for path, tree in modules().items() if path.parts[0] in LOADING}
    assert {path.parts[0] for path in packages} == LOADING
    assert listed(f"app/{path}:{line}" for path, tree in packages.items() for line in assignments(tree)) == ""


def changes(tree: ast.AST) -> Iterator[int]:
    """Lines where something that changes or deletes is said of these tables, by their model or in SQL."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in CHANGING and _names(node) & NAMES:
            yield node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHANGING_SQL.search(node.value):
            yield node.lineno


def assignments(tree: ast.AST) -> Iterator[int]:
    """Lines where a field of something is set or something is deleted: whoever adds a line makes it whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.lineno
        if isinstance(node, ast.Call) and _called(node) in ASSIGNING | {"delete"}:
            yield node.lineno


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _names(node: ast.AST) -> set[str]:
    inside = [*ast.walk(node)]
    return {one.id for one in inside if isinstance(one, ast.Name)} | {
        one.attr for one in inside if isinstance(one, ast.Attribute)
    }


@pytest.mark.parametrize(
    "planted",
    [
        "db.execute(delete(CreditLine).where(CreditLine.id == 1))",
        "db.execute(update(AuditNote).values(label=''))",
        "db.execute(update(models.CreditLine).values(share=0))",
        "db.delete(db.get(CreditLine, 1))",
        "db.execute(text('DELETE FROM credit_line WHERE id = 1'))",
        "db.execute(text('update audit_note set label = 1'))",
    ],
)
def test_a_change_of_a_line_is_caught(planted: str) -> None:
    assert list(changes(ast.parse(planted))) == [1]


@pytest.mark.parametrize(
    "planted",
    ["line.share = 50", "line.share -= 50", "del line.label", "setattr(line, name, 1)", "line.sqlmodel_update(new)"],
)
def test_a_field_that_is_set_is_caught(planted: str) -> None:
    assert list(assignments(ast.parse(planted))) == [1]


@pytest.mark.parametrize(
    "innocent", ["select(CreditLine)", "insert_new(db, CreditLine, rows)", "db.execute(update(Post))", "'an update'"]
)
def test_reading_and_adding_are_not_taken_for_changes(innocent: str) -> None:
    assert list(changes(ast.parse(innocent))) == []
