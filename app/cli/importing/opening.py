"""A file opened as it was told, now or the last time a file of its source came, and known again if it came before."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from app.core.clock import local_day
from app.core.columns import Values
from app.core.db import Database, Writer
from app.core.english import in_full
from app.core.errors import Unusable
from app.core.sheets import How, Sheet, open_sheet
from app.imports import commands, queries
from app.imports.columns import MANY, Columns
from app.imports.models import ImportRun

OPTIONS = {
    **{"dates": "--dates", "date": "--date", "stages": "--stage", "answered": "--answered", "awards": "--award"},
    **{"department": "--department", "language": "--language", "text": "--text", "left": "--left"},
    **{"match_names": "--match-names", "keep_names": "--keep-names", "shorten": "--shorten"},
}
"""By what it is kept as, whatever is said of a file beside its columns and how it was saved."""
FORM = ("encoding", "header", "sheet")
FOUND_OUT = frozenset({"columns", "dates_found"})
"""What nobody had to say."""
MEANING = ("columns", "leave")
"""What holds for a file of another source with the same columns: what these are, and nothing that its cells mean."""


@dataclass(frozen=True)
class Given:
    """A file to be brought with what is told of it; `like` is the run that part of it was told for, of its source or
    of another with the same columns.

    `same` is a run that brought these very bytes, under whatever name.
    """

    file: Path
    sheet: Sheet
    source: str
    told: Values
    digest: str
    header: str
    like: ImportRun | None
    same: ImportRun | None


def open_given(store: Database, kind: str, file: Path, source: str, said: Values, *, dry_run: bool) -> Given:
    """Raises Unusable. Short texts in one old encoding are texts in another as well, so a guess is never written."""
    source = source.strip() or queries.source_of(file)
    with store.reading() as db:
        like = next(iter(queries.runs(db, kind, source)), None)
        sheet, told = _opened(file, like.told if like else {}, said)
        digest, header = queries.digest_of(file), queries.header_of(sheet.columns)
        if like is None and (like := queries.run_like(db, kind, source, header)):
            told = merged(_meaning(like.told), said)
        same = queries.run_of_bytes(db, kind, digest)
    if sheet.is_guess and not dry_run:
        raise Unusable(
            f"{file} does not say its encoding, which looks like {sheet.encoding}; nothing was changed. "
            f"See with --dry-run whether the letters are right, then say --encoding {sheet.encoding}, or what it is."
        )
    return Given(file, sheet, source, told, digest, header, like, same)


def begun(db: Writer, kind: str, given: Given, columns: Columns) -> ImportRun:
    """The run that brings this file: one that was broken off goes on."""
    told = given.told | {"columns": _lasting(given, columns)}
    if given.same and given.same.source == given.source and given.same.finished_at is None:
        return queries.run(db, given.same.id)
    about = {"source": given.source, "file_name": given.file.name, "digest": given.digest, "header": given.header}
    return commands.begin_run(db, kind=kind, told=told, **about)


def _lasting(given: Given, columns: Columns) -> dict[str, str]:
    """What the columns mean next month as well, beside what was told of them.

    What stands in several may stand in more of them then, and what has nothing is meant for want of another.
    """
    blank, told = given.sheet.blank, given.told.get("columns", {})
    lasts = (name for name, one in columns.sources.items() if name not in MANY and not blank.issuperset(one.columns))
    return {name: str(columns.sources[name]) for name in (*lasts, *(told.keys() & columns.sources.keys()))}


def _opened(file: Path, before: Values, said: Values) -> tuple[Sheet, Values]:
    """As it was told the last time, unless this one says itself how it was saved, or cannot be read so."""
    told, plainly = merged(before, said), merged(_without_form(before), said)
    if _how(told) == _how(plainly):
        return open_sheet(file, _how(told)), told
    for how in ({**told, "encoding": plainly.get("encoding", "")}, told):
        with suppress(Unusable):
            sheet = open_sheet(file, _how(how))
            if how is told or not sheet.is_guess:
                return sheet, how
    return open_sheet(file, _how(plainly)), plainly


def _without_form(told: Values) -> Values:
    return {name: value for name, value in told.items() if name not in FORM}


def _meaning(told: Values) -> Values:
    return {name: value for name, value in told.items() if name in MEANING}


def kept_from(given: Given) -> Iterator[str]:
    """What holds for this file because it was said of an earlier one, and what does not."""
    like = given.like
    if like is None:
        return
    on = in_full(local_day(like.at, UTC))
    if like.source == given.source:
        if any(said for name, said in like.told.items() if name not in FOUND_OUT):
            yield f"What was told of “{like.source}” on {on} holds for this file as well."
        else:
            yield f"Its columns are taken as those of “{like.source}” were on {on}."
        return
    yield f"Columns are taken as those of “{like.source}” were on {on}, which had the same; --map says otherwise."
    if others := [OPTIONS[name] for name in OPTIONS if like.told.get(name)]:
        yield f"What else was said of “{like.source}” does not hold for this file: {', '.join(others)}."


def merged(before: Values, said: Values) -> Values:
    """What was told of an earlier file, with what is said now in its place; choices by name are kept together."""
    found = dict(before)
    for name, value in said.items():
        if isinstance(value, dict):
            found[name] = {**before.get(name, {}), **value}
        elif value not in (None, "", []):
            found[name] = value
    return found


def _how(told: Values) -> How:
    return How(told.get("encoding", ""), told.get("header", []), told.get("sheet", ""))
