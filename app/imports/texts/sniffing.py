"""Which writing the bodies of a file are in, told by what most of them show."""

import re
from collections import Counter
from enum import StrEnum

from app.imports.texts.mending import has_entities
from app.imports.texts.tags import tags

LOOKED_AT = 20_000


class Writing(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    JIRA = "jira"
    PLAIN = "plain"

    @property
    def called(self) -> str:
        """As a sentence calls it."""
        return {"html": "HTML", "jira": "Jira's markup", "markdown": "Markdown"}.get(self, "plain text")


# Signs that nobody types by chance, but for whom they are meant.
_MARKDOWN = re.compile(
    r"""^\ {0,3}(?:```|~~~) | ^\ {0,3}\#{2,6}\ \S | \[[^\[\]\n]+\]\((?:https?://|mailto:|/)[^\s()]+\)
    | ^[^\S\n]*[-*+]\ \[[ xX]\]\  | (?<![*\w])\*\*(?=\S)[^*\n]+(?<=\S)\*\*(?![*\w])""",
    re.VERBOSE | re.MULTILINE,
)
_JIRA = re.compile(
    r"""^h[1-6]\.\ \S | ^bq\.\ \S | \{(?:code|noformat|quote|panel|color)(?::[^{}\n]*)?\} | \{\{[^{}\n]+\}\}
    | \[[^\[\]|\n]+\|https?://[^\[\]\s]+\] | \[~[\w.:@-]+\] | ^\|\|.*\|\|\s*$ | ![\w .-]+\.\w{3,4}(?:\|[\w=,]+)?!""",
    re.VERBOSE | re.MULTILINE,
)
_CODE = re.compile(r"^[^\S\n]*(```|~~~).*?(?:^[^\S\n]*\1|\Z)|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class Sniff:
    """Is fed every body of a file, one after the other, and remembers nothing but how many showed what."""

    def __init__(self) -> None:
        self._seen: Counter[Writing] = Counter()

    def feed(self, body: str) -> None:
        text = body[:LOOKED_AT]
        if text.strip():
            self._seen[_shown(text)] += 1

    @property
    def writing(self) -> Writing:
        """HTML is asked of most bodies, for each of a file that has it comes with tags; the others of a fifth, for
        most people write Markdown without a sign."""
        seen, bodies = self._seen, self._seen.total()
        if seen[Writing.HTML] * 2 > bodies:
            return Writing.HTML
        marked = max(Writing.MARKDOWN, Writing.JIRA, key=lambda writing: seen[writing])
        return marked if bodies and seen[marked] * 5 >= bodies else Writing.PLAIN


def _shown(text: str) -> Writing:
    if _JIRA.search(text):
        return Writing.JIRA
    if _MARKDOWN.search(text):
        return Writing.MARKDOWN
    outside = _CODE.sub("", text)
    return Writing.HTML if tags(outside) or has_entities(outside) else Writing.PLAIN
