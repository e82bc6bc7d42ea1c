"""How the index follows the database: what is stale is described and written; at the start both are compared.

A mark is forgotten only after its document is in the index. Killed in between, the work is done again, which changes
nothing; losing the index, or a part of it, is noticed by comparing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import structlog

from app.core.db import Database, Reader
from app.core.subjects import Subject
from app.search import commands, queries
from app.search.index import Document, Index, IndexBusy, Stamped

log = structlog.get_logger()

Describe = Callable[[Reader, Sequence[int]], list[Document]]
"""Documents of one kind for these refs; what it leaves out is not to be found (hidden, merged, a draft, deleted)."""
Every = Callable[[Reader], Iterable[int]]
"""The refs of one kind that are to be found."""
Progress = Callable[[int, int], None]

BATCH = 100


def keep_up(store: Database, index: Index, describe: Mapping[str, Describe], every: Mapping[str, Every]) -> int:
    """The worker's round: begin again what is damaged, compare what was not compared yet, write what is stale."""
    try:
        if not index.is_sound:
            with index.alone():
                index.start_again()
        if not index.is_compared:
            compare(store, index, every)
        return refresh(store, index, describe)
    except IndexBusy:
        log.info("index_busy")
        return 0


def refresh(store: Database, index: Index, describe: Mapping[str, Describe]) -> int:
    """Write whatever is marked stale; returns how many subjects that were. Raises IndexBusy."""
    written = 0
    with store.reading() as db:
        anything = queries.marks(db, 1)
    if anything:
        with index.alone():
            while done := _write_batch(store, index, describe):
                written += done
    return written


def compare(store: Database, index: Index, every: Mapping[str, Every]) -> int:
    """Mark stale what the index lacks, has too much, or has in another version than it should."""
    held = index.refs()
    with store.reading() as db:
        wanted = {Subject(kind, ref) for kind, refs in every.items() for ref in refs(db)}
        entries = queries.entries(db)
    differing = {s for s in wanted | held.keys() | entries.keys() if held.get(s) != entries.get(s)}
    differing |= wanted ^ held.keys()
    if differing:
        with store.writing() as db:
            commands.touch(db, *differing)
    index.is_compared = True
    return len(differing)


def rebuild(
    store: Database,
    index: Index,
    describe: Mapping[str, Describe],
    every: Mapping[str, Every],
    progress: Progress = lambda done, total: None,
) -> int:
    """Make the whole index anew; what it holds now is found until the new one is complete. Raises IndexBusy."""
    with index.alone():
        if not index.is_sound:
            index.start_again()
        numbers, stamps = _everything_marked(store, every)
        written: dict[Subject, int] = {}
        index.replace(_described_in_batches(store, describe, stamps, written, progress))
        with store.writing() as db:
            commands.remember_only(db, written)
            commands.forget(db, numbers)
    index.is_compared = True
    return len(written)


def _write_batch(store: Database, index: Index, describe: Mapping[str, Describe]) -> int:
    with store.reading() as db:
        marks = queries.marks(db, BATCH)
        stamps = {subject: number for number, subject in marks}
        documents = _described(db, describe, stamps)
    if not marks:
        return 0
    written = {document.subject: seq for document, seq in documents}
    gone = stamps.keys() - written.keys()
    index.write(documents, gone)
    with store.writing() as db:
        commands.remember(db, written, gone)
        commands.forget(db, [number for number, _subject in marks])
    return len(stamps)


def _everything_marked(store: Database, every: Mapping[str, Every]) -> tuple[list[int], dict[Subject, int]]:
    """Every mark there is, after marking all: should we be killed, what was not written is written the usual way."""
    with store.writing() as db:
        for kind, refs in every.items():
            commands.touch_all(db, kind, refs(db))
    with store.reading() as db:
        marks = queries.marks(db)
    return [number for number, _subject in marks], {subject: number for number, subject in marks}


def _described_in_batches(
    store: Database,
    describe: Mapping[str, Describe],
    stamps: Mapping[Subject, int],
    written: dict[Subject, int],
    progress: Progress,
) -> Iterator[Stamped]:
    rest, done = iter(stamps.items()), 0
    while some := dict(islice(rest, BATCH)):
        with store.reading() as db:
            documents = _described(db, describe, some)
        for document, seq in documents:
            written[document.subject] = seq
            yield document, seq
        done += len(some)
        progress(done, len(stamps))


def _described(db: Reader, describe: Mapping[str, Describe], stamps: Mapping[Subject, int]) -> list[Stamped]:
    """A kind that nobody describes any more is gone."""
    refs: dict[str, list[int]] = {}
    for subject in stamps:
        refs.setdefault(subject.kind, []).append(subject.ref)
    found = (document for kind, some in refs.items() if kind in describe for document in describe[kind](db, some))
    return [(document, stamps[document.subject]) for document in found]
