import re
from html import unescape

import pytest

from app.audit import commands as audit
from app.campaigns.queries import direction
from app.core.clock import now
from app.core.deliveries import Delivery
from app.core.outgoing import Outgoing
from app.ideas import queries as ideas
from app.people import commands as people_commands
from app.people import queries as people
from app.people.models import Person
from app.people.roles import Role

PAGES = (
    *("/setup", "/setup/departments", "/setup/departments/new", "/setup/departments/1"),
    *("/setup/people", "/setup/people/new", "/setup/people/1", "/setup/stages", "/setup/stages/new", "/setup/stages/1"),
    *("/setup/awards", "/setup/awards/new", "/setup/awards/1", "/setup/direction", "/setup/follow-ups", "/setup/audit"),
)


@pytest.fixture
def mia(as_, cast):
    return as_(cast.mia)


def test_the_setup_is_open_to_administrators(mia):
    assert {page: mia.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_the_setup_tells_what_was_set_aside(mia, store):
    assert "set aside" not in mia.get("/setup").text
    with store.writing() as db:
        db.add(Delivery(fact="f", reaction="r", payload="{}", set_aside_at=now()))
    assert "1 follow-up, such as telling somebody" in unescape(mia.get("/setup").text)
    with store.writing() as db:
        db.add(Outgoing(channel="mail", recipient="ana", what="1", digest="", set_aside_at=now()))
    assert "2 follow-ups, such as telling somebody" in unescape(mia.get("/setup").text)


@pytest.mark.parametrize("who", ["ana", "ben", "lea", "hana"])
def test_the_setup_is_closed_to_everybody_else(as_, cast, who):
    other = as_(getattr(cast, who))
    assert {page: other.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 403)


def test_strangers_are_asked_to_sign_in_first(as_, cast):
    stranger = as_(0)
    assert all(stranger.get(page).headers["location"].startswith("/sign-in") for page in PAGES)


def test_what_is_not_there_answers_404(mia):
    pages = ("departments/99", "people/99", "stages/99", "awards/99")
    assert [mia.get(f"/setup/{page}").status_code for page in pages] == [404] * 4


def test_a_department_is_added_from_its_form(mia, store):
    typed = {"name": "Fleet", "purpose": "We drive.", "time_zone": "Asia/Bangkok", "lead": "1"}
    assert mia.post("/setup/departments", data=typed).headers["location"] == "/setup/departments"
    with store.reading() as db:
        fleet = people.department_by_slug(db, "fleet")
    assert (fleet.purpose, fleet.time_zone, fleet.lead_id, fleet.active) == ("We drive.", "Asia/Bangkok", 1, True)


@pytest.mark.parametrize(
    ("address", "typed", "field"),
    [
        ("departments", {"name": "", "purpose": "kept words"}, "name"),
        ("departments", {"name": "Sales", "purpose": "kept words"}, "name"),
        ("departments", {"name": "Fleet", "purpose": "kept words", "time_zone": "Mars/Olympus"}, "time_zone"),
        ("departments/1", {"name": "Operations", "purpose": "kept words", "active": "yes"}, "name"),
        ("people", {"name": "Nia", "email": "ana@example.com", "title": "kept words"}, "email"),
        ("people", {"name": "Nia", "email": "nia", "title": "kept words"}, "email"),
        ("people", {"name": "Nia", "title": "kept words"}, "email"),
        ("people", {"name": "Nia", "employee_id": "ana@example.com", "title": "kept words"}, "employee_id"),
        ("people/1", {"name": "", "email": "ana@example.com", "title": "kept words"}, "name"),
        ("people/1", {"name": "Ana", "email": "ana@example.com", "title": "kept words", "roles": "king"}, "roles"),
        ("stages", {"name_en": "kept words", "position": "many", "kind": "doing"}, "position"),
        ("stages", {"name_en": "kept words", "position": "1", "kind": "odd"}, "kind"),
        ("stages/1", {"name_en": "kept words", "position": "1"}, "active"),
        ("stages", {"name_en": "ＬＩＶＥ", "name_th": "kept words", "position": "1", "kind": "doing"}, "name_en"),
        ("awards", {"name_en": "kept words", "name_zh_hans": "幕后功臣 ", "position": "1"}, "name_zh_hans"),
        ("awards", {"name_en": "kept words", "position": "-1"}, "position"),
        ("awards/1", {"name_en": "kept words", "position": "x"}, "position"),
        ("direction", {"text_en": "kept words", "text_th": "x" * 201}, "text_th"),
    ],
)
def test_a_refused_form_keeps_the_typing_and_says_why_at_the_field(mia, address, typed, field):
    answer = mia.post(f"/setup/{address}", data=typed)
    assert answer.status_code == 422
    assert "kept words" in answer.text
    assert f'id="f-{field}-error"' in answer.text


def leads(page):
    """Whom the form would let lead the department, and who does."""
    return re.findall(r'name="lead" value="([^"]*)"( checked)?', page)


def test_the_lead_is_found_by_name_and_the_form_is_no_longer_for_more_people(mia, cast, store):
    with store.writing() as db:
        db.add_all(Person(name=f"Sam {n:03}", email=f"sam{n}@example.com") for n in range(300))
    address = f"/setup/departments/{cast.operations}"
    assert leads(mia.get(address).text) == [(str(cast.ben), " checked"), ("", "")]
    typed = {"name": "Works", "purpose": "kept words", "lead": str(cast.ben), "active": "yes"}
    for where in (address, "/setup/departments"):
        answer = mia.post(where, data=typed | {"q": "sam", "find": "yes"})
        assert (answer.status_code, len(leads(answer.text)), "kept words" in answer.text) == (200, 22, True)
    with store.reading() as db:
        assert people.department(db, cast.operations).name == "Operations"


def test_a_lead_is_offered_in_the_box_while_somebody_types(mia, cast):
    offered = mia.get("/setup/departments/leads", params={"q": "a"}).text
    assert re.findall(r'data-value="(\d+)" data-text="(\w+)"', offered) == [(str(cast.ana), "Ana")]
    assert 'role="option"' not in mia.get(f"/setup/departments/leads?q=a&lead={cast.ana}&lead=x").text


def test_a_department_is_left_without_a_lead(mia, cast, store):
    typed = {"name": "Operations", "lead": "", "active": "yes"}
    assert mia.post(f"/setup/departments/{cast.operations}", data=typed).status_code == 303
    with store.reading() as db:
        assert people.department(db, cast.operations).lead_id is None


@pytest.mark.parametrize("lead", ["99999", "x", "0"])
def test_a_lead_who_cannot_be_is_said_at_the_field(mia, cast, lead):
    typed = {"name": "Operations", "lead": lead, "purpose": "kept words", "active": "yes"}
    answer = mia.post(f"/setup/departments/{cast.operations}", data=typed)
    assert (answer.status_code, 'id="f-lead-error"' in answer.text, "kept words" in answer.text) == (422, True, True)


def test_a_department_with_people_says_so_at_its_box(mia, cast):
    answer = mia.post(f"/setup/departments/{cast.operations}", data={"name": "Operations", "purpose": "kept words"})
    assert (answer.status_code, "kept words" in answer.text) == (422, True)
    assert "2 people still belong" in answer.text.partition('id="f-active-error"')[2]


def test_the_last_administrator_is_told_so_beside_the_roles(mia, cast):
    answer = mia.post(f"/setup/people/{cast.mia}", data={"name": "Mia", "email": "mia@example.com"})
    assert answer.status_code == 422
    assert 'id="f-roles-error"' in answer.text


def test_who_gives_up_the_setup_is_not_led_back_into_it(mia, cast, as_):
    mia.post(f"/setup/people/{cast.ana}", data={"name": "Ana", "email": "ana@example.com", "roles": "admin"})
    answer = mia.post(f"/setup/people/{cast.mia}", data={"name": "Mia", "email": "mia@example.com"})
    assert answer.headers["location"] == "/"


def test_who_is_deactivated_is_not_invited_and_nobody_was_faster(mia, cast, store):
    with store.writing() as db:
        people_commands.set_active(db, people.person(db, cast.otto), active=False)
    answer = mia.post(f"/setup/people/{cast.otto}/invitation")
    assert (answer.status_code, "/welcome/" in answer.text) == (422, False)
    assert "This person is no longer active, so there is nobody to invite." in answer.text
    assert "Something needs correcting" in answer.text
    assert "Someone was faster" not in answer.text


def test_an_invitation_link_is_whole_and_shown_only_once(mia, cast, as_, store):
    answer = mia.post(f"/setup/people/{cast.otto}/invitation")
    (link,) = re.findall(r'value="(http://testserver/welcome/[^"]+)"', unescape(answer.text))
    assert as_(0).get(link).status_code == 200
    assert "/welcome/" not in mia.get(f"/setup/people/{cast.otto}").text


def test_somebody_is_deactivated_and_activated_by_plain_forms(mia, cast, store):
    mia.post(f"/setup/people/{cast.otto}/active", data={"_method": "DELETE"})
    with store.reading() as db:
        assert not people.person(db, cast.otto).active
    mia.post(f"/setup/people/{cast.otto}/active", data={"_method": "PUT"})
    with store.reading() as db:
        assert people.person(db, cast.otto).active


def test_deactivating_oneself_is_refused_and_not_offered(mia, cast):
    assert mia.delete(f"/setup/people/{cast.mia}/active").status_code == 403
    assert f"/setup/people/{cast.mia}/active" not in mia.get(f"/setup/people/{cast.mia}").text
    assert f"/setup/people/{cast.ana}/active" in mia.get(f"/setup/people/{cast.ana}").text


def test_roles_are_marked_and_a_lead_with_what_they_lead(mia, cast, store):
    with store.writing() as db:
        people_commands.change_person(db, people.person(db, cast.mia), roles=[Role.ADMIN, Role.LEADER])
        people_commands.set_lead(db, people.department(db, cast.quality), lead_id=cast.ben)
    assert re.findall(r'class="chip chip--calm">(.*?)<', mia.get("/setup/people?q=mia").text) == [
        "Leader",
        "Administrator",
    ]
    page = mia.get("/setup/people?q=ben").text
    assert 'class="chip chip--good">Lead<' in page
    for department in (cast.operations, cast.quality):
        assert f'<a href="/setup/departments/{department}"' in page
    assert "chip--good" not in mia.get("/setup/people?q=ana").text


def test_the_list_of_people_is_paged_and_keeps_the_search(mia, store):
    with store.writing() as db:
        db.add_all(Person(name=f"Sam {n:03}", email=f"sam{n}@example.com") for n in range(60))
    first = mia.get("/setup/people?q=sam").text
    (more,) = re.findall(r'href="(/setup/people\?[^"]+)" rel="next"', first)
    second = mia.get(unescape(more)).text
    assert ("Sam 049" in first, "Sam 050" in first) == (True, False)
    assert ("Sam 049" in second, "Sam 050" in second, "Ana" in second) == (False, True, False)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", "Answered, neither accepted nor declined"),
        ("zh-Hans", "已答复，没有说采纳，也没有说不采纳"),
        ("th", "ตอบแล้ว แต่ยังไม่ได้บอกว่ารับหรือไม่รับ"),
    ],
)
def test_a_stage_can_mean_that_an_idea_was_answered(mia, store, tag, words):
    mia.post("/setup/stages", data={"name_en": "Replied", "position": "9", "kind": "answered"})
    with store.reading() as db:
        replied = ideas.stages(db)[-1]
    assert (replied.name, replied.kind) == ("Replied", "answered")
    for page in ("stages", "stages/new", f"stages/{replied.id}"):
        assert words in mia.get(f"/setup/{page}", params={"lang": tag}).text


def test_a_stage_is_added_and_closed_from_its_forms(mia, store):
    mia.post("/setup/stages", data={"name_en": "Pilot", "name_zh_hans": "试点", "position": "9", "kind": "doing"})
    with store.reading() as db:
        pilot = ideas.stages(db)[-1]
    assert pilot.names == {"en": "Pilot", "zh-Hans": "试点"}
    mia.post(f"/setup/stages/{pilot.id}", data={"name_en": "Pilot", "position": "9"})
    with store.reading() as db:
        assert pilot.id not in [row.id for row in ideas.stages(db)]


def test_the_direction_line_stands_under_the_masthead_until_it_is_emptied(mia):
    mia.post("/setup/direction", data={"text_en": "Onward together"})
    assert "<q" in mia.get("/departments").text
    mia.post("/setup/direction", data={"text_en": "", "text_zh_hans": "", "text_th": ""})
    assert "<q" not in mia.get("/departments").text


@pytest.mark.parametrize("typed", [{}, {"en": "Another form"}])
def test_a_request_with_no_field_of_the_direction_form_takes_nothing_away(mia, store, typed):
    mia.post("/setup/direction", data={"text_en": "Onward together", "text_th": "ไปด้วยกัน"})
    assert mia.post("/setup/direction", data=typed).status_code == 422
    with store.reading() as db:
        kept = direction(db)
    assert kept and kept.texts == {"en": "Onward together", "th": "ไปด้วยกัน"}


def test_the_audit_list_says_who_did_what_and_can_be_narrowed(mia, cast):
    mia.post(f"/setup/people/{cast.ana}", data={"name": "Anna", "email": "ana@example.com", "employee_id": "E1"})
    mia.post("/setup/direction", data={"text_en": "Onward together"})
    whole = mia.get("/setup/audit").text
    assert "Changed a person." in whole
    assert "Onward together" in whole
    narrowed = mia.get("/setup/audit?act=person.changed").text
    assert "Onward together" not in narrowed.partition("<main")[2]
    assert "Anna" in narrowed


def test_the_audit_list_is_paged_within_the_chosen_act(mia, store):
    with store.writing() as db:
        for number in range(60):
            audit.note(db, actor=None, act="ideas.imported", label=f"file {number:02}")
    first = mia.get("/setup/audit?act=ideas.imported").text
    (more,) = re.findall(r'href="(/setup/audit\?[^"]+)" rel="next"', first)
    assert "act=ideas.imported" in more
    second = mia.get(unescape(more)).text
    assert ("file 10" in first, "file 09" in first) == (True, False)
    assert ("file 10" in second, "file 09" in second) == (False, True)
