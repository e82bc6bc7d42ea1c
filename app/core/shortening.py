"""Words made short: an excerpt, a title, initials."""

import re
from itertools import accumulate

from icu4py.breakers import BaseBreaker, CharacterBreaker, WordBreaker

from app.core.languages import lang_of

LEFT_OPEN = " ,;:、，；：-–—(（[“‘「『《<"
"""Signs that nothing ends with."""


def excerpt(text: str, limit: int = 200) -> str:
    """The beginning of a plain text in one line, cut between words, at most `limit` characters with its ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return cut(flat, limit - 1) + "…"


def cut(text: str, limit: int) -> str:
    """The beginning of one line, in whole words; a single long one, such as an address, is cut between letters."""
    by_word = _beginning(text, limit, WordBreaker).rstrip(LEFT_OPEN)
    if len(by_word) >= (limit + 1) // 2:
        return by_word
    return (_beginning(text, limit, CharacterBreaker) or text[:limit]).rstrip()


def _beginning(text: str, limit: int, breaker: type[BaseBreaker]) -> str:
    """The breaker sees a little more than is kept, so that it knows whether the last word or letter goes on.

    Its own places count emoji and rare letters twice.
    """
    ends = [end for end in accumulate(map(len, breaker(text[: limit + 50], "und"))) if end <= limit]
    return text[: ends[-1]] if ends else ""


def initials(name: str) -> str:
    """One or two letters for a picture of a person who has none, as the name's own script would shorten it."""
    words = [word for word in re.split("[(（]", name)[0].split() if word[0].isalpha()]
    if not words:
        return "?"
    tag = lang_of(words[0])
    if tag in {"zh-Hans", "ja", "ko"}:
        return "".join(filter(str.isalpha, words[-1]))[-2:]
    if tag in {"th", "lo"}:
        # Some vowels are written before the consonant that they follow in speech.
        return words[0].lstrip("เแโใไເແໂໃໄ")[:1] or words[0][:1]
    if tag in {"", "ru", "el"}:
        return "".join(word[0].upper()[0] for word in words[:: max(len(words) - 1, 1)])
    return next(iter(CharacterBreaker(words[0], "und")))
