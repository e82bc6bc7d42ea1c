"""That the benchmark works and prints numbers; how fast anything is, no test says."""

import random
import re

import pytest
from typer.testing import CliRunner

from app.bench import filling, flood, machine, running
from app.bench.load import Load
from app.bench.story import FULL_PAGE, Size, acts
from app.bench.words import TONGUES, Writer
from app.cli.common import cli
from app.cli.verbs import run
from app.core.languages import lang_of

pytestmark = pytest.mark.sqlite
SMALL = Size(people=40, ideas=20, comments=80, votes=100)
OPTIONS = ["--people", "40", "--ideas", "20", "--comments", "80", "--votes", "100", "--seconds", "0.1"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with a filled store, as --data keeps it."""
    folder = tmp_path_factory.mktemp("bench")
    running.filled(folder, SMALL, lambda what, done, total: None)
    return folder


def test_every_number_is_printed_and_the_kept_store_stays_as_it_was(kept):
    before = {path: path.stat().st_mtime_ns for path in kept.rglob("*") if path.is_file()}
    said = CliRunner().invoke(cli, ["bench", *OPTIONS, "--data", str(kept)])
    assert said.exit_code == 0, said.output
    for name in ("List", "Idea page", "Search", "Vote", "Comment"):
        first = next(line for line in said.output.splitlines() if line.startswith(name))
        # Clients, then CPU time, requests a second and three percentiles, twice.
        assert len(numbers(first)) == 11, first
        assert all(number > 0 for number in numbers(first)[2::5]), first
    assert "MB resident after all that, at most 250" in said.output
    assert {path: path.stat().st_mtime_ns for path in kept.rglob("*") if path.is_file()} == before


def test_growth_compares_with_a_tenth_of_the_ideas(kept, monkeypatch):
    monkeypatch.setattr(running, "ROUNDS", 1)
    said = CliRunner().invoke(cli, ["bench", *OPTIONS, "--growth", "--data", str(kept)])
    assert said.exit_code == 0, said.output
    assert "with 2 and with 20 ideas" in said.output
    rows = [numbers(line) for line in said.output.splitlines() if re.match("List|Idea page|Vote|Comment", line)]
    assert len(rows) == 4
    assert all(small > 0 and large > 0 for small, large, *_rest in rows)


def test_a_flood_of_tries_is_measured(kept, monkeypatch):
    monkeypatch.setattr(flood, "STRANGERS", 12)
    monkeypatch.setattr(flood, "SETTLED_SECONDS", 0.1)
    said = CliRunner().invoke(cli, ["bench", *OPTIONS, "--flood", "--data", str(kept)])
    assert said.exit_code == 0, said.output
    assert "20 of 20 people got in from an address of nobody" in said.output
    [quiet, meanwhile, *_rest] = numbers(next(line for line in said.output.splitlines() if line.startswith("A page")))
    assert quiet > 0
    assert meanwhile > 0


def test_a_filled_store_is_sound_and_has_its_size(kept):
    with running._opened(kept / "40-20-80-100") as store:
        assert filling.problems(store) == []
        with store.engine.connect() as connection:
            counts = [
                connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                for table in ("person", "idea", "comment", "vote")
            ]
    assert counts == [40, 20, 80, 100]


def test_a_machine_without_proc_is_told_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(machine, "PROC", tmp_path)
    monkeypatch.setattr("sys.argv", ["byline", "bench"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2
    assert "only Linux has" in capsys.readouterr().err


def test_the_story_has_its_size_and_the_order_in_which_things_happen():
    told = acts(SMALL)
    assert [act.day for act in told] == sorted(act.day for act in told)
    assert [sum(act.what == what for act in told) for what in ("idea", "comment", "vote")] == [20, 80, 100]
    posted = {act.idea: n for n, act in enumerate(told) if act.what == "idea"}
    assert all(n >= posted[act.idea] for n, act in enumerate(told))


def test_nobody_backs_twice_or_their_own():
    told = acts(Size(people=40, ideas=10, comments=0, votes=390))
    authors = {act.idea: act.person for act in told if act.what == "idea"}
    votes = [(act.idea, act.person) for act in told if act.what == "vote"]
    assert len(votes) == len(set(votes)) == 390
    assert all(authors[idea] != person for idea, person in votes)


def test_some_ideas_have_a_full_page_of_comments():
    told = acts(Size(people=40, ideas=20, comments=200, votes=0))
    said = [act.idea for act in told if act.what == "comment"]
    assert sum(said.count(idea) == FULL_PAGE for idea in set(said)) >= 3


def test_the_same_story_is_told_again():
    assert acts(SMALL) == acts(SMALL)


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.tag)
def test_texts_are_in_the_script_of_their_language(tongue):
    writer = Writer(tongue, random.Random(1))
    assert {lang_of(writer.body()), lang_of(writer.title())} == {"" if tongue.tag == "en" else tongue.tag}


def test_a_percentile_is_the_time_within_which_that_share_was_answered():
    load = Load(1, seconds=2.0, took=[n / 1000 for n in range(100, 0, -1)])
    assert [round(load.percentile(share)) for share in (0.5, 0.95, 0.99)] == [51, 96, 100]
    assert load.per_second == 50


def numbers(line: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", line)]
