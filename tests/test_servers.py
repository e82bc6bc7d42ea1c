"""The database server that the tests run on."""

import os

import pytest
from sqlalchemy import create_engine, text

from app.core.settings import Settings
from tests.servers import worker_database

pytestmark = pytest.mark.postgres


def test_a_worker_gets_an_empty_database_that_holds_every_language() -> None:
    name = f"servers_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    own = worker_database(os.environ["BYLINE_TEST_DATABASE_URL"], name)
    engine = create_engine(Settings(database_url=own).url)
    with engine.connect() as connection:
        tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
        assert connection.scalar(text(tables)) == 0
        assert connection.scalar(text("SELECT current_database()")) == name
        assert connection.scalar(text("SELECT lower(:said)"), {"said": "ÉCRIT 谢谢 ขอบคุณ"}) == "écrit 谢谢 ขอบคุณ"
    engine.dispose()
