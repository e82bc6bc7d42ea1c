"""Markdown with tags of HTML in it, as GitHub and GitLab take it, so that no tag is shown as letters.

What stands in code stays as it is. Nobody here sees remarks in HTML, such as those of a form to fill in.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from app.imports.texts import html, signs
from app.imports.texts.tags import TAG, attributes, is_tag, meaning

_CODE = r"""^(?:[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*(?:\n.*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z)|\Z)
    | (?<!`)(?P<ticks>`{1,3}+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"""
_REMARK = r"(?P<remark><!--.*?-->)"
_TABLE = r"(?P<table><table\b.*?</table\s*>)"
_ENDS = {_REMARK: "-->", _TABLE: "</table"}
_FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE
_MARKS = {"b": "**", "i": "*", "s": "~~", "code": "`", "q": '"'}
_EMPTY = re.compile(r"\n[ \t]*\n\s*\n")
_UNTICKED = re.compile(r"^(\s*(?:[-*+]|\d+[.)]) )\[ \](?= )", re.MULTILINE)
_TICKED = re.compile(r"^(\s*(?:[-*+]|\d+[.)]) )\[[xX]\](?= )", re.MULTILINE)


def to_markdown(text: str) -> str:
    parts = ((kind, _without_tags(part) if kind == "words" else part) for kind, part in _parts(text))
    return "".join(_ticked(part) if kind == "words" else part for kind, part in parts).strip("\n")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Code, and words without remarks and with tables as Markdown."""
    words, end, last = "", 0, {kind: text.rfind(ends) for kind, ends in _ENDS.items()}
    while found := _pattern(kind for kind in last if last[kind] >= end).search(text, end):
        words += text[end : found.start()]
        if found["fence"] or found["ticks"]:
            yield "words", words
            yield "code", found[0]
            words = ""
        elif table := found.groupdict().get("table"):
            words += f"\n\n{html.to_markdown(table)}\n\n"
        end = found.end()
    yield "words", words + text[end:]


def _pattern(ended: Iterable[str]) -> re.Pattern[str]:
    """What never ends is not looked for: else each beginning would be followed to the end of the text."""
    return re.compile("|".join([_CODE, *ended]), _FLAGS)


def _without_tags(text: str) -> str:
    found = [one for one in TAG.finditer(text) if is_tag(one)]
    if not found:
        return text
    writer = _Tags(found)
    whole = TAG.sub(lambda one: writer.said(one) if is_tag(one) else one[0], text)
    return _EMPTY.sub("\n\n", whole)


class _Tags:
    """Says what each tag of a text is in Markdown, in turn. Marks are only written where each that opens is closed."""

    def __init__(self, found: Iterable[re.Match[str]]) -> None:
        count = Counter((one[2].lower(), bool(one[1])) for one in found)
        self._paired = {name for name, _closes in count if count[name, False] == count[name, True]}
        self._addresses: list[str] = []

    def said(self, tag: re.Match[str]) -> str:
        name, closes = tag[2].lower(), bool(tag[1])
        meant = meaning(name, tag[3])
        if name == "summary":
            return "**\n\n" if closes else "\n\n**"
        if meant == "a":
            return self._link(tag[3], closes=closes) if name in self._paired else ""
        if meant in _MARKS:
            return _MARKS[meant] if name in self._paired else ""
        return _picture(tag[3]) if meant == "img" else _block(meant, closes=closes)

    def _link(self, written: str, *, closes: bool) -> str:
        """Only its words where it leads nowhere."""
        if not closes:
            self._addresses.append(signs.address(attributes(written).get("href", "")))
            return "[" if self._addresses[-1] else ""
        address = self._addresses.pop() if self._addresses else ""
        return f"]({address})" if address else ""


def _picture(written: str) -> str:
    said = attributes(written)
    address = signs.address(said.get("src", ""))
    return f"![{signs.label(said.get('alt', ''))}]({address})" if address else ""


def _block(meant: str, *, closes: bool) -> str:
    """Blocks stand apart; what says nothing to a reader leaves nothing."""
    if re.fullmatch("h[1-6]", meant) and not closes:
        return f"\n\n{'#' * int(meant[1])} "
    apart = "\n\n" if meant not in {"", "sub", "sup"} else ""
    return {"br": "\n", "hr": "\n\n---\n\n", "li": "" if closes else "\n- "}.get(meant, apart)


def _ticked(text: str) -> str:
    return _TICKED.sub(r"\1☑", _UNTICKED.sub(r"\1☐", text))
