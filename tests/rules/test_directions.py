"""What people wrote, and the fields they write in, run from the side that their own letters ask for."""

import re
from collections.abc import Iterator

import pytest

from tests.rules.sources import listed, templates

COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
# A browser's window knows no markup.
WINDOW = re.compile(r"{% block title %}.*?{% endblock %}", re.DOTALL)
INSIDE = r"(?:{{.*?}}|{%.*?%}|[^<>{])*+>"
TAG = re.compile(rf"<[a-z][\w-]*{INSIDE}", re.DOTALL)
BETWEEN = re.compile(r"\s*(?:{%[^%]*%}\s*)?")
# By the names that rows have for it; what only a macro is given stands in the macro's own element.
WRITTEN = (
    *("title", "name", "in_short", "extra", "purpose", "serves", "hours", "contacts", "message", "hidden_reason"),
    *(
        "department_name",
        "giver_name",
        "lead_name",
        "actor_name",
        "holder",
        "title_marked",
        "excerpt",
        "award",
        "source",
    ),
    *("category", "reason", "called", "department"),
)
SHOWN = re.compile(rf"{{{{ (?:excerpt\()?[\w.\[\]]+\.(?:{'|'.join(WRITTEN)})\b(?:\|\w+|, \d+\))* }}}}")
FIELD = re.compile(rf"<(?:textarea|input)\b{INSIDE}", re.DOTALL)
TYPED = re.compile(r'^<textarea|type="(?:text|search|{{ type }})"|^(?!.*type=).*id=', re.DOTALL)
OWN_WAY = ("ui.in_tongue(", 'dir="auto"', "ui.limits(")


def test_what_somebody_wrote_runs_its_own_way() -> None:
    assert listed(f"templates/{name}: {found}" for name, source in pages() for found in shown_as_ours(source)) == ""


def test_fields_run_the_way_of_what_is_typed() -> None:
    assert listed(f"templates/{name}: {found}" for name, source in pages() for found in fields_of_ours(source)) == ""


@pytest.mark.parametrize(
    "planted",
    [
        "<h1>{{ post.title }}</h1>",
        '<p class="quiet">by {{ row.giver_name }}</p>',
        '<td data-label="{{ row.name }}">{{ row.department_name }}</td>',
        "<h1{{ ui.in_tongue(post.language) }}>Idea {{ post.title }}</h1>",
        '<p dir="auto">{{ excerpt(row.purpose, 160) }}</p><p>{{ excerpt(row.purpose, 160) }}</p>',
    ],
)
def test_what_runs_our_way_is_caught(planted: str) -> None:
    assert len(list(shown_as_ours(planted))) == 1


@pytest.mark.parametrize(
    "kept",
    [
        "<h2{{ ui.in_tongue(row.language) }}><a href=\"{{ url('ideas.find', post_id=row.id) }}\">{{ row.title }}</a></h2>",
        '<p aria-label="{{ row.name }}">{{ ui.tongue(row.name, lang_of(row.name)) }}</p>',
    ],
)
def test_what_runs_its_own_way_is_let_pass(kept: str) -> None:
    assert list(shown_as_ours(kept)) == []


@pytest.mark.parametrize(
    "planted", ['<textarea name="body">', '<input type="search" name="q">', '<input id="a" name="b">']
)
def test_a_field_that_runs_our_way_is_caught(planted: str) -> None:
    assert list(fields_of_ours(planted)) == [planted]


def pages() -> Iterator[tuple[str, str]]:
    """Without the one that only developers see."""
    yield from ((name, source) for name, source in templates().items() if not name.startswith("patterns/"))


def shown_as_ours(source: str) -> Iterator[str]:
    """Every written value that is not the first thing in an element, or in several, of which one says so."""
    source = WINDOW.sub("", COMMENT.sub("", source))
    tags = list(TAG.finditer(source))
    for shown in SHOWN.finditer(source):
        before = [tag for tag in tags if tag.start() < shown.start()]
        if (before and shown.end() < before[-1].end()) or source[: shown.start()].endswith('="'):
            continue
        if not any(says_so(tag[0]) for tag in around(source, before, shown.start())):
            yield shown[0]


def around(source: str, tags: list[re.Match[str]], place: int) -> Iterator[re.Match[str]]:
    """The tags that end right before this place, the nearest first."""
    for tag in reversed(tags):
        if not BETWEEN.fullmatch(source[tag.end() : place]):
            return
        yield tag
        place = tag.start()


def fields_of_ours(source: str) -> Iterator[str]:
    for field in FIELD.findall(COMMENT.sub("", source)):
        if TYPED.search(field) and "readonly" not in field and not says_so(field):
            yield field


def says_so(tags: str) -> bool:
    return any(word in tags for word in OWN_WAY)
