import pytest

from app import wiring
from app.core.db import Database
from tests.cli import kept, terminal


@pytest.fixture
def byline(capsys):
    """Runs a verb as the terminal does: exit code, what was said, what was complained of."""
    return lambda *words, **how: terminal.run(capsys, *words, **how)


@pytest.fixture
def data(settings, monkeypatch):
    """The folder of a company in which Ana works, with a file."""
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    kept.add(settings.url, "Ana")
    (settings.data / "files" / "a").mkdir(parents=True)
    (settings.data / "files" / "a" / "plan.txt").write_text("a plan")
    return settings.data


@pytest.fixture
def packed(byline, data, tmp_path):
    """A backup of Ana's company."""
    file = tmp_path / "kept.zip"
    assert byline("backup", file, "--data", data)[0] == 0
    return file


@pytest.fixture
def company(settings, monkeypatch):
    """The store of a company that has begun, in the folder and database that the verbs are told."""
    monkeypatch.setenv("BYLINE_DATA", str(settings.data))
    monkeypatch.setenv("BYLINE_DATABASE_URL", settings.database_url)
    store = Database(settings.url, info=wiring.INFO)
    with store.writing() as db:
        wiring.first_rows(db)
    yield store
    store.dispose()


@pytest.fixture
def file(tmp_path):
    def write(content, name="given.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def here(settings, cast, monkeypatch):
    """The small company, in the folder and database that the verbs are told."""
    monkeypatch.setenv("BYLINE_DATA", str(settings.data))
    monkeypatch.setenv("BYLINE_DATABASE_URL", settings.database_url)
    return cast
