import pytest

from app.core.errors import Unusable
from app.imports.columns import Source, matched, plain

PEOPLE = ("employee_id", "name", "given_name", "family_name", "email", "levels")
IDEAS = ("id", "title", "body", "author", "comments")


def sources(kind, found, fields, **said):
    return {name: str(source) for name, source in matched(kind, found, fields, **said).sources.items()}


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Email Address [Required]", "e-mail  address"),
        ("EmployeeID", "employee_id"),
        ("E.Mail", "ＥＭＡＩＬ"),
        ("姓名（必填）", "姓名"),
        ("Ma số / ID", "MA SO ID"),
        ("ชื่อ-สกุล", "ชื่อ สกุล"),
    ],
)
def test_names_are_compared_without_case_spaces_signs_accents_and_the_word_required(name, same):
    assert plain(name) == plain(same) != ""


def test_a_tone_mark_is_part_of_a_name():
    assert plain("เสือ") != plain("เสื้อ")


def test_columns_are_found_by_what_other_systems_and_languages_call_them():
    found = sources("people", ["First Name [Required]", "Last Name [Required]", "工号", "mail"], PEOPLE)
    assert found == {
        "employee_id": "工号",
        "given_name": "First Name [Required]",
        "family_name": "Last Name [Required]",
        "email": "mail",
    }


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("body", ["Content", "Details", "Idea"]),
        ("votes", ["Upvotes", "Likes", "Supporters"]),
        ("author", ["User Name", "Creator", "Reporter", "Submitter", "Proposer"]),
        ("author_email", ["User Email"]),
    ],
)
def test_a_box_of_ideas_calls_its_columns_by_many_names(field, names):
    for name in names:
        assert sources("ideas", ["Title", name], (*IDEAS, "author_email", "votes")) == {"title": "Title", field: name}


def test_a_column_is_used_once():
    assert sources("ideas", ["subject", "description"], IDEAS, chosen={"body": "subject"}) == {"body": "subject"}


def test_a_column_that_has_nothing_comes_after_all_others_that_could_be_meant():
    found = ["author", "Created by", "body", "Comment", "Comment 2", "x"]
    columns = matched("ideas", found, IDEAS, blank={"author", "body", "Comment 2", "x"})
    assert {name: str(source) for name, source in columns.sources.items()} == {
        "body": "body",
        "author": "Created by",
        "comments": "Comment",
    }
    assert columns.unused == []


def test_numbered_columns_become_one_field_of_many_texts():
    found = matched("people", ["1级部门", "二级部门", "Level of pay"], PEOPLE)
    assert found.sources == {"levels": Source(("1级部门", "二级部门"))}
    assert found.unused == ["Level of pay"]


def test_what_is_chosen_may_be_put_together_and_given_an_ending():
    found = matched(
        "people", ["Given", "Sur", "Account"], PEOPLE, chosen={"name": "given+sur", "email": "Account@x.example"}
    )
    assert found.values({"Given": "Ada", "Sur": "Wu", "Account": "ada"}, {}) == {
        "name": "Ada Wu",
        "email": "ada@x.example",
    }
    assert found.values({"Given": "Ada", "Sur": "", "Account": ""}, {}) == {"name": "Ada", "email": ""}
    assert found.values({"Given": "A", "Sur": "B", "Account": "a@y.example"}, {})["email"] == "a@y.example"


def test_a_column_whose_name_has_a_plus_is_taken_as_it_is():
    assert sources("ideas", ["C+C", "body"], IDEAS, chosen={"title": "C+C"})["title"] == "C+C"


@pytest.mark.parametrize(
    ("field", "said"), [("nothing", "subject"), ("title", "missing"), ("title", "subject+missing")]
)
def test_what_is_chosen_wrongly_is_refused_with_what_there_is(field, said):
    with pytest.raises(Unusable, match=r"(There are: id|It has: subject)"):
        matched("ideas", ["subject"], IDEAS, chosen={field: said})


def test_what_held_the_last_time_holds_where_the_file_still_has_it():
    found = sources(
        "ideas", ["A", "B", "subject"], IDEAS, before={"title": "A", "body": "gone"}, chosen={"author": "B"}
    )
    assert found == {"title": "A", "author": "B"}


def test_a_known_export_says_what_its_columns_are():
    columns = matched(
        "ideas", ["Issue key", "Issue id", "Summary", "Description", "Comment", "Comment 2", "Watchers"], IDEAS
    )
    assert columns.preset == "Jira"
    assert {name: str(source) for name, source in columns.sources.items()} == {
        "id": "Issue key",
        "title": "Summary",
        "body": "Description",
        "comments": "Comment+Comment 2",
    }
    assert columns.unused == ["Issue id"]
