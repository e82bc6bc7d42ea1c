from datetime import UTC, datetime

import pytest

from app.core import clock


@pytest.fixture(autouse=True)
def _today():
    """A day that two-digit years are read by."""
    with clock.at(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        yield
