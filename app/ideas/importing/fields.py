"""Which column each field comes from, where names alone do not tell."""

from collections.abc import Collection, Container
from dataclasses import replace
from itertools import islice

from app.core.letters import clean, key
from app.core.sheets import Row, Sheet
from app.discussion.forms import LONGEST_TITLE
from app.ideas.importing.asked import Asked
from app.ideas.importing.shape import FIELDS
from app.imports.columns import Columns, matched, plain
from app.imports.suspects import SEEN


def columns_of(sheet: Sheet, asked: Asked) -> Columns:
    """What is called a comment is the text of the idea itself, where there is no other."""
    columns = matched("ideas", sheet.columns, FIELDS, chosen=asked.columns, before=asked.before, blank=sheet.blank)
    if "in_short" in columns.sources and "title" not in columns.sources and "in_short" not in _said(asked):
        columns = _called_by_summary(sheet, columns)
    sources = dict(columns.sources)
    alone = sources.get("comments")
    if alone and len(alone.columns) == 1 and not {"title", "body"} & sources.keys():
        sources["body"] = sources.pop("comments")
    return replace(columns, sources=sources)


def _called_by_summary(sheet: Sheet, columns: Columns) -> Columns:
    """Where there is no title a summary is one, or the text itself where it is as long as a text; with a text beside
    it, it stays what it is."""
    sources = dict(columns.sources)
    name = "title" if _fits(sheet, columns, "in_short") else "body"
    if name not in sources:
        sources[name] = sources.pop("in_short")
    return replace(columns, sources=sources)


def _fits(sheet: Sheet, columns: Columns, name: str) -> bool:
    """Whether every one of them could be a title."""
    rows = (columns.values(row.cells, {}) for row in islice(sheet.rows(), SEEN) if isinstance(row, Row))
    return all(len(clean(cells[name], lines=False)) <= LONGEST_TITLE for cells in rows)


def _said(asked: Asked) -> set[str]:
    return {*asked.columns, *asked.before}


def strange_departments(
    columns: Columns, asked: Asked, found: Collection[str], departments: Container[str]
) -> list[str]:
    """Where a column nobody called departments holds none of ours, another house's names stand in it."""
    source = columns.sources.get("department")
    is_meant = "department" in _said(asked) or plain(str(source or "")) == "department"
    named = sorted(name for name in found if name)
    return [] if is_meant or any(key(name) in departments for name in named) else named


def without_department(columns: Columns) -> Columns:
    """Its column is kept as a category, where there is no other."""
    sources = dict(columns.sources)
    sources.setdefault("category", sources.pop("department"))
    return replace(columns, sources=sources)


def with_counted_comments(columns: Columns) -> Columns:
    """A column of comments that has nothing but numbers only says how many there are."""
    sources = dict(columns.sources)
    if counted := sources.pop("comments", None):
        sources.setdefault("comment_count", replace(counted, columns=counted.columns[:1]))
    return replace(columns, sources=sources)
