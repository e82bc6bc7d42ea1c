"""The tags of HTML by what they are to a reader, and how each is found in a text."""

import re

_BLOCKS = "blockquote br caption h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul"
_LINES = """address article aside body center dd details div dl dt fieldset figcaption figure footer form header hgroup
    html legend main menu nav noscript optgroup option section summary"""
_MARKS = {
    "b": "b strong",
    "i": "i em",
    "s": "s del strike",
    "code": "code kbd samp tt",
    "a": "a",
    "q": "q",
    "img": "img",
}
_RAISED = "sub sup"
_SILENT = """abbr acronym area audio base basefont bdi bdo big blink button cite col colgroup data datalist dfn embed
    font frame frameset iframe input ins label link map mark marquee meta meter nobr noframes object output param
    picture progress rp rt ruby select small source span tbody tfoot thead time track u var video wbr"""
_HIDDEN = "applet canvas head math noembed script style svg template textarea title xml"
_SINGLE = """area base br col colgroup embed frame hr img input link meta param source tbody tfoot thead track wbr"""

MEANT = {
    **{name: name for name in f"{_BLOCKS} {_RAISED}".split()},
    **dict.fromkeys(_LINES.split(), "div"),
    **{name: meant for meant, names in _MARKS.items() for name in names.split()},
    **dict.fromkeys(f"{_SILENT} {_HIDDEN}".split(), ""),
}
"""What each tag is here, nothing for those that say nothing to a reader."""
HIDDEN = frozenset(_HIDDEN.split())
"""What stands inside of these is not shown."""
SINGLE = frozenset(_SINGLE.split())
"""They hold nothing, or what they hold may as well stand outside."""
PLAYED = frozenset(["audio", "embed", "iframe", "video"])
KEPT = {"a": ["href"], "img": ["src", "alt"], "ol": ["start"], "td": ["colspan"], "th": ["colspan"]}
"""The attributes that say something."""

TAG = re.compile(
    r"""<(/?)([a-z][a-z0-9]*|(?:o|v|w|m|x|st1|u1):[a-z0-9]+)
    ((?:[\s/][^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+)?)>""",
    re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)


def tags(text: str) -> list[re.Match[str]]:
    """None of what only looks like one, such as `<b and c>`."""
    return [found for found in TAG.finditer(text) if is_tag(found)]


def attributes(written: str) -> dict[str, str]:
    return {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(written)}


def meaning(name: str, written: str) -> str:
    """What a tag is with its style: word processors write bold as a span, and what is not bold as a bold tag."""
    if name not in {"b", "strong", "span", "font"} or "font-" not in written:
        return MEANT.get(name, "")
    weight = _BOLD.search(written)
    if weight:
        return "b" if weight[1][0] in "bB6789" else ""
    return "i" if _ITALIC.search(written) else MEANT[name]


def is_tag(found: re.Match[str]) -> bool:
    """Whether what `TAG` found is one: `<ann@x.example>` and `<b and c>` are none."""
    name, rest = found[2].lower(), found[3].strip(" /\n\t")
    return (name in MEANT or ":" in name) and (len(name) > 1 or not rest or "=" in rest)
