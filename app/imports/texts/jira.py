"""Jira's wiki markup as Markdown: what its toolbar writes. What it does not know stays as it was typed."""

import re
from collections.abc import Callable, Iterator, Mapping

from app.imports.texts import signs

_BRACES = re.compile(r"\{(code|noformat|quote|panel)(?::([^{}\n]*))?\}")
_VERBATIM = frozenset(["code", "noformat"])
_PANEL_TITLE = re.compile(r"title=([^|]+)")
_HEADING = re.compile(r"\s*h([1-6])\.\s+(\S.*)")
_QUOTE = re.compile(r"\s*bq\.\s+(\S.*)")
_ITEM = re.compile(r"\s*([*#]+|-)\s+(\S.*)")
_TABLE = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"\s*-{4,5}\s*")
_MARKED = {"bold": "**", "italic": "*", "cited": "*", "struck": "~~", "under": ""}
_BRACED = {"*": "bold", "_": "italic", "-": "struck", "+": "under", "^": "raised", "~": "lowered"}
_ICONS = {"/": "✓", "x": "✗", "!": "⚠", "?": "❓", "i": "ⓘ", "*": "★", "y": "👍", "n": "👎"}
_INLINE = re.compile(
    r"""\{\{(?:\{\})?(?P<code>[^{}]+)(?:\{\})?\}\}
    | \[(?P<words>[^\[\]|]+)\|(?P<address>(?:https?://|mailto:)[^\[\]|\s]+)(?:\|[^\[\]]*)?\]
    | \[(?P<bare>(?:https?://|mailto:)[^\[\]|\s]+)\]
    | \[\^(?P<attached>[^\[\]|]+)\]
    | \[~(?:accountid:)?(?P<person>[\w.@:-]+)\]
    | !(?P<picture>[^!|\s][^!|]*\.\w{3,4})(?:\|[^!]*)?!
    | (?P<web>https?://\S+)
    | (?<![\w*])\*(?P<bold>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])
    | (?<![\w_])_(?P<italic>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])
    | (?<![\w-])-(?P<struck>[^\s-](?:[^-]*[^\s-])?)-(?![\w-])
    | (?<![\w+])\+(?P<under>[^\s+](?:[^+]*[^\s+])?)\+(?![\w+])
    | \?\?(?P<cited>[^\s?](?:[^?]*[^\s?])?)\?\?
    | \{(?P<around>[*_+^~-])\}(?P<braced>[^{}]+)\{(?P=around)\}
    | (?<!\S)\((?P<icon>[/x!?i*yn])\)(?!\S)
    | \{color(?::[^{}]*)?\}
    | (?P<line>\\\\(?=\s|$)) | \\(?P<sign>[!-/:-@[-`{-~])""",
    re.VERBOSE,
)

_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "": lambda _said: "",
    "line": lambda _said: "\n",
    "code": signs.code,
    "person": lambda said: f"@{signs.literal(said)}",
    "icon": lambda said: _ICONS[said],
    "raised": lambda said: signs.literal(signs.raised(said)),
    "lowered": lambda said: signs.literal(signs.lowered(said)),
}


def to_markdown(text: str) -> str:
    return "\n\n".join(block for block in _blocks(text) if block)


def _blocks(text: str) -> Iterator[str]:
    braces = list(_BRACES.finditer(text))
    last = {found[1]: found.start() for found in braces if found[2] is None}
    end, code, is_quoted = 0, "", False
    for found in braces:
        if code in {"", found[1]}:
            before, end = text[end : found.start()], found.end()
            yield signs.fenced(before) if code else _wiki(before, is_quoted)
            yield _panel_title(found)
            code = "" if code or found[1] not in _VERBATIM or last.get(found[1], 0) <= found.start() else found[1]
            is_quoted ^= found[1] == "quote"
    yield _wiki(text[end:], is_quoted)


def _panel_title(found: re.Match[str]) -> str:
    title = _PANEL_TITLE.search(found[2] or "")
    return f"**{signs.label(title[1].strip())}**" if title else ""


def _wiki(text: str, is_quoted: bool) -> str:
    rows = "\n".join(_rows(text.strip().splitlines())).strip("\n")
    return re.sub("^", "> ", rows, flags=re.MULTILINE) if is_quoted and rows else rows


def _rows(rows: list[str]) -> Iterator[str]:
    was_table = False
    for row in rows:
        is_table = bool(_TABLE.fullmatch(row))
        if is_table:
            yield from _table_row(row, is_head=not was_table)
        elif was_table and row.strip():
            yield from ["", _row(row)]
        else:
            yield _row(row)
        was_table = is_table


def _row(row: str) -> str:
    if heading := _HEADING.fullmatch(row):
        return f"{'#' * int(heading[1])} {_inline(heading[2])}"
    if quote := _QUOTE.fullmatch(row):
        return f"\n> {signs.begun(_inline(quote[1]))}\n"
    if item := _ITEM.fullmatch(row):
        indent = sum(3 if mark == "#" else 2 for mark in item[1][:-1])
        return f"{' ' * indent}{'1.' if item[1][-1] == '#' else '-'} {signs.begun(_inline(item[2]))}"
    return "\n---\n" if _RULE.fullmatch(row) else signs.begun(_inline(row.strip()))


def _table_row(row: str, *, is_head: bool) -> Iterator[str]:
    """Read before it is parted, for links have the same sign inside."""
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|+", _inline(row.strip()).strip("|"))]
    yield f"| {' | '.join(cells)} |"
    if is_head:
        yield "|" + " --- |" * len(cells)


def _inline(line: str) -> str:
    parts, end = [], 0
    for found in _INLINE.finditer(line):
        parts += [_between(line[end : found.start()]), _sign(found)]
        end = found.end()
    return "".join([*parts, signs.literal(line[end:], framed=True)])


def _between(text: str) -> str:
    """A link behind an exclamation mark would be taken for a picture."""
    literal = signs.literal(text, framed=True)
    return literal[:-1] + r"\!" if literal.endswith("!") else literal


def _sign(found: re.Match[str]) -> str:
    kind, said = found.lastgroup or "", found[found.lastgroup or 0]
    kind = _BRACED[found["around"]] if kind == "braced" else kind
    if kind in _MARKED:
        return f"{_MARKED[kind]}{_inline(said)}{_MARKED[kind]}"
    if kind == "address":
        return f"[{signs.label(found['words'])}]({signs.address(said)})"
    if kind in {"web", "bare"}:
        return signs.literal(said, framed=True)
    if kind == "picture" and (address := signs.address(said)):
        return f"![]({address})"
    return _WRITTEN.get(kind, signs.literal)(said)
