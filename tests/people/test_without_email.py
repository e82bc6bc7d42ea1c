"""People without an e-mail address are people: known by their employee ID, which they also sign in with."""

import csv
import html
import re

import pytest
from alembic import command
from sqlalchemy import update
from sqlmodel import col

from app.core import migrating
from app.core.errors import Invalid
from app.people import check, commands, queries
from app.people.models import Person
from app.people.roles import Role
from app.setup.queries import people_page
from tests.makers import roles_of, rows

PASSWORD = "a sentence for the tests"
BEFORE = "b7c3059ea1f8"


@pytest.fixture
def pim(store, cast, application) -> int:
    """She packs boxes, and has a password but no address."""
    with store.writing() as db:
        made = commands.add_person(db, name="Pim", employee_id="PK-07", department_id=cast.operations)
        made.password_hash = application.state.parts.passwords.hash(PASSWORD)
        return made.id


def sign_in(client, typed, password=PASSWORD):
    return client.post("/sign-in", data={"email": typed, "password": password}).status_code


def problems(store):
    with store.reading() as db:
        return list(check.problems(db))


@pytest.mark.parametrize("typed", ["PK-07", " pk-07 ", "ｐｋ－０７", "PK‑07"])
def test_one_signs_in_with_the_employee_id_in_any_spelling(pim, as_, typed):
    assert sign_in(as_(0), typed) == 303


def test_whoever_has_both_signs_in_with_either(store, cast, application, as_):
    with store.writing() as db:
        queries.person(db, cast.ana).password_hash = application.state.parts.passwords.hash(PASSWORD)
    assert [sign_in(as_(0), typed) for typed in ("ana@example.com", "E1", "E2", "e1")] == [303, 303, 422, 303]


def test_tries_by_address_and_by_employee_id_are_tries_of_one_account(cast, as_):
    tried = [sign_in(as_(0), typed, "x") for typed in ("ana@example.com", "E1") * 6]
    assert tried == [422] * 10 + [429] * 2
    assert sign_in(as_(0), "E2", "x") == 422


def test_the_present_password_is_tried_as_often_as_at_the_door(pim, as_):
    visitor = as_(pim)
    typed = {"current": "x", "password": PASSWORD, "repeated": PASSWORD}
    assert [visitor.post("/me/password", data=typed).status_code for _n in range(10)] == [422] * 10
    assert sign_in(as_(0), "PK-07") == 429


def test_two_people_without_an_address_are_two(store, pim):
    with store.writing() as db:
        for employee_id in ("PK-08", "PK-09"):
            commands.add_person(db, name="Nu", email=" ", employee_id=employee_id)
    assert [(row.email, row.email_key) for row in rows(store, Person, name="Nu")] == [(None, None)] * 2
    assert problems(store) == []


@pytest.mark.parametrize("about", [{}, {"email": "", "employee_id": " "}])
def test_one_of_the_two_is_needed(store, pim, about):
    with pytest.raises(Invalid) as refused, store.writing() as db:
        commands.add_person(db, name="Nobody", **about)
    assert refused.value.field == "email"
    with pytest.raises(Invalid), store.writing() as db:
        commands.change_person(db, queries.person(db, pim), employee_id="")
    assert rows(store, Person, id=pim)[0].employee_id == "PK-07"


def test_an_address_can_be_given_and_taken_back(store, pim, as_):
    for email, kept in (("Pim@example.com", "pim@example.com"), ("", None)):
        with store.writing() as db:
            commands.change_person(db, queries.person(db, pim), email=email)
        assert rows(store, Person, id=pim)[0].email == kept
        assert sign_in(as_(0), "pim@example.com") == (303 if kept else 422)


@pytest.mark.parametrize("typed", ["ana@example.com", "ÁNA@Example.com", "ana＠example.com"])
def test_an_employee_id_that_is_somebody_elses_address_is_refused(store, pim, typed):
    """Else Pim could sign in, or be tried to sign in, where Ana is meant."""
    for deed in (
        lambda db: commands.add_person(db, name="Nu", employee_id=typed),
        lambda db: commands.change_person(db, queries.person(db, pim), employee_id=typed),
    ):
        with pytest.raises(Invalid) as refused, store.writing() as db:
            deed(db)
        assert refused.value.field == "employee_id"


def test_an_address_that_is_somebody_elses_employee_id_is_refused(store, pim):
    with store.writing() as db:
        commands.change_person(db, queries.person(db, pim), employee_id="pim@house", email="pim@house")
    with pytest.raises(Invalid) as refused, store.writing() as db:
        commands.add_person(db, name="Nu", email="PIM@house")
    assert refused.value.field == "email"
    with store.writing() as db:
        commands.change_person(db, queries.person(db, pim), email=None)
    with pytest.raises(Invalid) as refused, store.writing() as db:
        commands.add_person(db, name="Nu", email="PIM@house")
    assert refused.value.message == "This is somebody's employee ID already."


def test_the_check_tells_whoever_cannot_sign_in_or_could_be_taken_for_another(store, pim, cast):
    wrong: dict[int, dict[str, str | None]] = {
        pim: {"employee_id": None, "employee_key": None},
        cast.otto: {"email": "", "email_key": ""},
        cast.ben: {"employee_id": "ana@example.com", "employee_key": "ana@example.com"},
    }
    with store.writing() as db:
        for id_, values in wrong.items():
            db.execute(update(Person).where(col(Person.id) == id_).values(**values))
    neither = "has neither an e-mail address nor an employee ID, or an empty one."
    assert problems(store) == [
        f"Person {cast.otto} {neither}",
        f"Person {pim} {neither}",
        f"Person {cast.ben}: the employee ID is the e-mail address of {cast.ana}.",
    ]


def test_the_setup_adds_finds_and_invites_somebody_without_an_address(store, cast, as_):
    mia = as_(cast.mia)
    form = mia.get("/setup/people/new").text
    assert "One of the two is needed." in form
    assert not re.search(r'<input id="f-email"[^>]* required', form)
    refused = mia.post("/setup/people", data={"name": "Nu Dee", "title": "Packer"})
    assert (refused.status_code, "one of them is needed to sign in" in refused.text) == (422, True)
    assert 'value="Packer"' in refused.text
    made = mia.post("/setup/people", data={"name": "Nu Dee", "employee_id": "PK-11"})
    address = made.headers["location"]
    found = html.unescape(mia.get("/setup/people?q=pk-11").text)
    assert ("Nu Dee" in found, "PK-11" in found, "Ana" in found) == (True, True, False)
    page = html.unescape(mia.post(f"{address}/invitation").text)
    assert 'Hand this link to <span dir="auto">Nu Dee' in page
    assert "with the employee ID PK-11, which they sign in with." in page
    link = re.search(r'value="http://testserver(/welcome/[^"]+)"', page)
    assert link
    assert "From then on you sign in with PK-11 and this password." in as_(0).get(link[1]).text


def test_their_own_page_and_the_profile_know_them(pim, as_, cast):
    page = html.unescape(as_(pim).get("/me").text)
    assert "PK-07" in page
    assert "<dt>E-mail address</dt><dd>–</dd>" in page
    assert 'name="username" autocomplete="username" value="PK-07"' in page
    assert as_(cast.ana).get(f"/people/{pim}").status_code == 200
    assert "Pim" in as_(cast.ana).get("/recognition/receivers?q=pim").text


def test_nobody_is_found_by_an_empty_address(store, pim):
    with store.reading() as db:
        assert [queries.person_known_as(db, typed) for typed in ("", " ")] == [None, None]
        assert [row.id for row in people_page(db, words="pk-0").rows] == [pim]


@pytest.fixture
def terminal(capsys, settings, monkeypatch):
    from tests.cli.terminal import run

    monkeypatch.setenv("BYLINE_DATABASE_URL", settings.database_url)
    return lambda *words: run(capsys, *words, "--data", settings.data)


def test_paper_invitations_name_the_employee_id(terminal, store, pim, tmp_path):
    with store.writing() as db:
        queries.person(db, pim).password_hash = ""
    code, said, _complaint = terminal("invite", "pk-07")
    assert (code, said.startswith("Pim <PK-07> http")) == (0, True)
    file = tmp_path / "links.csv"
    assert terminal("invite", "--all", "--again", "--out", file)[0] == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        [row] = [row for row in csv.DictReader(opened) if row["name"] == "Pim"]
    assert (row["email"], row["employee_id"], "/welcome/" in row["link"]) == ("", "PK-07", True)
    assert terminal("invite", "PK-99")[2] == "Nobody active has the employee ID PK-99.\n"


def test_somebody_without_an_address_becomes_administrator_by_their_id_written_just_so(terminal, store, pim):
    code, _said, complaint = terminal("admin", "pk-07")
    assert (code, "Pim has the employee ID PK-07. Write it just so" in complaint) == (2, True)
    assert roles_of(store, pim) == []
    assert terminal("admin", "PK-07")[0] == 0
    assert roles_of(store, pim) == [Role.ADMIN]
    assert "is nobody's employee ID here, and is not an e-mail address." in terminal("admin", "PK-99")[2]


def test_the_release_before_finds_an_address_where_no_mail_arrives(store, pim, cast):
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE)
        connection.commit()
    migrating.upgrade(store)
    emails = {row.id: row.email for row in rows(store, Person)}
    assert (emails[pim], emails[cast.ana]) == (f"no-address-{pim}@byline.invalid", "ana@example.com")
    assert problems(store) == []
    with store.writing() as db:
        commands.change_person(db, queries.person(db, pim), email="")
    assert rows(store, Person, id=pim)[0].email_key is None
