from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import col

from app.core.batches import batches
from app.core.db import Writer
from app.core.subjects import Subject
from app.search.models import SearchEntry, StaleMark

# Below the number of values that either database takes in one statement.
CHUNK = 500


def touch(db: Writer, *subjects: Subject) -> None:
    """Say in the caller's transaction that these changed; touching twice is touching once."""
    rows = [{"kind": subject.kind, "ref": subject.ref} for subject in dict.fromkeys(subjects)]
    if rows:
        db.execute(insert(StaleMark), rows)


def touch_all(db: Writer, kind: str, refs: Iterable[int]) -> None:
    """Touch very many of one kind, as an import does."""
    for some in batches(refs, CHUNK):
        touch(db, *(Subject(kind, ref) for ref in some))


def touch_selected(db: Writer, selected: Any) -> None:
    """Touch whatever a statement for kinds and refs finds, however many they are."""
    db.execute(insert(StaleMark).from_select(["kind", "ref"], selected))


def remember(db: Writer, written: Mapping[Subject, int], gone: Iterable[Subject] = ()) -> None:
    """Note what the index holds now."""
    _forget_entries(db, [*written, *gone])
    for some in batches(written.items(), CHUNK):
        db.execute(insert(SearchEntry), [{"kind": s.kind, "ref": s.ref, "seq": seq} for s, seq in some])


def remember_only(db: Writer, written: Mapping[Subject, int]) -> None:
    """Note that the index holds these and nothing else."""
    db.execute(delete(SearchEntry))
    remember(db, written)


def forget(db: Writer, marks: Iterable[int]) -> None:
    """Only the marks that were seen: whoever touches meanwhile leaves another, which stays."""
    for some in batches(marks, CHUNK):
        db.execute(delete(StaleMark).where(col(StaleMark.id).in_(some)))


def _forget_entries(db: Writer, subjects: Iterable[Subject]) -> None:
    refs: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        refs[subject.kind].append(subject.ref)
    for kind, every in refs.items():
        for some in batches(every, CHUNK):
            db.execute(delete(SearchEntry).where(col(SearchEntry.kind) == kind, col(SearchEntry.ref).in_(some)))
