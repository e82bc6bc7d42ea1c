"""What an engine of files promises besides: others have it open as well, and it may be begun again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.search.index import FileIndex, IndexBusy
from app.search.whoosh import WhooshIndex
from tests.contracts.documents import ALL, BIKES, break_off_replacing, found, idea
from tests.contracts.memory import MemoryIndex

ENGINES: dict[str, Callable[[Path], FileIndex]] = {"whoosh": WhooshIndex}


@pytest.fixture(params=ENGINES)
def engine(request) -> Callable[[Path], FileIndex]:
    return ENGINES[request.param]


@pytest.fixture
def index(engine, tmp_path) -> Iterator[FileIndex]:
    opened = engine(tmp_path / "index")
    opened.write([(document, number) for number, document in enumerate(ALL, 1)])
    yield opened
    opened.close()


def test_only_an_engine_of_files_is_taken_for_one(index):
    assert isinstance(index, FileIndex)
    assert not isinstance(MemoryIndex(), FileIndex)


def test_an_index_opened_again_holds_what_it_held(engine, index, tmp_path):
    index.close()
    again = engine(tmp_path / "index")
    assert again.refs() == {document.subject: number for number, document in enumerate(ALL, 1)}
    assert found(again, "退货原因") == {2}
    assert not again.is_compared
    again.close()


def test_another_opened_before_a_change_sees_it(engine, index, tmp_path):
    reader = engine(tmp_path / "index")
    assert found(reader, "umbrella") == set()
    index.write([(idea(5, "Umbrellas at the door"), 9)])
    assert found(reader, "umbrella") == {5}
    reader.close()


def test_only_one_writes_at_a_time(engine, index, tmp_path, monkeypatch):
    monkeypatch.setattr("app.search.whoosh.PATIENCE_SECONDS", 0.0)
    other = engine(tmp_path / "index")
    with index.alone(), pytest.raises(IndexBusy), other.alone():
        pytest.fail("two were alone")
    with other.alone():
        other.write([(idea(5, "Umbrellas at the door"), 9)])
    assert found(index, "umbrella") == {5}
    other.close()


def test_starting_again_empties_it_and_asks_for_a_comparison(index):
    index.is_compared = True
    index.start_again()
    assert index.refs() == {}
    assert found(index, "bicycles") == set()
    assert index.is_sound
    assert not index.is_compared


def test_what_broke_off_can_be_begun_again(index):
    break_off_replacing(index)
    assert found(index, "bicycles") == {4}
    index.start_again()
    index.write([(BIKES, 4)])
    assert found(index, "bicycles") == {4}


def test_its_name_is_the_same_for_whoever_has_it_open_until_it_is_begun_again(engine, index, tmp_path):
    other = engine(tmp_path / "index")
    before = index.name
    assert other.name == before
    index.start_again()
    assert index.name not in {"", before}
    assert other.name == index.name
    other.close()
