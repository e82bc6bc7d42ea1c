"""How an index follows the database: what is stale is described and written; at the start both are compared.

A mark is forgotten only after its document is in the index. Killed in between, the work is done again, which changes
nothing; losing the index, or a part of it, is noticed by comparing. Several indexes may follow one database, each with
an account of its own and by marks that are left for it from when it is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice

import structlog

from app.core.clock import now
from app.core.db import Database, Reader
from app.core.subjects import Subject
from app.search import commands, queries
from app.search.index import Document, FileIndex, Index, IndexBusy, Stamped, alone, is_compared, is_sound

log = structlog.get_logger()

Describe = Callable[[Reader, Sequence[int]], list[Document]]
"""Documents of one kind for these refs; what it leaves out is not to be found (hidden, merged, a draft, deleted)."""
Every = Callable[[Reader], Iterable[int]]
"""The refs of one kind that are to be found."""
Progress = Callable[[int, int], None]

BATCH = 100
SEEN_EVERY = timedelta(hours=1)


def keep_up(store: Database, index: Index, describe: Mapping[str, Describe], every: Mapping[str, Every]) -> int:
    """The worker's round: begin again what is damaged, compare what was not compared yet, write what is stale."""
    try:
        if not is_sound(index):
            with alone(index):
                _mend(store, index)
        if not _is_followed(store, index):
            compare(store, index, every)
        return refresh(store, index, describe)
    except IndexBusy:
        log.info("index_busy")
        return 0


def refresh(store: Database, index: Index, describe: Mapping[str, Describe]) -> int:
    """Write whatever is marked stale; returns how many subjects that were. Raises IndexBusy."""
    written = 0
    with store.reading() as db:
        anything = queries.marks(db, index.name, 1)
    if anything:
        with alone(index):
            while done := _write_batch(store, index, describe):
                written += done
    return written


def compare(store: Database, index: Index, every: Mapping[str, Every]) -> int:
    """Mark stale what the index lacks, has too much, or has in another version than it should."""
    name = _registered(store, index)
    held = index.refs()
    with store.reading() as db:
        wanted = {Subject(kind, ref) for kind, refs in every.items() for ref in refs(db)}
        entries = queries.entries(db, name)
    differing = {s for s in wanted | held.keys() | entries.keys() if held.get(s) != entries.get(s)}
    differing |= wanted ^ held.keys()
    with store.writing() as db:
        commands.mark(db, name, differing)
        commands.note_compared(db, name)
    _note_compared(index)
    return len(differing)


def rebuild(
    store: Database,
    index: Index,
    describe: Mapping[str, Describe],
    every: Mapping[str, Every],
    progress: Progress = lambda done, total: None,
) -> int:
    """Make the whole index anew; what it holds now is found until the new one is complete. Raises IndexBusy."""
    with alone(index):
        _mend(store, index)
        name = _registered(store, index)
        numbers, stamps = _everything_marked(store, name, every)
        written: dict[Subject, int] = {}
        index.replace(_described_in_batches(store, describe, stamps, written, progress))
        with store.writing() as db:
            commands.remember_only(db, name, written)
            commands.forget(db, name, numbers)
            commands.note_compared(db, name)
    _note_compared(index)
    return len(written)


def _mend(store: Database, index: Index) -> None:
    """Begin again what is damaged; its account goes with its name."""
    if isinstance(index, FileIndex) and not index.is_sound:
        damaged = index.name
        index.start_again()
        with store.writing() as db:
            commands.forget_index(db, damaged)


def _is_followed(store: Database, index: Index) -> bool:
    """Whether it was compared, and marks were left for it ever since; says now and then that it was seen."""
    with store.reading() as db:
        known = queries.known(db, index.name)
    if not (known and known.compared and is_compared(index)):
        return False
    if known.seen_at <= now() - SEEN_EVERY:
        with store.writing() as db:
            commands.note_seen(db, known.name)
    return True


def _registered(store: Database, index: Index) -> str:
    """The name of the index, under which marks are left for it from now on."""
    name = index.name
    with store.writing() as db:
        commands.register(db, name)
    return name


def _note_compared(index: Index) -> None:
    if isinstance(index, FileIndex):
        index.is_compared = True


def _write_batch(store: Database, index: Index, describe: Mapping[str, Describe]) -> int:
    name = index.name
    with store.reading() as db:
        marks = queries.marks(db, name, BATCH)
        stamps = {subject: number for number, subject in marks}
        documents = _described(db, describe, stamps)
    if not marks:
        return 0
    written = {document.subject: seq for document, seq in documents}
    gone = stamps.keys() - written.keys()
    index.write(documents, gone)
    with store.writing() as db:
        commands.remember(db, name, written, gone)
        commands.forget(db, name, [number for number, _subject in marks])
    return len(stamps)


def _everything_marked(store: Database, name: str, every: Mapping[str, Every]) -> tuple[list[int], dict[Subject, int]]:
    """Every mark there is, after marking all: should we be killed, what was not written is written the usual way."""
    with store.writing() as db:
        commands.mark(db, name, (Subject(kind, ref) for kind, refs in every.items() for ref in refs(db)))
    with store.reading() as db:
        marks = queries.marks(db, name)
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
