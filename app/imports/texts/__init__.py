"""What somebody wrote elsewhere, as the Markdown that looks here as it looked there."""

import re
from collections.abc import Callable, Mapping

from app.core.letters import clean
from app.core.markdown import plain_text
from app.imports.texts import html, jira, mixed, plain
from app.imports.texts.mending import decoded
from app.imports.texts.sniffing import Sniff, Writing

__all__ = ["Sniff", "Writing", "to_line", "to_markdown", "to_words"]

_AS_MARKDOWN: Mapping[Writing, Callable[[str], str]] = {
    Writing.HTML: html.to_markdown,
    Writing.JIRA: jira.to_markdown,
    Writing.MARKDOWN: mixed.to_markdown,
    Writing.PLAIN: plain.to_markdown,
}
_LINK = re.compile(r"(?<!\\)\]\(((?:https?://|mailto:)[^()\s]+)\)")


def to_markdown(text: str, writing: Writing) -> str:
    """Of a text that is clean, as forms clean what they take; what HTML spells out as entities is cleaned here."""
    markdown = _AS_MARKDOWN[writing](text)
    return clean(markdown, lines=True) if writing in {Writing.HTML, Writing.MARKDOWN} else markdown


def to_words(text: str, writing: Writing) -> str:
    """For where Markdown is not shown: the words alone, and behind those of a link where it leads."""
    if writing == Writing.PLAIN:
        return text
    return plain_text(_LINK.sub(r"](\1) (<\1>)", to_markdown(text, writing)))


def to_line(text: str, writing: Writing) -> str:
    """A title, or what else is one line, in which nothing is marked; where bodies are HTML it has entities as well."""
    return clean(decoded(decoded(text)), lines=False) if writing == Writing.HTML else text
