"""What every verb shares: where the data is, and how a refusal is said."""

import pytest

from app.cli.common import refusing
from app.core.errors import Conflict, NotFound, TooMany, Unusable

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder of its own, and no settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in ("BYLINE_DATABASE_URL", "BYLINE_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("option", "environment", "file", "used"),
    [
        ("option", "environment", "file", "option"),
        ("", "environment", "file", "environment"),
        ("", "", "file", "file"),
        ("", "", "", "data"),
    ],
)
def test_the_data_is_where_the_strongest_word_says(byline, tmp_path, monkeypatch, option, environment, file, used):
    if environment:
        monkeypatch.setenv("BYLINE_DATA", environment)
    if file:
        (tmp_path / "byline.toml").write_text(f'data = "{file}"\n')
    assert byline("migrate", *(["--data", option] if option else []))[0] == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [used]


@pytest.mark.parametrize("verb", ["serve", "check", "backup"])
def test_help_says_where_the_data_is_without_a_word(byline, verb):
    [line] = [line for line in byline(verb, "--help")[1].splitlines() if "--data" in line]
    assert "BYLINE_DATA" in line
    assert "default: (data)" in line


def test_a_demo_is_not_made_in_the_company_that_the_file_names(byline, tmp_path):
    (tmp_path / "company").mkdir()
    (tmp_path / "company" / "letter").write_text("Dear colleagues")
    (tmp_path / "byline.toml").write_text('data = "company"\n')
    code, _said, complaint = byline("demo")
    assert (code, complaint.startswith("The folder company holds something that is not a demo.")) == (2, True)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (Unusable("The folder is full."), "The folder is full."),
        (Conflict("This is the last administrator."), "This is the last administrator."),
        (TooMany("Wait a little.", seconds=2), "Wait a little."),
        (NotFound(), "There is no such thing."),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_two(capsys, refusal, said):
    with pytest.raises(SystemExit) as ended, refusing():
        raise refusal
    assert (ended.value.code, capsys.readouterr().err) == (2, f"{said}\n")
