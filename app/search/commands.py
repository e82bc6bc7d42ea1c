from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import delete, insert, update
from sqlmodel import col

from app.core.batches import batches
from app.core.clock import now
from app.core.columns import Statement
from app.core.db import Writer, insert_once
from app.core.subjects import Subject
from app.search import queries
from app.search.models import SearchEntry, SearchIndex, StaleMark

# Below the number of values that either database takes in one statement.
CHUNK = 500
# Marks pile up for an index that nobody sees any more; one that is seen again after longer is written anew.
UNSEEN_FOR = timedelta(days=3)


def touch(db: Writer, *subjects: Subject) -> None:
    """Say in the caller's transaction that these changed; touching twice is touching once."""
    rows = [{"kind": subject.kind, "ref": subject.ref} for subject in dict.fromkeys(subjects)]
    if rows:
        db.execute(insert(StaleMark), rows)


def touch_all(db: Writer, kind: str, refs: Iterable[int]) -> None:
    """Touch very many of one kind, as an import does."""
    for some in batches(refs, CHUNK):
        touch(db, *(Subject(kind, ref) for ref in some))


def touch_selected(db: Writer, selected: Statement) -> None:
    """Touch whatever a statement for kinds and refs finds, however many they are."""
    db.execute(insert(StaleMark).from_select(["kind", "ref"], selected))


def mark(db: Writer, index_name: str, subjects: Iterable[Subject]) -> None:
    """Say that these are stale in one index."""
    for some in batches(subjects, CHUNK):
        db.execute(insert(StaleMark), [{"index_name": index_name, "kind": s.kind, "ref": s.ref} for s in some])


def remember(db: Writer, index_name: str, written: Mapping[Subject, int], gone: Iterable[Subject] = ()) -> None:
    """Note what an index holds now."""
    _forget_entries(db, index_name, [*written, *gone])
    for some in batches(written.items(), CHUNK):
        rows = [{"index_name": index_name, "kind": s.kind, "ref": s.ref, "seq": seq} for s, seq in some]
        db.execute(insert(SearchEntry), rows)


def remember_only(db: Writer, index_name: str, written: Mapping[Subject, int]) -> None:
    """Note that an index holds these and nothing else."""
    db.execute(delete(SearchEntry).where(col(SearchEntry.index_name) == index_name))
    remember(db, index_name, written)


def forget(db: Writer, index_name: str, marks: Iterable[int]) -> None:
    """Only the marks that an index has seen: whoever touches meanwhile leaves another, which stays.

    One that was for every index is left for each of the others. It is not enough that these have got to its number: on
    PostgreSQL a lower one can become visible later.
    """
    others = queries.names(db) - {index_name}
    returned = (col(StaleMark.index_name), col(StaleMark.kind), col(StaleMark.ref))
    for some in batches(marks, CHUNK):
        taken = db.execute(delete(StaleMark).where(col(StaleMark.id).in_(some)).returning(*returned)).all()
        shared = dict.fromkeys(Subject(row.kind, row.ref) for row in taken if not row.index_name)
        for other in others:
            mark(db, other, shared)


def register(db: Writer, index_name: str) -> None:
    """From now on marks are left for this index. A new one takes over the account of when indexes had no names."""
    if insert_once(db, SearchIndex, name=index_name, seen_at=now(), compared=False):
        nameless = col(SearchEntry.index_name) == ""
        db.execute(update(SearchEntry).where(nameless).values(index_name=index_name))
    else:
        _change(db, index_name, seen_at=now())


def note_compared(db: Writer, index_name: str) -> None:
    _change(db, index_name, compared=True)


def note_seen(db: Writer, index_name: str) -> None:
    """Note that an index is in use, and forget those that were not for long."""
    _change(db, index_name, seen_at=now())
    unseen = delete(SearchIndex).where(col(SearchIndex.seen_at) < now() - UNSEEN_FOR)
    if db.execute(unseen.returning(col(SearchIndex.name))).all():
        _forget_unknown(db)


def forget_index(db: Writer, index_name: str) -> None:
    """Leave no more marks for it, and drop its account."""
    db.execute(delete(SearchIndex).where(col(SearchIndex.name) == index_name))
    _forget_unknown(db)


def _change(db: Writer, index_name: str, **values: object) -> None:
    db.execute(update(SearchIndex).where(col(SearchIndex.name) == index_name).values(**values))


def _forget_unknown(db: Writer) -> None:
    """Also what was left for an index in the moment when it was forgotten."""
    kept = {"", *queries.names(db)}
    db.execute(delete(StaleMark).where(col(StaleMark.index_name).not_in(kept)))
    db.execute(delete(SearchEntry).where(col(SearchEntry.index_name).not_in(kept)))


def _forget_entries(db: Writer, index_name: str, subjects: Iterable[Subject]) -> None:
    refs: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        refs[subject.kind].append(subject.ref)
    for kind, every in refs.items():
        mine = (col(SearchEntry.index_name) == index_name, col(SearchEntry.kind) == kind)
        for some in batches(every, CHUNK):
            db.execute(delete(SearchEntry).where(*mine, col(SearchEntry.ref).in_(some)))
