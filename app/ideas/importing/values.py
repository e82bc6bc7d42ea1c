"""What one cell of an idea says: numbers as people write them, tags, an address."""

import re
from collections.abc import Iterable

from app.core.i18n import _
from app.core.json_text import parsed
from app.core.letters import clean
from app.core.shortening import excerpt

LONGEST_TAG, MOST_TAGS = 60, 30
MOST, SHOWN = 1_000_000_000, 40
"""The largest number of votes or comments, and so much of one that is none is told."""
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
# 1,204 and 1 204 and 1.204,0, with a sign before; what groups digits stands before just three of them.
_NUMBER = re.compile(r"([-+−]?)\s*(\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})+|\d+)(?:[.,]0{1,2})?")


def count(value: object) -> object:
    """A whole number, None for an empty cell; anything else is left for `countable` to refuse."""
    if not isinstance(value, str):
        return value
    text = clean(value, lines=False)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text or None
    # Python refuses to read thousands of digits.
    number = int("".join(char for char in found[2] if char.isdecimal())[:1_000])
    return -number if found[1] in {"-", "−"} else number


def countable(value: object) -> object:
    """What can be counted. Raises ValueError for what is no whole number, or too large a one."""
    if isinstance(value, int) and abs(value) > MOST:
        message = _("%(value)s is too large a number here. It can be up to %(most)s.")
        raise ValueError(message % {"value": excerpt(str(value), SHOWN), "most": f"{MOST:,}"})
    if isinstance(value, str):
        raise ValueError(_("“%(value)s” is not a whole number.") % {"value": excerpt(value, SHOWN)})
    return value


def address(value: object) -> str:
    """The first web address in a cell, nothing where there is none."""
    found = _WEB.search(value) if isinstance(value, str) else None
    return found[0][:2_000] if found else ""


def tags(value: object) -> list[str]:
    """However a cell lists them: with commas, semicolons, bars, in lines, or as a list of a program."""
    texts = value if isinstance(value, list) else [value]
    every = (tag for text in texts if isinstance(text, str) for tag in _listed(text))
    named = (clean(tag, lines=False).lstrip("#")[:LONGEST_TAG] for tag in every)
    return list(dict.fromkeys(tag for tag in named if tag))[:MOST_TAGS]


def _listed(text: str) -> Iterable[str]:
    stripped = text.strip()
    found = parsed(stripped) if stripped.startswith("[") else None
    if isinstance(found, list):
        return (str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in found)
    return re.split(r"[,;|、，；\n]", stripped.strip("{}[]"))
