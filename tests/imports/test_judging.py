from app.core.sheets import Row, open_sheet
from app.core.web.forms import Form, Line
from app.imports.columns import matched
from app.imports.faults import Faults, RefusedRows, said
from app.imports.judging import Entry, Refused, judged
from app.imports.suspects import suspects


class Thing(Form):
    title: Line
    votes: int = 0


def brought(tmp_path, text: str):
    path = tmp_path / "things.csv"
    path.write_text(text, "utf-8")
    sheet = open_sheet(path)
    columns = matched("things", sheet.columns, Thing.model_fields)
    return sheet, list(judged(sheet, Thing, columns))


def test_each_row_is_what_it_says_or_everything_that_is_wrong_with_it(tmp_path):
    _sheet, found = brought(tmp_path, "title,votes\nLift,3\nDoor,many\nragged\n")
    [lift, door, ragged] = found
    assert isinstance(lift, Entry) and lift.value == Thing(title="Lift", votes=3) and lift.row.number == 2
    assert isinstance(door, Refused) and door.row and door.row.cells == {"title": "Door", "votes": "many"}
    assert [(error.row, error.column) for error in door.errors] == [(3, "votes")]
    assert isinstance(ragged, Refused) and ragged.row is None


def test_faults_of_a_kind_are_one_line_with_their_first_rows(tmp_path):
    _sheet, found = brought(tmp_path, "title,votes\n" + '"a\nb",x\n' + "c,x\n" * 5 + "d,\n")
    faults = Faults()
    for one in found:
        if isinstance(one, Refused):
            faults.add(*one.errors)
    assert (bool(faults), faults.count) == (True, 7)
    assert [said(kind) for kind in faults.kinds()] == [
        "row 2 and row 3 (line 4) and row 4 (line 5) and 4 more, votes: This has to be a whole number."
    ]


def test_refused_rows_become_a_file_to_mend_and_none_is_made_for_none(tmp_path):
    sheet, found = brought(tmp_path, 'title,votes\n"=1+1\nx",x\nDoor,3\nragged\n')
    path = tmp_path / "refused.csv"
    with RefusedRows(path, sheet.columns) as refused:
        for one in found:
            if isinstance(one, Refused):
                refused.add(one.row, one.errors)
    again = open_sheet(path)
    assert again.columns == ["title", "votes", "why"]
    assert [row.cells["title"] for row in again.rows() if isinstance(row, Row)] == ["=1+1\nx", "ragged"]
    with RefusedRows(tmp_path / "none.csv", sheet.columns):
        pass
    assert not (tmp_path / "none.csv").exists()


def test_columns_that_look_like_what_is_missing_are_named(tmp_path):
    rows = "".join(
        f"{n},The lift in house B stops on floor {n} and nobody comes,Ada Wu,2024-01-{n:02},{'open' if n % 2 else 'done'},{n}\n"
        for n in range(1, 25)
    )
    path = tmp_path / "things.csv"
    path.write_text("no,a,b,c,d,e\n" + rows, "utf-8")
    sheet = open_sheet(path)
    missing = {"body": "text", "author": "author", "created_at": "date", "status": "status"}
    found = suspects(sheet.rows(), sheet.columns, missing)
    assert [(one.field, one.column) for one in found] == [
        ("body", "a"),
        ("author", "b"),
        ("created_at", "c"),
        ("status", "d"),
    ]
    assert suspects(sheet.rows(), ["no", "e"], missing) == []


def test_names_addresses_and_numbers_of_people_are_told_apart(tmp_path):
    rows = "".join(f"E-{n:03},Ada Wu,ada{n}@x.example,{n % 3},{n}.5.2024\n" for n in range(1, 25))
    path = tmp_path / "people.csv"
    path.write_text("a,b,c,d,e\n" + rows, "utf-8")
    sheet = open_sheet(path)
    kinds = {"name": "name", "email": "address", "employee_id": "code"}
    found = suspects(sheet.rows(), sheet.columns, kinds)
    assert [(one.field, one.column, one.example) for one in found] == [
        ("name", "b", "Ada Wu"),
        ("email", "c", "ada1@x.example"),
        ("employee_id", "a", "E-001"),
    ]
    assert suspects(sheet.rows(), ["d", "e"], kinds) == []
