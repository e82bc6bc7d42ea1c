"""The index follows the database, whatever happens on the way."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.db import Database, Writer
from app.core.subjects import Subject
from app.search import commands, jobs, queries
from app.search.index import Document, Index, IndexBusy, is_compared
from app.search.models import SearchEntry, StaleMark
from app.search.whoosh import WhooshIndex
from tests.contracts.memory import MemoryIndex
from tests.makers import rows
from tests.search.shelf import Shelf, found, post, touch


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(params=["whoosh", "memory"])
def index(request, tmp_path) -> Iterator[Index]:
    opened = MemoryIndex() if request.param == "memory" else WhooshIndex(tmp_path / "searched")
    yield opened
    opened.close()


@pytest.fixture
def files(tmp_path) -> Iterator[WhooshIndex]:
    opened = WhooshIndex(tmp_path / "searched")
    yield opened
    opened.close()


def entries(store: Database) -> dict[Subject, int]:
    """Of the one index that there is here."""
    return {row.subject: row.seq for row in rows(store, SearchEntry)}


def marks(store: Database) -> list[queries.Mark]:
    return [(row.id, Subject(row.kind, row.ref)) for row in rows(store, StaleMark)]


def test_what_was_touched_is_found_and_its_mark_forgotten(store, shelf, index):
    post(store, shelf, 1, "Umbrellas at the door")
    assert jobs.refresh(store, index, shelf.describe) == 1
    assert found(index, "umbrella") == [1]
    assert marks(store) == []
    assert entries(store) == index.refs()


def test_what_is_no_longer_described_is_gone(store, shelf, index):
    post(store, shelf, 1, "Umbrellas at the door")
    jobs.refresh(store, index, shelf.describe)
    del shelf.titles["idea"][1]
    touch(store, Subject("idea", 1))
    jobs.refresh(store, index, shelf.describe)
    assert found(index, "umbrella") == []
    assert entries(store) == index.refs() == {}


def test_a_kind_nobody_describes_is_gone(store, shelf, index):
    post(store, shelf, 1, "Umbrellas at the door")
    jobs.refresh(store, index, shelf.describe)
    touch(store, Subject("idea", 1))
    jobs.refresh(store, index, {"topic": shelf.describe["topic"]})
    assert index.refs() == {}


def test_touching_twice_writes_once(store, shelf, index):
    post(store, shelf, 1, "Umbrellas")
    touch(store, Subject("idea", 1), Subject("idea", 1))
    assert len(marks(store)) == 2
    assert jobs.refresh(store, index, shelf.describe) == 1
    assert shelf.asked == [1]


def test_a_touch_that_is_undone_leaves_no_mark(store):
    def changed_my_mind(db: Writer) -> None:
        commands.touch(db, Subject("idea", 1))
        raise RuntimeError

    with pytest.raises(RuntimeError), store.writing() as db:
        changed_my_mind(db)
    assert marks(store) == []


def test_a_touch_during_the_writing_is_not_forgotten(store, shelf, index, monkeypatch):
    post(store, shelf, 1, "Umbrellas")
    write = index.write

    def write_while_somebody_edits(*args) -> None:
        write(*args)
        monkeypatch.setattr(index, "write", write)
        post(store, shelf, 1, "Raincoats")

    monkeypatch.setattr(index, "write", write_while_somebody_edits)
    jobs.refresh(store, index, shelf.describe)
    assert found(index, "raincoat") == [1]
    assert found(index, "umbrella") == []
    assert marks(store) == []


def test_many_touches_are_written_in_batches(store, shelf, index):
    every = jobs.BATCH * 2 + 5
    shelf.titles["idea"] = {ref: f"Umbrella {ref}" for ref in range(1, every + 1)}
    with store.writing() as db:
        commands.touch_all(db, "idea", shelf.titles["idea"])
    assert jobs.refresh(store, index, shelf.describe) == every
    assert shelf.asked == [jobs.BATCH, jobs.BATCH, 5]
    assert entries(store) == index.refs()
    assert len(index.refs()) == every


def test_numbers_of_marks_are_never_given_twice(store, shelf, index):
    post(store, shelf, 1, "Umbrellas")
    jobs.refresh(store, index, shelf.describe)
    before = index.refs()
    touch(store, Subject("idea", 1))
    jobs.refresh(store, index, shelf.describe)
    assert index.refs()[Subject("idea", 1)] > before[Subject("idea", 1)]


def test_writing_that_fails_forgets_nothing(store, shelf, index, monkeypatch):
    post(store, shelf, 1, "Umbrellas")
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(index, "write", lambda *_: (_ for _ in ()).throw(RuntimeError))
        jobs.refresh(store, index, shelf.describe)
    assert len(marks(store)) == 1
    jobs.refresh(store, index, shelf.describe)
    assert found(index, "umbrella") == [1]


def test_comparing_equal_ones_marks_nothing(store, shelf, index):
    post(store, shelf, 1, "Umbrellas")
    post(store, shelf, 1, "Raincoats", kind="topic")
    jobs.refresh(store, index, shelf.describe)
    assert jobs.compare(store, index, shelf.every) == 0
    assert marks(store) == []
    assert is_compared(index)


def test_comparing_finds_what_the_index_lacks_has_too_much_or_has_in_another_version(store, shelf, index):
    for ref in (1, 2, 3, 4):
        post(store, shelf, ref, f"Umbrella {ref}")
    jobs.refresh(store, index, shelf.describe)
    seqs = index.refs()
    index.write([(Document(subject=Subject("idea", 2), title="Old umbrella"), 0)], gone=[Subject("idea", 1)])
    index.write([(Document(subject=Subject("idea", 9), title="Nobody's umbrella"), 5)])
    del shelf.titles["idea"][3]
    shelf.titles["idea"][5] = "Umbrella 5"
    assert jobs.compare(store, index, shelf.every) == 5
    jobs.refresh(store, index, shelf.describe)
    assert found(index, "umbrella") == [1, 2, 4, 5]
    assert found(index, "old") == []
    assert entries(store) == index.refs()
    assert index.refs()[Subject("idea", 4)] == seqs[Subject("idea", 4)]


def test_an_index_that_is_lost_is_filled_again(store, shelf, tmp_path):
    post(store, shelf, 1, "Umbrellas")
    first = WhooshIndex(tmp_path / "one")
    jobs.keep_up(store, first, shelf.describe, shelf.every)
    first.close()
    second = WhooshIndex(tmp_path / "another")
    assert jobs.keep_up(store, second, shelf.describe, shelf.every) == 1
    assert found(second, "umbrella") == [1]
    second.close()


def test_an_index_that_is_found_damaged_is_begun_again_and_filled(store, shelf, files):
    post(store, shelf, 1, "Umbrellas")
    jobs.keep_up(store, files, shelf.describe, shelf.every)
    files.is_sound = False
    assert found(files, "umbrella") == []
    jobs.keep_up(store, files, shelf.describe, shelf.every)
    assert found(files, "umbrella") == [1]
    assert entries(store) == files.refs()


def test_a_busy_index_is_left_for_later(store, shelf, files, tmp_path, monkeypatch):
    monkeypatch.setattr("app.search.whoosh.PATIENCE_SECONDS", 0.0)
    post(store, shelf, 1, "Umbrellas")
    other = WhooshIndex(tmp_path / "searched")
    with other.alone():
        assert jobs.keep_up(store, files, shelf.describe, shelf.every) == 0
        with pytest.raises(IndexBusy):
            jobs.rebuild(store, files, shelf.describe, shelf.every)
    other.close()
    assert jobs.keep_up(store, files, shelf.describe, shelf.every) == 1


def test_rebuilding_makes_the_index_equal_to_the_database(store, shelf, index):
    for ref in range(1, 251):
        post(store, shelf, ref, f"Umbrella {ref}")
    jobs.refresh(store, index, shelf.describe)
    index.write([(Document(subject=Subject("idea", 999), title="Nobody's umbrella"), 5)])
    del shelf.titles["idea"][7]
    shown: list[tuple[int, int]] = []
    assert jobs.rebuild(store, index, shelf.describe, shelf.every, lambda *step: shown.append(step)) == 249
    assert {subject.ref for subject in index.refs()} == set(shelf.titles["idea"])
    assert entries(store) == index.refs()
    assert marks(store) == []
    assert shown[-1][0] == shown[-1][1]
    assert is_compared(index)


def test_a_touch_during_rebuilding_is_not_forgotten(store, shelf, index):
    post(store, shelf, 1, "Umbrellas")
    jobs.rebuild(store, index, shelf.describe, shelf.every, lambda *_: post(store, shelf, 1, "Raincoats"))
    assert len(marks(store)) == 1
    jobs.refresh(store, index, shelf.describe)
    assert found(index, "raincoat") == [1]


KILLED = """
import os, signal, sys
from pathlib import Path
from app.core.db import Database
from app.core.subjects import Subject
from app.search import jobs
from app.search.index import Document
from app.search.whoosh import WhooshIndex

url, folder, moment = sys.argv[1:]
index = WhooshIndex(Path(folder))
write = index.write

def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)

def killed_before(*args):
    die()

def killed_after(*args):
    write(*args)
    die()

def killed_within(*args):
    import whoosh.index
    whoosh.index.TOC.write = lambda *_: die()
    write(*args)

index.write = {"before": killed_before, "after": killed_after, "within": killed_within}[moment]
titles = lambda db, refs: [Document(subject=Subject("idea", ref), title="Raincoats") for ref in refs]
jobs.keep_up(Database(url), index, {"idea": titles}, {"idea": lambda db: [1]})
"""


@pytest.mark.parametrize("moment", ["before", "within", "after"])
def test_killed_while_writing_the_index_ends_equal_to_the_database(store, shelf, tmp_path, moment):
    folder = tmp_path / "searched"
    post(store, shelf, 1, "Umbrellas")
    first = WhooshIndex(folder)
    jobs.keep_up(store, first, shelf.describe, shelf.every)
    first.close()
    post(store, shelf, 1, "Raincoats")
    url = store.engine.url.render_as_string(hide_password=False)
    root = Path(__file__).parents[2]
    died = subprocess.run([sys.executable, "-c", KILLED, url, str(folder), moment], cwd=root, check=False)
    assert died.returncode == -9
    again = WhooshIndex(folder)
    jobs.keep_up(store, again, shelf.describe, shelf.every)
    assert found(again, "raincoats") == [1]
    assert found(again, "umbrella") == []
    assert entries(store) == again.refs()
    assert marks(store) == []
    again.close()
