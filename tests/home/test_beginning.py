"""A company that has only just begun: its administrator is led on, and no page is a dead end for anybody."""

import html
import re

import pytest

from app import wiring
from app.people import commands as people
from app.people.queries import person
from app.people.roles import Role
from app.recognition.queries import award_kinds
from tests.makers import an_idea

STEPS = ["Add the departments.", "Add the people.", "Invite them.", "Share the first idea."]


@pytest.fixture
def admin(store) -> int:
    """The first one, as `byline admin` makes her."""
    with store.writing() as db:
        wiring.first_rows(db)
        return people.add_person(db, name="Uma", email="uma@example.com", roles=[Role.ADMIN, Role.LEADER]).id


@pytest.fixture
def employee(store, admin) -> int:
    with store.writing() as db:
        return people.add_person(db, name="Vic", email="vic@example.com").id


def steps(response):
    """Each step with where it leads, empty once it is done."""
    found = re.search(r'aria-labelledby="beginning">(.*?)</section>', response.text, re.DOTALL)
    each = re.findall(r"<li><b>([^<]+)</b>(.*?)</li>", found[1], re.DOTALL) if found else []
    return {what: "".join(re.findall(r'href="([^"]+)"', rest)) for what, rest in each}


def read(response):
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.text)).split())


def test_each_step_is_ticked_when_it_is_done_and_all_are_gone_at_last(store, admin, as_):
    visitor = as_(admin)

    def left():
        front, setup = (steps(visitor.get(path)) for path in ("/", "/setup"))
        assert front == setup
        assert all(visitor.get(address).status_code == 200 for address in front.values() if address)
        return [what for what, address in front.items() if address]

    assert list(steps(visitor.get("/"))) == STEPS
    assert left() == STEPS
    with store.writing() as db:
        people.add_department(db, name="Works")
    assert left() == STEPS[1:]
    with store.writing() as db:
        vic = people.add_person(db, name="Vic", email="vic@example.com").id
    assert left() == STEPS[2:]
    visitor.post(f"/setup/people/{vic}/invitation")
    assert left() == STEPS[3:]
    an_idea(store, by=admin, department="works")
    assert left() == [] == list(steps(visitor.get("/")))


def test_the_order_is_the_companys_own(store, admin, as_):
    """Whoever begins at the end is still told of the rest."""
    with store.writing() as db:
        people.add_department(db, name="Works")
    an_idea(store, by=admin, department="works")
    found = steps(as_(admin).get("/"))
    assert [bool(found[what]) for what in STEPS] == [False, True, True, False]


@pytest.mark.parametrize("gone", ["closed", "left"])
def test_what_is_there_no_longer_does_not_count(store, admin, employee, as_, gone):
    with store.writing() as db:
        works = people.add_department(db, name="Works")
        if gone == "closed":
            people.change_department(db, works, active=False)
        else:
            people.set_active(db, person(db, employee), active=False)
    step = {"closed": STEPS[0], "left": STEPS[1]}[gone]
    assert steps(as_(admin).get("/"))[step]


def test_nobody_else_is_told_to_set_up(employee, as_):
    assert steps(as_(employee).get("/")) == {}
    assert as_(employee).get("/setup").status_code == 403


def test_without_a_department_the_form_leads_on(store, admin, employee, as_):
    own, others = as_(admin).get("/ideas/new"), as_(employee).get("/ideas/new")
    for page in (own, others):
        assert "there is none yet" in read(page)
        assert all(part not in page.text for part in ("<select", "Share it", 'name="title"', "Preview"))
    assert 'href="/setup/departments/new"' in own.text
    assert "Ask an administrator to add one: Uma." in read(others).replace(" .", ".")
    assert f'href="/people/{admin}' in others.text


def test_before_there_is_an_administrator_nobody_is_named(store, as_):
    with store.writing() as db:
        wiring.first_rows(db)
        vic = people.add_person(db, name="Vic", email="vic@example.com").id
    assert "Ask an administrator to add one." in read(as_(vic).get("/ideas/new"))


def test_what_was_typed_stays_where_the_last_department_has_gone(store, employee, as_):
    response = as_(employee).post("/ideas", data={"title": "Plant trees", "department": "works", "key": "k" * 22})
    assert response.status_code == 422
    assert 'value="Plant trees"' in response.text and "there is none yet" in response.text


@pytest.mark.parametrize(
    "path", ["/", "/ideas", "/topics", "/topics/new", "/recognition", "/departments", "/me/record"]
)
@pytest.mark.parametrize("who", ["admin", "employee"])
def test_every_page_of_an_empty_company_leads_somewhere(request, as_, path, who):
    request.getfixturevalue("employee")
    response = as_(request.getfixturevalue(who)).get(path)
    assert response.status_code == 200
    main = response.text.partition("<main")[2].partition("</main>")[0]
    assert re.search(r'<a [^>]*href="/|<button', main) or "An administrator adds them" in main


def test_whoever_is_alone_is_told_so_where_they_would_thank(store, admin, as_):
    page = as_(admin).get("/recognition/new")
    assert "There is nobody else here yet" in page.text and 'href="/setup/people/new"' in page.text
    with store.writing() as db:
        people.add_department(db, name="Works")
    assert "There is nobody else here yet" not in as_(admin).get("/recognition/new").text


def test_a_leader_without_a_kind_of_award_is_led_to_one(store, admin, as_):
    with store.writing() as db:
        for kind in award_kinds(db):
            kind.active = False
    page = as_(admin).get("/recognition/new?kind=award")
    assert "There is no kind of award yet." in page.text and 'href="/setup/awards/new"' in page.text
