"""Taking back what an import brought, until somebody here has added to it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, opened, out, settings_of_existing, steps
from app.cli.importing.options import DryRun, importer
from app.cli.importing.pacing import Pace
from app.cli.importing.saying import SHOWN
from app.core.batches import batches
from app.core.db import Database, Reader, Writer
from app.core.english import so_many
from app.core.errors import Unusable
from app.discussion import commands as discussion
from app.discussion import queries as discussion_queries
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.imports import queries
from app.imports.commands import mark_undone
from app.imports.models import ImportRun
from app.recognition import queries as recognition_queries
from app.recognition.commands import undo_thanks

BATCH = 50
HOW = {
    **{"edited": "was changed", "hidden": "was hidden", "removed": "was removed", "backed": "was backed"},
    **{"commented": "was talked about", "shared": "has more authors", "answered": "was answered"},
    **{"moved": "was moved to another stage", "cited": "somebody was thanked for it", "withdrawn": "was withdrawn"},
}


@dataclass(frozen=True)
class _Kind:
    """What a run of a kind brought: what it is called, which of it is here, who had to do with it, and away with it."""

    one: str
    many: str
    brought: Callable[[Reader, int], list[int]]
    touched: Callable[[Reader, Sequence[int]], dict[int, list[str]]]
    undo: Callable[[Writer, Sequence[int]], list[int]]


def _touched_comments(db: Reader, ids: Sequence[int]) -> dict[int, list[str]]:
    return {id_: ["commented"] for id_ in discussion_queries.touched_comments(db, ids)}


IDEAS = _Kind("idea", "ideas", discussion_queries.posts_of_run, idea_queries.touched_ideas, ideas.undo_ideas)
COMMENTS = _Kind("comment", "comments", discussion_queries.comments_of_run, _touched_comments, discussion.undo_comments)
THANKS = _Kind("thanks", "thanks", recognition_queries.thanks_of_run, recognition_queries.touched_thanks, undo_thanks)
KINDS = {"ideas": (IDEAS, COMMENTS), "comments": (COMMENTS,), "thanks": (THANKS,)}
"""In the order in which they are taken back: comments go with their ideas."""


@importer.command()
def undo(
    source: Annotated[str, typer.Argument(help="What the file is called here.")],
    everything: Annotated[
        bool, typer.Option("--all", help="All that ever came from it, not the last file alone.")
    ] = False,
    rest: Annotated[
        bool, typer.Option("--rest", help="Leave what somebody here has had to do with, and take back the rest.")
    ] = False,
    dry_run: DryRun = False,
    data: Data = HERE,
) -> None:
    """Take back the ideas, comments or thanks that the last file of a source brought, as if they had never come.

    Credit for them is countered, and the mended file can be brought again. What somebody here has backed, talked about,
    changed, moved, answered or thanked for stands in the way, unless --rest is said.
    """
    settings = settings_of_existing(data)
    with opened(settings) as store:
        runs = _runs(store, source)[: None if everything else 1]
        touched = _touched(store, runs)
        if touched and not rest:
            raise Unusable("\n".join([*_listed(touched), f"{_in_the_way(len(touched))} Nothing was changed."]))
        for line in _listed(touched):
            out.print(line)
        if dry_run:
            there = sum(_left(store, run).total() for run in runs)
            out.print(f"{there - len(touched)} would be taken back.")
            return
        taken = [_undo(store, run, source) for run in runs]
        came = {run.kind for run in runs}
        kinds = [*((IDEAS, COMMENTS) if came - {"thanks"} else ()), *((THANKS,) if "thanks" in came else ())]
        said = " and ".join(so_many(sum(one[kind.one] for one in taken), kind.one, kind.many) for kind in kinds)
        is_one = len(kinds) == 1 and sum(map(Counter.total, taken)) == 1
        out.print(f"{said} {'was' if is_one else 'were'} taken back. Search forgets them once the index has followed.")


def _runs(store: Database, source: str) -> list[ImportRun]:
    """Latest first. Raises Unusable where nothing came from it, or all of it was taken back."""
    with store.reading() as db:
        found = [run for kind in KINDS for run in queries.runs(db, kind, source)]
        others = sorted({name for kind in KINDS for name in queries.sources(db, kind)})
    if not found:
        there_are = f"There are: {', '.join(f'“{name}”' for name in others)}." if others else "Nothing was imported."
        raise Unusable(f"Nothing is here that came from “{source}”. {there_are}")
    return sorted(found, key=lambda run: -run.id)


def _touched(store: Database, runs: Sequence[ImportRun]) -> dict[tuple[str, int], list[str]]:
    """How somebody has had to do with what is to be taken back, by what it is and its number."""
    found: dict[tuple[str, int], list[str]] = {}
    with store.reading() as db:
        for run in runs:
            for kind in KINDS[run.kind]:
                for some in batches(kind.brought(db, run.id), BATCH):
                    found |= {(kind.one, id_): how for id_, how in kind.touched(db, some).items()}
    return found


def _listed(touched: dict[tuple[str, int], list[str]]) -> Iterator[str]:
    for (one, id_), how in islice(touched.items(), SHOWN):
        yield f"{one.capitalize()} {id_} {', '.join(HOW[code] for code in how)}."
    if len(touched) > SHOWN:
        yield f"… and {len(touched) - SHOWN} more."


def _in_the_way(count: int) -> str:
    return f"Somebody here has had to do with {count} of them. Say --rest to take back the others."


def _undo(store: Database, run: ImportRun, source: str) -> Counter[str]:
    """In portions, each of them asked again; what is left of a run keeps it from being done with.

    Comments that went with their ideas are counted as well.
    """
    before, done, pace = _left(store, run), 0, Pace(BATCH, breathes=store.is_sqlite)
    with steps(f"Taking back what came on {run.at:%Y-%m-%d}") as step:
        for kind in KINDS[run.kind]:
            with store.reading() as db:
                ids = kind.brought(db, run.id)
            for some in pace.portions(ids, weight=lambda id_: 1):
                with pace.turn(), store.writing() as db:
                    kind.undo(db, some)
                done += len(some)
                step(done, before.total())
    left = _left(store, run)
    taken = before - left
    with store.writing() as db:
        if not left.total():
            mark_undone(db, run.id)
        audit.note(db, actor=None, act="import.undone", label=source, taken_back=taken.total())
    return taken


def _left(store: Database, run: ImportRun) -> Counter[str]:
    """How much a run brought that was not taken back, by what it is."""
    with store.reading() as db:
        return Counter({kind.one: len(kind.brought(db, run.id)) for kind in KINDS[run.kind]})
