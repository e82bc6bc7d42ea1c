import pytest

from tests.cli import terminal


@pytest.fixture
def byline(capsys):
    """Runs a verb as the terminal does: exit code, what was said, what was complained of."""
    return lambda *words: terminal.run(capsys, *words)
