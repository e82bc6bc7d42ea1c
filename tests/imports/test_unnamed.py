"""A first row that is data already, and columns without a name: what is said is a list of names to copy."""

import pytest

from app.core.sheets import How, RowError, open_sheet
from app.imports.columns import matched, table
from app.imports.suspects import header_faults, is_unnamed, nameless

LACKS = [RowError(1, 1, "", "Something is lacking.")]
LONG = "The baker could leave the bread at the gate at six when the night shift goes home."


@pytest.fixture
def given(tmp_path):
    """A file with such a text, as it is opened."""

    def write(text, *columns):
        file = tmp_path / "given.csv"
        file.write_text(text, "utf-8")
        return open_sheet(file, How(columns=columns))

    return write


def said(kind, sheet):
    columns = matched(kind, sheet.columns, table()[kind])
    return [error.message for error in header_faults(kind, sheet, columns, LACKS)]


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("ideas", f"8,Bread,{LONG},2019-03-01\n9,Milk,{LONG} It is far.,2019-03-02\n", "id,title,body,created_at"),
        ("ideas", f"Bread;Ada Moll;{LONG};14\nMilk;Bo Lind;{LONG} So.;3\n", "title,author,body,votes"),
        ("ideas", "Bread,ada@x.example\nMilk,bo@x.example\n", "title,author_email"),
        ("ideas", "Bread,https://x.example/1,a,2019-03-01\nMilk,https://x.example/2,b,2019-03-02\n", None),
        ("ideas", "Bread,We need more of it.,14\nMilk,It is gone by noon.,5\n", "title,body,votes"),
        ("people", "511,李安,厨房\n512,周平,厨房\n", "employee_id,name,department"),
        ("people", "Ada Moll,ada@x.example,Kitchen\nBo Lind,bo@x.example,Kitchen\n", "name,email,department"),
        ("thanks", "Ada Moll|You saved the day.|2019-05-14\nBo Lind|Well done.|2019-06-02\n", None),
        (
            "thanks",
            "Ada|Bo|You saved the day.|2019-05-14\nBo|Cy|Well done.|2019-06-02\n",
            "giver,receivers,message,created_at",
        ),
        ("comments", f"8,Ada Moll,{LONG},2019-03-01\n8,Bo Lind,{LONG} So.,2019-03-02\n", None),
    ],
)
def test_a_first_row_of_data_is_told_with_names_for_its_columns(given, kind, text, names):
    sheet = given(text)
    others = {
        "ideas": "title,link,status,created_at",
        "thanks": "receivers,message,created_at",
        "comments": "idea_id,author,body,created_at",
    }
    [message] = said(kind, sheet)
    assert message.endswith(f"as in --columns {names or others[kind]}.")
    assert is_unnamed(sheet)
    again = given(text, *(names or others[kind]).split(","))
    assert len(list(again.rows())) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Ada Moll,Service,Baker\nBo Lind,Sales,Clerk\n",
        "Was,Wann\nBrot,2019-03-01\n",
        "Full Name,Whatever else\nAda Moll,yes\n",
        "2019,2020\nBread,Milk\n",
    ],
)
def test_names_that_nobody_knows_may_be_names_or_data(given, text):
    sheet = given(text)
    [message] = said("ideas", sheet)
    assert "--columns" in message


def test_where_half_of_the_names_are_known_they_all_are_names(given):
    assert said("ideas", given("Was,created_at\nBrot,2019-03-01\n")) == ["Something is lacking."]


def test_of_json_nobody_has_to_name_a_column(tmp_path):
    file = tmp_path / "given.json"
    file.write_text('[{"2019-01-01": "a"}]', "utf-8")
    sheet = open_sheet(file)
    assert said("ideas", sheet) == ["Something is lacking."]
    assert (is_unnamed(sheet), list(nameless("ideas", sheet, []))) == (False, [])


@pytest.mark.parametrize(
    ("text", "column", "names"),
    [
        (f"title,,created_at\nBread,{LONG},2019-03-01\n", "B", "title,body,created_at"),
        (f",title,,created_at\n,Bread,{LONG},2019-03-01\n", "C", "other,title,body,created_at"),
        (f"title,body,,,date\nBread,{LONG},x,{LONG} Or not.,2019-03-01\n", "D", "title,body,status,answer,date"),
        (f'"Name, of it",,date\nBread,{LONG},2019-03-01\n', "B", ""),
        (f"{'x,' * 27},date\n{'y,' * 27}{LONG},2019-03-01\n", "AB", ",".join(["x", *(f"x {n}" for n in range(2, 28))])),
    ],
)
def test_a_column_of_texts_without_a_name_is_told_by_its_letter(given, text, column, names):
    [found] = nameless("ideas", given(text), [])
    assert (found.column, found.joined.startswith(names), bool(found.joined)) == (column, True, bool(names))
    assert list(nameless("ideas", given(text), [column])) == []


@pytest.mark.parametrize("text", ["title,,date\nBread,,2019-03-01\n", "title,,date\nBread,yes,2019-03-01\n"])
def test_one_without_texts_is_not(given, text):
    assert list(nameless("ideas", given(text), [])) == []


@pytest.mark.parametrize(
    ("header", "columns", "count"),
    [("title,,date", "Title,body,date", 1), ("title,,date", "name,body,date", 2), (",,", "title,body,date", 1)],
)
def test_a_header_that_has_the_names_that_are_said_is_no_data(given, header, columns, count):
    assert len(list(given(f"{header}\nBread,{LONG},2019-03-01\n", *columns.split(",")).rows())) == count
