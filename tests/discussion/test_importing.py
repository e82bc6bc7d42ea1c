"""Comments from elsewhere: under the names and dates of then, once, and nobody is told."""

from datetime import UTC, date, datetime

import pytest

from app import wiring
from app.core.clock import on_day
from app.core.sheets import open_sheet
from app.discussion import commands
from app.discussion.importing import Asked, comment_parts, comments_of, learn_comments, pieces, read_comments
from app.discussion.importing.cells import Remark, remarks
from app.discussion.models import Comment, CommentOrigin, Follow, Kind, Post
from app.imports.commands import begin_run
from app.notices.models import Notice
from app.people.queries import colleague
from app.search.models import StaleMark
from tests.ideas.bringing import bring as bring_ideas
from tests.makers import rows

IDEAS = "id,title,created_at\n7,Lamps,2024-03-01\n8,Paint,2024-03-02\n"
COMMENTS = """id,idea_id,parent_id,author,body,created_at
1,7,,E1,They are dark.,2024-03-02 10:00
2,7,1,Nobody Here,"1. Since May.",2024-03-03
3,8,,,Blue would be nice.,2024-03-04
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where the files of a test stand."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def read(store, cast, folder, tmp_path):
    """What is found in a file of comments, and what it would bring."""
    bring_ideas(store, IDEAS)

    def read_(text, **asked):
        file = tmp_path / "comments.csv"
        file.write_text(text, "utf-8")
        learnt = learn_comments(open_sheet(file), Asked(**({"source": "test"} | asked)))
        errors = []
        with store.reading() as db:
            found = read_comments(db, learnt.given, refuse=lambda refused: errors.extend(refused.errors))
            made = [said for part in comment_parts(learnt.given, 2) for said in comments_of(db, learnt.given, part)]
        return learnt, found, made, errors

    return read_


@pytest.fixture
def bring(store, read):
    def bring_(text, **asked):
        _learnt, found, made, errors = read(text, **asked)
        assert errors == []
        return write(store, made), found

    return bring_


def write(store, made):
    with store.writing() as db:
        run = begin_run(db, kind="comments", source="test", file_name="", digest="", header="", told={})
        return commands.bring_comments(db, made, run_id=run.id)


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def test_comments_stand_under_their_idea_with_names_dates_and_replies(store, cast, bring):
    new, found = bring(COMMENTS)
    assert (new, found.new, found.matched, found.unmatched) == (3, 3, 1, 1)
    first, last, reply = rows(store, Comment)
    assert (first.post_id, first.author_id, first.author_name, first.created_at) == (
        1,
        cast.ana,
        "E1",
        datetime(2024, 3, 2, 10, tzinfo=UTC),
    )
    assert (reply.parent_id, reply.author_id, reply.author_name) == (first.id, None, "Nobody Here")
    assert (reply.body, reply.body_html) == ("1\\. Since May.", "<p>1. Since May.</p>\n")
    assert (last.post_id, last.created_at) == (2, on_day(date(2024, 3, 4)))
    assert [post.comment_count for post in rows(store, Post)] == [2, 1]
    assert found.dates == (date(2024, 3, 2), date(2024, 3, 4))
    assert problems(store) == []


def test_a_reply_to_a_comment_on_another_post_stands_by_itself(store, bring):
    bring("id,idea_id,parent_id,body,created_at\n1,7,,Dark.,2024-03-02\n2,8,1,Blue.,2024-03-03\n")
    bring("id,idea_id,parent_id,body,created_at\n3,7,2,Since May.,2024-03-04\n4,7,1,Since June.,2024-03-04\n")
    assert [(one.post_id, one.parent_id) for one in rows(store, Comment)] == [(1, None), (2, None), (1, None), (1, 1)]
    assert problems(store) == []


def test_doing_it_again_brings_nothing_and_a_longer_file_the_rest(store, bring):
    bring(COMMENTS)
    new, found = bring(COMMENTS + "4,8,,,Or green.,2024-03-05\n")
    assert (new, found.new, found.present) == (1, 1, 3)
    assert len(rows(store, CommentOrigin)) == len(rows(store, Comment)) == 4


def test_two_imports_of_the_same_at_once_make_nothing_twice(store, read):
    made = read(COMMENTS)[2]
    assert (write(store, made), write(store, made)) == (3, 0)
    assert [post.comment_count for post in rows(store, Post)] == [2, 1]


def test_without_ids_what_is_said_tells_whether_it_is_here(store, bring):
    text = "idea_id,author,body,created_at\n7,Ann,Yes.,2024-03-01\n7,Bob,Yes.,2024-03-01\n7,Ann,Yes.,2024-03-01\n"
    new, found = bring(text)
    assert (new, found.repeated) == (2, 1)
    assert bring(text)[0] == 0


def test_nobody_is_told_and_nobody_follows_and_search_hears_of_it(store, bring, work):
    work()
    bring(COMMENTS)
    assert {(mark.kind, mark.ref) for mark in rows(store, StaleMark)} == {("idea", 1), ("idea", 2)}
    work()
    assert (rows(store, Notice), rows(store, Follow)) == ([], [])


def test_an_old_comment_moves_its_idea_only_as_far_as_it_is_old(store, bring):
    bring(COMMENTS)
    assert [post.moved_at for post in rows(store, Post)] == [on_day(date(2024, 3, 3)), on_day(date(2024, 3, 4))]


def test_what_is_wrong_is_told_at_once(store, read):
    text = (
        "id,idea_id,body,created_at\n1,7,,2024-03-01\n2,,Where?,2024-03-01\n3,9,Lost.,2024-03-01\n"
        f"4,7,{'x' * 10_001},2024-03-01\n5,7,When?,someday\n6,7,One.,2024-03-01\n6,7,Another.,2024-03-01\n"
    )
    errors = read(text)[3]
    assert sorted((error.row, error.column) for error in errors) == [
        *((2, "body"), (3, "idea_id"), (4, "idea_id"), (5, "body"), (6, "created_at"), (8, "id"))
    ]


def test_without_a_column_of_what_they_are_about_nothing_is_read(store, read):
    _learnt, found, made, _errors = read("text\nYes.\n")
    assert (found.faults.count, made) == (1, [])


def test_what_is_too_long_is_cut_into_comments_that_go_on(store, bring):
    long = " ".join(f"Sentence {n}." for n in range(1_000))
    bring(f"idea_id,body,created_at\n7,{long},2024-03-01\n", shorten=True)
    said = [comment.body for comment in rows(store, Comment)]
    assert all(len(one) <= 10_000 for one in said)
    assert " ".join(one.strip("… ") for one in said) == long


def test_a_reply_to_what_came_before_finds_its_thread(store, bring):
    bring(COMMENTS)
    bring("id,idea_id,parent_id,body,created_at\n9,7,2,And now?,2024-03-09\n")
    assert rows(store, Comment)[-1].parent_id == 1


def test_html_of_other_products_looks_as_it_did(store, bring):
    bring("idea_id,body,created_at\n7,<p>Very <b>good</b></p>,2024-03-01\n")
    assert rows(store, Comment)[0].body_html == "<p>Very <strong>good</strong></p>\n"


def test_comments_of_people_here_stay_as_they_are(store, cast, bring):
    with store.writing() as db:
        commands.post_comment(db, author=colleague(db, cast.otto), post_id=1, kind=Kind.IDEA, body="I see.", key="k")
    bring(COMMENTS)
    assert (rows(store, Post)[0].comment_count, problems(store)) == (3, [])


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("22/Sep/25 9:26 AM;ada;It is the hinge.", [Remark("It is the hinge.", "ada", "22/Sep/25 9:26 AM")]),
        ("Wait; see; and wait", [Remark("Wait; see; and wait")]),
        ("{not json}", [Remark("{not json}")]),
        ('["Yes.", ""]', [Remark("Yes.")]),
        (
            '[{"id": 5, "body": "Yes.", "author": {"displayName": "Ann"}, "created_at": "2024-03-01"}]',
            [Remark("Yes.", "Ann", "2024-03-01", "5")],
        ),
        ('[{"likes": 3}]', [Remark('[{"likes": 3}]')]),
        ("  ", []),
    ],
)
def test_a_cell_holds_comments_as_programs_write_them(cell, meant):
    assert list(remarks(cell)) == meant


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("short", ["short"]),
        ("one two three four", ["one two …", "… three four"]),
        ("ab. cd. ef. gh. ij", ["ab. cd. …", "… ef. gh. ij"]),
        ("x" * 20, ["x" * 10 + " …", "… " + "x" * 10]),
        ("第一句话。第二句话。第三句", ["第一句话。第二句话。 …", "… 第三句"]),
    ],
)
def test_a_long_text_is_cut_where_something_ends(text, parts):
    assert pieces(text, 12, 14) == parts
