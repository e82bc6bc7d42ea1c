"""Which folder and which settings file count, from wherever a verb is called."""

import os

import pytest

from app.core import whereabouts
from app.core.errors import Unusable
from app.core.settings import Settings, settings_from_environment


@pytest.fixture(autouse=True)
def launcher(tmp_path, monkeypatch):
    """Where the launcher lies; one stands elsewhere, and nothing is set."""
    folder, standing = tmp_path / "launcher", tmp_path / "standing"
    folder.mkdir()
    standing.mkdir()
    monkeypatch.setattr(whereabouts, "LAUNCHER", folder)
    monkeypatch.chdir(standing)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BYLINE_{name.upper()}", raising=False)
    return folder


def with_byline(folder):
    folder.mkdir(parents=True)
    (folder / "byline.db").touch()
    return folder


def said(data=None):
    found = settings_from_environment(data=data)
    return found.data, found.file


def test_without_a_word_it_is_the_launchers_folder_wherever_one_stands(launcher, monkeypatch):
    for standing in ("/", launcher.parent, launcher):
        monkeypatch.chdir(standing)
        assert said() == (launcher / "data", None)


def test_each_word_is_relative_to_where_it_was_said(launcher, tmp_path, monkeypatch):
    (launcher / "byline.toml").write_text('data = "../filed"\n')
    assert said() == (tmp_path / "filed", launcher / "byline.toml")
    monkeypatch.setenv("BYLINE_DATA", "set")
    assert said() == (launcher / "set", launcher / "byline.toml")
    assert said("typed") == (tmp_path / "standing" / "typed", launcher / "byline.toml")
    monkeypatch.setenv("BYLINE_DATA", "~/mine")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert said()[0] == tmp_path / "mine"


def test_an_empty_variable_says_nothing(launcher, monkeypatch):
    monkeypatch.setenv("BYLINE_DATA", "")
    assert said()[0] == launcher / "data"


def test_the_file_in_the_folder_counts_before_the_one_beside_it_and_that_before_the_launchers(launcher, tmp_path):
    data = tmp_path / "srv" / "data"
    data.mkdir(parents=True)
    for number, folder in enumerate([launcher, data.parent, data], start=3):
        (folder / "byline.toml").write_text(f"threads = {number}\n")
        found = settings_from_environment(data=data)
        assert (found.threads, found.file) == (number, folder / "byline.toml")


def test_a_file_where_one_stands_is_nobodys(launcher, tmp_path):
    (tmp_path / "standing" / "byline.toml").write_text("threads = 3\n")
    with_byline(launcher / "data")
    assert settings_from_environment().threads == 8


@pytest.mark.parametrize("variable", ["", "elsewhere"])
def test_a_company_that_lies_where_one_stands_is_not_passed_over_for_an_empty_one(tmp_path, monkeypatch, variable):
    meant = with_byline(tmp_path / "standing" / (variable or "data"))
    monkeypatch.setenv("BYLINE_DATA", variable)
    with pytest.raises(Unusable, match=rf"^There is no Byline in .*launcher.* yet, but there is one in {meant}"):
        settings_from_environment()
    assert said(meant)[0] == meant


def test_settings_that_lie_where_one_stands_are_not_passed_over_for_an_empty_company(tmp_path):
    (tmp_path / "standing" / "byline.toml").write_text('data = "company"\n')
    with pytest.raises(Unusable, match=r"standing/byline.toml, where you stand\. Say with --data"):
        settings_from_environment()


def test_what_is_set_and_given_is_stronger_than_the_file_however_it_is_written(launcher, monkeypatch):
    (launcher / "byline.toml").write_text('threads = 3\nlanguage = "th"\ntime_zone = "Asia/Bangkok"\n')
    monkeypatch.setenv("byline_threads", "4")
    found = settings_from_environment(language="zh-Hans")
    assert (found.threads, found.language, found.time_zone) == (4, "zh-Hans", "Asia/Bangkok")


def test_a_file_that_anybody_may_write_is_not_believed(tmp_path):
    file = tmp_path / "standing" / "byline.toml"
    file.write_text("threads = 3\n")
    file.chmod(0o666)
    with pytest.raises(Unusable, match="can be written by anybody here"):
        settings_from_environment(data=tmp_path / "standing" / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_strangers_file_in_a_folder_of_everybodys_is_not_believed(tmp_path):
    open_to_all = tmp_path / "standing"
    file = open_to_all / "byline.toml"
    file.write_text("threads = 3\n")
    os.chown(file, 65534, 65534)
    assert settings_from_environment(data=open_to_all / "data").threads == 3
    open_to_all.chmod(0o1777)
    with pytest.raises(Unusable, match="can be written by anybody here"):
        settings_from_environment(data=open_to_all / "data")


def test_a_folder_that_is_gone_under_ones_feet_hinders_nobody(launcher, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert said()[0] == launcher / "data"
    monkeypatch.chdir(tmp_path)


def test_the_place_is_told_without_its_password():
    assert Settings(data="/srv/data").place == "/srv/data/byline.db"
    for host, where in (("ann:s3cret@db.example", "db.example"), ("", "this machine")):
        settings = Settings(data="/srv/data", database_url=f"postgresql://{host}/ideas")
        assert settings.place == f"ideas of PostgreSQL on {where}"
