"""Whoever keeps rows says what must be true of them, or why there is nothing to say."""

from inspect import getmodule

from sqlmodel import SQLModel

from app import wiring
from tests.rules.sources import listed

UNCHECKED = {
    "app.imports": "A diary of what was brought; whoever keeps what came of it checks that.",
    "app.audit": "Notes are only ever added, and nothing counts on what they say.",
    "app.core": "A delivery that fails is counted by /readyz and told in the setup.",
    "app.search": "The index is a cache, which the worker compares with the database by itself.",
}


def test_every_package_with_rows_is_checked_or_says_why_not() -> None:
    keeping = {package(table) for table in tables()}
    checked = {package(check) for check in wiring.PROBLEMS}
    assert "app.people" in keeping
    assert listed(sorted(keeping - checked - set(UNCHECKED))) == ""
    assert listed(sorted(set(UNCHECKED) & checked | set(UNCHECKED) - keeping)) == ""


def tables() -> list[type[SQLModel]]:
    """Those of the program; what tests make for themselves stands elsewhere."""
    every = (mapper.class_ for mapper in SQLModel._sa_registry.mappers)
    return [table for table in every if table.__module__.startswith("app.")]


def package(thing: object) -> str:
    module = getmodule(thing)
    assert module is not None
    return ".".join(module.__name__.split(".")[:2])
