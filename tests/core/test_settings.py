"""Settings: from the environment and a file, judged once, with a sentence for what is wrong."""

import re
from typing import get_args

import pytest
from pydantic import ValidationError

from app.core import whereabouts
from app.core.errors import Unusable
from app.core.settings import DEMO_MARK, PROJECT, Settings, settings_from_environment


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """No settings of whoever runs the tests, and a launcher of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(whereabouts, "LAUNCHER", tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BYLINE_{name.upper()}", raising=False)


def test_what_is_given_is_stronger_than_the_environment_and_that_than_the_file(tmp_path, monkeypatch):
    (tmp_path / "byline.toml").write_text('threads = 3\nlanguage = "th"\nsession_days = 9\n')
    monkeypatch.setenv("BYLINE_THREADS", "4")
    monkeypatch.setenv("BYLINE_LANGUAGE", "zh-Hans")
    found = settings_from_environment(threads=5, language=None)
    assert (found.threads, found.language, found.session_days, found.session_idle_days) == (5, "zh-Hans", 9, 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANGUAGE", "fr"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("THREADS", "1"),
        ("THREADS", "many"),
        ("WORKER", "sometimes"),
        ("SESSION_DAYS", "0"),
        ("MAX_BODY_BYTES", "10"),
        *(("BASE_URL", url) for url in ("byline.example.com", "https://x.example/app", "ftp://x.example", "https://")),
        *(("TRUSTED_PROXIES", them) for them in ("nonsense", "10.0.0.1, 300.0.0.1", "10.0.0.0/99")),
        *(
            ("DATABASE_URL", url)
            for url in (
                *("garbage", "mysql://x", "sqlite:///other.db", "postgresql://u:a:b@c@h:x/d"),
                *("postgresql://u:p@ss@h/d", "postgresql://u:p@s/s@h/d"),
            )
        ),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(monkeypatch, name, value):
    monkeypatch.setenv(f"BYLINE_{name}", value)
    with pytest.raises(Unusable, match=f"A setting is wrong: .*{name.lower()}"):
        settings_from_environment()


def test_a_password_in_an_address_is_not_told(monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", "mysql://u:s3cret@h/db")
    with pytest.raises(Unusable) as refused:
        settings_from_environment()
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://byline.example/"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "10.0.0.1, fd00::/8,"),
        ("DATABASE_URL", "postgresql://u:p%40ss@h/db?sslmode=require"),
    ],
)
def test_what_is_right_is_taken(monkeypatch, name, value):
    monkeypatch.setenv(f"BYLINE_{name}", value)
    assert getattr(settings_from_environment(), name.lower()) == value.rstrip("/")


@pytest.mark.parametrize(("name", "meant"), [("BYLINE_BASEURL", " Is BYLINE_BASE_URL meant?"), ("BYLINE_XYZZY", "")])
def test_a_setting_that_is_misspelled_is_refused_with_the_one_that_is_meant(monkeypatch, name, meant):
    monkeypatch.setenv(name, "x")
    with pytest.raises(Unusable) as refused:
        settings_from_environment()
    assert str(refused.value) == f"A setting is wrong: there is no {name}.{meant}"


@pytest.mark.parametrize("content", [b"no toml", b"threads = 3\xff", b"= 1"])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, content):
    (tmp_path / "byline.toml").write_bytes(content)
    with pytest.raises(Unusable, match=r"^The file .*byline\.toml cannot be read: .*\.$"):
        settings_from_environment()


def test_a_file_from_windows_is_read(tmp_path):
    (tmp_path / "byline.toml").write_bytes(b"\xef\xbb\xbfthreads = 3\r\n")
    assert settings_from_environment().threads == 3


def test_every_wrong_setting_is_named_at_once(monkeypatch):
    monkeypatch.setenv("BYLINE_THREADS", "0")
    monkeypatch.setenv("BYLINE_LANGUAGE", "fr")
    with pytest.raises(Unusable, match=r"language.*threads"):
        settings_from_environment()


def test_a_setting_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "byline.toml").write_text("treads = 3\n")
    with pytest.raises(Unusable, match="treads"):
        settings_from_environment()


def test_settings_never_change():
    with pytest.raises(ValidationError):
        setattr(Settings(), "threads", 5)  # noqa: B010 - the type checker knows it cannot be


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("", "sqlite:///somewhere/byline.db"),
        ("postgresql://u@h/db", "postgresql+psycopg://u@h/db"),
        ("postgres://u:p@h:5432/db?sslmode=require", "postgresql+psycopg://u:p@h:5432/db?sslmode=require"),
        ("postgresql+psycopg://u@h/db", "postgresql+psycopg://u@h/db"),
    ],
)
def test_the_database_is_where_it_is_said_to_be(given, url):
    assert Settings(data="somewhere", database_url=given).url == url


@pytest.mark.parametrize(
    ("address", "https"), [("https://byline.example", True), ("http://byline.example", False), ("", False)]
)
def test_whether_people_use_https_is_told_by_their_address(address, https):
    assert Settings(base_url=address).is_https is https


def test_a_folder_is_a_demo_when_it_is_marked(tmp_path):
    settings = Settings(data=tmp_path)
    assert not settings.is_demo
    (tmp_path / DEMO_MARK).touch()
    assert settings.is_demo


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme_with_its_choices(name):
    readme = PROJECT.with_name("README.md").read_text("utf-8")
    described = "\n".join(re.findall(rf"^\|.*`BYLINE_{name.upper()}`.*$", readme, re.MULTILINE))
    choices = [choice for choice in get_args(Settings.model_fields[name].annotation) if isinstance(choice, str)]
    assert described
    assert [choice for choice in choices if f"`{choice}`" not in described] == []
