"""Backups that are encrypted for the holder of an age key."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pyrage import x25519

from app.keeping import archive, backups, places
from tests.cli import kept, terminal
from tests.cli.test_keeping import everything, names

pytestmark = pytest.mark.sqlite


@pytest.fixture
def key(tmp_path):
    """A file as age-keygen writes it."""
    return written(tmp_path / "key.txt", x25519.Identity.generate())


def written(file, identity):
    file.write_text(f"# created: 2026-02-03T04:05:06Z\n# public key: {identity.to_public()}\n{identity}\n")
    return file


def public(key):
    return key.read_text().split("public key: ")[1].split()[0]


@pytest.fixture
def sealed(byline, data, tmp_path, key):
    file = tmp_path / "kept.zip.age"
    code, said, _ = byline("backup", file, "--data", data, "--age-recipient", public(key))
    assert (code, "encrypted" in said) == (0, True)
    return file


def test_what_was_sealed_comes_back_with_its_key(byline, sealed, key, tmp_path):
    assert byline("restore", sealed, "--age-identity", key, "--data", tmp_path / "new")[0] == 0
    assert names(tmp_path / "new") == ["Ana"]
    assert (tmp_path / "new" / "files" / "a" / "plan.txt").read_text() == "a plan"
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["byline.db", "files"]


def test_nobody_reads_in_it(sealed, tmp_path):
    content = sealed.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"PK\x03\x04" not in content
    assert b"manifest.json" not in content
    assert sealed.stat().st_mode & 0o077 == 0


def test_two_recipients_can_both_open_it(byline, data, tmp_path, key, monkeypatch):
    other = written(tmp_path / "other.txt", x25519.Identity.generate())
    monkeypatch.setenv("BYLINE_BACKUP_RECIPIENT", f"{public(key)}, {public(other)}")
    folder = tmp_path / "copies"
    folder.mkdir()
    assert byline("backup", "--to", folder, "--data", data)[0] == 0
    [made] = folder.iterdir()
    assert made.name.endswith(".zip.age")
    for number, one in enumerate((key, other)):
        assert byline("restore", made, "--age-identity", one, "--data", tmp_path / str(number))[0] == 0


def wrong_key(sealed, key, tmp_path):
    return sealed, written(tmp_path / "wrong.txt", x25519.Identity.generate())


def no_key(sealed, key, tmp_path):
    return sealed, None


def no_key_in_it(sealed, key, tmp_path):
    key.write_text(public(key))
    return sealed, key


def damaged_key(sealed, key, tmp_path):
    key.write_text("AGE-SECRET-KEY-1QQ")
    return sealed, key


def key_nowhere(sealed, key, tmp_path):
    return sealed, tmp_path / "nowhere.txt"


def cut_off(share):
    def cut(sealed, key, tmp_path):
        content = sealed.read_bytes()
        sealed.write_bytes(content[: int(len(content) * share)])
        return sealed, key

    return cut


def changed(sealed, key, tmp_path):
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(content)
    return sealed, key


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (wrong_key, "no key in"),
        (no_key, "--age-identity"),
        (no_key_in_it, "There is no key of age"),
        (damaged_key, "cannot be read"),
        (key_nowhere, "No such file"),
        (cut_off(0.001), "damaged"),
        (cut_off(0.5), "damaged"),
        (cut_off(0.999), "damaged"),
        (changed, "damaged"),
    ],
)
def test_without_the_key_or_the_whole_file_nothing_is_changed(byline, data, sealed, key, tmp_path, case, words):
    file, identity = case(sealed, key, tmp_path)
    before, beside = everything(data), sorted(tmp_path.iterdir())
    option = ("--age-identity", identity) if identity else ()
    code, _, complaint = byline("restore", file, "--yes", "--data", data, *option)
    assert (code, words in complaint, len(complaint.strip().splitlines())) == (2, True, 1), complaint
    assert (everything(data) == before, sorted(tmp_path.iterdir())) == (True, beside)


@pytest.mark.parametrize("said", ["age1", "age1qqqqqqq", "ssh-ed25519 AAAA", "AGE1X"])
def test_a_recipient_that_is_none_writes_nothing(byline, data, tmp_path, monkeypatch, said):
    monkeypatch.setenv("BYLINE_BACKUP_RECIPIENT", said)
    before = sorted(tmp_path.iterdir())
    code, _, complaint = byline("backup", tmp_path / "kept.zip.age", "--data", data)
    assert (code, len(complaint.strip().splitlines()), sorted(tmp_path.iterdir())) == (2, 1, before), complaint


def test_what_is_sealed_stands_unencrypted_only_beside_what_it_is_a_copy_of(byline, data, key, tmp_path, monkeypatch):
    outside, seen = tmp_path / "share", list[Path]()
    outside.mkdir()

    def looked(*given):
        seen.extend(path for path in outside.rglob("*") if path.is_file())
        seen.extend(
            one for one in data.iterdir() if one.name.startswith(".") and stat.S_IMODE(one.stat().st_mode) & 0o077
        )
        return archive.pack(*given)

    monkeypatch.setattr(backups, "pack", looked)
    assert byline("backup", "--to", outside, "--data", data, "--age-recipient", public(key))[0] == 0
    assert [path.name for path in seen] == ["packed"]
    assert sorted(path.name for path in data.iterdir() if path.name.startswith(".")) == []


def test_decrypting_leaves_no_name_on_the_disk(byline, sealed, key, tmp_path, monkeypatch):
    found = []

    def looked(file, source):
        found.append((os.fstat(source.fileno()).st_nlink, sorted(path.name for path in tmp_path.iterdir())))
        return archive.opened(file, source)

    before = sorted(path.name for path in tmp_path.iterdir())
    monkeypatch.setattr(backups, "opened", looked)
    assert byline("restore", sealed, "--age-identity", key, "--data", tmp_path / "new")[0] == 0
    assert found == [(0, before)]


def test_a_disk_that_fills_up_while_encrypting_is_one_sentence(byline, data, tmp_path, key):
    command = [sys.executable, "-m", "app.cli", "backup", "-", "--data", str(data), "--age-recipient", public(key)]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, cwd=terminal.ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, len(ended.stderr.strip().splitlines())) == (2, 1), ended.stderr
    assert "No space left" in ended.stderr


def test_through_standard_output_and_input(data, tmp_path, key):
    command = [sys.executable, "-m", "app.cli", "backup", "-", "--data", str(data), "--age-recipient", public(key)]
    made = subprocess.run(command, cwd=terminal.ROOT, capture_output=True, check=True).stdout
    assert made.startswith(b"age-encryption.org/")
    again = [*command[:3], "restore", "-", "--data", str(tmp_path / "new"), "--age-identity", str(key)]
    subprocess.run(again, cwd=terminal.ROOT, input=made, capture_output=True, check=True)
    assert kept.names(f"sqlite:///{tmp_path / 'new' / 'byline.db'}") == ["Ana"]


def test_a_private_place_is_the_folder_itself_or_the_nearest_one_that_is_there(tmp_path):
    assert places.private_place(tmp_path) == tmp_path
    assert places.private_place(tmp_path / "new" / "deep") == tmp_path
