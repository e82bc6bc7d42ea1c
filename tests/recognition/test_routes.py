"""The feed, one entry, and the form, as a browser without scripts meets them."""

import html
import re

from app.core.subjects import Subject
from app.recognition import queries
from tests.makers import a_topic, hidden
from tests.recognition.giving import awarded, department, person, thanked


def given(store):
    with store.reading() as db:
        return queries.latest(db, limit=100)


def read(response):
    return html.unescape(response.text)


def key_of(page):
    return found(r'name="key" value="([^"]+)"', page)


def chosen(page):
    """What the form would send as it comes, in its order."""
    return re.findall(r'name="receivers" value="([^"]+)" checked', page)


def found(pattern, page):
    match = re.search(pattern, page)
    assert match, pattern
    return match[1]


def test_the_feed_names_everyone_and_links_what_is_cited(store, cast, as_):
    topic = a_topic(store, by=cast.otto, title="Shelf order")
    thanked(store, cast.ana, person(cast.otto), department(cast.operations), subject=Subject("topic", topic))
    page = read(as_(cast.lea).get("/recognition"))
    for said in (
        f'href="/people/{cast.ana}" dir="auto">Ana</a>',
        f'href="/people/{cast.otto}" dir="auto">Otto</a> and <a',
        'href="/departments/operations" dir="auto">Operations</a>',
        f'href="/topics/{topic}-shelf-order" lang="en" dir="auto">Shelf order</a>',
        "She stayed until the lorry was loaded.",
    ):
        assert said in page


def test_words_that_look_like_html_stay_words(store, cast, as_):
    thanked(store, cast.ana, person(cast.otto), message="<script>alert(1)</script>")
    text = as_(cast.lea).get("/recognition").text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


def test_the_message_says_its_language(store, cast, as_):
    thanked(store, cast.ana, person(cast.otto), message="แจ้งเวลานัดล่วงหน้าทุกวันตั้งแต่ต้นเดือน")
    assert re.search(r'<blockquote[^>]* lang="th" dir="auto">', as_(cast.lea).get("/recognition").text)


def test_the_feed_is_sieved_by_department_person_and_kind(store, cast, as_):
    thanked(store, cast.ana, person(cast.otto), message="Within sales.")
    thanked(store, cast.lea, person(cast.ben), message="To operations.")
    awarded(store, cast.lea, person(cast.ben), message="An award it is.")
    visitor = as_(cast.lea)
    assert "To operations." not in read(visitor.get("/recognition?department=sales"))
    assert "Within sales." not in read(visitor.get(f"/recognition?person={cast.ben}"))
    assert "Within sales." not in read(visitor.get("/recognition?kind=award"))
    assert "An award it is." in read(visitor.get("/recognition?kind=award"))


def test_an_unknown_filter_is_no_filter(store, cast, as_):
    thanked(store, cast.ana, person(cast.otto))
    for query in ("department=nowhere", "person=99999", "person=x", "kind=medal", "after=!!"):
        response = as_(cast.lea).get(f"/recognition?{query}")
        assert (response.status_code, "She stayed" in response.text) == (200, True)


def test_thanks_are_given_by_the_form_as_it_comes(store, cast, as_):
    visitor = as_(cast.ana)
    page = read(visitor.get(f"/recognition/new?to=person:{cast.otto}"))
    assert (chosen(page), "<small" in page) == ([f"person:{cast.otto}"], True)
    typed = {
        "receivers": [f"person:{cast.otto}", "department:operations"],
        "message": "Stayed late.",
        "subject": "",
        "key": key_of(page),
    }
    response = visitor.post("/recognition", data=typed)
    [row] = given(store)
    assert (response.status_code, response.headers["location"]) == (303, f"/recognition#recognition-{row.id}")
    assert [one.name for one in row.receivers] == ["Otto", "Operations"]


def test_the_form_cites_what_the_address_names(store, cast, as_):
    topic = a_topic(store, by=cast.otto, title="Shelf order")
    visitor = as_(cast.ana)
    page = read(visitor.get(f"/recognition/new?subject=topic:{topic}"))
    assert f'type="radio" name="subject" value="topic:{topic}" checked' in page
    assert "Shelf order" in page
    visitor.post("/recognition", data={"receivers": f"person:{cast.otto}", "message": "x", "subject": f"topic:{topic}"})
    assert given(store)[0].about_label == "Shelf order"


def test_a_pasted_address_is_understood(store, cast, as_):
    topic = a_topic(store, by=cast.otto, title="Shelf order")
    pasted = f"https://byline.example/topics/{topic}-shelf-order?after=x#discussion"
    as_(cast.ana).post("/recognition", data={"receivers": f"person:{cast.otto}", "message": "x", "subject": pasted})
    assert given(store)[0].about.ref == topic


def test_everything_that_is_missing_is_said_at_once(cast, as_):
    page = as_(cast.ana).post("/recognition", data={}).text
    for field in ("receivers", "message"):
        assert f'id="f-{field}-error"' in page
    assert "Choose at least one person or department." in page


def test_a_refused_form_comes_back_filled_in(store, cast, as_):
    typed = {"receivers": f"person:{cast.otto}", "message": "Stayed late.", "subject": "nonsense", "key": "k1"}
    response = as_(cast.ana).post("/recognition", data=typed)
    page = read(response)
    assert response.status_code == 422
    assert chosen(page) == [f"person:{cast.otto}"]
    assert "Stayed late.</textarea>" in page
    assert 'value="nonsense"' in page
    assert 'id="f-subject-error"' in page
    assert 'name="key" value="k1"' in page
    assert given(store) == []


def test_what_a_command_refuses_stands_at_its_field_too(store, cast, as_):
    response = as_(cast.ana).post("/recognition", data={"receivers": f"person:{cast.ana}", "message": "Me."})
    assert response.status_code == 422
    assert re.search(r'id="f-receivers-error">.*yourself', read(response))


def test_receivers_that_make_no_sense_are_refused(store, cast, as_):
    for value in ("person:0", "person:abc", "department:", "department:nowhere", "everyone", f"person:{10**14}"):
        response = as_(cast.ana).post("/recognition", data={"receivers": value, "message": "x"})
        assert (response.status_code, "from the list" in read(response)) == (422, True)
    assert as_(cast.ana).post("/recognition", data={"message": "x"}).status_code == 422
    assert given(store) == []


def test_pressing_twice_thanks_once(store, cast, as_):
    typed = {"receivers": f"person:{cast.otto}", "message": "Stayed late.", "key": "k1"}
    first, second = (as_(cast.ana).post("/recognition", data=typed) for _n in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(given(store)) == 1


def test_the_same_key_for_somebody_else_is_asked_about_and_then_given(store, cast, as_):
    visitor, typed = as_(cast.ana), {"receivers": f"person:{cast.otto}", "message": "Stayed late.", "key": "k1"}
    visitor.post("/recognition", data=typed)
    answer = visitor.post("/recognition", data=typed | {"receivers": f"person:{cast.ben}"})
    page = read(answer)
    assert answer.status_code == 422
    assert re.search(r'<div class="errors".*sent before, filled in differently', page, re.DOTALL)
    assert (chosen(page), len(given(store))) == ([f"person:{cast.ben}"], 1)
    again = visitor.post("/recognition", data=typed | {"receivers": f"person:{cast.ben}", "key": key_of(page)})
    assert again.status_code == 303
    assert {one.name for row in given(store) for one in row.receivers} == {"Otto", "Ben"}


def test_an_award_of_the_same_key_in_other_words_is_asked_about_and_then_given(store, cast, as_):
    with store.reading() as db:
        kind = str(queries.award_kinds(db)[0].id)
    visitor, typed = as_(cast.lea), {"kind": kind, "receivers": f"person:{cast.otto}", "message": "Asked.", "key": "k1"}
    visitor.post("/recognition/awards", data=typed)
    answer = visitor.post("/recognition/awards", data=typed | {"message": "Asked why."})
    assert (answer.status_code, 'action="/recognition/awards?_as=' in answer.text) == (422, True)
    again = visitor.post("/recognition/awards", data=typed | {"message": "Asked why.", "key": key_of(answer.text)})
    assert (again.status_code, len(given(store))) == (303, 2)


def test_a_leader_gives_an_award_by_the_form(store, cast, as_):
    visitor = as_(cast.lea)
    page = read(visitor.get("/recognition/new?kind=award"))
    kind = found(r'type="radio" name="kind" value="(\d+)"', page)
    typed = {"kind": kind, "receivers": f"person:{cast.otto}", "message": "Asked why.", "key": key_of(page)}
    assert visitor.post("/recognition/awards", data=typed).status_code == 303
    [row] = given(store)
    assert (row.is_award, row.award) == (True, "Bridge builder")


def test_an_award_without_a_kind_comes_back_as_an_award(store, cast, as_):
    typed = {"receivers": f"person:{cast.otto}", "message": "Asked why."}
    response = as_(cast.lea).post("/recognition/awards", data=typed)
    assert response.status_code == 422
    assert 'action="/recognition/awards?_as=' in response.text
    assert 'id="f-kind-error"' in response.text


def test_only_leaders_are_offered_and_allowed_awards(store, cast, as_):
    assert "Give an award" not in as_(cast.ana).get("/recognition").text
    assert "Give an award" in as_(cast.lea).get("/recognition").text
    page = as_(cast.ana).get("/recognition/new?kind=award").text
    assert ('action="/recognition/awards?_as=' in page, 'href="/recognition/new?kind=award"' in page) == (False, False)
    with store.reading() as db:
        kind = queries.award_kinds(db)[0].id
    typed = {"kind": kind, "receivers": f"person:{cast.otto}", "message": "x"}
    assert as_(cast.ana).post("/recognition/awards", data=typed).status_code == 403
    assert given(store) == []


def test_the_giver_withdraws_from_the_page_of_the_entry(store, cast, as_):
    thanks = thanked(store, cast.ana, person(cast.otto))
    visitor = as_(cast.ana)
    assert "Withdraw" in visitor.get(f"/recognition/{thanks}").text
    assert "Withdraw" not in as_(cast.otto).get(f"/recognition/{thanks}").text
    assert visitor.post(f"/recognition/{thanks}", data={"_method": "DELETE"}).status_code == 303
    assert given(store) == []
    page = as_(cast.otto).get(f"/recognition/{thanks}").text
    assert ("This was withdrawn." in page, "She stayed" in page) == (True, False)


def test_somebody_else_cannot_withdraw(store, cast, as_):
    thanks = thanked(store, cast.ana, person(cast.otto))
    assert as_(cast.otto).delete(f"/recognition/{thanks}").status_code == 403
    assert len(given(store)) == 1


def test_what_is_hidden_is_read_by_its_giver_and_administrators_only(store, cast, as_):
    thanks = thanked(store, cast.ana, person(cast.otto))
    hidden(store, by=cast.mia, recognition=thanks)
    for id_, sees in ((cast.ana, True), (cast.mia, True), (cast.otto, False), (cast.lea, False)):
        page = as_(id_).get(f"/recognition/{thanks}").text
        assert ("She stayed" in page, "It names a customer." in page) == (sees, sees)


def test_what_is_not_there_is_not_found(cast, as_):
    for address in ("/recognition/99999", "/recognition/0", "/recognition/x"):
        assert as_(cast.ana).get(address).status_code == 404


def test_a_stranger_is_shown_to_the_door(as_):
    stranger = as_(0)
    for address in ("/recognition", "/recognition/new", "/notices"):
        assert stranger.get(address).headers["location"].startswith("/sign-in")
