"""Folders of indexes are copied, put back and shared, though nobody should: each still finds everything."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.search import commands, jobs
from app.search.models import SearchIndex
from app.search.whoosh import WhooshIndex
from tests.makers import rows
from tests.search.shelf import Shelf, found, post

Open = Callable[[str], WhooshIndex]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def open_(tmp_path) -> Iterator[Open]:
    opened: list[WhooshIndex] = []

    def one(name: str) -> WhooshIndex:
        opened.append(WhooshIndex(tmp_path / name))
        return opened[-1]

    yield one
    for index in opened:
        index.close()


def write_all(store, shelf, *nodes):
    for _round in range(20):
        if not sum(jobs.keep_up(store, index, shelf.describe, shelf.every) for index in nodes):
            return
    raise AssertionError("it never ends")


def copied(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, copy_function=shutil.copy2)


def test_a_copied_folder_and_its_original_both_find_everything(store, shelf, open_, tmp_path):
    here = open_("here")
    post(store, shelf, 1, "Old lamps")
    write_all(store, shelf, here)
    copied(tmp_path / "here", tmp_path / "there")
    there = open_("there")
    assert there.name != here.name
    for ref in range(2, 12):
        post(store, shelf, ref, f"New lamps {ref}")
        # By turns, as whoever comes first takes the mark.
        jobs.keep_up(store, (here, there)[ref % 2], shelf.describe, shelf.every)
    write_all(store, shelf, here, there)
    assert [sorted(found(node, "lamps")) for node in (here, there)] == [list(range(1, 12))] * 2
    assert {row.name for row in rows(store, SearchIndex)} == {here.name, there.name}


def test_an_older_copy_that_is_put_back_catches_up(store, shelf, open_, tmp_path):
    other, here = open_("other"), open_("here")
    post(store, shelf, 1, "Old lamps")
    write_all(store, shelf, here, other)
    here.close()
    copied(tmp_path / "here", tmp_path / "kept")
    here = open_("here")
    post(store, shelf, 2, "New lamps")
    write_all(store, shelf, here, other)
    here.close()
    copied(tmp_path / "kept", tmp_path / "here")
    here = open_("here")
    post(store, shelf, 3, "Newest lamps")
    write_all(store, shelf, other, here)
    assert [sorted(found(node, "lamps")) for node in (here, other)] == [[1, 2, 3]] * 2


def test_a_folder_that_is_written_over_while_it_is_open_is_compared_anew(store, shelf, open_, tmp_path):
    here, there = open_("here"), open_("there")
    post(store, shelf, 1, "Lamps here")
    write_all(store, shelf, here)
    with store.writing() as db:
        commands.forget_index(db, there.name)
    for path in sorted((tmp_path / "here").rglob("*")):
        target = tmp_path / "there" / path.relative_to(tmp_path / "here")
        if path.is_file():
            shutil.copy2(path, target)
    post(store, shelf, 2, "Lamps for all")
    write_all(store, shelf, there, here)
    assert here.name != there.name
    assert [sorted(found(node, "lamps")) for node in (here, there)] == [[1, 2]] * 2


def test_two_that_write_one_folder_take_turns(store, shelf, open_):
    """A worker in `serve` and one of its own, started by mistake."""
    both = [open_("here"), open_("here")]
    assert both[0].name == both[1].name

    def at_work(index):
        for _round in range(30):
            jobs.keep_up(store, index, shelf.describe, shelf.every)

    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(at_work, index) for index in both]
        for ref in range(1, 31):
            post(store, shelf, ref, f"Lamp {ref}")
        for one in working:
            one.result()
    write_all(store, shelf, *both)
    assert [sorted(subject.ref for subject in index.refs()) for index in both] == [list(range(1, 31))] * 2
    assert len(rows(store, SearchIndex)) == 1
