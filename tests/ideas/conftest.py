from functools import partial

import pytest

from tests.ideas import bringing


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where the files of a test stand."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def bring(store, cast):
    """Brings a file of ideas into the small company."""
    return partial(bringing.bring, store)
