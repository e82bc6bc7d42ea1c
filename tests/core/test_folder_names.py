"""A folder's name, which no copy of it has."""

import shutil

import pytest

from app.core.folder_names import FolderName


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "here"
    made.mkdir()
    assert not FolderName(made).settle()
    return made


def test_a_name_stays(folder):
    name = FolderName(folder).kept()
    assert (len(name), FolderName(folder).settle(), FolderName(folder).kept()) == (32, False, name)


def test_a_copy_has_none_until_it_gets_its_own_and_the_original_keeps_its(folder, tmp_path):
    name, copy = FolderName(folder).kept(), tmp_path / "there"
    # As `cp -a`, rsync and tar do it, with the times of the original.
    shutil.copytree(folder, copy, copy_function=shutil.copy2)
    assert FolderName(copy).kept() == ""
    assert FolderName(copy).settle()
    assert "" != FolderName(copy).kept() != name
    assert FolderName(folder).kept() == name


def test_a_folder_that_is_moved_keeps_its_name(folder, tmp_path):
    name = FolderName(folder).kept()
    folder.rename(tmp_path / "moved")
    assert (FolderName(tmp_path / "moved").kept(), FolderName(tmp_path / "moved").settle()) == (name, False)


def test_one_of_before_names_had_places_keeps_it(folder):
    name = FolderName(folder).kept()
    (folder / "place").unlink()
    assert (FolderName(folder).kept(), FolderName(folder).settle(), FolderName(folder).kept()) == (name, False, name)
    assert (folder / "place").exists()


@pytest.mark.parametrize("torn", ["name", "place"])
def test_what_a_power_cut_left_is_given_anew(folder, torn):
    (folder / torn).write_bytes(b"\0" * 12)
    assert FolderName(folder).kept() == ""
    FolderName(folder).settle()
    assert len(FolderName(folder).kept()) == 32
