"""Chinese and Thai are whole: every sentence is there, and is said in its own letters."""

import re

import pytest
from babel.messages.pofile import read_po

from app.core import catalogues
from tests.rules.sources import ROOT, listed

LETTERS = {"zh_Hans": re.compile("[\u4e00-\u9fff]"), "th": re.compile("[\u0e01-\u0e4e]")}
Said = str | list[str] | tuple[str, ...] | None
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def test_every_message_stands_in_every_catalogue() -> None:
    assert listed(catalogues.pending()) == ""


@pytest.mark.parametrize("folder", catalogues.FOLDERS)
def test_a_sentence_is_said_in_its_own_letters(folder: str) -> None:
    path = ROOT / "app" / "locales" / folder / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as opened:
        messages = [message for message in read_po(opened) if message.id]
    assert messages
    assert (
        listed(said(m.id) for m in messages if is_sentence(m.id) and not LETTERS[folder].search(said(m.string))) == ""
    )


def is_sentence(message_id: Said) -> bool:
    """Names such as Byline and CSV are the same everywhere; three words in a row are not only names."""
    return len(PLACEHOLDER.sub(" ", said(message_id)).split()) > 2


def said(message: Said) -> str:
    """A message in its first form, of those that numbers need."""
    return message if isinstance(message, str) else next(iter(message or ()), "")
