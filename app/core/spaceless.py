"""Markdown beside scripts that put no spaces between words, as Chinese and Thai.

CommonMark sees a mark only beside a space where a sign stands on its other side, and an address ends at a space: in
“看**“灯”**的” there is none. The rule for marks is that of markdown-cjk-friendly, taken for Thai as well.
"""

import re
from collections.abc import Callable
from typing import Any

from linkify_it import LinkifyIt
from markdown_it.rules_inline import StateInline

from app.core.letters import SCRIPTS

Rule = Callable[[StateInline, bool], bool]

_LETTER = re.compile(f"[{SCRIPTS['zh-Hans']}{SCRIPTS['ja']}{SCRIPTS['th']}]")
_SIGNS = "。，、；：！？（）《》〈〉「」『』【】〔〕“”‘’…｡､～"
# No address goes beyond this sign: the library knows it as one that parts texts.
_PARTED = str.maketrans(dict.fromkeys(_SIGNS, "\uff5c"))


def beside_letters(rule: Rule) -> Rule:
    """The same rule for marks, which also begin right behind such a letter, and end right before one."""

    def marked(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        found = rule(state, silent)
        before, after = state.src[max(start - 1, 0) : start], state.src[state.pos : state.pos + 1]
        for one in state.delimiters[known:] if state.src[start] != "_" else ():
            one.open = one.open or (bool(_LETTER.match(before)) and bool(after.strip()))
            one.close = one.close or (bool(_LETTER.match(after)) and bool(before.strip()))
        return found

    return marked


class Addresses(LinkifyIt):  # type: ignore[misc]
    """Finds addresses, which end at the signs of these scripts."""

    def test(self, text: str) -> bool:
        return bool(super().test(text.translate(_PARTED)))

    def match(self, text: str) -> Any:
        found = super().match(text.translate(_PARTED))
        return [_of(text, one) for one in found] if found else None

    def match_at_start(self, text: str) -> Any:
        found = super().match_at_start(text.translate(_PARTED))
        return _of(text, found) if found else None


def _of(text: str, found: Any) -> Any:
    """What stands there, where a sign inside of brackets was parted."""
    there = text[found.index : found.last_index]
    found.url, found.raw, found.text = found.url.replace(found.raw, there), there, there
    return found
