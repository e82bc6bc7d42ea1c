"""People and departments are the same however their names, addresses and ids are spelled, and are shown as typed."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from app.core.errors import Invalid
from app.people import check, commands, queries
from app.people.models import Department, Person
from app.people.roles import Role
from app.recognition.receivers import matching
from app.setup.queries import people_page
from tests.ideas.bringing import read
from tests.makers import rows
from tests.people.rostering import plan

PASSWORD = "a short sentence"


def found(store, ask, typed):
    with store.reading() as db:
        return getattr(ask(db, typed), "name", None)


@pytest.fixture
def somchai(store, cast) -> int:
    with store.writing() as db:
        about = {"employee_id": "TH-07", "title": "ผู้จัดการน้ำ", "department_id": cast.sales}
        return commands.add_person(db, name="สมชาย น้ำดี", email="José.O'Neil@x.example", **about).id


@pytest.mark.parametrize(
    "typed",
    [
        "josé.o'neil@x.example",
        "JOSE\u0301.O’NEIL@X.EXAMPLE",
        "ｊｏｓé.o'neil＠x.example",
        "\u200bjose.o'neil@x.example\u00a0",
    ],
)
def test_somebody_is_found_by_any_spelling_of_their_address(store, somchai, typed):
    assert found(store, queries.person_by_email, typed) == "สมชาย น้ำดี"


@pytest.mark.parametrize("typed", ["TH-07", "ｔｈ－０７", "th‑07", " Th-07\u200b"])
def test_somebody_is_found_by_any_spelling_of_their_employee_id(store, somchai, typed):
    assert found(store, queries.person_by_employee_id, typed) == "สมชาย น้ำดี"


def test_what_is_shown_stays_as_it_was_typed(store, somchai):
    [row] = rows(store, Person, id=somchai)
    assert (row.email, row.employee_id, row.name) == ("josé.o'neil@x.example", "TH-07", "สมชาย น้ำดี")


def test_nobody_else_has_an_address_or_an_id_in_another_spelling(store, somchai):
    for about, field in (
        ({"email": "jose.o’neil@X.example"}, "email"),
        ({"email": "n@x.example", "employee_id": "ＴＨ-０７"}, "employee_id"),
    ):
        with pytest.raises(Invalid) as refused, store.writing() as db:
            commands.add_person(db, name="N", **about)
        assert refused.value.field == field


def test_two_departments_whose_names_differ_only_in_spelling_are_the_same(store):
    with store.writing() as db:
        commands.add_department(db, name="ฝ่ายน้ำ", code="W-1")
        commands.add_department(db, name="Administración", code="ADM")
    for name in ("ฝ\u0e48ายน\u0e49\u0e4d\u0e32", "ADMINISTRACIO\u0301N", "administracion", "Administración\u200b"):
        with pytest.raises(Invalid), store.writing() as db:
            commands.add_department(db, name=name)
    for code in ("w-1", "Ｗ－１", "adm"):
        with pytest.raises(Invalid), store.writing() as db:
            commands.add_department(db, name="Other", code=code)
    assert found(store, queries.department_coded, "ａｄｍ") == "Administración"


def test_the_database_itself_keeps_spellings_apart(store, cast):
    with pytest.raises(IntegrityError), store.writing() as db:
        db.add(Department(name="ＳＡＬＥＳ", slug="other", code="other"))


def test_somebody_who_gets_another_address_is_found_by_that(store, cast):
    with store.writing() as db:
        commands.change_person(db, queries.person(db, cast.ana), email="á@x.example", employee_id=None, title="Ñu")
    [row] = rows(store, Person, id=cast.ana)
    assert (row.email_key, row.employee_key, row.title_key, row.sort_name) == ("a@x.example", None, "nu", "ana")
    assert found(store, queries.person_by_email, "ana@example.com") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Zoë O’Hara", "o'hara"),
        ("Zoë O’Hara", "ZOE"),
        ("Lǐ Wěi", "li we"),
        ("Nguyễn Văn Đức", "duc nguyen"),
        ("น\u0e49\u0e4d\u0e32ทิพย์ ใจดี", "น้ำทิพย์"),
        ("น้ำทิพย์ ใจดี", "น\u0e4d\u0e49\u0e32"),
        ("สมศร\u0e35\u0e48 ดี", "ศร\u0e48\u0e35"),
        ("Ｔａｎａｋａ", "tanaka"),
        ("田中ﾀﾛｳ", "タロウ"),
        ("Straßer", "strasser"),
        ("Anne‑Marie Roux", "marie"),
    ],
)
def test_pickers_and_the_setup_find_names_in_any_spelling(store, cast, name, words):
    with store.writing() as db:
        commands.add_person(db, name=name, email="new@x.example")
        me = queries.colleague(db, cast.ana)
    with store.reading() as db:
        assert [pick.name for pick in matching(db, me, words, ()).rows] == [name]
        assert name in [row.name for row in people_page(db, words=words.split()[0]).rows]


def test_job_titles_and_departments_are_read_in_any_spelling_too(store, cast, somchai):
    with store.writing() as db:
        commands.change_department(db, queries.department(db, cast.sales), name="Administración")
    with store.reading() as db:
        assert [row.id for row in queries.people_named(db, "สมชาย administracion", limit=9)] == [somchai]
        assert [row.id for row in queries.people_named(db, "น้ำดี ผู้จัดการน\u0e49\u0e4d\u0e32", limit=9)] == [somchai]


@pytest.mark.parametrize("typed", ["ＡＮＡ@example.com", "\u200bána@example.com"])
def test_one_signs_in_with_any_spelling_of_the_address(cast, store, application, as_, typed):
    with store.writing() as db:
        queries.person(db, cast.ana).password_hash = application.state.parts.passwords.hash(PASSWORD)
    answer = as_(0).post("/sign-in", data={"email": typed, "password": PASSWORD})
    assert answer.status_code == 303


@pytest.mark.parametrize("kept", ["nia@bücher.example", "nia@xn--bcher-kva.example"])
@pytest.mark.parametrize("typed", ["Nia@Bücher.example", "nia@xn--bcher-kva.example"])
def test_a_host_may_be_written_in_letters_or_as_browsers_send_it(cast, store, application, as_, kept, typed):
    with store.writing() as db:
        nia = commands.add_person(db, name="Nia", email=kept)
        nia.password_hash = application.state.parts.passwords.hash(PASSWORD)
    assert as_(0).post("/sign-in", data={"email": typed, "password": PASSWORD}).status_code == 303
    with store.writing() as db, pytest.raises(Invalid):
        commands.add_person(db, name="Another", email=typed.lower())


def test_tries_are_counted_for_the_account_and_not_for_its_spelling(as_, cast):
    spelled = ("ana@example.com", "ＡNA@example.com", "\u200bana@example.com", "ána@example.com")
    answers = [as_(0).post("/sign-in", data={"email": one, "password": "x"}).status_code for one in spelled * 3]
    assert answers == [422] * 10 + [429] * 2


def test_a_roster_finds_people_and_departments_in_any_spelling(store, cast):
    with store.writing() as db:
        commands.change_person(db, queries.person(db, cast.ana), employee_id="E-1")
        commands.change_department(db, queries.department(db, cast.sales), name="ฝ่ายน้ำ")
    text = "Employee ＩＤ,nＡme,e‑mail,แผนก,roles\nＥ－１,Ana,ana@example.com,ฝ่ายน\u0e49\u0e4d\u0e32,ผ\u0e39\u0e49น\u0e4d\u0e32\n"
    made = plan(store, text)
    assert made.errors == []
    [change] = made.changed
    assert change.target is not None
    assert (change.target.id, change.values["roles"]) == (cast.ana, [Role.LEADER])
    assert "department_id" not in change.values


def test_two_lines_in_two_spellings_are_one_person(store):
    text = "employee_id,name,email\nE1,Ana,ana@x.example\nＥ１,Ben,Ana@x.example\n"
    errors = plan(store, text).errors
    assert [(error.line, error.column) for error in errors] == [(3, "email"), (3, "employee_id")]


def test_brought_ideas_find_their_authors_and_departments_in_any_spelling(store, cast, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "título,author,department,status\nLamps,ｅ１,ＳＡＬＥＳ,Ｄｏｎｅ\nPaint,ａna@EXAMPLE.com,,DÓNE\n"
    assert [(idea.by, idea.department_id, idea.kind) for idea in read(store, text).ideas] == [
        (cast.ana, cast.sales, "done"),
        (cast.ana, None, "done"),
    ]


def test_a_key_that_is_not_its_names_is_told(store, cast):
    with store.writing() as db:
        assert list(check.problems(db)) == []
        row = db.exec(select(Person).where(col(Person.id) == cast.ana)).one()
        row.sort_name = "bob"
    with store.reading() as db:
        assert list(check.problems(db)) == [f"Person {cast.ana}: the name “Ana” is not found by its spelling."]
