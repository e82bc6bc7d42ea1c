"""Signs that stand for themselves: what has to be escaped in Markdown, and what may stay as it was typed."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from app.core.markdown import address_at_start

# After a backslash and a letter the parser begins a word anew.
_WEB = re.compile(r"(?:(?<![a-z0-9.+-])|(?<=\\[a-z0-9]))(?=https?://\S)", re.IGNORECASE)
_RUN = re.compile(r"\S+")
LOOKED_AT = 2_000
"""So much of what may be an address is looked at first: where many begin and none ends, each has all of them in it."""
_WEB_OR_MAIL = re.compile(r"(?:https?://|mailto:)[^/\s]", re.IGNORECASE)
_ENDING = re.compile(r"[^\w%/:=&?~#+!$,;'@*\[\].-]")
# A backslash is a sign only before another and at the end of a line, `](` makes links, `<…>` addresses.
_SIGN = re.compile(
    r"""\\(?=[!-/:-@[-`{-~]|\s*$) | ` | ~{2,} | (?<=\])\( | &(?=\#?\w+;) | <(?=[a-z][\w.+-]*:|[^\s<>@]*@|$)
    | \*+ | _+""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile("[0-9+-]+")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SIGNS = tuple("\\`~(&<*_")
# What would make a heading, a quote, an item, a line under a heading or across the page, or a table.
_START = re.compile(
    r"""^(?: (\#{1,6}(?=\s|$) | > | [-+*](?=\s|$) | =+\s*$ | [-|:][-|:\s]*$ | _[_\s]*$)
    | (\d{1,9}) ([.)](?=\s|$)) )""",
    re.VERBOSE,
)


def raised(text: str) -> str:
    """A number above the line, as in m²; other words have no letters for it."""
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else text


def lowered(text: str) -> str:
    """A number below the line, as in H₂O."""
    return text.translate(_LOWERED) if _NUMBER.fullmatch(text) else text


def literal(line: str, *, framed: bool = False) -> str:
    """One line in which every sign stands for itself; web addresses stay whole, so that they become links.

    With a frame an address ends where it ends; without, a backslash or star behind it would become part of it.
    """
    parts, end = [], 0
    for start, stop in _addresses(line):
        is_framed = framed or line[stop : stop + 1] in _SIGNS
        parts += [_escaped(line[end:start]), _framed(line[start:stop]) if is_framed else line[start:stop]]
        end = stop
    return "".join([*parts, _escaped(line[end:])])


def label(words: str) -> str:
    """The words of a link, in which addresses are no links, and brackets end nothing."""
    return re.sub(r"[\[\]]", r"\\\g<0>", _escaped(words))


def address(said: str) -> str:
    """Where a link may lead, in letters that do not end it; nothing where that is neither the web nor mail."""
    there = said.replace("\n", "").strip()
    return _ENDING.sub(lambda found: quote(found[0]), there) if _WEB_OR_MAIL.match(there) else ""


def fenced(code: str) -> str:
    """Code as a block, in a fence that nothing inside of it ends."""
    fence = "`" * max(3, _longest_run(code) + 1)
    lines = code.strip("\n").rstrip()
    return f"{fence}\n{lines}\n{fence}" if lines.strip() else ""


def code(words: str) -> str:
    """Code inside a line."""
    fence, space = "`" * (_longest_run(words) + 1), " " if "`" in words else ""
    return f"{fence}{space}{words}{space}{fence}"


def begun(line: str) -> str:
    """The same line, literal already, at the beginning of one, where some more signs mean something."""
    return _START.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", line)


def _longest_run(code: str) -> int:
    return max(map(len, re.findall("`+", code)), default=0)


def _addresses(line: str) -> Iterator[tuple[int, int]]:
    stop = 0
    for found in _WEB.finditer(line):
        start = found.start()
        if start >= stop and (size := _length(line, start)):
            stop = start + size
            yield start, stop


def _length(line: str, start: int) -> int:
    """Of the address that begins there; nought where none does."""
    run = _RUN.match(line, start, start + LOOKED_AT)
    size = len(address_at_start(run[0])) if run else 0
    if size * 2 < LOOKED_AT:
        return size
    whole = _RUN.match(line, start)
    return len(address_at_start(whole[0])) if whole else 0


def _framed(address: str) -> str:
    return f"<{address.replace('<', '%3C').replace('>', '%3E')}>"


def _escaped(text: str) -> str:
    return _SIGN.sub(_backslashed, text)


def _backslashed(found: re.Match[str]) -> str:
    """Stars and lines that stand alone, and lines inside a word, mark nothing."""
    signs, text = found[0], found.string
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    is_alone = before.isspace() and after.isspace() and found.start() > 1 and found.end() + 1 < len(text)
    is_inside = signs[0] == "_" and before.isalnum() and after.isalnum()
    if signs[0] in "*_" and (is_alone or is_inside):
        return signs
    return "".join(f"\\{sign}" for sign in signs)
