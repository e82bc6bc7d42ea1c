"""Several indexes follow one database: two nodes, each with a folder of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from app.core.clock import at, now
from app.core.db import Database
from app.core.subjects import Subject
from app.search import commands, jobs, queries
from app.search.index import Document, Index
from app.search.models import SearchEntry, SearchIndex, StaleMark
from app.search.whoosh import WhooshIndex
from tests.contracts.memory import MemoryIndex
from tests.makers import rows
from tests.search.shelf import Shelf, found, post, touch


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def nodes(tmp_path) -> Iterator[list[WhooshIndex]]:
    opened = [WhooshIndex(tmp_path / name) for name in ("here", "there")]
    yield opened
    for index in opened:
        index.close()


def keep_up(store: Database, index: Index, shelf: Shelf) -> int:
    return jobs.keep_up(store, index, shelf.describe, shelf.every)


def entries(store: Database, index: Index) -> dict[Subject, int]:
    with store.reading() as db:
        return queries.entries(db, index.name)


def waiting(store: Database, index: Index) -> int:
    with store.reading() as db:
        return queries.count_marks(db, index.name)


def known(store: Database) -> set[str]:
    return {row.name for row in rows(store, SearchIndex)}


def accounts(store: Database) -> set[str]:
    return {row.index_name for row in rows(store, SearchEntry)} | {row.index_name for row in rows(store, StaleMark)}


def write_all(store: Database, shelf: Shelf, nodes: list[WhooshIndex]) -> None:
    while sum(keep_up(store, index, shelf) for index in nodes):
        pass


def test_what_one_has_written_the_other_writes_as_well(store, shelf, nodes):
    here, there = nodes
    write_all(store, shelf, nodes)
    post(store, shelf, 1, "Umbrellas")
    assert keep_up(store, here, shelf) == 1
    assert (waiting(store, here), waiting(store, there)) == (0, 1)
    assert keep_up(store, there, shelf) == 1
    assert rows(store, StaleMark) == []
    for index in nodes:
        assert found(index, "umbrella") == [1]
        assert entries(store, index) == index.refs()


def test_what_is_gone_is_gone_from_both(store, shelf, nodes):
    post(store, shelf, 1, "Umbrellas")
    write_all(store, shelf, nodes)
    del shelf.titles["idea"][1]
    touch(store, Subject("idea", 1))
    write_all(store, shelf, nodes)
    for index in nodes:
        assert entries(store, index) == index.refs() == {}
    assert rows(store, StaleMark) == []


def test_one_that_is_filled_does_not_make_the_other_write(store, shelf, nodes):
    here, there = nodes
    shelf.titles["idea"] = {ref: f"Umbrella {ref}" for ref in range(1, 251)}
    keep_up(store, here, shelf)
    shelf.asked.clear()
    assert keep_up(store, there, shelf) == 250
    jobs.rebuild(store, there, shelf.describe, shelf.every)
    assert sum(shelf.asked) == 500
    assert keep_up(store, here, shelf) == 0
    assert entries(store, here) == here.refs()


def test_a_touch_while_both_write_reaches_both(store, shelf, nodes, monkeypatch):
    here, there = nodes
    write_all(store, shelf, nodes)
    post(store, shelf, 1, "Umbrellas")
    write = here.write

    def write_while_the_other_does_and_somebody_edits(*args) -> None:
        write(*args)
        monkeypatch.setattr(here, "write", write)
        keep_up(store, there, shelf)
        post(store, shelf, 1, "Raincoats")

    monkeypatch.setattr(here, "write", write_while_the_other_does_and_somebody_edits)
    write_all(store, shelf, nodes)
    for index in nodes:
        assert (found(index, "raincoat"), found(index, "umbrella")) == ([1], [])
        assert entries(store, index) == index.refs()
    assert rows(store, StaleMark) == []


def test_both_end_with_everything_while_people_write(store, shelf, nodes):
    """The last title of each is found in both; who of the two wrote it first is different every time."""
    every, is_over = range(1, 31), Event()

    def work(index: Index) -> None:
        while not is_over.is_set():
            keep_up(store, index, shelf)

    with ThreadPoolExecutor(2) as aside:
        workers = [aside.submit(work, index) for index in nodes]
        for title in ("Umbrella", "Raincoat"):
            for ref in every:
                post(store, shelf, ref, f"{title} {ref}")
        is_over.set()
        assert [worker.result() for worker in workers] == [None, None]
    write_all(store, shelf, nodes)
    for index in nodes:
        assert {subject.ref for subject in index.refs()} == set(every)
        assert (len(found(index, "raincoat")), found(index, "umbrella")) == (20, [])
        assert entries(store, index) == index.refs()
    assert rows(store, StaleMark) == []


@pytest.mark.postgres
def test_a_mark_that_is_seen_late_reaches_both(store, shelf, nodes):
    """A number is given before its transaction ends, so a lower one can be seen after a higher one."""
    write_all(store, shelf, nodes)
    shelf.titles["idea"] = {1: "Umbrellas", 2: "Raincoats"}
    with store.writing() as db:
        commands.touch(db, Subject("idea", 1))
        db.flush()
        touch(store, Subject("idea", 2))
        write_all(store, shelf, nodes)
    write_all(store, shelf, nodes)
    for index in nodes:
        assert (found(index, "umbrella"), found(index, "raincoat")) == ([1], [2])


def test_a_new_one_beside_an_old_one_is_filled(store, shelf, nodes):
    here, _there = nodes
    post(store, shelf, 1, "Umbrellas")
    keep_up(store, here, shelf)
    new = MemoryIndex()
    assert keep_up(store, new, shelf) == 1
    assert found(new, "umbrella") == [1]
    post(store, shelf, 1, "Raincoats")
    write_all(store, shelf, nodes)
    keep_up(store, new, shelf)
    assert found(new, "raincoat") == [1]


def test_one_that_nobody_sees_for_days_is_forgotten(store, shelf, nodes):
    here, there = nodes
    post(store, shelf, 1, "Umbrellas")
    write_all(store, shelf, nodes)
    later = now()
    while known(store) == {here.name, there.name}:
        later += jobs.SEEN_EVERY
        assert later <= now() + commands.UNSEEN_FOR + 2 * jobs.SEEN_EVERY
        post(store, shelf, 1, "Umbrellas")
        with at(later):
            keep_up(store, here, shelf)
    assert later > now() + commands.UNSEEN_FOR - timedelta(minutes=1)
    assert known(store) == accounts(store) == {here.name}
    assert keep_up(store, here, shelf) == 0


def test_one_that_comes_back_after_it_was_forgotten_is_written_anew(store, shelf, nodes):
    here, there = nodes
    for ref in (1, 2):
        post(store, shelf, ref, f"Umbrella {ref}")
    write_all(store, shelf, nodes)
    with at(now() + commands.UNSEEN_FOR + timedelta(minutes=1)):
        keep_up(store, here, shelf)
        post(store, shelf, 1, "Raincoat")
        keep_up(store, here, shelf)
        assert known(store) == {here.name}
        assert keep_up(store, there, shelf) == 2
    assert (found(there, "raincoat"), found(there, "umbrella")) == ([1], [2])
    assert entries(store, there) == there.refs()


def test_one_that_is_begun_again_leaves_nothing_behind(store, shelf, nodes):
    here, there = nodes
    post(store, shelf, 1, "Umbrellas")
    write_all(store, shelf, nodes)
    before = here.name
    here.is_sound = False
    keep_up(store, here, shelf)
    assert known(store) == accounts(store) == {here.name, there.name}
    assert here.name != before
    assert found(here, "umbrella") == [1]


def test_one_that_was_known_and_not_yet_compared_is_compared(store, shelf):
    """As it is left when the process ends between the two."""
    index = MemoryIndex()
    shelf.titles["idea"][1] = "Umbrellas"
    with store.writing() as db:
        commands.register(db, index.name)
    assert keep_up(store, index, shelf) == 1


def test_an_account_without_a_name_is_taken_over_by_the_first(store, shelf, nodes):
    here, there = nodes
    shelf.titles["idea"] = {1: "Umbrellas", 2: "Raincoats"}
    for index in nodes:
        index.write([(Document(subject=Subject("idea", 1), title="Umbrellas"), 7)])
    with store.writing() as db:
        db.add(SearchEntry(index_name="", kind="idea", ref=1, seq=7))
    assert keep_up(store, here, shelf) == 1
    assert keep_up(store, there, shelf) == 2
    assert accounts(store) == {here.name, there.name}
