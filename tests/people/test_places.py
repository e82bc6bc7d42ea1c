"""Departments as paths and levels, in lists of departments and of people: they become a tree, and none is torn apart."""

from itertools import permutations

import pytest

from app.people import check, commands, queries
from app.people.importing.paths import Cell, branch_of, separator_of
from app.people.models import Department, Person
from tests.makers import rows
from tests.people.rostering import bring, bring_departments, plan, plan_departments

PEOPLE = "employee_id,name,department\n"


def tree(store) -> dict[str, str]:
    """What each department is a part of."""
    names = {row.id: row.name for row in rows(store, Department)}
    return {row.name: names.get(row.parent_id or 0, "") for row in rows(store, Department)}


def homes(store) -> dict[str, str]:
    names = {row.id: row.name for row in rows(store, Department)}
    return {row.name: names.get(row.department_id or 0, "") for row in rows(store, Person)}


def problems(store) -> list[str]:
    with store.reading() as db:
        return list(check.problems(db))


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["公司/业务/组", "公司/业务", "公司"], "/"),
        (["Acme > Sales", "Acme > Ops"], ">"),
        (["Acme\\Sales", "Acme\\Ops"], "\\"),
        (["Acme / Sales / North", "Acme / Ops"], "/"),
        (["/Acme/Sales", "/Acme"], "/"),
        (["Acme|Sales", "Acme|Ops"], "|"),
        (["Acme » Sales", "Acme » Ops"], "»"),
        (["Acme::Sales", "Acme::Ops"], "::"),
        (["a/b/c"], "/"),
        (["Sales", "R&D / Ops", "HR"], ""),
        (["R&D / Ops", "Sales / Marketing", "HR / Payroll"], ""),
        (["Sales", "Operations", "A/B tests"], ""),
        (["Sales"], ""),
        ([], ""),
    ],
)
def test_what_parts_the_names_is_decided_by_the_whole_column(texts, sign):
    assert separator_of(texts, is_path=False) == sign


def test_a_column_that_is_called_a_path_is_one():
    assert separator_of(["R&D / Ops", "HR"], is_path=True) == "/"
    assert separator_of(["HR"], is_path=True) == ""


@pytest.mark.parametrize(
    ("cell", "branch"),
    [
        (Cell("department_path", (" /公司/ 业务 //组/",)), ("公司", "业务", "组")),
        (Cell("department", ("R&D / Ops",)), ("R&D / Ops",)),
        (Cell("levels", ("Acme", "", "Sales")), ("Acme", "Sales")),
        (Cell("levels", ("Acme", "Sales", "SALES", "Sales")), ("Acme", "Sales")),
        (Cell("", ()), ()),
    ],
)
def test_a_cell_is_the_names_from_the_top_down(cell, branch):
    assert branch_of(cell, {"department_path": "/"}) == branch


def test_paths_of_people_become_a_tree_when_that_is_said(store):
    text = PEOPLE + "1,Ada,公司/销售/一组\n2,Ben,公司/销售\n3,Cem,公司/生产\n"
    made = plan(store, text)
    assert [error.message.partition("”")[0] for error in made.errors] == [
        f"There is no open department with the code or name “公司 / {name}" for name in ("销售 / 一组", "销售", "生产")
    ]
    assert {"--add-departments" in error.message for error in made.errors} == {True}
    bring(store, text, adds_departments=True)
    assert tree(store) == {"公司": "", "销售": "公司", "一组": "销售", "生产": "公司"}
    assert homes(store) == {"Ada": "一组", "Ben": "销售", "Cem": "生产"}
    assert plan(store, text).unchanged == 3
    assert problems(store) == []


def test_levels_of_people_become_a_tree(store):
    text = "工号,姓名,一级部门,二级部门,三级部门\n1,安李,公司,销售,一组\n2,王五,公司,销售,\n3,何云,公司,,\n"
    bring(store, text, adds_departments=True)
    assert tree(store) == {"公司": "", "销售": "公司", "一组": "销售"}
    assert homes(store) == {"安李": "一组", "王五": "销售", "何云": "公司"}


def test_one_name_in_two_places_is_two_departments(store):
    text = PEOPLE + "1,Ada,公司/销售/行政\n2,Ben,公司/生产/行政\n3,Cem,公司/生产/行政\n"
    bring(store, text, adds_departments=True)
    assert tree(store) == {"公司": "", "销售": "公司", "行政": "销售", "生产": "公司", "行政 (生产)": "生产"}
    assert homes(store) == {"Ada": "行政", "Ben": "行政 (生产)", "Cem": "行政 (生产)"}
    again = plan(store, text, adds_departments=True)
    assert (again.unchanged, again.roster.places.tree.new) == (3, [])
    only_second = plan(store, PEOPLE + "2,Ben,公司/生产/行政\n4,Dee,公司/生产/行政\n5,Eve,公司/生产\n")
    assert (only_second.unchanged, only_second.new[0].values["department_id"]) == (1, rows(store, Department)[4].id)


def test_a_third_of_a_name_is_told_apart_by_its_whole_path(store):
    text = PEOPLE + "1,Ada,A/X/Office\n2,Ben,B/X/Office\n3,Cem,A/Y/Office\n4,Dee,C/Y/Office\n"
    bring(store, text, adds_departments=True)
    assert homes(store) == {"Ada": "Office", "Ben": "Office (X)", "Cem": "Office (Y)", "Dee": "Office (C / Y)"}
    assert {name: above for name, above in tree(store).items() if above} == {
        **{"X": "A", "X (B)": "B", "Y": "A", "Y (C)": "C"},
        **{"Office": "X", "Office (X)": "X (B)", "Office (Y)": "Y", "Office (C / Y)": "Y (C)"},
    }
    assert plan(store, text).unchanged == 4


def test_a_department_that_is_here_is_not_torn_apart_and_none_is_made_twice(store):
    bring_departments(store, "name\nR&D / Ops\nSales\n")
    text = PEOPLE + "1,Ada,R&D / Ops\n2,Ben,Sales / North\n3,Cem,Sales / South\n"
    bring(store, text, adds_departments=True)
    assert tree(store) == {"R&D / Ops": "", "Sales": "", "North": "Sales", "South": "Sales"}


def test_one_that_stood_alone_is_put_in_its_place_and_one_that_has_a_place_stays(store):
    bring_departments(store, "name,parent\nSales,\nWorks,\nLab,Works\n")
    text = "employee_id,name,department_path\n1,Ada,Acme/Sales\n2,Ben,Acme/Lab\n"
    made = plan(store, text, adds_departments=True)
    assert [twig.name for twig in made.roster.places.tree.new] == ["Acme", "Lab (Acme)"]
    bring(store, text, adds_departments=True)
    assert tree(store) == {"Sales": "Acme", "Works": "", "Lab": "Works", "Acme": "", "Lab (Acme)": "Acme"}


def test_a_shorter_path_means_the_same_department(store):
    bring_departments(store, "path\nAcme/Sales/North\nAcme/Sales\nAcme\n")
    made = plan(store, "employee_id,name,department_path\n1,Ada,Sales/North\n2,Ben,North\n3,Cem,Acme/Ops\n")
    assert [(error.row, error.column) for error in made.errors] == [(4, "department_path")]
    assert len({change.values["department_id"] for change in made.new}) == 1


def test_a_closed_department_is_not_made_again(store):
    bring_departments(store, "path\nAcme/Sales\nAcme\n")
    with store.writing() as db:
        found = queries.department_named(db, "Sales")
        assert found
        commands.change_department(db, found, active=False)
    made = plan(store, "employee_id,name,department_path\n1,Ada,Acme/Sales\n", adds_departments=True)
    assert "“Acme / Sales” is closed. Open it again first." in made.errors[0].message


def test_a_path_in_which_a_department_is_a_part_of_itself_is_told(store):
    bring_departments(store, "name\nSales\n")
    text = "employee_id,name,department_path\n1,Ada,Sales/Acme\n2,Ben,Acme/Sales\n"
    made = plan(store, text, adds_departments=True)
    assert [error.row for error in made.errors] in ([2], [3])
    assert "cannot be a part of itself" in made.errors[0].message


def test_names_that_are_written_alike_in_addresses_get_codes_of_their_own(store):
    bring(store, PEOPLE + "1,Ada,R&D\n2,Ben,R D\n", adds_departments=True)
    assert [(row.name, row.code, row.slug) for row in rows(store, Department)] == [
        ("R&D", "r-d", "r-d"),
        ("R D", "r-d-2", "r-d-2"),
    ]


TREES = {
    "parent by code": "code,name,parent\nA,Acme,\nS,Sales,A\nN,North,S\n",
    "parent by name": "name,parent\nAcme,\nSales,Acme\nNorth,Sales\n",
    "paths": "name,path\nAcme,Acme\nSales,Acme/Sales\nNorth,Acme/Sales/North\n",
    "paths of what is above": "name,path\nAcme,\nSales,Acme\nNorth,Acme > Sales\n",
    "levels": "1级部门,2级部门,3级部门\nAcme,,\nAcme,Sales,\nAcme,Sales,North\n",
}


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("text", TREES.values(), ids=TREES)
def test_departments_may_say_their_place_in_any_way_and_order(store, text, order):
    head, *lines = text.splitlines()
    again = "\n".join([head, *(lines[at] for at in order)])
    made = bring_departments(store, again)
    assert (tree(store), len(made.new)) == ({"Acme": "", "Sales": "Acme", "North": "Sales"}, 3)
    assert (plan_departments(store, again).is_empty, problems(store)) == (True, [])


def test_what_only_paths_speak_of_is_made_too(store):
    made = bring_departments(store, "path,purpose\n公司/销售/一组,Sells.\n")
    assert tree(store) == {"一组": "销售", "公司": "", "销售": "公司"}
    assert [(change.name, change.row.number) for change in made.new] == [("公司", 0), ("销售", 0), ("一组", 2)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("name,parent\nSales,Ops\nOps,Sales\n", [2, 3]),
        ("name,parent\nSales,Sales\n", [2]),
        ("name,parent\nSales,Night\n", [2]),
        ("name,parent\nSales,Nowhere\nOps,\n", [2]),
    ],
)
def test_rings_and_unknown_places_are_refused_with_their_rows(store, text, wrong):
    bring_departments(store, "name,parent\nSales,\nOps,Sales\nNight,Ops\n")
    made = plan_departments(store, text)
    assert [(error.row, error.column) for error in made.errors] == [(row, "parent") for row in wrong]


def test_a_tree_may_be_turned_round_in_one_file(store):
    """On the way there no department is a part of itself either."""
    bring_departments(store, "name,parent\nSales,\nOps,Sales\nNight,Ops\n")
    made = bring_departments(store, "name,parent\nSales,Ops\nOps,Night\nNight,\n")
    assert (tree(store), len(made.changed)) == ({"Sales": "Ops", "Ops": "Night", "Night": ""}, 3)


def test_a_department_moves_by_code_and_by_a_name_that_stands_once(store):
    bring_departments(store, "code,name,parent\nA,Acme,\nB,Works,\nS,Sales,A\n")
    bring_departments(store, "code,name,parent\nS,Sales,B\n")
    assert tree(store)["Sales"] == "Works"
    bring_departments(store, "path\nAcme/Sales\n")
    assert tree(store)["Sales"] == "Acme"


def test_without_a_column_for_it_departments_stay_where_they_are(store):
    bring_departments(store, "name,parent\nAcme,\nSales,Acme\n")
    assert bring_departments(store, "name\nSales\n").is_empty
    assert tree(store)["Sales"] == "Acme"


def test_departments_of_one_name_in_two_places_are_told_apart(store):
    text = "code,name,parent\nA,公司,\nS,销售,A\nP,生产,A\nS1,行政,S\nP1,行政,P\n"
    bring_departments(store, text)
    assert tree(store) == {"公司": "", "销售": "公司", "生产": "公司", "行政": "销售", "行政 (生产)": "生产"}
    assert plan_departments(store, text).is_empty
    renamed = text.replace("P1,行政,P", "P1,后勤,P")
    assert [one.differences for one in bring_departments(store, renamed).changed] == [[("name", "行政 (生产)", "后勤")]]


def test_the_same_name_in_the_same_place_stands_twice(store):
    made = plan_departments(store, "name,parent\nAcme,\nSales,Acme\nsales,ACME\n")
    assert [(error.row, error.column) for error in made.errors] == [(4, "name")]


def test_two_departments_swap_their_names(store):
    bring_departments(store, "code,name\nA,North\nB,South\n")
    bring_departments(store, "code,name\nA,South\nB,North\n")
    assert {row.code: row.name for row in rows(store, Department)} == {"A": "South", "B": "North"}


def test_a_file_of_departments_without_names_is_one_clear_error(store):
    [error] = plan_departments(store, "Phone,Floor\n1,2\n").errors
    assert "The file has: Phone, Floor." in error.message


def test_a_path_with_more_levels_than_any_company_has_is_refused_and_not_followed_down(store):
    deep = "/".join(f"d{n}" for n in range(3_000))
    assert bring_departments(store, "path\n" + "/".join(f"d{n}" for n in range(30)) + "\n").errors == []
    assert len(tree(store)) == 30
    [error] = plan_departments(store, f"path,purpose\n{deep},Everything.\n").errors
    assert error.row == 2
    people = f"employee_id,name,department_path\nE9,Zoe,{deep}\n"
    assert [one.row for one in plan(store, people, adds_departments=True).errors] == [2]
