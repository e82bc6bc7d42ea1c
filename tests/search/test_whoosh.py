"""What becomes of the folder when its files are not as they were left."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh import writing
from whoosh.index import open_dir

from app.core.subjects import Subject
from app.search.index import Document, Question
from app.search.snapshot import Snapshot
from app.search.whoosh import WhooshIndex

DOCUMENT = Document(subject=Subject("idea", 1), title="Umbrellas at the door")


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder) -> Iterator[WhooshIndex]:
    opened = WhooshIndex(folder)
    opened.write([(DOCUMENT, 1)])
    yield opened
    opened.close()


def files(folder: Path, ending: str) -> list[Path]:
    found = [path for path in folder.rglob(f"*{ending}") if "damaged" not in path.parts]
    assert found
    return found


def total(index: WhooshIndex) -> int:
    return index.search(Question("umbrella", audiences=["everyone"])).total


@pytest.mark.parametrize("ending", [".toc", ".trm", ".pst", ".col"])
@pytest.mark.parametrize("left", [0, 10])
def test_torn_files_are_noticed_and_the_index_begun_again(index, folder, ending, left):
    index.close()
    for path in files(folder, ending):
        path.write_bytes(path.read_bytes()[:left])
    again = WhooshIndex(folder)
    assert total(again) == 0
    if not again.is_sound:
        again.start_again()
    assert again.refs() == {}
    again.write([(DOCUMENT, 2)])
    assert total(again) == 1
    again.close()


@pytest.fixture
def elsewhere(index, folder) -> Iterator[WhooshIndex]:
    """The same folder as another process has it open."""
    opened = WhooshIndex(folder)
    yield opened
    opened.close()


def test_damage_that_one_process_meets_is_known_to_the_one_that_mends_it(index, elsewhere, folder):
    for path in files(folder, ".pst"):
        path.write_bytes(b"")
    assert total(elsewhere) == 0
    assert not elsewhere.is_sound
    assert not index.is_sound


def test_a_process_that_met_damage_finds_again_once_another_has_mended_it(index, elsewhere):
    elsewhere.is_sound = False
    assert total(elsewhere) == 0
    index.start_again()
    index.write([(DOCUMENT, 2)])
    assert elsewhere.is_sound
    assert total(elsewhere) == 1


def test_an_index_that_another_process_began_again_is_read_and_compared_anew(index, elsewhere):
    assert total(elsewhere) == 1
    elsewhere.is_compared = True
    index.start_again()
    index.write([(Document(subject=Subject("idea", 2), title="Raincoats"), 2)])
    assert not elsewhere.is_compared
    assert elsewhere.refs() == {Subject("idea", 2): 2}


@pytest.mark.parametrize("left", [b"", b"\0" * 32, b"\xff"])
def test_a_name_that_is_torn_is_given_anew(index, folder, left):
    before = index.name
    index.close()
    (kept,) = files(folder, "name")
    kept.write_bytes(left)
    again = WhooshIndex(folder)
    assert again.name == kept.read_text("ascii")
    assert len(again.name) == len(before)
    assert again.name != before
    assert total(again) == 1
    again.close()


def test_a_folder_that_is_gone_is_made_again(index, folder):
    index.close()
    for path in folder.rglob("*.toc"):
        path.unlink()
    again = WhooshIndex(folder)
    assert again.refs() == {}
    again.close()


def test_the_last_damaged_index_is_kept_beside(index, folder):
    index.start_again()
    index.start_again()
    assert {path.name for path in folder.iterdir()} >= {"damaged", "lock"}
    assert len(list(folder.iterdir())) == 3


def test_an_index_of_another_version_is_removed(folder, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("app.search.analysis.VERSION", "0")
        older = WhooshIndex(folder)
        older.write([(DOCUMENT, 1)])
        older.close()
    newer = WhooshIndex(folder)
    assert newer.refs() == {}
    assert not (folder / "1-0").exists()
    newer.close()


def test_nobody_else_may_look_into_the_folder(index, folder):
    assert [path for path in [folder, *folder.iterdir()] if path.is_dir() and path.stat().st_mode & 0o077] == []


def test_a_full_disk_leaves_the_index_as_it_was(index, monkeypatch):
    def full(*_args, **_options) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(writing.SegmentWriter, "_commit_toc", full)
        index.write([(Document(subject=Subject("idea", 2), title="More umbrellas"), 2)])
    assert index.is_sound
    assert total(index) == 1
    index.write([(Document(subject=Subject("idea", 2), title="More umbrellas"), 2)])
    assert total(index) == 2


def test_a_state_that_is_being_read_stays_readable_when_its_files_are_removed(index, folder):
    state = Snapshot.newest(open_dir(str(next(path.parent for path in files(folder, ".toc")))))
    index.replace([(Document(subject=Subject("idea", 2), title="Raincoats"), 2)])
    assert [state.stored(doc)["title"] for doc in state.impacts("umbrella")] == [DOCUMENT.title]
    assert list(state.stamps()) == [("idea:1", 1)]
    state.close()


def test_small_segments_are_put_together(index, folder):
    for number in range(40):
        index.write([(Document(subject=Subject("idea", number), title=f"Umbrella {number}"), number)])
    assert len(files(folder, ".pst")) <= 15
    assert total(index) == 40


def test_what_is_mostly_deleted_is_written_anew(index, folder):
    index.write([(Document(subject=Subject("idea", ref), title=f"Umbrella {ref}"), ref) for ref in range(100)])
    large = sum(path.stat().st_size for path in files(folder, ".trm"))
    index.write([], gone=[Subject("idea", ref) for ref in range(5, 100)])
    index.write([(DOCUMENT, 500)])
    assert total(index) == 5
    assert sum(path.stat().st_size for path in files(folder, ".trm")) < large / 2
