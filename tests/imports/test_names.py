"""What columns are called elsewhere: that the table holds together, and that real header lines are read as meant."""

from itertools import combinations

import pytest

from app.imports.columns import matched, plain, table
from tests.imports.headers import BY_PRESET, HEADERS

SECTIONS = ("people", "departments", "ideas", "comments", "thanks")
LISTS = {
    **{f"stages.{name}": words for name, words in table()["stages"].items()},
    **{f"words.{name}": words for name, words in table()["words"].items() if isinstance(words, list)},
    **{f"row_kinds.{name}": words for name, words in table()["words"]["row_kinds"].items()},
}
IGNORED = [name for names in table()["ignored"].values() for name in names]
PRESETS = table()["presets"]


def twice(names):
    seen = [plain(name) for name in names]
    return sorted({name for name in seen if seen.count(name) > 1})


@pytest.mark.parametrize("section", SECTIONS)
def test_no_name_of_a_section_stands_twice_nor_is_a_fields_own(section):
    fields = table()[section]
    assert twice([*fields, *(name for names in fields.values() for name in names)]) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_has_names_and_none_is_empty(section):
    assert all(names and all(plain(name) for name in names) for names in table()[section].values())


def test_every_field_that_is_brought_in_has_its_names():
    assert {section: set(table()[section]) for section in SECTIONS} == {
        "people": {"employee_id", "name", "given_name", "middle_name", "family_name", "email", "title", "department"}
        | {"department_path", "levels", "locale", "time_zone", "roles", "enabled", "disabled", "status", "left_on"}
        | {"manager", "account"},
        "departments": {"code", "name", "parent", "path", "levels", "lead", "purpose", "serves", "hours", "time_zone"}
        | {"contacts"},
        "ideas": {"id", "title", "in_short", "body", "author", "author_email", "author_employee_id", "votes", "answer"}
        | {
            "author_given_name",
            "author_family_name",
            "net_votes",
            "votes_against",
            "created_at",
            "updated_at",
            "answered_at",
        }
        | {"answered_by", "status", "department", "language", "tags", "category", "link", "comments", "comment_count"}
        | {"row_kind", "parent_id"},
        "comments": {
            "id",
            "idea_id",
            "parent_id",
            "body",
            "author",
            "author_email",
            "author_employee_id",
            "created_at",
        },
        "thanks": {"id", "giver", "giver_email", "giver_employee_id", "receivers", "receiver_email", "created_at"}
        | {"receiver_employee_id", "department", "message", "kind", "points", "link"},
    }


def test_a_number_in_a_name_is_only_asked_for_where_several_columns_make_one_field():
    numbered = {
        (section, name)
        for section in SECTIONS
        for name, names in table()[section].items()
        if any("{n}" in one for one in names)
    }
    assert numbered == {("people", "levels"), ("departments", "levels"), ("ideas", "comments")}


def test_what_means_nothing_means_nothing_anywhere_and_is_listed_once():
    meant = {
        plain(name) for section in SECTIONS for field, names in table()[section].items() for name in [field, *names]
    }
    assert [name for name in IGNORED if plain(name) in meant] == []
    assert twice(IGNORED) == []
    assert all(map(plain, IGNORED))


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_list_stands_there_once(name):
    assert LISTS[name]
    assert twice(LISTS[name]) == []


@pytest.mark.parametrize("group", ["stages", "row_kinds", ("words.yes", "words.no"), ("words.active", "words.left")])
def test_a_word_says_one_thing_only(group):
    lists = [set(map(plain, words)) for name, words in LISTS.items() if name in group or name.split(".")[0] == group]
    assert len(lists) > 1
    assert [one & other for one, other in combinations(lists, 2) if one & other] == []


def test_stages_are_those_that_byline_knows():
    assert set(table()["stages"]) == {"open", "deciding", "answered", "doing", "done", "declined"}


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("answered", ["Closed", "RESOLVED", "Abgeschlossen", "已处理", "終了"]),
        ("deciding", ["Under-review", "กำลังพิจารณา"]),
        ("doing", ["ทดลองใช้", "planned"]),
        ("done", ["已落地", "Shipped"]),
        ("declined", ["not_planned", "Won’t do"]),
        ("", ["En cours", "Approved", "处理中", "in Bearbeitung", "Published", "Duplicate", "完了", "Pending"]),
    ],
)
def test_status_words_claim_no_more_than_they_say(stage, words):
    stages = {plain(word): name for name, listed in table()["stages"].items() for word in listed}
    assert [stages.get(plain(word), "") for word in words] == [stage] * len(words)


@pytest.mark.parametrize("name", PRESETS)
def test_a_known_export_names_fields_of_its_kind_and_ways_to_write(name):
    preset = PRESETS[name]
    assert preset["kind"] in SECTIONS
    assert preset["has"]
    assert twice(preset["has"]) == []
    assert set(preset["map"]) <= set(table()[preset["kind"]])
    assert preset.get("text", "plain") in {"jira", "html", "markdown", "plain"}
    assert set(preset) <= {"kind", "has", "map", "text"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_known_export_is_tried_with_every_column_that_it_names(name):
    named = {plain(column) for column in [*PRESETS[name]["has"], *PRESETS[name]["map"].values()]}
    tried = {plain(column) for header in BY_PRESET[name] for column in header}
    assert named - tried == set()


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_a_real_header_line_is_read_as_it_is_meant(header):
    found = matched(header.kind, header.columns, table()[header.kind])
    assert {name: str(source) for name, source in found.sources.items()} == header.expected
    assert found.preset == header.preset
    assert found.unused == header.unused
