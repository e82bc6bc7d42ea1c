"""Plain text as Markdown that shows it exactly as it was typed: no sign in it means anything."""

import re
from collections.abc import Iterator

from app.core.letters import trimmed
from app.imports.texts.signs import begun, literal

_PARAGRAPH_INDENT = "\u3000\u3000"
# Where such a text lost its line breaks on the way, its indents stayed.
_PARAGRAPH_INSIDE = re.compile("(?<=[。！？：；…”!?:])\u3000{2,}")


def to_markdown(text: str) -> str:
    """Indents go, for they would make code; where two wide spaces begin a line, as in Chinese, so does a paragraph."""
    return re.sub("\n{3,}", "\n\n", "\n".join(_lines(text))).strip("\n")


def _lines(text: str) -> Iterator[str]:
    for row in _PARAGRAPH_INSIDE.sub(f"\n{_PARAGRAPH_INDENT}", text).splitlines():
        if row.lstrip(" \t").startswith(_PARAGRAPH_INDENT):
            yield ""
        yield begun(literal(trimmed(row)))
