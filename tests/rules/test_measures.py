"""What the figures of the house count, on sources that are planted for it."""

import ast
from pathlib import Path

import pytest

from tests.house import figures
from tests.house.figures import Figure
from tests.house.repeats import Repeat, is_thin, repeats, shape

PASSAGE = """
def carry(box, shelf, name):
    found = box.find(shelf, name, limit=20)
    if not found or found.weight > 40:
        raise Lost("There is no such box", found)
    moved = found.to(shelf).under(name, "a roof")
    box.count = moved.count + 3 * shelf.free
    return [one.label for one in moved.parts if one.label]
"""
OTHER_NAMES = PASSAGE.replace("box", "cat").replace("20", "7").replace('"a roof"', '"rain"').replace("found", "seen")
FIELDS = "\nclass Box:\n    a: int\n    b: str\n    c: str\n    d: int\n    e: int\n    f: int\n    g: int\n"
ROWS = 'A = {{\n    "{0}a": "1",\n    "b": "{0}",\n    "c": 3,\n    "d": 4,\n    "e": 5,\n    "f": 6,\n}}\n'


def of_app(**modules: str) -> dict[str, ast.Module]:
    return {f"app/{name.replace('__', '/')}.py": ast.parse(text) for name, text in modules.items()}


def of_pages(**pages: str) -> dict[str, str]:
    return {f"templates/{name.replace('__', '/')}.html": text for name, text in pages.items()}


def test_packages_that_import_each_other_are_a_ring() -> None:
    program = of_app(
        ideas__routes="from app.topics import commands",
        topics__commands="def late():\n    import app.core.db",
        core__db="from app import ideas",
        people__queries="from app.core.db import Reader\nfrom app.people import models",
    )
    assert figures.packages_in_rings(program) == ["core", "ideas", "topics"]


def test_a_package_may_import_itself_and_what_is_below() -> None:
    program = of_app(
        ideas__routes="from app.ideas import queries\nfrom .commands import post",
        ideas__queries="from app.core import db",
        wiring="from app.ideas import routes",
    )
    assert figures.packages_in_rings(program) == []


def test_a_way_up_by_dots_is_seen() -> None:
    assert figures.packages_in_rings(of_app(a__x="from ..b import y", b__y="import app.a.x")) == ["a", "b"]


def test_a_function_has_the_lines_of_its_own_body() -> None:
    source = '''
def outer(
    one,
    two,
):
    """Said
    in two lines."""
    first = one

    def inner():
        return two

    return first, inner
'''
    assert figures.lines_of_functions(of_app(x=source)) == [(4, "app/x.py:2 outer"), (1, "app/x.py:10 inner")]


def test_pages_are_what_fills_a_layout() -> None:
    page = '{% extends "layout/base.html" %}\n'
    sources = of_pages(ideas__show=page, layout__plain=page, ui__box=page, ideas__parts=page, ideas__head="<p>")
    assert figures.pages(sources) == ["templates/ideas/show.html"]


@pytest.mark.parametrize(
    "reading",
    ["post.author_id", "select(Post.author_name)", 'db.exec(text("SELECT id, author_id FROM post"))'],
)
def test_a_module_that_reads_an_authors_column_is_found(reading: str) -> None:
    assert figures.readers_of_authors({}, of_app(ideas__queries=reading)) == ["app/ideas/queries.py"]


@pytest.mark.parametrize(
    "innocent",
    ["byline.names", "post(author_id=3)", '"author_name"', '"""Of what is in author_id."""', "author_id: int"],
)
def test_a_module_that_only_speaks_of_authors_is_not(innocent: str) -> None:
    assert figures.readers_of_authors({}, of_app(ideas__queries=innocent)) == []


def test_discussion_itself_may_read_its_columns() -> None:
    assert figures.readers_of_authors({}, of_app(discussion__queries="post.author_id")) == []


def test_templates_are_looked_at_as_well() -> None:
    sources = of_pages(
        topics__show="{{ post.author_id }}",
        discussion__parts="{{ row.author_name }}",
        ideas__show="{# row.author_id #}",
    )
    assert figures.readers_of_authors(sources, {}) == ["templates/topics/show.html"]


def test_every_figure_of_a_small_house(tmp_path: Path) -> None:
    house = {
        "app/core/db.py": "def one():\n    return 1\n\n\ndef two():\n    a = 1\n    return a\n",
        "app/demo/play.py": "x = 1\n",
        "app/topics/routes.py": "\n" * 90,
        "templates/topics/show.html": '{% extends "layout/base.html" %}\n<p>\n{{ post.author_id }}\n',
        "tests/core/test_db.py": "def test_one():\n\n    assert one() == 1\n",
        "tests/long.py": "x = 1\n" * 400,
        "static/css/base.css": "a { color: red; }\n" * 301,
    }
    for name, text in house.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    found = figures.measured(figures.read(tmp_path))
    assert {one.name.strip(): one.value for one in found} == {
        "packages in import rings": 0,
        "lines of a function, median": 1.5,
        "lines of a function, 90th percentile": 2,
        "lines of the longest function": 2,
        "lines of the longest file of the program": 301,
        "lines of a page's template, median": 3,
        "lines of tests for a line of code": round(402 / 6, 3),
        "without the benchmark and the demo": round(402 / 5, 3),
        "repeated passages": 0,
        "of boilerplate, counted apart": 0,
        "lines of app/topics/routes": 90,
        "lines of templates/topics/": 3,
        "modules outside discussion that read an author's column": 1,
    }
    assert [one.name for one in found if not one.is_met()] == [
        "lines of the longest file of the program",
        "lines of app/topics/routes",
        "modules outside discussion that read an author's column",
    ]


def test_a_goal_is_a_bound_from_above_or_from_below() -> None:
    assert Figure("most", 5, 5).is_met()
    assert not Figure("most", 6, 5).is_met()
    assert Figure("most", 6, 5).is_met(bound=6)
    assert not Figure("least", 1, 1.15, at_least=True).is_met()
    assert Figure("least", 1.2, 1.15, at_least=True).is_met()
    assert Figure("told", 1000).is_met()


def test_the_same_lines_in_two_files_are_one_passage() -> None:
    (found,) = repeats({"app/a.py": PASSAGE, "app/b.py": "import os\n\nx = 1\n" + PASSAGE})
    assert found == Repeat("app/a.py:2-8 ~ app/b.py:5-11", 7, is_same=True, is_boilerplate=False)


def test_the_same_shape_with_other_names_and_numbers_is_found() -> None:
    (found,) = repeats({"app/a.py": PASSAGE, "tests/b.py": OTHER_NAMES})
    assert (found.lines, found.is_same, found.is_boilerplate) == (7, False, False)
    assert str(found) == "app/a.py:2-8 ~ tests/b.py:2-8: 7 lines, alike"


def test_a_passage_twice_in_one_file_is_found_and_five_lines_are_not() -> None:
    assert repeats({"app/a.py": PASSAGE + OTHER_NAMES})[0].where == "app/a.py:2-8 ~ app/a.py:10-16"
    five = "\n".join(PASSAGE.splitlines()[:6])
    assert repeats({"app/a.py": five, "app/b.py": five}) == []


def test_blank_lines_comments_brackets_and_imports_are_passed_over() -> None:
    lines = PASSAGE.strip().splitlines()
    spread = "\n".join([*lines[:3], "", "    # A reason.", *lines[3:]])
    (found,) = repeats({"app/a.py": PASSAGE, "app/b.py": spread})
    assert (found.where, found.lines) == ("app/a.py:2-8 ~ app/b.py:1-9", 7)
    imports = "import os\nimport re\nfrom a import (\n    b,\n    c,\n    d,\n    e,\n)\n"
    assert repeats({"app/a.py": imports, "app/b.py": imports}) == []


def test_what_stands_in_more_than_eight_places_is_not_counted() -> None:
    assert len(repeats({f"app/{name}.py": PASSAGE for name in "abcdefgh"})) == 8 * 7 / 2
    assert repeats({f"app/{name}.py": PASSAGE for name in "abcdefghi"}) == []


def test_fields_and_rows_that_are_only_alike_are_boilerplate() -> None:
    fields = {"app/a/x.py": FIELDS, "app/b/x.py": FIELDS.replace("str", "int").replace("Box", "Van")}
    rows = {"app/a/y.py": ROWS.format("p"), "app/b/y.py": ROWS.format("q")}
    assert [one.is_boilerplate for one in (*repeats(fields), *repeats(rows))] == [True, True]


def test_the_frame_of_a_folder_is_boilerplate_unless_it_is_the_same_to_the_letter() -> None:
    three = {f"app/a/{name}.py": PASSAGE.replace("box", name) for name in ("cat", "dog", "hen")}
    assert {one.is_boilerplate for one in repeats(three)} == {False}
    four = {**three, "app/a/cow.py": PASSAGE.replace("box", "cow")}
    assert {one.is_boilerplate for one in repeats(four)} == {True}
    same = {f"app/a/{name}.py": PASSAGE for name in ("cat", "dog", "hen", "cow")}
    assert {one.is_boilerplate for one in repeats(same)} == {False}


def test_pages_styles_and_scripts_are_read_as_well() -> None:
    page = "".join(f'<p class="{name}">{{{{ _("{name}") }}}} {{{{ number({name}) }}}}</p>\n' for name in "abcdefg")
    style = "".join(f".{name} {{ color: var(--ink); margin: {at}px; }}\n" for at, name in enumerate("abcdefg"))
    script = "".join(f"const {name} = find(document, '{name}', {at});\n" for at, name in enumerate("abcdefg"))
    found = repeats(
        {f"{name}.{suffix}": text for name in "xy" for suffix, text in (("html", page), ("css", style), ("js", script))}
    )
    assert sorted(one.where.partition(":")[0] for one in found if one.is_same) == ["x.css", "x.html", "x.js"]


@pytest.mark.parametrize(
    ("line", "suffix", "left"),
    [
        ('name = find("a \\" b", 3)', ".py", "name = name ( text , number )"),
        ("return not self.is_open", ".py", "return not self . name"),
        ("<p class='x'>{{ 名字 }}</p>", ".html", "< p class = text > { { name } } < / p >"),
    ],
)
def test_a_shape_keeps_words_of_the_language_alone(line: str, suffix: str, left: str) -> None:
    assert shape(line, suffix) == left


@pytest.mark.parametrize(("line", "thin"), [("name: str", True), ('"a": _("b", c),', True), ("a = b + c", False)])
def test_a_line_that_says_little_is_thin(line: str, thin: bool) -> None:
    assert is_thin(shape(line)) is thin
