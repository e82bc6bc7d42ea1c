"""Titles made of bodies, and what is left of a body whose beginning became its title."""

import re
from collections.abc import Iterator
from itertools import accumulate
from unicodedata import east_asian_width

from icu4py.breakers import SentenceBreaker

from app.core.languages import lang_of
from app.core.letters import UNSPACED, trimmed
from app.core.markdown import address_at_start, plain_text
from app.core.shortening import LEFT_OPEN, cut
from app.imports.texts import Writing, to_markdown
from app.imports.texts.signs import begun

LONGEST_MADE = 100
"""Columns of a title that nobody wrote; a Chinese letter is as wide as two others."""
SHORTEST_SENTENCE = 20
LONGEST_WRITTEN = 140
PART_IN_REACH = 0.7

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# Whom a letter is for, and a good day, say nothing of what follows.
_GREETING = re.compile(
    r"""(?:(?: (?:hi|hello|hey|dear|good\ (?:morning|afternoon|evening|day)|hola|buen[oa]s|estimad[oa]s?|bonjour
    |chers?|madame|monsieur|hallo|guten\ (?:tag|morgen)|sehr\ geehrter?|olá|bom\ dia|prezad[oa]s?|xin\ chào
    |kính\ (?:gửi|thưa))\b [^,.:;!?]{0,24}
    | (?:尊敬的|各位)[^，。：；！？,:!?]{0,12}
    | (?:[^，。：；！？,.:!?\s]{0,10}[您你]好|大家好|こんにちは|안녕하세요)[^，。：；！？,:!?]{0,4}
    | (?:สวัสดี|เรียน\s)[^,.:!?]{0,24} ) (?P<end>[，。：；！？,.:;!?\s]*)){1,3}""",
    re.VERBOSE | re.IGNORECASE,
)
# What stands in a list, a quote, a table or code is not taken out of it, nor what only looks like an item of a list.
_BOUND = re.compile(r" {4}|\t|[ \t]*(?:>|\||```|~~~|[-+*]\s|\d{1,9}[.)]\s)")
_ITEM = re.compile(
    r"^\s*(?:\\?[-+*•·–—](?:\s+|$)|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:\\?[.)](?=\s|$)|[、．）])\s*)"
)
_UNDERLINED = re.compile(r"\s*[-=|:][-=|:\s]*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_MARKS = "*_~`\\"
_PART_END = re.compile(r"[\s，、；：]")
_ENDED = re.compile(r"(?:[!?。！？…]|\w{4}\.|\.\.)[\"'”’»」』）)\]]*\s*$")
_OPEN = "…"


def title_and_rest(body: str) -> tuple[str, str]:
    """A title for a body of Markdown that has none, and the body that says nothing twice; together they are the text.

    A whole line or whole sentences become the title and leave the body; of a longer sentence the beginning does, and
    the body goes on behind it. What cannot be taken out whole stays: links, items of lists, and what is marked.
    """
    lines = body.split("\n")
    number, words = _telling(lines)
    start = _greeting_end(words)
    length, is_whole = _title_length(words[start:])
    end = start + length
    is_item = _is_item(lines, number)
    said = words[start:end]
    title = ((is_item and _ITEM.sub("", said)) or said) + ("" if is_whole else _OPEN)
    title = title[:1].upper() + title[1:] if start or number else title
    taken = None if is_item or _is_bound(lines, number) else _without(lines[number], words, start, end)
    if taken is None:
        return title, body
    greeting, rest = taken
    lines[number : number + 2] = _left(greeting, rest if is_whole else _OPEN + rest, lines[number + 1 : number + 2])
    return title, "\n".join(lines).strip("\n")


def shortened(title: str, body: str, limit: int = LONGEST_WRITTEN) -> tuple[str, str]:
    """A title that is too long is cut between words, and the whole of it stands first in the body."""
    if len(title) <= limit:
        return title, body
    whole = "" if _words(body).startswith(title) else to_markdown(title, Writing.PLAIN)
    return title[: _word_end(title, limit - 1)] + _OPEN, f"{whole}\n\n{body}".strip("\n")


def _telling(lines: list[str]) -> tuple[int, str]:
    """The first line that says what it is about, with its words: no greeting, address, table or code before others."""
    spare: list[tuple[int, str]] = []
    for number, line, is_free in _free(lines):
        words = _words(line)
        bare = _bare(words)
        if is_free and bare and not _is_greeting(bare):
            return number, bare
        spare += [(number, bare or words)] if words else []
    return spare[0] if spare else (0, "")


def _free(lines: list[str]) -> Iterator[tuple[int, str, bool]]:
    """Each line, and whether it stands in no table and in no code."""
    in_code = False
    for number, line in enumerate(lines):
        in_code ^= bool(_FENCE.match(line))
        yield number, line, not in_code and not line.lstrip().startswith("|")


def _words(markdown: str) -> str:
    return " ".join(plain_text(markdown).split())


def _bare(words: str) -> str:
    """With dots for addresses, empty where no word is left."""
    bare = trimmed(_dotted(words)).removeprefix(_OPEN).lstrip()
    return bare if any(map(str.isalpha, bare)) else ""


def _dotted(words: str) -> str:
    return _ADDRESS.sub(_dots, words)


def _dots(found: re.Match[str]) -> str:
    return _OPEN + found[0][len(address_at_start(found[0])) :]


def _is_greeting(words: str) -> bool:
    return bool(_GREETING.fullmatch(words[:LONGEST_MADE]))


def _greeting_end(words: str) -> int:
    """Where a line too long for a title begins to say something."""
    found = None if _fits(words) else _GREETING.match(words)
    return found.end() if found and found["end"].strip() else 0


def _is_item(lines: list[str], number: int) -> bool:
    """Of a list, also of one that was only typed; a single “3. floor” is none."""
    return bool(_ITEM.match(lines[number])) and sum(map(bool, map(_ITEM.match, lines))) > 1


def _is_bound(lines: list[str], number: int) -> bool:
    line, after = lines[number], [*lines, ""][number + 1]
    is_underlined = after.strip() and _UNDERLINED.fullmatch(after)
    in_code = sum(map(bool, map(_FENCE.match, lines[:number]))) % 2
    return bool(in_code or is_underlined or _BOUND.match(line))


def _title_length(words: str) -> tuple[int, bool]:
    """How much of a line is its title, and whether what was said is then whole."""
    if _fits(words):
        return len(words), True
    limit = sum(width <= LONGEST_MADE for width in _widths(words))
    sentences = _sentence_ends(words, limit)
    return (sentences[0], True) if sentences else (_word_end(words, limit - 1), False)


def _fits(words: str) -> bool:
    return not words or _widths(words)[-1] <= LONGEST_MADE


def _widths(words: str) -> list[int]:
    """Of the words up to each letter."""
    return list(accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in words))


def _sentence_ends(words: str, limit: int) -> list[int]:
    """No end after a short word, for that is mostly an abbreviation, nor while too little was said for a title."""
    widths = _widths(words)
    sentences = list(SentenceBreaker(words[: limit + 50], "und"))
    ends = zip(sentences, accumulate(map(len, sentences)), strict=True)
    ended = [end - len(one) + len(one.rstrip()) for one, end in ends if _ENDED.search(one)]
    return [end for end in ended if 0 < end <= limit and widths[end - 1] >= SHORTEST_SENTENCE]


def _word_end(words: str, limit: int) -> int:
    """Where to cut, at most so far: words without spaces rather between parts of a sentence, if some are in reach."""
    kept = cut(words, limit)
    parts = [found.start() for found in _PART_END.finditer(kept) if found.start() > limit * PART_IN_REACH]
    return len(kept[: parts[-1]].rstrip(LEFT_OPEN) if parts and lang_of(kept) in UNSPACED else kept)


def _without(line: str, words: str, start: int, end: int) -> tuple[str, str] | None:
    """What of a line of Markdown stands before and behind some of its words, None where that cannot be told."""
    heading = _HEADING.match(line)
    first = _place(line, words[:start], heading.end() if heading else 0)
    last = _place(line, words[start:end], first)
    # Marks that end there belong to the title.
    for place in () if last is None else (last, len(line) - len(line[last:].lstrip(_MARKS))):
        rest = line[place:].strip()
        if _dotted(_words(begun(rest))) == words[end:].strip() and not (rest and heading):
            return line[heading.end() if heading else 0 : first], rest
    return None


def _place(line: str, words: str, place: int | None) -> int | None:
    """Where in a line of Markdown such words end; None where more stands between them than marks."""
    for letter in words:
        while place is not None and line[place : place + 1] not in {letter, ""} and line[place] in _MARKS:
            place += 1
        if place is None or not line[place : place + 1]:
            return None
        if letter == " " and line[place].isspace():
            place = len(line) - len(line[place:].lstrip())
        elif line[place] == letter:
            place += 1
        else:
            return None
    return place


def _left(greeting: str, rest: str, after: list[str]) -> list[str]:
    """The line that is left, and the one after it: without its beginning, an indent would make it code."""
    if greeting or rest:
        return [begun(greeting + rest), *after]
    return ["", *(line.lstrip() for line in after)]
