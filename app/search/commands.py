from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import delete, insert
from sqlmodel import col

from app.core.db import Writer
from app.core.subjects import Subject
from app.search.models import SearchEntry, StaleMark

T = TypeVar("T")
# Below the number of values that either database takes in one statement.
CHUNK = 500


def touch(db: Writer, *subjects: Subject) -> None:
    """Say in the caller's transaction that these changed; touching twice is touching once."""
    rows = [{"kind": subject.kind, "ref": subject.ref} for subject in dict.fromkeys(subjects)]
    if rows:
        db.execute(insert(StaleMark), rows)


def touch_all(db: Writer, kind: str, refs: Iterable[int]) -> None:
    """Touch very many of one kind, as an import does."""
    for some in _chunks(refs):
        touch(db, *(Subject(kind, ref) for ref in some))


def remember(db: Writer, written: Mapping[Subject, int], gone: Iterable[Subject] = ()) -> None:
    """Note what the index holds now."""
    _forget_entries(db, [*written, *gone])
    for some in _chunks(written.items()):
        db.execute(insert(SearchEntry), [{"kind": s.kind, "ref": s.ref, "seq": seq} for s, seq in some])


def remember_only(db: Writer, written: Mapping[Subject, int]) -> None:
    """Note that the index holds these and nothing else."""
    db.execute(delete(SearchEntry))
    remember(db, written)


def forget(db: Writer, marks: Iterable[int]) -> None:
    """Only the marks that were seen: whoever touches meanwhile leaves another, which stays."""
    for some in _chunks(marks):
        db.execute(delete(StaleMark).where(col(StaleMark.id).in_(some)))


def _forget_entries(db: Writer, subjects: Iterable[Subject]) -> None:
    refs: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        refs[subject.kind].append(subject.ref)
    for kind, every in refs.items():
        for some in _chunks(every):
            db.execute(delete(SearchEntry).where(col(SearchEntry.kind) == kind, col(SearchEntry.ref).in_(some)))


def _chunks(values: Iterable[T]) -> Iterator[Sequence[T]]:
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
