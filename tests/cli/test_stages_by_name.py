"""A status that is called like a stage here puts an idea at that very stage, be it the first of its kind or not."""

import pytest

from app.discussion.models import Post
from app.ideas.models import Response, Stage, StageEntry, StageKind
from tests.makers import rows

HEAD = "id,title,created_at,status,response\n"


@pytest.fixture
def trial(store, here) -> int:
    """The second stage of what is being done, and a second one of what is open."""
    with store.writing() as db:
        last = Stage(
            kind=StageKind.DOING, position=90, names={"en": "Pilot week", "zh-Hans": "试行周", "th": "ทดลองหนึ่งสัปดาห์"}
        )
        db.add_all([last, Stage(kind=StageKind.OPEN, position=91, names={"en": "Sorted out"})])
        db.flush()
        return last.id


def at(store) -> list[int | None]:
    return [row.stage_id for row in rows(store, Post)]


@pytest.mark.parametrize("word", ["Pilot week", "pilot week", " PILOT WEEK ", "试行周", "ทดลองหนึ่งสัปดาห์"])
def test_it_stands_there_and_that_is_said(byline, store, trial, file, word):
    given = file(f"{HEAD}1,Lamps,2024-01-31,{word},Let us see.\n2,Paint,2024-01-31,in progress,\n", "box.csv")
    code, said, complaint = byline("import", "ideas", given)
    assert (code, f"“{word.strip()}” is the stage “Pilot week” (1)" in said) == (0, True), complaint
    assert at(store)[0] == trial != at(store)[1]
    assert [row.stage_id for row in rows(store, Response)] == [trial]
    assert [row.stage_id for row in rows(store, StageEntry) if row.idea_id == 1][-1] == trial
    assert byline("check")[0] == 0
    assert "0 are new, 2 are here already" in byline("import", "ideas", given, "--update")[1]


def test_of_what_is_open_as_well(byline, store, trial, file):
    assert byline("import", "ideas", file(f"{HEAD}1,Lamps,2024-01-31,sorted out,\n", "box.csv"))[0] == 0
    [stage] = at(store)
    assert stage == trial + 1 and len(rows(store, StageEntry)) == 2


def test_what_is_said_of_a_status_counts_more(byline, store, trial, file):
    given = file(f"{HEAD}1,Lamps,2024-01-31,Pilot week,\n", "box.csv")
    assert "“Pilot week” is declined (1)" in byline("import", "ideas", given, "--stage", "Pilot week=declined")[1]
    kinds = {row.id: row.kind for row in rows(store, Stage)}
    assert [kinds[stage or 0] for stage in at(store)] == ["declined"]


def test_a_later_file_moves_it_there_and_on(byline, store, trial, file):
    assert byline("import", "ideas", file(f"{HEAD}1,Lamps,2024-01-31,in progress,\n", "box.csv"))[0] == 0
    assert at(store) != [trial]
    moved = file(f"{HEAD}1,Lamps,2024-01-31,Pilot week,\n", "box.csv")
    assert "1 idea was brought up to date." in byline("import", "ideas", moved, "--update")[1]
    assert at(store) == [trial]
    assert "0 ideas were brought up to date." not in byline("import", "ideas", moved, "--update")[1]
    assert byline("check")[0] == 0
