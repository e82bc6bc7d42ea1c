"""Plain rows by name: a row class lists its fields, and each is given its column by that name.

Columns rather than entities, since a list of entities costs twice as much; and never by counting, since a value in the
wrong place would be a wrong page, not an error.
"""

from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy import Row as SelectedRow

T = TypeVar("T")
Statement = Select[*tuple[Any, ...]]
"""One whose rows are read as a row class, or by the names of its columns."""
Row = SelectedRow[*tuple[Any, ...]]
"""A row that is read by the names of its columns."""
Expression = Any
"""A column, or what a database makes of some: whatever can be compared, sorted by and selected."""
Condition = ColumnElement[bool]
Value = Any
"""What one column holds, where a function hands on columns of many kinds."""
Values = dict[str, Any]
"""Columns of one row by their names."""


def selected(of: type[Any], /, **columns: Any) -> Statement:
    """A statement for rows of this class. Raises TypeError when a field has no column, or a column no field.

    Fields at the end that have a default may be left out: they are filled in afterwards.
    """
    every: tuple[Field[Any], ...] = fields(of)
    given = [field.name for field in every if field.name in columns]
    missing = [field.name for field in every[len(given) :] if field.default is MISSING]
    if set(given) != set(columns) or given != [field.name for field in every[: len(given)]] or missing:
        raise TypeError(f"{of.__name__} is made of {[field.name for field in every]}, not of {list(columns)}")
    return select(*(_labelled(columns[name], name) for name in given))


def read(kind: type[T], rows: Iterable[Any]) -> list[T]:
    """The rows of a statement that `selected` made for this class."""
    return [kind(*row) for row in rows]


def read_one(kind: type[T], row: Any) -> T:
    return kind(*row)


def _labelled(column: Any, name: str) -> ColumnElement[Any]:
    named: ColumnElement[Any] = (column if hasattr(column, "label") else literal(column)).label(name)
    return named
