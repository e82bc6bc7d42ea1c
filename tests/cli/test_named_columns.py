"""What is wrong is named under a column that the file has, and where this row says it."""

import pytest

LONG = "N" * 130
DEEP = "/".join(f"L{n}" for n in range(40))


@pytest.fixture
def complaints(byline, company, file):
    def asked(kind: str, text: str) -> list[str]:
        code, _said, complaint = byline("import", kind, file(text))
        assert code == 1
        return [line.partition(":")[0] for line in complaint.splitlines() if line.startswith("row ")]

    return asked


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("employee_id,name,department_path\n1,Ada,Nowhere/At all\n", "row 2, department_path"),
        (f"employee_id,name,department_path\n1,Ada,{DEEP}\n", "row 2, department_path"),
        ("employee_id,name,Org Path,department\n1,Ada,,Nowhere\n", "row 2, department"),
        ("employee_id,name,department_path,department\n1,Ada,Nowhere/B,Sales\n", "row 2, department_path"),
        ("employee_id,name,level 1,level 2\n1,Ada,Nowhere,B\n", "row 2, level 1+level 2"),
        ("employee_id,given_name,family_name\n1,,\n", "row 2, given_name"),
        (f"employee_id,given_name,family_name\n1,,{LONG}\n", "row 2, family_name"),
        ("employee_id,name,account\n1,Ada,a@x.example\n2,Ben,a @b@\n3,Cem,c@x.example\n", "row 3, account"),
        ("employee_id,name,account\n1,Ada,a@x.example\n2,Ben,a@x.example\n", "row 3, account"),
    ],
)
def test_of_people(complaints, text, place):
    assert complaints("people", text) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"path\nAcme/{LONG}\n", "row 2, path"),
        (f"code,level 1,level 2\nA,Acme,{LONG}\n", "row 2, level 1+level 2"),
        (f"name,path\nA,{DEEP}\n", "row 2, path"),
        (f"name,path\n{LONG},\n", "row 2, name"),
        ("code,path\nA,\n", "row 2, path"),
    ],
)
def test_of_departments(complaints, text, place):
    assert complaints("departments", text) == [place]


def test_of_ideas(complaints):
    long = "A" * 300
    text = f"id,title,created_at,author_given_name,author_family_name\n1,Lamps,2024-01-31,,{long}\n"
    assert complaints("ideas", text)[0].endswith("_name")
