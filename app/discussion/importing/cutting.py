"""A text that is too long in pieces that are not, so that nothing of it is lost."""

import re

ON = "…"
"""Ends a piece that goes on in the next one, and begins that."""
_BREAKS = tuple(map(re.compile, (r"\n\n+", r"\n", r"(?<=[.!?。！？])\s*", r"\s+")))


def pieces(text: str, first: int, others: int) -> list[str]:
    """At most so many characters in the first piece and in each of the others, cut where a paragraph ends, or a line,
    a sentence, a word; what knows none of these is cut anywhere."""
    found, most = [], first
    while len(text) > most:
        end = _end(text, most - len(ON) - 1)
        found.append(f"{text[:end].rstrip()} {ON}")
        text, most = f"{ON} {text[end:].lstrip()}", others
    return [*found, text]


def _end(text: str, most: int) -> int:
    """Not so early that a piece is less than half of what it could be."""
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, most // 2, most) if found.end() > most // 2]
        if ends:
            return ends[-1]
    return most
