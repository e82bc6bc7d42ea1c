"""HTML as people's programs leave it, mended before it is read: every tag closed, in order, and of a few kinds.

The parser behind takes any `<` for a tag, nests what was left open as deep as it likes, and leaves Word's tags in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from html.entities import html5
from unicodedata import normalize

from app.core.letters import storable
from app.imports.texts.tags import HIDDEN, KEPT, MEANT, PLAYED, SINGLE, attributes, meaning, tags

DEEPEST = 60
"""So many open tags are looked after; what stands deeper keeps its words."""
DEEPEST_ITEM = 14
"""A page shows no more than this of quotes and, counted twice, of lists inside each other."""

_INLINE = frozenset(["", "a", "b", "i", "s", "code", "q", "sub", "sup"])
_BLOCKS = frozenset(name for name, meant in MEANT.items() if meant not in _INLINE)
_CELLS = frozenset(["td", "th", "caption"])
_IN_TABLE = _CELLS | {"tr"}
_LISTS = frozenset(["ul", "ol"])
_CODES = frozenset(["code", "pre"])
_OUTSIDE_P = _CELLS | {"li", "blockquote", "div", "table"}
_Names = frozenset[str] | set[str]
# What a tag that opens ends, and what keeps it from doing so.
_ENDS: Mapping[str, tuple[_Names, _Names]] = {
    "a": ({"a"}, set()),
    "li": ({"li"}, _LISTS),
    "p": ({"p"}, _OUTSIDE_P),
    "td": (_CELLS, {"table"}),
    "th": (_CELLS, {"table"}),
    "tr": ({"tr"}, {"table"}),
}
# What a tag that closes stops at.
_FENCES: Mapping[str, _Names] = {
    **dict.fromkeys(_INLINE, _BLOCKS),
    **dict.fromkeys(_IN_TABLE, frozenset(["table"])),
    "p": _OUTSIDE_P | _LISTS,
    "table": set(),
}

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DECLARED = re.compile(r"<![a-z\[][^<>]*>|<\?[a-z][^<>]*>", re.IGNORECASE)
_BREAKING = re.compile(r"<(?:p|br|div|pre)[\s/>]", re.IGNORECASE)
_BREAKS = re.compile(
    r"""(</?(?:ul|ol|li|h\d|hr|blockquote|table|tr|td|th)\b[^<>]*+>\s*+)?+ (?:<br>\s*+)++
    (?=</?(ul|ol|li|h\d|hr|blockquote|table|tr|td|th)\b)?""",
    re.VERBOSE,
)


def has_entities(text: str) -> bool:
    return any(found[0][1] == "#" or found[0][1:] in html5 for found in _ENTITY.finditer(text))


def decoded(text: str) -> str:
    """Entities as what they stand for; only with their semicolon, for `?a=1&copy=2` is an address."""
    if "&" not in text:
        return text
    return normalize("NFC", storable(_ENTITY.sub(lambda found: unescape(found[0]), text)))


def without_comments(html: str) -> str:
    """Nor what is declared; a comment that never ends is text."""
    if "<![CDATA[" in html:
        html = html.replace("<![CDATA[", "").replace("]]>", "")
    first, *others = html.split("<!--")
    kept, waiting = [first], ""
    for other in others:
        _inside, end, after = other.partition("-->")
        waiting, text = ("", after) if end else (f"{waiting}<!--{other}", "")
        kept.append(text)
    return _DECLARED.sub("", "".join([*kept, waiting]))


def mended(html: str) -> str:
    """Without a tag that breaks lines, the lines are as they were typed, but for those beside lists and tables."""
    whole = "".join(_Mending(html).parts())
    if _BREAKING.search(html):
        return whole
    return _BREAKS.sub(lambda found: found[1] or "" if found[1] or found[2] else found[0], whole.replace("\n", "<br>"))


class _Mending:
    """Reads tags one after the other; `_open` are those not closed yet, each with what it was written as."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._open: list[tuple[str, str]] = []
        self._tags = tags(html)
        self._last_end = {found[2].lower(): found.start() for found in self._tags if found[1]}

    def parts(self) -> Iterator[str]:
        end, hidden = 0, ""
        for found in self._tags:
            name = found[2].lower()
            if not hidden:
                yield from self._text(self._html[end : found.start()])
                yield from self._closed(name) if found[1] else self._opened(name, found[3])
            end = found.end()
            if name in HIDDEN and self._last_end.get(name, 0) > found.start():
                hidden = hidden or name
            elif found[1] and name == hidden:
                hidden = ""
        yield from self._text(self._html[end:])
        yield from self._ended(0)

    def _text(self, text: str) -> Iterator[str]:
        if text.strip():
            yield from self._placed("")
        if self._is_inside(_CODES):
            yield escape(decoded(text), quote=False)
        else:
            # Twice: what was escaped twice is far more common than words about entities.
            yield escape(decoded(decoded(text)), quote=False).replace("\xa0", " ")

    def _placed(self, meant: str) -> Iterator[str]:
        """In a table stand rows, in a row cells: one is opened for what stands in none."""
        around = self._open[-1][0] if self._open else ""
        if around in {"table", "tr"} and meant not in _IN_TABLE:
            yield from self._opened("td", "")
        elif around == "table" and meant in {"td", "th"}:
            yield from self._opened("tr", "")

    def _opened(self, name: str, written: str) -> Iterator[str]:
        meant = meaning(name, written)
        wanted, fences = _ENDS.get(meant, (set(), set()))
        yield from self._closed_to(wanted, fences)
        if meant or name in PLAYED:
            yield from self._placed(meant)
        if name in PLAYED:
            yield _played(written)
        elif name in SINGLE or len(self._open) < DEEPEST:
            kept = meant if self._has_room(meant) else ""
            self._open += [] if name in SINGLE else [(name, kept)]
            yield _tag(kept, written) if kept or meant in _INLINE else "<br>"

    def _closed(self, name: str) -> Iterator[str]:
        if name == "br":
            yield "<br>"
        yield from self._closed_to({name}, _FENCES.get(MEANT.get(name, ""), _CELLS))

    def _closed_to(self, wanted: _Names, fences: _Names) -> Iterator[str]:
        """Closes what is open down to one of those wanted, unless a fence stands before it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] in wanted:
                yield from self._ended(place)
                return
            if self._open[place][0] in fences:
                return

    def _ended(self, place: int) -> Iterator[str]:
        while len(self._open) > place:
            kept = self._open.pop()[1]
            yield f"</{kept}>" if kept else ""

    def _is_inside(self, names: Iterable[str]) -> bool:
        return any(kept in names for _name, kept in self._open)

    def _has_room(self, meant: str) -> bool:
        """In code there are only lines, cells in a table only, and no items of a list that was left out."""
        if self._is_inside(_CODES):
            return meant == "br"
        if meant in _IN_TABLE:
            return self._is_inside({"table"})
        if meant == "li":
            return next((bool(kept) for name, kept in reversed(self._open) if name in _LISTS), True)
        return meant not in _LISTS | {"blockquote"} or self._depth() < DEEPEST_ITEM

    def _depth(self) -> int:
        return sum(2 * (kept in _LISTS) + (kept == "blockquote") for _name, kept in self._open)


def _tag(meant: str, written: str) -> str:
    """An opening tag with nothing but what says something."""
    said = attributes(written) if meant in KEPT else {}
    kept = (f' {name}="{escape(decoded(said[name]))}"' for name in KEPT.get(meant, ()) if name in said)
    return f"<{meant}{''.join(kept)}>" if meant else ""


def _played(written: str) -> str:
    """A film or another page inside of this one is a link to it."""
    source = escape(decoded(attributes(written).get("src", "")))
    return f'<a href="{source}">{source}</a>' if source else ""
