"""Names that came in parts, put together as their language does."""

import re
from unicodedata import normalize

from app.core.letters import SCRIPTS, key

_CLOSE = re.compile(f"[{SCRIPTS['ja']}{SCRIPTS['zh-Hans']}{SCRIPTS['ko']}\u30fb\uff65]+")
# Letters that no other language has, taken apart: a horn, a hook above, and a tone on a letter that has a sign already
# or under an a. Đ, ê, ô or a tone alone stand in Croatian, French, Portuguese or Yoruba names as well.
_VIETNAMESE = re.compile("[\u031b\u0309]|[\u0302\u0306][\u0300\u0301\u0303]|\u0323[\u0302\u0306]|[aA]\u0323")
# The commonest names that have none of these letters, as they are spelled, and the commonest middle name. A Tran or a
# Nguyen without signs may as well have grown up where the given name comes first: nobody can tell, so they do not stand
# here.
_VIETNAMESE_NAMES = frozenset(["bùi", "đào", "đinh", "hà", "hoàng", "lê", "lý", "ngô", "tô", "văn", "võ", "vũ"])


def full_name(given: str, family: str, middle: str = "") -> str:
    """Family first and close in Chinese, Japanese and Korean, first and apart in Vietnamese, else last.

    Letters tell the language, so a Hungarian name goes like others: nothing in it says in which order it is used.
    """
    first, between, last = (" ".join(part.split()) for part in (given, middle, family))
    if _holds(first, last):
        last = ""
    elif _holds(last, first):
        first, between = "", ""
    parts = [part for part in (last, between, first) if part]
    if all(map(_CLOSE.fullmatch, parts)):
        return "".join(parts)
    return " ".join(parts if _is_vietnamese(parts) else [part for part in (first, between, last) if part])


def _holds(whole: str, part: str) -> bool:
    """One field has the other's name already, at an end of it."""
    words, name = key(whole).split(), key(part).split()
    if len(words) == len(name) == 1:
        return bool(_CLOSE.fullmatch(whole)) and words != name and words[0].startswith(name[0])
    return bool(name) and len(words) > len(name) and name in (words[: len(name)], words[-len(name) :])


def _is_vietnamese(parts: list[str]) -> bool:
    if _VIETNAMESE.search(normalize("NFD", " ".join(parts))):
        return True
    return any(normalize("NFC", word).lower() in _VIETNAMESE_NAMES for part in parts for word in part.split())
