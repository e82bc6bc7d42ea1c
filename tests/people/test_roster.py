"""The roster: what a file would change, every error at once, and nothing twice."""

import pytest
from sqlmodel import select

from app.people import commands, queries
from app.people.roles import Role
from app.search.models import StaleMark
from tests.people.rostering import bring, bring_departments, plan, plan_departments

PEOPLE = """employee_id,name,email,title,department,locale,time_zone,roles
E1,Ana Ruiz,ana@x.example,Buyer,sales,en,Asia/Bangkok,
E2,王芳,fang@x.example,采购,Sales,zh-CN,,hr
E3,สมชาย ใจดี,somchai@x.example,,OPS,th,,"leader, admin"
"""


@pytest.fixture
def departments(store):
    """Ids of two open departments by code."""
    with store.writing() as db:
        made = [
            commands.add_department(db, name=name, code=code) for name, code in (("Sales", "S"), ("Operations", "OPS"))
        ]
        return {department.code: department.id for department in made}


def somebody(store, email):
    with store.reading() as db:
        return queries.person_by_email(db, email)


def roles(store, person):
    with store.reading() as db:
        return queries.roles_of(db, person.id)


def administrators(store):
    """Their addresses."""
    with store.reading() as db:
        return [queries.person(db, one).email for one, given in queries.roles_of_all(db).items() if Role.ADMIN in given]


def deactivate(store, email):
    with store.writing() as db:
        found = queries.person_by_email(db, email)
        assert found
        commands.set_active(db, found, active=False)


def said(errors):
    return [(error.line, error.column) for error in errors]


def test_people_are_brought_in_with_department_language_and_roles(store, departments):
    assert len(bring(store, PEOPLE).new) == 3
    fang, somchai = somebody(store, "fang@x.example"), somebody(store, "somchai@x.example")
    assert (fang.name, fang.department_id, fang.locale, roles(store, fang)) == (
        "王芳",
        departments["S"],
        "zh-Hans",
        [Role.HR],
    )
    assert (somchai.department_id, roles(store, somchai)) == (departments["OPS"], [Role.LEADER, Role.ADMIN])
    assert somebody(store, "ana@x.example").time_zone == "Asia/Bangkok"


def test_the_same_file_again_changes_nothing(store, departments):
    bring(store, PEOPLE)
    again = plan(store, PEOPLE, full=True)
    assert (again.new, again.changed, again.unchanged, again.gone) == ([], [], 3, [])


def test_whoever_is_new_or_changed_is_to_be_found_by_search(store, departments):
    bring(store, PEOPLE)
    with store.reading() as db:
        marked = set(db.exec(select(StaleMark.kind, StaleMark.ref)))
        assert {("person", person.id) for person in queries.people(db, [1, 2, 3]).values()} <= marked


def test_a_plan_says_what_changes_from_what_to_what(store, departments):
    bring(store, PEOPLE)
    changed = plan(store, PEOPLE.replace("Buyer,sales", "Head buyer,OPS")).changed
    assert [(change.line, change.name) for change in changed] == [(2, "Ana Ruiz")]
    assert changed[0].differences == [("title", "Buyer", "Head buyer"), ("department_id", "Sales", "Operations")]


def test_a_person_is_found_by_employee_id_when_the_address_changed(store, departments):
    bring(store, PEOPLE)
    bring(store, PEOPLE.replace("ana@x.example", "Ana.Ruiz@x.example"))
    with store.reading() as db:
        found = queries.person_by_email(db, "ana.ruiz@x.example")
        assert found and found.employee_id == "E1"
        assert len(queries.person_rows(db)) == 3


def test_a_person_without_employee_id_is_found_by_address_and_gets_one(store, departments):
    bring(store, "name,email\nAna Ruiz,ana@x.example\n")
    assert [
        change.differences for change in bring(store, "employee_id,name,email\nE1,Ana Ruiz,ANA@x.example\n").changed
    ] == [[("employee_id", "nothing", "E1")]]


def test_a_column_that_is_not_there_changes_nothing(store, departments):
    bring(store, PEOPLE)
    assert bring(store, "name,email\n王芳,fang@x.example\n").unchanged == 1
    fang = somebody(store, "fang@x.example")
    assert (fang.title, roles(store, fang), fang.department_id) == ("采购", [Role.HR], departments["S"])


def test_a_language_that_somebody_chose_is_theirs(store, departments):
    bring(store, PEOPLE)
    with store.writing() as db:
        ana = queries.person_by_email(db, "ana@x.example")
        assert ana
        commands.change_person(db, ana, locale="th")
    assert plan(store, PEOPLE).changed == []


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff工号;姓名;邮箱;职位;部门\nE1;王芳;fang@x.example;采购;Sales\n",
        "รหัสพนักงาน\tชื่อ-นามสกุล\tอีเมล\tตำแหน่ง\tแผนก\nE1\tสมชาย\tfang@x.example\tผู้จัดซื้อ\tSales\n",
        "Employee ID,Full  Name,E-Mail,Job Title,Dept\r\nE1,Fang,fang@x.example,Buyer,sales\r\n",
    ],
)
def test_headers_and_separators_may_be_those_of_any_office(store, departments, text):
    bring(store, text)
    fang = somebody(store, "fang@x.example")
    assert (fang.employee_id, fang.department_id) == ("E1", departments["S"])
    assert fang.title


@pytest.mark.parametrize(
    "department", ["Goods\u00a0Inward", "Goods  Inward", " Goods\u3000Inward\u00a0", "goods\u202finward"]
)
def test_whatever_blank_stands_in_a_department_it_is_the_same(store, department):
    with store.writing() as db:
        goods = commands.add_department(db, name="Goods Inward", code="GI")
    made = plan(store, f"employee_id,name,email,department\nE7,Bo,bo@x.example,{department}\n")
    assert (made.errors, [change.values["department_id"] for change in made.new]) == ([], [goods.id])


def test_every_error_is_told_at_once_with_its_line(store, departments):
    text = (
        "employee_id,name,email,title,department,locale,time_zone,roles\n"
        "E1,,not an address,,sales,,,\n"
        f"E2,Ben,ben@x.example,{'x' * 121},nowhere,,,\n"
        "E2,Cem,cem@x.example,,nowhere,tlh,Mars/Base,king\n"
        "E4,Dee,ben@x.example,,nowhere,,,\n"
        "E5,Eve,eve@x.example,,nowhere,,,\n"
    )
    assert said(plan(store, text).errors) == [
        *((2, "name"), (2, "email")),
        *((3, "title"), (3, "department")),
        *((4, "department"), (4, "locale"), (4, "time_zone"), (4, "roles"), (4, "employee_id")),
        *((5, "department"), (5, "email")),
        (6, "department"),
    ]


@pytest.mark.parametrize(
    ("second", "column"),
    [("E1,Ben,ben@x.example", "employee_id"), ("E9,Ben,ana@x.example", "email"), ("E9,Ben,ANA@X.example", "email")],
)
def test_nobody_stands_in_two_lines(store, second, column):
    text = f"employee_id,name,email\nE1,Ana,ana@x.example\n{second}\n"
    assert said(plan(store, text).errors) == [(3, column)]


def test_two_lines_that_find_the_same_person_in_two_ways_are_an_error(store):
    bring(store, "employee_id,name,email\nE1,Ana,ana@x.example\n")
    text = "employee_id,name,email\nE1,Ana,new@x.example\n,Ana,ana@x.example\n"
    assert said(plan(store, text).errors) == [(3, "")]


def test_the_address_of_somebody_else_is_an_error(store):
    bring(store, "employee_id,name,email\nE1,Ana,ana@x.example\nE2,Ben,ben@x.example\n")
    found = plan(store, "employee_id,name,email\nE1,Ana,ben@x.example\n").errors
    assert said(found) == [(2, "email")]
    assert "Ben" in found[0].message


def test_two_addresses_that_are_only_spelled_alike_are_two_peoples(store):
    """Only who has the ID may spell their own address anew; without one in the file nobody is taken for another."""
    bring(store, "employee_id,name,email\nE1,Ana Ruiz,ana@x.example\n")
    [error] = plan(store, "employee_id,name,email\nE9,Ána Other,ána@x.example\n").errors
    assert (error.line, error.column, "Ana Ruiz" in error.message) == (2, "email", True)
    assert plan(store, "employee_id,name,email\nＥ１,Ana Ruiz,ána@x.example\n").errors == []
    assert said(plan(store, "name,email\nAna R.,ána@x.example\n").errors) == [(2, "email")]


def test_a_column_that_stands_twice_is_none_too_many(store):
    made = plan(store, "name,email,name\nAna,ana@x.example,Annie\n")
    assert ([change.name for change in made.new], made.roster.columns.unused) == (["Ana"], ["name 2"])


@pytest.mark.parametrize("text", ["name\nAna\n", "1,2\n3,4\n"])
def test_a_file_without_the_needed_columns_is_one_clear_error(store, text):
    found = plan(store, text).errors
    assert [error.line for error in found] == [1]


def test_nobody_is_deactivated_unless_the_file_names_everybody(store, departments):
    bring(store, PEOPLE)
    only_admin = PEOPLE.splitlines()[0] + "\n" + PEOPLE.splitlines()[3] + "\n"
    assert [person.name for person in bring(store, only_admin).gone] == ["Ana Ruiz", "王芳"]
    assert somebody(store, "ana@x.example").active
    bring(store, only_admin, full=True)
    assert not somebody(store, "ana@x.example").active
    assert somebody(store, "somchai@x.example").active


def test_whoever_comes_back_in_a_whole_roster_is_active_again(store, departments):
    bring(store, PEOPLE)
    bring(store, PEOPLE.replace("E1,Ana Ruiz,ana@x.example,Buyer,sales,en,Asia/Bangkok,\n", ""), full=True)
    assert not somebody(store, "ana@x.example").active
    assert bring(store, PEOPLE).changed == []
    assert [change.differences for change in bring(store, PEOPLE, full=True).changed] == [[("active", "no", "yes")]]


def test_the_last_administrator_stays_whatever_the_roster_says(store, departments):
    bring(store, PEOPLE)
    made = bring(store, "name,email\nAna Ruiz,ana@x.example\n", full=True)
    assert made.kept is not None
    assert made.kept.email == "somchai@x.example"
    assert somebody(store, "somchai@x.example").active
    assert not somebody(store, "fang@x.example").active


def test_a_roster_does_not_take_the_last_administrators_role(store, departments):
    bring(store, PEOPLE)
    assert said(plan(store, PEOPLE.replace('"leader, admin"', "leader")).errors) == [(4, "roles")]
    handed_on = PEOPLE.replace('"leader, admin"', "leader").replace(",hr\n", ",admin\n")
    bring(store, handed_on)
    assert administrators(store) == ["fang@x.example"]


def test_departments_come_before_the_people_who_lead_them(store):
    text = "code,name,lead,purpose,time_zone\nS,Sales,ana@x.example,We sell.,Asia/Bangkok\nOPS,Operations,E2,,\n"
    first = bring_departments(store, text)
    assert (len(first.new), said(first.notes)) == (2, [(2, "lead"), (3, "lead")])
    bring(store, "employee_id,name,email,department\nE1,Ana,ana@x.example,S\nE2,Ben,ben@x.example,ops\n")
    second = bring_departments(store, text)
    assert [change.differences for change in second.changed] == [
        [("lead_id", "nothing", "Ana")],
        [("lead_id", "nothing", "Ben")],
    ]
    assert bring_departments(store, text).is_empty


def test_a_department_is_found_by_code_and_may_change_its_name(store):
    bring_departments(store, "code,name\nS,Sales\n")
    bring_departments(store, "部门编码,部门名称,服务对象\nS,销售部,所有客户\n")
    with store.reading() as db:
        found = queries.department_coded(db, "S")
        assert found and (found.name, found.slug, found.serves) == ("销售部", "sales", "所有客户")


def test_departments_that_are_not_in_the_file_stay_open(store):
    bring_departments(store, "name\nSales\nOperations\n")
    made = bring_departments(store, "name\nSales\n")
    assert [department.name for department in made.gone] == ["Operations"]
    with store.reading() as db:
        assert len(queries.departments(db)) == 2


def test_errors_of_departments_are_told_at_once(store):
    bring_departments(store, "code,name\nS,Sales\nOPS,Operations\n")
    text = f"code,name,time_zone,purpose\nS,Operations,,\nX,,,\nY,Yard,Nowhere,{'x' * 1001}\nY,Zoo,,\n"
    found = plan_departments(store, text).errors
    assert said(found) == [(2, "name"), (3, "name"), (4, "purpose"), (4, "time_zone"), (5, "code")]


def test_somebody_who_left_leads_nothing(store):
    bring(store, "name,email\nAna,ana@x.example\nBen,ben@x.example\n")
    bring(store, "name,email\nBen,ben@x.example\n", full=True)
    assert said(plan_departments(store, "name,lead\nSales,ana@x.example\n").errors) == [(2, "lead")]


def test_an_administrator_who_left_is_none(store, departments):
    bring(store, PEOPLE)
    deactivate(store, "fang@x.example")
    handed_on = PEOPLE.replace('"leader, admin"', "leader").replace(",hr\n", ",admin\n")
    assert said(plan(store, handed_on).errors) == [(4, "roles")]
    bring(store, handed_on, full=True)
    assert administrators(store) == ["fang@x.example"]


def test_an_administrator_who_comes_back_may_be_the_only_one(store, departments):
    bring(store, PEOPLE.replace(",hr\n", ",admin\n"))
    deactivate(store, "fang@x.example")
    handed_back = PEOPLE.replace('"leader, admin"', "leader").replace(",hr\n", ",admin\n")
    bring(store, handed_back, full=True)
    assert somebody(store, "fang@x.example").active
