"""./byline backup and restore of a database in PostgreSQL."""

import hashlib
import json
import os
import re
import subprocess
import zipfile

import pytest
from pyrage import x25519
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from app.core.migrating import upgrade
from app.people.models import Person
from tests.cli.kept import add, names, opened
from tests.cli.test_keeping import packed_again
from tests.servers import ASKED, ASKED_FOR, programs, worker_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def address(worker_id, monkeypatch):
    """A database that may be replaced, which the verbs are told, and PostgreSQL's programs where they look for them."""
    made = worker_database(os.environ["BYLINE_TEST_DATABASE_URL"], f"byline_kept_{worker_id}")
    monkeypatch.setenv("BYLINE_DATABASE_URL", made)
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")
    store = opened(made)
    upgrade(store)
    store.dispose()
    return made


@pytest.fixture
def data(address, tmp_path):
    """The folder of a company in which Ana works, with a file."""
    add(address, "Ana")
    (tmp_path / "data" / "files").mkdir(parents=True)
    (tmp_path / "data" / "files" / "plan.txt").write_text("a plan")
    return tmp_path / "data"


@pytest.fixture
def other(address, worker_id, monkeypatch):
    """An empty database, which the verbs are told from now on."""
    made = worker_database(address, f"byline_restored_{worker_id}")
    monkeypatch.setenv("BYLINE_DATABASE_URL", made)
    return made


def said_to(address, statement):
    store = opened(address)
    with store.engine.begin() as connection:
        connection.execute(text(statement))
    store.dispose()


def test_what_was_packed_comes_back_in_an_empty_database(byline, packed, other, tmp_path):
    code, said, _ = byline("restore", packed, "--data", tmp_path / "new")
    assert (code, names(other), "is as it was at" in said) == (0, ["Ana"], True)
    assert (tmp_path / "new" / "files" / "plan.txt").read_text() == "a plan"
    # Numbers go on where they were: the next person is somebody else.
    add(other, "Ben")
    assert names(other) == ["Ana", "Ben"]


def test_what_is_sealed_into_a_folder_comes_back_with_its_key(byline, data, other, address, tmp_path, monkeypatch):
    key, folder = x25519.Identity.generate(), tmp_path / "copies"
    folder.mkdir()
    (tmp_path / "key.txt").write_text(f"{key}\n")
    monkeypatch.setenv("BYLINE_BACKUP_RECIPIENT", str(key.to_public()))
    monkeypatch.setenv("BYLINE_DATABASE_URL", address)
    # The folder of the data need not be there: everything but files is in the database.
    assert byline("backup", "--to", folder, "--data", tmp_path / "none")[0] == 0
    [made] = folder.iterdir()
    monkeypatch.setenv("BYLINE_DATABASE_URL", other)
    code, _, complaint = byline("restore", made, "--age-identity", tmp_path / "key.txt", "--data", tmp_path / "new")
    assert (code, names(other)) == (0, ["Ana"]), complaint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copies", "data", "key.txt", "new"]


def test_what_came_back_is_the_database_and_no_more(byline, packed, other, tmp_path):
    with zipfile.ZipFile(packed) as archive:
        assert set(json.loads(archive.read("manifest.json"))["members"]) == {"byline.dump", "files/plan.txt"}
    byline("restore", packed, "--data", tmp_path / "new")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["files"]


def test_a_database_in_use_is_only_replaced_when_that_is_said(byline, packed, address, data, tmp_path):
    add(address, "Ben")
    code, _, complaint = byline("restore", packed, "--data", tmp_path / "new")
    assert (code, "--yes" in complaint, names(address)) == (2, True, ["Ana", "Ben"])
    code, said, _ = byline("restore", packed, "--yes", "--data", data)
    [aside] = (data / "backups").iterdir()
    assert (code, names(address), str(aside) in said) == (0, ["Ana"], True)
    assert sorted(path.name for path in aside.iterdir()) == ["byline.dump", "files"]


def test_what_was_kept_aside_is_the_old_database(byline, packed, address, data, tmp_path):
    add(address, "Ben")
    byline("restore", packed, "--yes", "--data", data)
    [aside] = (data / "backups").iterdir()

    def old_for_new(members, manifest):
        members["byline.dump"] = (aside / "byline.dump").read_bytes()
        manifest["members"]["byline.dump"] = measured(members["byline.dump"])

    assert byline("restore", packed_again(packed, tmp_path / "old.zip", old_for_new), "--yes", "--data", data)[0] == 0
    assert names(address) == ["Ana", "Ben"]


def test_a_table_of_a_later_version_goes_with_the_old_database(byline, packed, address, data):
    said_to(address, "CREATE TABLE later (id integer PRIMARY KEY, person_id integer REFERENCES person)")
    assert byline("restore", packed, "--yes", "--data", data)[0] == 0
    with pytest.raises(ProgrammingError, match="later"):
        said_to(address, "SELECT * FROM later")


def test_nothing_is_restored_while_somebody_is_connected(byline, packed, address, data):
    store = opened(address)
    with store.reading() as db:
        db.exec(select(Person)).all()
        code, _, complaint = byline("restore", packed, "--yes", "--data", data)
    store.dispose()
    assert (code, "Stop Byline first" in complaint, (data / "backups").exists()) == (2, True, False)


def measured(content):
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def cut_off(members, manifest):
    members["byline.dump"] = members["byline.dump"][: len(members["byline.dump"]) // 2]
    manifest["members"]["byline.dump"] = measured(members["byline.dump"])


def no_dump(members, manifest):
    members["byline.dump"] = b"DROP TABLE person;"
    manifest["members"]["byline.dump"] = measured(members["byline.dump"])


def flipped(members, manifest):
    members["byline.dump"] = members["byline.dump"][:-1] + b"!"


def of_sqlite(members, manifest):
    members["byline.db"] = members.pop("byline.dump")
    manifest["members"]["byline.db"] = manifest["members"].pop("byline.dump")


@pytest.mark.parametrize(
    ("change", "words"),
    [(cut_off, "pg_restore: error"), (no_dump, "pg_restore: error"), (flipped, "damaged"), (of_sqlite, "SQLite")],
)
def test_a_backup_that_is_damaged_or_of_another_kind_changes_nothing(
    byline, packed, address, data, tmp_path, change, words
):
    wrong = packed_again(packed, tmp_path / "wrong.zip", change)
    code, _, complaint = byline("restore", wrong, "--yes", "--data", data)
    assert (code, words in complaint, len(complaint.strip().splitlines())) == (2, True, 1)
    assert names(address) == ["Ana"]
    assert sorted(path.name for path in data.iterdir()) == ["files"]


def test_a_backup_of_postgresql_is_not_for_sqlite(byline, packed, tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", "")
    code, _, complaint = byline("restore", packed, "--data", tmp_path / "new")
    assert (code, "PostgreSQL" in complaint, (tmp_path / "new").exists()) == (2, True, False)


def test_without_postgresqls_programs_it_says_what_to_install(byline, data, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, complaint = byline("backup", tmp_path / "kept.zip", "--data", data)
    assert (code, "postgresql-client" in complaint, (tmp_path / "kept.zip").exists()) == (2, True, False)


def test_a_database_that_is_not_there_is_one_sentence(byline, data, tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/byline")
    code, _, complaint = byline("backup", tmp_path / "kept.zip", "--data", data)
    assert (code, "secret" in complaint, len(complaint.strip().splitlines())) == (2, False, 1)


def test_an_empty_database_is_not_backed_up(byline, other, tmp_path):
    code, _, complaint = byline("backup", tmp_path / "kept.zip", "--data", tmp_path / "new")
    assert (code, "There is no database" in complaint, (tmp_path / "kept.zip").exists()) == (2, True, False)


def test_a_server_that_asks_for_a_password_is_packed_and_brought_back(byline, data, address, monkeypatch, tmp_path):
    """The password stands in the address, as people write it, and in no list of processes."""
    asked = make_url(address).set(username=ASKED, password=ASKED_FOR)
    monkeypatch.setenv("BYLINE_DATABASE_URL", asked.render_as_string(hide_password=False))
    code, _said, complaint = byline("backup", tmp_path / "kept.zip", "--data", data)
    assert code == 0, complaint
    add(address, "Ben")
    code, _said, complaint = byline("restore", tmp_path / "kept.zip", "--yes", "--data", data)
    assert (code, names(address)) == (0, ["Ana"]), complaint
    monkeypatch.setenv("BYLINE_DATABASE_URL", asked.set(password="wrong").render_as_string(hide_password=False))
    code, _said, complaint = byline("backup", tmp_path / "none.zip", "--data", data)
    assert (code, "wrong" in complaint) == (2, False)


ACTING = [
    "CREATE FUNCTION acts() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN INSERT INTO role_given (person_id, role) VALUES (NEW.id, ''admin''); RETURN NEW; END'",
    "CREATE TRIGGER acting AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION acts()",
    "CREATE RULE ruling AS ON DELETE TO role_given DO INSTEAD NOTHING",
    "ALTER TABLE person ALTER COLUMN name SET DEFAULT upper(current_user)",
    "ALTER TABLE person ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY open ON person USING (true)",
    "CREATE INDEX mine ON person (upper(name))",
    "ALTER TABLE person ADD CONSTRAINT named CHECK (name <> 'gotcha')",
    "ALTER TABLE person ALTER COLUMN name TYPE varchar(40)",
]
FOUND = """
    SELECT count(*) FROM pg_trigger WHERE tgname = 'acting' UNION ALL
    SELECT count(*) FROM pg_rules WHERE rulename = 'ruling' UNION ALL
    SELECT count(*) FROM pg_policies UNION ALL
    SELECT count(*) FROM pg_indexes WHERE indexname = 'mine' UNION ALL
    SELECT count(*) FROM pg_constraint WHERE conname = 'named' UNION ALL
    SELECT count(*) FROM information_schema.columns
     WHERE table_name = 'person' AND column_name = 'name' AND (column_default IS NOT NULL OR character_maximum_length = 40)
"""


def counted(address, statement):
    store = opened(address)
    with store.engine.connect() as connection:
        found = [int(one) for one in connection.scalars(text(statement))]
    store.dispose()
    return found


def test_what_acts_in_a_database_does_not_come_along(byline, data, address, worker_id, monkeypatch, tmp_path):
    for statement in ACTING:
        said_to(address, statement)
    assert counted(address, FOUND) == [1] * 6
    assert byline("backup", tmp_path / "kept.zip", "--data", data)[0] == 0
    made = worker_database(address, f"byline_restored_{worker_id}")
    monkeypatch.setenv("BYLINE_DATABASE_URL", made)
    code, _, complaint = byline("restore", tmp_path / "kept.zip", "--data", tmp_path / "new")
    assert (code, names(made)) == (0, ["Ana"]), complaint
    assert counted(made, FOUND) == [0] * 6


def test_references_hold_after_restoring(byline, packed, other, tmp_path, address):
    asked = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"
    assert byline("restore", packed, "--data", tmp_path / "new")[0] == 0
    assert counted(other, asked) == counted(address, asked) != [0]


COMMAND = "\\! touch {gotcha}"
IN_DUMP = {
    "a command in the place of rows": (rb"COPY public\.person \([^)]*\) FROM stdin;", COMMAND),
    "a statement in the place of rows": (
        rb"COPY public\.person \([^)]*\) FROM stdin;",
        "CREATE TABLE gotcha (a text);",
    ),
    "a program that reads rows": (
        rb"COPY public\.person \([^)]*\) FROM stdin;",
        "COPY public.person FROM PROGRAM 'x';",
    ),
    "two statements at once": (
        rb"COPY public\.person \([^)]*\) FROM stdin;",
        "CREATE TABLE gotcha (a text); COPY public.person (id) FROM stdin;",
    ),
    "a command in the place of a number": (
        rb"SELECT pg_catalog\.setval\('public\.person_id_seq', \d+, \w+\);",
        COMMAND[:9],
    ),
    "rows of a table that is none of ours": (rb"COPY public\.person \(", "COPY public.nobody ("),
    "rows of the system's": (
        rb"COPY public\.person \([^)]*\) FROM stdin;",
        "COPY pg_catalog.pg_authid (rolname) FROM stdin;",
    ),
}


@pytest.mark.parametrize(("pattern", "crafted"), IN_DUMP.values(), ids=IN_DUMP)
def test_what_a_dump_says_is_never_run(byline, packed, address, data, tmp_path, pattern, crafted):
    """Of the same length as what stood there, so that the dump is whole."""
    gotcha = tmp_path / "gotcha"

    def change(members, manifest):
        [old] = re.findall(pattern, members["byline.dump"])
        new = crafted.format(gotcha=gotcha).encode().ljust(len(old), b" ")
        assert len(new) == len(old)
        members["byline.dump"] = members["byline.dump"].replace(old, new)
        manifest["members"]["byline.dump"] = measured(members["byline.dump"])

    wrong = packed_again(packed, tmp_path / "wrong.zip", change)
    code, _, complaint = byline("restore", wrong, "--yes", "--data", data)
    assert (code, len(complaint.strip().splitlines())) == (2, 1), complaint
    assert "copied" not in complaint
    assert (names(address), gotcha.exists()) == (["Ana"], False)
    assert counted(address, "SELECT count(*) FROM pg_class WHERE relname = 'gotcha'") == [0]


def test_a_definition_in_a_dump_is_not_even_read(byline, packed, other, tmp_path):
    def change(members, manifest):
        dump = members["byline.dump"]
        old = re.findall(rb"CREATE TABLE public\.person \([^;]*\);", dump)[0]
        members["byline.dump"] = dump.replace(old, f"\\! touch {tmp_path / 'gotcha'}".encode().ljust(len(old), b" "))
        manifest["members"]["byline.dump"] = measured(members["byline.dump"])

    wrong = packed_again(packed, tmp_path / "wrong.zip", change)
    assert byline("restore", wrong, "--data", tmp_path / "new")[0] == 0
    assert (names(other), (tmp_path / "gotcha").exists()) == (["Ana"], False)


def test_a_row_that_ends_too_early_brings_no_command(byline, address, data, tmp_path):
    """As whoever writes the bytes of a dump can make it: the end of the rows in the middle of them."""
    said_to(address, "UPDATE person SET title = 'here-it-ends-and-there-is-more'")
    byline("backup", tmp_path / "kept.zip", "--data", data)

    def change(members, manifest):
        raw = tmp_path / "raw.dump"
        words = ["--format=custom", "--compress=none", f"--file={raw}", f"--dbname={address}"]
        subprocess.run([programs() / "pg_dump", *words], check=True)
        old = b"here-it-ends-and-there-is-more"
        assert raw.read_bytes().count(old) == 1
        members["byline.dump"] = raw.read_bytes().replace(old, b"x\n\\.\n\\! touch gotcha".ljust(len(old), b"\n"))
        manifest["members"]["byline.dump"] = measured(members["byline.dump"])

    wrong = packed_again(tmp_path / "kept.zip", tmp_path / "wrong.zip", change)
    code, _, complaint = byline("restore", wrong, "--yes", "--data", data)
    assert (code, "Byline did not make" in complaint, names(address)) == (2, True, ["Ana"])
