"""HTML as Markdown, so that the page says and looks as it did."""

import re
from collections.abc import Iterable
from unicodedata import category

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from app.imports.texts import plain, signs
from app.imports.texts.mending import decoded, mended, without_comments
from app.imports.texts.tags import tags

_ESCAPED = re.compile(r"</[a-z0-9]+>|<(?:br|p|li|div)\b", re.IGNORECASE)
_MARKED = frozenset(["b", "i", "s"])
_RAISING = frozenset(["sub", "sup"])
_WORDS = _MARKED | _RAISING | {"a", "code", "img", "q"}
"""What stands in a line."""
_ONE_LINE = _MARKED | {"a", "_inline", "_noformat"}
_OPENING = re.compile(r"[^\w\s*`(\[<~_\\!]+")
_CLOSING = re.compile(r"[^\w\s*`)\]>~_\\]+$")
_HASHES_LAST = re.compile(r"(?<!\\)#+\s*$")
_BLOCKS = ["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "table"]
_EMOJI = re.compile(r":[\w+-]+:")
_LISTS = ["ul", "ol"]
_MORE_THAN_A_CELL = ["table", "pre", "blockquote"]


def to_markdown(text: str) -> str:
    """A body without a tag is plain, but its entities are meant; one that was escaped whole is what it was before."""
    html = without_comments(text)
    if not tags(html):
        bare = decoded(html)
        if not (tags(bare) and _ESCAPED.search(bare)):
            return plain.to_markdown(decoded(bare).replace("\xa0", " "))
        html = without_comments(bare)
    soup = BeautifulSoup(mended(html), "html.parser")
    for nested in soup.find_all(_LISTS):
        _put_into_item(nested)
    for table in reversed(soup.find_all("table")):
        _flatten_layout(table)
    found = str(_Converter().convert_soup(soup))
    return found if "```" in found else re.sub(r"\n\s*\n", "\n\n", found)


def _put_into_item(nested: Tag) -> None:
    """A list that stands right in another belongs to the item before it."""
    before = nested.find_previous_sibling("li")
    if before and nested.parent and nested.parent.name in _LISTS:
        before.append(nested.extract())


def _flatten_layout(table: Tag) -> None:
    """A table of one row or column, or around other blocks, only says where on a page its parts stood."""
    columns = _columns(table)
    if len(columns) < 2 or max(columns) < 2 or table.find(_MORE_THAN_A_CELL):
        inside = table.find_all(["tr", "td", "th", "caption"])
        for part in [*(part for part in inside if part.find_parent("table") is table), table]:
            part.name = "div"


def _columns(table: Tag) -> list[int]:
    """Of each row that has any."""
    rows = (row.find_all(["td", "th"]) for row in table.find_all("tr"))
    return [sum(_number(cell.get("colspan"), 100) for cell in cells) for cells in rows if cells]


def _number(said: object, most: int) -> int:
    return min(int(said), most) if isinstance(said, str) and re.fullmatch("[0-9]{1,9}", said) else 1


class _Converter(MarkdownConverter):
    """What the library has no option for: signs escaped only where they mean something, tables with their heads, links
    that lead to the web only, and marks only where they are seen as such."""

    def __init__(self) -> None:
        super().__init__(heading_style="atx", wrap=True, wrap_width=None)

    def process_text(self, el: NavigableString, parent_tags: set[str]) -> str:
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
        if "_noformat" in parent_tags:
            return text
        if text.endswith("!") and isinstance(el.next_sibling, Tag):
            # A link behind it would be taken for a picture.
            text = text[:-1] + r"\!"
        return signs.begun(text.lstrip()) if _begins_line(el) else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return signs.label(text) if "a" in parent_tags else signs.literal(text, framed=True)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = signs.address(str(el.get("href", "")))
        before, words, after = _apart(re.sub(r"\s*\n\s*", " ", text))
        if "_noformat" in parent_tags or not address or not (words or el.find("img")):
            return text
        if el.find(_BLOCKS):
            return f"{text}\n<{address}>\n"
        if not words or (el.get_text().strip() == address and address[0] in "hH"):
            return f"{before}<{address}>{after}"
        return f"{before}[{words}]({address}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link to it, but for emoji, which many products write as pictures."""
        said = " ".join(str(el.get("alt", "")).split())
        words, address = signs.label(said), signs.address(str(el.get("src", "")))
        is_emoji = said and (_EMOJI.fullmatch(said) or not any(map(str.isalnum, said)))
        return words if is_emoji or not address or parent_tags & {"a", "_noformat"} else f"![{words}]({address})"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _marked(el, text, parent_tags, "**")

    def convert_i(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _marked(el, text, parent_tags, "*")

    def convert_s(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _marked(el, text, parent_tags, "~~")

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return signs.raised(text)

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return signs.lowered(text)

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "\n" in text.strip() and not parent_tags & _ONE_LINE:
            return self.convert_pre(el, text, set())
        before, words, after = _apart(re.sub(r"[ \n]+", " ", text))
        return text if "_noformat" in parent_tags or not words else f"{before}{signs.code(words)}{after}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"_inline", "_noformat"}:
            return self.convert_code(el, text, parent_tags)
        code = signs.fenced(text)
        return f"\n\n{code}\n\n" if code else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line of its own; an empty one is an empty line."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        if not text.strip():
            return "\n\n" if el.contents else "\n"
        text = text.strip(" ")
        return ("" if text.startswith("\n") else "\n") + text + ("" if text.endswith("\n") else "\n")

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        if "_inline" in parent_tags:
            return f" {text} "
        words = _HASHES_LAST.sub(r"\\\g<0>", " ".join(text.split()))
        return f"\n\n{'#' * min(n, 6)} {words}\n\n" if words else "\n\n"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} " if "_inline" in parent_tags else f"\n\n{text.strip()}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "" if "_inline" in parent_tags else "\n\n---\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Only a list that begins with 1 can follow other words at once."""
        items = text.strip()
        is_close = "li" in parent_tags and items.startswith(("- ", "1. "))
        return f"\n{items}\n" if is_close else f"\n\n{items}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if not text or "_inline" in parent_tags:
            return f" {text} " if text else "\n"
        mark = _item_mark(el)
        start = "\n" if el.find_previous_sibling("li") else "\n\n"
        return start + mark + text.replace("\n", "\n" + " " * len(mark)) + "\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(text.split()).replace("|", r"\|")
        return f" {words} |" + " |" * (_number(el.get("colspan"), 100) - 1)

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"|{text}\n" if text else ""

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The first row is the head: Markdown knows no table without, and shows no more columns than it has."""
        columns = _columns(el)
        rows = [row for row in text.splitlines() if row.startswith("|")]
        above = [line for line in text.splitlines() if not line.startswith("|")]
        rows[:1] = [rows[0] + " |" * (max(columns) - columns[0]), "|" + " --- |" * max(columns)]
        return "\n".join(["\n", *above, "", *rows, "\n"])


def _item_mark(item: Tag) -> str:
    """The list's start counts on, which costs less than looking back at every item."""
    if not item.parent or item.parent.name != "ol":
        return "- "
    number = _number(item.parent.get("start"), 10**8)
    item.parent["start"] = str(number + 1)
    return f"{number}. "


def _begins_line(el: PageElement) -> bool:
    """Nothing is written before it in its line."""
    ended = _ends_line(el.previous_siblings)
    if ended is not None:
        return ended
    return el.parent is None or el.parent.name not in _WORDS or _begins_line(el.parent)


def _ends_line(parts: Iterable[PageElement]) -> bool | None:
    """Of what stands before, the nearest first; None where it neither says anything nor breaks a line."""
    for part in parts:
        if isinstance(part, Tag) and (part.name not in _WORDS or (part.name == "code" and part.find("br"))):
            return True
        if isinstance(part, NavigableString) and part.strip():
            return False
        ended = _ends_line(reversed(part.contents)) if isinstance(part, Tag) else None
        if ended is not None:
            return ended
    return None


def _apart(text: str) -> tuple[str, str, str]:
    words = text.strip()
    start = text.find(words)
    return text[:start], words, text[start + len(words) :]


def _marked(el: Tag, text: str, parent_tags: set[str], sign: str) -> str:
    """Marks are only seen as such where no sign stands between them and a letter: such signs stay outside."""
    before, words, after = _apart(text)
    ahead, behind = before[-1:] or _beside(el, -1), after[:1] or _beside(el, 0)
    start = _OPENING.match(words) if _is_letter(ahead) else None
    end = _CLOSING.search(words) if _is_letter(behind) else None
    marked = words[start.end() if start else 0 : end.start() if end else None]
    unseen = (
        not marked
        or "\n\n" in words
        or el.find(_BLOCKS)
        or "*" in {ahead, behind}
        or parent_tags & {el.name, "_noformat"}
    )
    if unseen or _is_letter(ahead) > _is_letter(marked[0]) or _is_letter(behind) > _is_letter(marked[-1]):
        return text
    return f"{before}{start[0] if start else ''}{sign}{marked}{sign}{end[0] if end else ''}{after}"


def _beside(el: PageElement, place: int) -> str:
    """The letter that an element touches, before (-1) or behind (0), nothing at an edge, a star for other marks."""
    beside = el.previous_sibling if place else el.next_sibling
    if isinstance(beside, NavigableString):
        return beside[place]
    if isinstance(beside, Tag):
        return "*" if beside.name in _MARKED else (beside.get_text() or " ")[place] if beside.name in _RAISING else ""
    return _beside(el.parent, place) if el.parent and el.parent.name in _MARKED else ""


def _is_letter(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and category(sign)[0] not in "PS"
