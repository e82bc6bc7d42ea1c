"""Whatever stands in a small file: bringing it again changes nothing, and what is taken back comes again as it was."""

import csv
import io
import json
from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import wiring
from app.credits.models import CreditLine
from app.discussion.models import Authorship, Comment, Follow, Post, State
from app.discussion.queries.brought import posts_of_run
from app.ideas import commands
from app.ideas.models import Idea, Response, Stage
from app.imports.models import ImportRun
from tests.chance import LONG
from tests.ideas import bringing
from tests.makers import rows

WORDS = ["Lamps", "Lamps at the gate", "路灯坏了", "ขอบถนนไม่ดี", "<b>Tom</b> & Ann", '"Quoted", with comma', "…", "=1+1"]
AUTHORS = ["E1", "e1", "ben@example.com", "Ana", "Nobody Here", ""]
STATUSES = ["", "open", "planned", "done", "declined", "Under review", "closed", "odd"]
DAYS = ["2024-03-01", "2024-03-04", "2023-12-31 23:59", ""]
COLUMNS = ["title", "body", "author", "status", "votes", "created_at", "answered_at", "answer", "Comment", "Comment"]
SAID = st.one_of(
    st.sampled_from(["", "Yes.", "22/Sep/24 9:26 AM;E1;Fine", "Wait; see"]),
    st.lists(
        st.fixed_dictionaries({"body": st.sampled_from(WORDS), "author": st.sampled_from(AUTHORS)}), max_size=2
    ).map(json.dumps),
)
ROWS = st.tuples(
    st.sampled_from(WORDS),
    st.sampled_from(["", *WORDS, "One.\n\nTwo."]),
    st.sampled_from(AUTHORS),
    st.sampled_from(STATUSES),
    st.sampled_from(["", "0", "-3", "1,204"]),
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.sampled_from(["", "", "It is mended.", "我们会修的。"]),
    SAID,
    SAID,
)
FILES = st.lists(ROWS, min_size=1, max_size=6)
A_FEW = settings(
    max_examples=200 if LONG else 15,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NUMBERS = count()
BEGINNING = "2024-05-05"


def text_of(table, *, numbered):
    """With ids, or without: then what says the same is the same."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow([*(["id"] if numbered else []), *COLUMNS])
    lines.writerows([*([number] if numbered else []), *row] for number, row in enumerate(table, 1))
    return written.getvalue()


@pytest.fixture
def bring(store, cast):
    """How many were new. What has no date is of one day, so that it is of the same one the next time."""

    def bring_(text, source):
        return bringing.bring(store, text, source=source, date=BEGINNING).new

    return bring_


def standing(store, source):
    """All that is shown of a source, without the numbers that a second coming has anew."""
    posts = [post for post in rows(store, Post) if post.source == source and post.state == State.SHOWN]
    order = {post.id: place for place, post in enumerate(posts)}
    stages = {stage.id: stage.kind for stage in rows(store, Stage)}
    lines = [line for line in rows(store, CreditLine) if line.subject_ref in order]
    countered = {line.counters for line in lines if line.counters}
    live = [line for line in lines if not line.counters and line.id not in countered]
    return {
        "posts": [
            (
                post.external_id,
                post.title,
                post.body_html,
                post.language,
                stages[post.stage_id or 0],
                post.awaits_reply,
                post.votes_brought,
                post.comment_count,
                post.created_at,
                post.moved_at,
            )
            for post in posts
        ],
        "ideas": sorted(
            (order[one.post_id], one.holder_id, one.responded_at, one.accepted_at, one.live_at)
            for one in rows(store, Idea)
            if one.post_id in order
        ),
        "authors": [
            (order[one.post_id], one.person_id, one.name) for one in rows(store, Authorship) if one.post_id in order
        ],
        "follows": sorted((order[one.post_id], one.person_id) for one in rows(store, Follow) if one.post_id in order),
        "answers": [(one.decision, one.by_name, one.at) for one in rows(store, Response) if one.idea_id in order],
        "comments": sorted(
            (order[one.post_id], one.key, one.body, one.author_id or 0, one.author_name, one.created_at)
            for one in rows(store, Comment)
            if one.post_id in order and one.state == State.SHOWN
        ),
        "credit": sorted((order[line.subject_ref], line.act, line.party_id, line.share, line.at) for line in live),
    }


def take_back(store, source):
    """How many of a source's ideas, all its runs together."""
    runs = [run.id for run in rows(store, ImportRun) if run.source == source]
    with store.writing() as db:
        return len(commands.undo_ideas(db, [id_ for run in runs for id_ in posts_of_run(db, run)]))


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


@A_FEW
@given(table=FILES, numbered=st.booleans())
def test_a_file_brought_twice_taken_back_and_brought_once_more_is_there_once_as_it_was(store, bring, table, numbered):
    text, source = text_of(table, numbered=numbered), f"box {next(NUMBERS)}"
    new = bring(text, source)
    first = standing(store, source)
    assert new == len(first["posts"]) == (len(table) if numbered else len(first["posts"]))
    assert (bring(text, source), standing(store, source)) == (0, first)
    assert take_back(store, source) == new
    assert not any(standing(store, source).values())
    assert take_back(store, source) == 0
    assert (bring(text, source), standing(store, source)) == (new, first)
    assert problems(store) == []


@A_FEW
@given(table=FILES, cut=st.integers(0, 6), numbered=st.booleans())
def test_a_file_in_two_halves_is_the_whole_file(store, bring, table, cut, numbered):
    whole, halved = f"whole {next(NUMBERS)}", f"halved {next(NUMBERS)}"
    text = text_of(table, numbered=numbered)
    bring(text, whole)
    if half := table[:cut]:
        bring(text_of(half, numbered=numbered), halved)
    bring(text, halved)
    one, other = standing(store, whole), standing(store, halved)
    for name in ("ideas", "authors", "follows", "credit"):
        assert one[name] == other[name], name
    # Ids without one in the file and keys are another source's, and a language is guessed from more or fewer rows.
    assert [row[4:] for row in one["posts"]] == [row[4:] for row in other["posts"]]
    assert Counter((row[0], *row[2:]) for row in one["comments"]) == Counter(
        (row[0], *row[2:]) for row in other["comments"]
    )
    assert problems(store) == []


@A_FEW
@given(table=FILES, order=st.randoms(use_true_random=False))
def test_rows_in_another_order_are_the_same_rows(store, bring, table, order):
    source = f"box {next(NUMBERS)}"
    new = bring(text_of(table, numbered=False), source)
    shuffled = list(table)
    order.shuffle(shuffled)
    assert new == len({(*row[:3], row[5]) for row in table})
    assert bring(text_of(shuffled, numbered=False), source) == 0
    assert problems(store) == []
