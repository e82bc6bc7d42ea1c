"""Words people write: made storable, shown as safe HTML, shortened, and told apart by language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import nh3
from icu4py.breakers import BaseBreaker, CharacterBreaker, WordBreaker
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

RENDERER_VERSION = 1
"""Raised whenever `render` would give other HTML for the same text, so that stored HTML is known to be old."""

MOST_MARKS = 4
"""So many accents and vowel signs may stand on one letter; more only serve to bury the lines around it."""

LONGEST = 20_000
DEEPEST = 20
LARGEST_TABLE = 10_000
MOST_LINKING = 5_000_000
"""What goes beyond these (characters, levels, cells, bare addresses times characters) is shown as it was typed."""

# Control characters, what reorders the text after it, byte order marks, noncharacters, halves of surrogate pairs.
_UNWANTED = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u2060\u2061\u2062\u2063\u2064\u2800\u3164\uffa0"
)
_BLANK = _INVISIBLE + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def clean(text: str, *, lines: bool) -> str:
    """Typed text as it is stored: a body keeps its lines, a title has none. Cleaning twice is cleaning once.

    Joiners stay inside words, where Indic scripts and emoji need them. Text nobody could see comes out empty.
    """
    rows = [_UNWANTED.sub("", row) for row in text.splitlines()]
    joined = "\n".join(rows) if lines else re.sub("[ \t]+", " ", " ".join(rows))
    normal = unicodedata.normalize("NFC", joined)
    calm = normal if normal.isascii() else "".join(_unstacked(normal))
    if not any(map(_is_seen, calm)):
        return ""
    return _trimmed(calm) if lines else calm.strip(_BLANK)


def _unstacked(text: str) -> Iterator[str]:
    stacked = 0
    for char in text:
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            stacked += 1
        elif category != "Cf":
            stacked = 0
        if stacked <= MOST_MARKS:
            yield char


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _INVISIBLE


def _trimmed(text: str) -> str:
    """The first line keeps its indent: it may be code, or a Chinese paragraph."""
    return "\n".join(row.rstrip(_BLANK) for row in text.split("\n")).strip("\n" + _INVISIBLE)


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
    return _UNWANTED.sub("", _cleaner().clean(html))


def plain_text(markdown: str) -> str:
    """What a reader of the rendered Markdown sees, a line for each block."""
    tokens = _parsed(markdown)
    if tokens is None:
        return markdown
    lines = (_UNWANTED.sub("", _seen_text(token)).strip() for token in tokens)
    return "\n".join(line for line in lines if line)


def excerpt(text: str, limit: int = 200) -> str:
    """The beginning of a plain text in one line, cut between words, at most `limit` characters with its ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    by_word = _beginning(flat, limit - 1, WordBreaker).rstrip(" ,;:、，；：-–—(（")
    # A single long word, such as an address, is cut inside.
    kept = by_word if len(by_word) >= limit // 2 else _beginning(flat, limit - 1, CharacterBreaker)
    return kept.rstrip() + "…"


def first_line(body: str, limit: int = 40) -> str:
    """A title for what came without one: its first line, or the beginning of a line too long for a title."""
    line = next((row.strip(_BLANK) for row in body.splitlines() if row.strip(_BLANK)), "")
    return line if len(line) <= 140 else _beginning(line, limit, CharacterBreaker).rstrip(_BLANK)


def _beginning(text: str, limit: int, breaker: type[BaseBreaker]) -> str:
    """The breaker sees a little more than is kept, so that it knows whether the last word or letter goes on."""
    ends = [end for _start, end in breaker(text[: limit + 50], "und").segments() if end <= limit]
    return text[: ends[-1]] if ends else text[:limit]


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
    parser.linkify = LinkifyIt(options={"fuzzy_link": False}).add("ftp:", None).add("//", None)
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


# Kana before Han, since Japanese has both. Where several languages share a script, the one most people write in it.
_SCRIPTS = {
    "ja": "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "zh-Hans": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "ko": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "th": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "lo": "\u0e80-\u0ecf\u0edc-\u0edf",
    "km": "\u1780-\u17d3",
    "my": "\u1000-\u103f\u1050-\u108f",
    "hi": "\u0900-\u0963\u0971-\u097f",
    "bn": "\u0980-\u09fe",
    "ta": "\u0b80-\u0bd7",
    "ar": "\u0620-\u065f\u066e-\u06d3\u0750-\u077f\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc",
    "he": "\u05d0-\u05f2",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ru": "\u0400-\u052f",
    "": "A-Za-z\u00aa\u00ba\u00c0-\u02af\u1e00-\u1eff",
}
_TAGS = list(_SCRIPTS)
_RUN = re.compile("|".join(f"([{letters}]+)" for letters in _SCRIPTS.values()))
_SAMPLE = 2_000
SURE_ENOUGH = 0.7
"""Of 2,700 short Spanish titles the model names 72 % at this, and fewer than one in 200 wrongly."""
_LATIN = ("en", "es", "pt", "fr", "it", "de", "nl", "da", "sv", "pl", "tr", "vi", "id", "ms", "tl")


def lang_of(text: str) -> str:
    """The BCP 47 tag that the script of a short text gives away, empty for Latin and for no letters at all.

    A letter of another script counts twice: such words are shorter, and foreign names stand in them unchanged.
    """
    letters: Counter[str] = Counter()
    for run in _RUN.finditer(text[:_SAMPLE]):
        letters[_tag(run)] += len(run[0])
    latin = letters.pop("", 0)
    # A few kana are a fashion in Chinese shop names; Japanese has far more of them.
    if letters["ja"] * 10 > letters["zh-Hans"]:
        letters["ja"] += letters.pop("zh-Hans", 0)
    tag, count = max(letters.items(), key=lambda pair: pair[1], default=("", 0))
    return tag if count * 2 > latin else ""


def guess_language(text: str, likely: str = "en") -> str:
    """The language a text is written in, `likely` where neither its script nor its words make that clear.

    The first Latin text loads a model, unless `load_languages` did: half a second, and some 70 MB that stay.
    """
    tag = lang_of(text)
    if tag:
        return tag
    words = " ".join(run[0] for run in _RUN.finditer(text[:_SAMPLE]) if not _tag(run))
    if words.count(" ") < 2:
        return likely
    found, confidence = _identifier().classify(words)
    return str(found) if confidence >= SURE_ENOUGH else likely


def load_languages() -> None:
    """Have the model ready, so that nobody's first text waits for it."""
    _identifier()


@cache
def _identifier() -> "LanguageIdentifier":
    """Imported only here, for it brings numpy; without the languages it need not know it keeps a quarter less."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LATIN)
    identifier._full_model = None
    return identifier


def _tag(run: re.Match[str]) -> str:
    return _TAGS[(run.lastindex or 1) - 1]


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
