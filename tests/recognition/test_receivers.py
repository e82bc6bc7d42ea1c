"""Whom one can recognise: found by name on the server, kept in the form, never more than fit on a page."""

import html
import re
from urllib.parse import quote

import pytest

from app.people import commands as people
from app.people import queries as people_queries
from app.people.models import Person
from app.recognition import queries

CROWD = 300


@pytest.fixture
def crowd(store, cast):
    """Three hundred people more, in Quality, where Ana is not."""
    with store.writing() as db:
        db.add_all(
            Person(name=f"Sam Okafor {n:03}", email=f"sam{n}@example.com", department_id=cast.quality)
            for n in range(CROWD)
        )


def join(store, *names, **about):
    with store.writing() as db:
        return [
            people.add_person(db, name=name, email=f"{quote(name)}{n}@x.example", **about).id
            for n, name in enumerate(names)
        ]


def leave(store, person_id):
    with store.writing() as db:
        people.set_active(db, people_queries.person(db, person_id), active=False)


def offered(visitor, q, *chosen):
    """Names and notes in the list under the box."""
    page = visitor.get("/recognition/receivers", params={"q": q, "receivers": chosen}).text
    return re.findall(r'data-text="([^"]*)" data-note="([^"]*)"', html.unescape(page))


def names(visitor, q, *chosen):
    return [name for name, _note in offered(visitor, q, *chosen)]


def boxes(page):
    """Every receiver the page would let one choose, and whether it is."""
    return re.findall(r'name="receivers" value="([^"]*)"( checked)?', html.unescape(page))


def test_the_form_is_as_long_for_three_hundred_people_as_for_six(cast, as_, crowd):
    visitor = as_(cast.ana)
    assert boxes(visitor.get("/recognition/new").text) == []
    refused = visitor.post("/recognition", data={"q": "sam", "message": ""})
    assert (refused.status_code, len(boxes(refused.text))) == (422, 20)
    assert "<option" not in refused.text.partition("<main")[2]


def test_at_most_twenty_are_offered_and_more_are_said(cast, as_, crowd):
    page = as_(cast.ana).get("/recognition/receivers?q=sam").text
    assert page.count('role="option"') == 20
    assert "More than 20 found. Type more of the name, or the department too." in page
    page = as_(cast.ana).get("/recognition/receivers?q=sam+299").text
    assert (page.count('role="option"'), "Found: 1" in page) == (1, True)


def test_nobody_found_is_said(cast, as_):
    page = as_(cast.ana).get("/recognition/receivers?q=zeppelin").text
    assert ("Nobody found with this name." in page, 'role="option"' in page) == (True, False)


def test_people_and_departments_are_found_by_the_beginnings_of_their_words(store, cast, as_):
    join(store, "Ana-Lena Ruiz Ortega", "Quentin Ballard", "Diana Moss")
    visitor = as_(cast.otto)
    assert names(visitor, "ana") == ["Ana", "Ana-Lena Ruiz Ortega"]
    assert names(visitor, "LENA ort") == ["Ana-Lena Ruiz Ortega"]
    assert offered(visitor, "qu") == [("Quality", "Department"), ("Quentin Ballard", "")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("André Núñez", "nunez andre"),
        ("André Núñez", "NÚÑEZ"),
        ("Søren Åberg", "soren aberg"),
        ("Łukasz Żak", "lukasz zak"),
        ("Emile Zola", "émile"),
        ("Élodie Roux", "élo"),
        ("Жанна Орлова", "жан"),
        ("王小丽", "小丽"),
        ("นภา ศรีสุข", "สุข"),
        ("O'Neil (Kit) 50%_.*", "kit 50%_.*"),
    ],
)
def test_names_are_found_however_they_are_typed(store, cast, as_, name, words):
    join(store, name, "Bystander Jones")
    assert names(as_(cast.ana), words) == [name]


@pytest.mark.parametrize("words", ["%", "_", ".*", "(", "[", "\\", "a|b", "^", "(?i)a", "x" * 5_000, "' OR 1=1 --"])
def test_a_sign_that_means_something_to_a_database_is_only_a_sign(cast, as_, words):
    assert names(as_(cast.ana), words) == []


def test_namesakes_are_told_apart_and_narrowed_down_by_their_department(store, cast, as_):
    (buyer,) = join(store, "王伟", title="Buyer", department_id=cast.sales)
    join(store, "王伟 ", title="Tester", department_id=cast.quality)
    visitor = as_(cast.mia)
    assert sorted(note for _name, note in offered(visitor, "王伟")) == ["Buyer · Sales", "Tester · Quality"]
    assert [note for _name, note in offered(visitor, "王伟 qual")] == ["Tester · Quality"]
    assert [note for _name, note in offered(visitor, "王伟", f"person:{buyer}")] == ["Tester · Quality"]


def test_ones_own_department_comes_first_and_then_the_alphabet(store, cast, as_):
    join(store, "Zoe", department_id=cast.sales)
    join(store, "Adam", "Zachary", department_id=cast.quality)
    assert names(as_(cast.ana), "z") == ["Zoe", "Zachary"]
    assert names(as_(cast.ana), "")[:3] == ["Otto", "Zoe", "Adam"]


def test_neither_oneself_nor_whoever_left_is_offered_or_prefilled(store, cast, as_):
    leave(store, cast.otto)
    visitor = as_(cast.ana)
    assert set(names(visitor, "")) == {"Ben", "Lea", "Hana", "Mia"}
    assert (names(visitor, "otto"), names(visitor, "ana")) == ([], [])
    to = "&".join(
        f"to={one}" for one in (f"person:{cast.otto}", f"person:{cast.ana}", "person:x", "department:quality")
    )
    assert boxes(visitor.get(f"/recognition/new?{to}").text) == [("department:quality", " checked")]


def test_finding_without_scripts_keeps_everything_typed_and_offers_boxes(store, cast, as_):
    typed = {
        "receivers": ["department:quality", f"person:{cast.ben}"],
        "q": "ott",
        "find": "yes",
        "message": "Stayed late.",
        "subject": "/ideas/3",
        "key": "k1",
    }
    answer = as_(cast.ana).post("/recognition", data=typed)
    page = html.unescape(answer.text)
    assert answer.status_code == 200
    assert boxes(page) == [
        ("department:quality", " checked"),
        (f"person:{cast.ben}", " checked"),
        (f"person:{cast.otto}", ""),
    ]
    for kept in ('value="ott"', "Stayed late.</textarea>", 'value="/ideas/3"', 'name="key" value="k1"'):
        assert kept in page
    with store.reading() as db:
        assert queries.latest(db, limit=1) == []


def test_finding_asks_for_nothing_else_yet(cast, as_):
    page = as_(cast.ana).post("/recognition", data={"q": "ott", "find": "yes"}).text
    assert ('class="errors"' in page, "-error" in page) == (False, False)


def test_finding_for_an_award_stays_an_award(cast, as_):
    page = as_(cast.lea).post("/recognition/awards", data={"q": "ott", "find": "yes"}).text
    assert 'action="/recognition/awards?_as=' in page
    assert boxes(page) == [(f"person:{cast.otto}", "")]


@pytest.mark.parametrize(
    ("wrong", "sentence", "kept"),
    [
        ("ana", "You can't thank or award yourself. Choose somebody else.", True),
        ("otto", "Otto is no longer active. Take that name out and try again.", True),
        ("99999", "Choose people and departments from the list.", False),
        (
            "department:sales",
            "Sales is your own department. Choose the people you mean, or another department.",
            True,
        ),
    ],
)
def test_a_receiver_that_cannot_be_is_said_and_the_others_stay(store, cast, as_, wrong, sentence, kept):
    leave(store, cast.otto)
    wrong_one = wrong if ":" in wrong else f"person:{getattr(cast, wrong, wrong)}"
    chosen = ["department:quality", wrong_one, f"person:{cast.ben}"]
    answer = as_(cast.ana).post("/recognition", data={"receivers": chosen, "message": "Stayed late."})
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "Stayed late.</textarea>" in page
    assert sentence in page.partition('id="f-receivers-error"')[2]
    assert [value for value, _on in boxes(page)] == [one for one in chosen if kept or one != wrong_one]


def test_an_award_for_ones_own_department_comes_back_with_everything_typed(store, cast, as_):
    with store.reading() as db:
        kind = queries.award_kinds(db)[1].id
    chosen = [f"person:{cast.ben}", "department:quality"]
    typed = {"receivers": chosen, "message": "She asked why.", "kind": str(kind), "subject": "", "key": "k1"}
    answer = as_(cast.lea).post("/recognition/awards", data=typed)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "Quality is your own department." in page.partition('id="f-receivers-error"')[2]
    assert [value for value, on in boxes(page) if on] == chosen
    for kept in ("She asked why.</textarea>", f'name="kind" value="{kind}" checked', 'name="key" value="k1"'):
        assert kept in page


def test_too_many_receivers_are_refused_and_none_is_lost(store, cast, as_, crowd):
    with store.reading() as db:
        many = [f"person:{row.id}" for row in people_queries.person_rows(db, department_id=cast.quality)]
    answer = as_(cast.ana).post("/recognition", data={"receivers": many, "message": "Stayed late.", "q": "sam"})
    page = html.unescape(answer.text)
    assert "Choose at most 20." in page.partition('id="f-receivers-error"')[2]
    assert [value for value, on in boxes(page) if on] == many


def test_a_stranger_is_asked_to_sign_in_before_names_are_told(as_):
    assert as_(0).get("/recognition/receivers?q=a").headers["location"].startswith("/sign-in")


def test_one_s_own_name_and_department_say_why_they_are_not_offered(as_, cast):
    visitor = as_(cast.ana)
    page = html.unescape(visitor.get("/recognition/receivers?q=ana").text)
    assert "You can't thank or award yourself. Choose somebody else." in page
    assert "Nobody found" not in page
    page = visitor.get("/recognition/receivers?q=sales").text
    assert "Sales is your own department." in page
    assert 'data-value="department:sales"' not in page
    found = visitor.post("/recognition", data={"q": "ana", "find": "yes"})
    assert "You can't thank or award yourself." in html.unescape(found.text)
    assert "Nobody found with this name." in visitor.get("/recognition/receivers?q=zebra").text


def test_one_s_own_department_is_not_filled_in(as_, cast):
    assert 'value="department:sales"' not in as_(cast.ana).get("/recognition/new?to=department:sales").text
    assert 'value="department:sales"' in as_(cast.ben).get("/recognition/new?to=department:sales").text
