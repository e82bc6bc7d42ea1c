"""Markdown that people write: shown as safe HTML, or as the plain text a reader sees."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import emphasis, strikethrough
from markdown_it.token import Token

from app.core.languages import guess_language
from app.core.letters import storable
from app.core.spaceless import Addresses, beside_letters

RENDERER_VERSION = 2
"""Raised whenever `render` would give other HTML for the same text, so that stored HTML is known to be old."""

LONGEST = 20_000
DEEPEST = 20
LARGEST_TABLE = 10_000
MOST_LINKING = 5_000_000
"""What goes beyond these (characters, levels, cells, bare addresses times characters) is shown as it was typed."""


@dataclass(frozen=True)
class Written:
    """A text as it is stored: rendered, and with the language it gives away, empty where that is not clear."""

    body: str
    html: str
    language: str


def written(body: str | Written, *, beside: Sequence[str] = (), language: str = "") -> Written:
    """What somebody wrote; words `beside` it, such as a title, help to tell its language unless that is given.

    A long text can take a third of a second, so routes call this before their transaction begins; what commands are
    given ready they take as it is.
    """
    if isinstance(body, Written):
        return body
    return Written(body, render(body), language or guess_language("\n".join([*beside, body]), likely=""))


def render(markdown: str) -> str:
    """Markdown as HTML that is safe to put into a page as it is.

    What could be used to wear the server out is shown as typed: see `LONGEST`, `DEEPEST` and `LARGEST_TABLE`.
    """
    tokens = _parsed(markdown)
    parser = _parser(linking=True)
    html = _as_typed(markdown) if tokens is None else parser.renderer.render(tokens, parser.options, {})
    # Last, for `&#x202e;` and a percent-encoded address only now have become what they stand for.
    return storable(_cleaner().clean(html))


def running_its_own_way(html: str) -> str:
    """Rendered Markdown, each of whose blocks runs from the side that its own first letter asks for.

    What stands in a list or a quotation is left to the sheet: the first letter is looked for only among what has no
    direction of its own.
    """
    depth = 0

    def marked(tag: re.Match[str]) -> str:
        nonlocal depth
        depth += -1 if tag[1] else 1
        return f'{tag[0]} dir="auto"' if depth == 1 and not tag[1] else tag[0]

    return _BLOCK.sub(marked, html)


def plain_text(markdown: str) -> str:
    """What a reader of the rendered Markdown sees, a line for each block."""
    tokens = _parsed(markdown)
    if tokens is None:
        return markdown
    lines = (storable(_seen_text(token)).strip() for token in tokens)
    return "\n".join(line for line in lines if line)


def address_at_start(text: str) -> str:
    """The web address that a text begins with, as far as it would become a link without any sign; else empty."""
    linkify = _parser(linking=True).linkify
    found = linkify.match_at_start(text) if linkify else None
    address = found.url.rstrip("*") if found else ""
    return address if _ADDRESS.match(address) else ""


_BLOCK = re.compile("<(/?)(?:blockquote|h[3-6]|ol|p|pre|table|ul)(?![a-z])")
# Of every scheme: the parser looks back through its paragraph for each, before it asks which ones become links.
_ADDRESS_START = re.compile("https?:|mailto:|://", re.IGNORECASE)
_ADDRESS = re.compile("(https?://|mailto:)[^/]", re.IGNORECASE)


@cache
def _parser(*, linking: bool) -> MarkdownIt:
    """CommonMark with tables, strikethrough and plain addresses as links; a new line is a new line.

    Reference definitions are off: they make a line like `[note]: tomorrow` vanish, and let one long address be
    repeated at four characters a time.
    """
    parser = MarkdownIt("commonmark", {"html": False, "linkify": linking, "breaks": True, "maxNesting": DEEPEST})
    parser.enable(["linkify", "strikethrough", "table"]).disable(["reference", "html_block", "html_inline"])
    parser.block.ruler.at("table", _table_of_bearable_size, {"alt": ["paragraph"]})
    parser.core.ruler.after("inline", "shifted_headings", _shift_headings)
    parser.core.ruler.after("linkify", "linked_pictures", _link_pictures)
    # Only what was written as an address: `readme.md` is no place in Moldova.
    parser.linkify = Addresses(options={"fuzzy_link": False}).add("ftp:", None).add("//", None)
    for name, rule in (("emphasis", emphasis.tokenize), ("strikethrough", strikethrough.tokenize)):
        parser.inline.ruler.at(name, beside_letters(rule))
    parser.validateLink = lambda url: bool(_ADDRESS.match(url))  # type: ignore[method-assign]
    return parser


@cache
def _cleaner() -> nh3.Cleaner:
    """The second line of defence; without `*` every tag could carry `lang` and `title`."""
    words = {"a", "br", "code", "em", "s", "strong"}
    blocks = {"blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
    return nh3.Cleaner(
        tags=words | blocks | {"table", "tbody", "td", "th", "thead", "tr"},
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        link_rel="nofollow noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
    )


def _parsed(markdown: str) -> list[Token] | None:
    """None for what is only shown as typed. The parser leaves out what stands deeper than its limit."""
    if len(markdown) > LONGEST:
        return None
    # For each bare address the library reads all the text behind it once more.
    linking = len(_ADDRESS_START.findall(markdown)) * len(markdown) <= MOST_LINKING
    tokens = _parser(linking=linking).parse(markdown)
    return None if any(token.level >= DEEPEST - 1 for token in tokens) else tokens


def _as_typed(text: str) -> str:
    paragraphs = re.split("\n\n+", text.strip("\n"))
    return "\n".join(f"<p>{escape(paragraph, quote=False).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def _table_of_bearable_size(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Rows may leave cells out, so a short text could ask for very many of them."""
    if start + 1 >= end:
        return False
    columns = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]].count("|")
    return columns * (end - start) <= LARGEST_TABLE and table(state, start, end, silent)


def _shift_headings(state: StateCore) -> None:
    """A page keeps its first two levels for itself."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


def _link_pictures(state: StateCore) -> None:
    """A picture from elsewhere would tell that place who reads the page: it becomes a link."""
    for token in state.tokens:
        if any(child.type == "image" for child in token.children or ()):
            token.children = [part for child in token.children or () for part in _as_link(child)]


def _as_link(token: Token) -> Sequence[Token]:
    if token.type != "image":
        return [token]
    address = str(token.attrGet("src"))
    words = Token("text", "", 0, content=_seen_text_of(token.children or ()).strip() or address)
    return [Token("link_open", "a", 1, attrs={"href": address}), words, Token("link_close", "a", -1)]


def _seen_text(token: Token) -> str:
    return _seen_text_of(token.children) if token.children is not None else token.content


def _seen_text_of(tokens: Iterable[Token]) -> str:
    return "".join("\n" if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens)
