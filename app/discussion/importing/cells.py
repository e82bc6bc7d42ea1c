"""Comments that stand in a cell of the post they are about, as the programs that give them out write them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.columns import Value
from app.core.dates.written import plain, written
from app.core.json_text import parsed

BODY = ("body", "content", "comment", "message", "text", "body_html", "raw")
AUTHOR = ("author", "user", "creator", "created_by", "createdBy", "name", "username", "from")
NAMED = ("name", "displayName", "display_name", "full_name", "login", "username", "email", "emailAddress")
DATE = ("created_at", "createdAt", "created", "date", "published_at", "publishedAt", "timestamp", "time", "at")
ID = ("id", "comment_id", "uuid", "_id")
_JIRA = re.compile(r"([^;\n]{6,40});([^;\n]{0,200});(.+)", re.DOTALL)


@dataclass(frozen=True)
class Remark:
    """A comment as a cell has it: nothing in it is judged yet."""

    body: str
    author: str = ""
    date: str = ""
    id: str = ""


def remarks(cell: str) -> Iterator[Remark]:
    """In Jira's `date;author;text`, as JSON, or a plain text."""
    text = cell.strip()
    if text[:1] in "[{" and (listed := _listed(text)) is not None:
        yield from listed
    elif (found := _JIRA.fullmatch(text)) and written(plain(found[1])):
        yield Remark(found[3], found[2].strip(), found[1].strip())
    elif text:
        yield Remark(text)


def _listed(text: str) -> list[Remark] | None:
    """None for what only looks like JSON, or has no comments in it."""
    found = parsed(text)
    every = found if isinstance(found, list) else [found]
    read = [_remark(one) for one in every]
    return [one for one in read if one] if any(read) else None


def _remark(found: Value) -> Remark | None:
    if isinstance(found, str):
        return Remark(found) if found.strip() else None
    if not isinstance(found, dict) or not (body := _first(found, BODY)):
        return None
    return Remark(body, _first(found, AUTHOR), _first(found, DATE), _first(found, ID))


def _first(found: Mapping[str, Value], names: tuple[str, ...]) -> str:
    """The first of these that says something; of an object, what it is called by."""
    for name in names:
        value = found.get(name)
        if isinstance(value, dict):
            value = _first(value, NAMED)
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value)
    return ""
