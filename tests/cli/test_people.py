"""admin, invite and roles: who may come in."""

import csv
import re
import stat

import pytest

from app.audit.models import AuditNote
from app.people import commands, queries
from app.people.models import Invitation, Person
from app.people.queries import person
from app.people.roles import MATRIX, Permission, Role
from tests.cli import terminal
from tests.makers import roles_of, rows

pytestmark = pytest.mark.sqlite
LINK = re.compile(r"http\S+/welcome/[\w-]{43}")


@pytest.fixture
def byline(byline, settings, monkeypatch):
    monkeypatch.delenv("BYLINE_DATABASE_URL", raising=False)
    return lambda *words: byline(*words, "--data", settings.data)


def test_the_first_administrator_gets_a_link_that_works(byline, store, as_):
    code, said, complaint = byline("admin", "Uma@Example.com", "--name", "Uma", "--base-url", "https://byline.example/")
    link = LINK.search(said)
    assert link
    assert (code, complaint) == (0, "")
    assert link[0].startswith("https://byline.example/welcome/")
    [uma] = rows(store, Person)
    assert (uma.name, uma.email, roles_of(store, uma.id)) == ("Uma", "uma@example.com", [Role.ADMIN])
    assert as_(0).get(link[0].removeprefix("https://byline.example")).status_code == 200
    assert [note.act for note in rows(store, AuditNote)] == ["role.changed"]


def test_a_name_with_brackets_is_said_as_it_is_and_without_what_cannot_be_seen(byline, store):
    code, said, _complaint = byline("admin", "uma@example.com", "--name", "[/b] [red]U\x1b\x07ma[/red]")
    assert code == 0
    assert "[/b] [red]Uma[/red] is administrator" in said
    assert byline("invite", "--all", "--again")[1].startswith("[/b] [red]Uma[/red] <uma@example.com> http")


def test_somebody_who_is_there_becomes_administrator_and_stays_what_they_are(byline, store, cast):
    code, said, _complaint = byline("admin", "LEA@example.com")
    assert (code, roles_of(store, cast.lea), len(rows(store, Person))) == (0, [Role.LEADER, Role.ADMIN], 6)
    assert "Lea is administrator" in said


def test_whoever_is_only_spelled_alike_does_not_become_administrator(byline, store, cast):
    code, _said, complaint = byline("admin", "léa@example.com", "--name", "Léa")
    assert (code, "Lea has the e-mail address lea@example.com." in complaint) == (2, True)
    assert (roles_of(store, cast.lea), rows(store, Invitation)) == ([Role.LEADER], [])


def test_becoming_administrator_twice_is_becoming_it_once(byline, store, cast):
    for _n in range(2):
        assert byline("admin", "lea@example.com")[0] == 0
    assert len(rows(store, Invitation, used_at=None)) == 1


def test_somebody_deactivated_does_not_become_administrator(byline, store, cast):
    with store.writing() as db:
        commands.set_active(db, person(db, cast.otto), active=False)
    code, said, complaint = byline("admin", "otto@example.com")
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith("Otto is deactivated.")
    assert (roles_of(store, cast.otto), rows(store, Invitation)) == ([], [])


@pytest.mark.parametrize("email", ["uma", "@", " @ ", ""])
def test_what_is_no_address_makes_nobody(byline, store, email):
    code, said, complaint = byline("admin", email)
    assert (code, said, "is not an e-mail address." in complaint) == (2, "", True)
    assert rows(store, Person) == []


def test_one_person_is_invited(byline, store, cast, as_):
    code, said, _complaint = byline("invite", "otto@example.com")
    link = LINK.search(said)
    assert link
    assert (code, "Otto <otto@example.com>" in said) == (0, True)
    page = as_(0).get(link[0].removeprefix("http://127.0.0.1:8000"))
    assert (page.status_code, "Otto" in page.text) == (200, True)


def test_nobody_is_invited_by_a_wrong_address(byline, store, cast):
    with store.writing() as db:
        commands.set_active(db, person(db, cast.otto), active=False)
    for email in ("nobody@example.com", "otto@example.com"):
        code, said, complaint = byline("invite", email)
        assert (code, said, complaint.strip()) == (2, "", f"Nobody active has the e-mail address {email}.")
    assert rows(store, Invitation) == []


@pytest.mark.parametrize("words", [[], ["otto@example.com", "--all"]])
def test_one_says_whom_to_invite(byline, store, cast, words):
    code, _said, complaint = byline("invite", *words)
    assert (code, complaint.strip()) == (2, "Name one e-mail address or employee ID, or say --all.")
    assert rows(store, Invitation) == []


def test_everybody_without_a_password_is_invited_into_a_file_for_its_owner(byline, store, cast, tmp_path):
    with store.writing() as db:
        person(db, cast.ana).password_hash = "x"
        person(db, cast.otto).name = "=cmd()"
    file = tmp_path / "links.csv"
    code, said, _complaint = byline("invite", "--all", "--out", file)
    assert (code, f"5 links are in {file}" in said, LINK.search(said)) == (0, True, None)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8-sig", newline="") as opened:
        written = list(csv.DictReader(opened))
    assert [row["email"].partition("@")[0] for row in written] == ["otto", "ben", "hana", "lea", "mia"]
    assert written[0]["name"] == "'=cmd()"
    assert all(LINK.fullmatch(row["link"]) for row in written)


def test_a_file_that_cannot_be_written_is_said(byline, cast, tmp_path):
    code, said, complaint = byline("invite", "--all", "--out", tmp_path / "nowhere" / "links.csv")
    assert (code, said, "cannot be written: No such file or directory." in complaint) == (2, "", True)


def test_a_file_that_is_there_is_kept_and_so_are_earlier_links(byline, store, cast, tmp_path):
    first, file = LINK.search(byline("invite", "otto@example.com")[1]), tmp_path / "links.csv"
    file.write_text("mine")
    code, said, complaint = byline("invite", "--all", "--out", file)
    assert (code, said, complaint) == (2, "", f"There is a file {file} already. Name another one.\n")
    assert (bool(first), file.read_text(), len(rows(store, Invitation, used_at=None))) == (True, "mine", 1)


def test_links_that_could_not_be_written_do_not_replace_earlier_ones(byline, store, cast, tmp_path):
    byline("invite", "otto@example.com")
    byline("invite", "--all", "--out", tmp_path / "nowhere" / "links.csv")
    assert [(row.person_id, row.used_at) for row in rows(store, Invitation)] == [(cast.otto, None)]


def test_when_everybody_has_a_password_nobody_is_invited(byline, store):
    assert byline("invite", "--all") == (0, "Everybody has a password.\n", "")


ALONE = "Links lead to this machine alone. Set BYLINE_BASE_URL"


@pytest.mark.parametrize("verb", ["admin", "invite"])
def test_a_link_to_this_machine_alone_is_said_to_be_one_and_minds_the_port(byline, cast, verb):
    _code, said, complaint = byline(verb, "lea@example.com", "--port", 9123)
    assert ("http://127.0.0.1:9123/welcome/" in said, complaint.startswith(ALONE)) == (True, True)
    assert ALONE not in byline(verb, "lea@example.com", "--base-url", "https://byline.example")[2]


def test_inviting_everybody_once_more_leaves_the_links_of_the_first_mail_alone(byline, store, cast, tmp_path):
    byline("invite", "otto@example.com")
    with store.writing() as db:
        ben = queries.person(db, cast.ben)
        commands.invite(db, person=ben, days=-1)
    code, said, complaint = byline("invite", "--all")
    assert (code, said.count("/welcome/"), "otto@" in said, "ben@" in said) == (0, 5, False, True)
    assert "1 person has a link that still works, and got no other. Say --again to replace it." in complaint
    code, said, complaint = byline("invite", "--all")
    assert (code, said) == (0, "Everybody has a password or a link.\n")
    assert "6 people have a link that still works" in complaint
    code, said, complaint = byline("invite", "--all", "--again")
    assert (said.count("/welcome/"), "6 earlier links no longer work.\n" in complaint) == (6, True)
    assert "1 earlier link no longer works.\n" in byline("invite", "otto@example.com")[2]
    assert "1 earlier link no longer works.\n" in byline("admin", "otto@example.com")[2]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("you@example.com", "You"),
        ("ana-maria.ruiz+work@example.com", "Ana Maria Ruiz"),
        ("o.mcKay_2@example.com", "O McKay"),
        ("4711@example.com", "4711"),
    ],
)
def test_a_new_administrators_name_is_made_of_the_address_and_said_to_be(byline, store, address, name):
    _code, said, complaint = byline("admin", address)
    assert said.startswith(f"{name} is administrator.")
    assert f"The name {name} is made of the address; it is changed in the setup, under People." in complaint


def test_a_name_for_somebody_who_is_here_is_said_to_change_nothing(byline, store, cast):
    _code, said, complaint = byline("admin", "lea@example.com", "--name", "Léa Martin")
    assert said.startswith("Lea is administrator.")
    assert "Lea is here already and keeps that name" in complaint


def test_the_matrix_is_printed_whole(capsys):
    code, said, _complaint = terminal.run(capsys, "roles")
    assert code == 0
    for permission in Permission:
        [line] = [line for line in said.splitlines() if line.startswith(permission.value)]
        assert all(role in line for role, allowed in MATRIX.items() if permission in allowed)
