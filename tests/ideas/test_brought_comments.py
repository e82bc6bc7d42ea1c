"""Comments that stand in the cells of ideas, and what a page shows of where it came from."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from app import wiring
from app.core.clock import on_day
from app.core.letters import clean
from app.discussion.models import Comment, CommentOrigin, Origin, Post, State
from app.ideas import commands
from tests.ideas.bringing import read
from tests.makers import a_comment, an_idea, hidden, rows


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def cell(*said):
    """A list of a program in a cell of a CSV file."""
    return '"' + json.dumps(said, ensure_ascii=False).replace('"', '""') + '"'


def bodies(store):
    return [one.body for one in rows(store, Comment)]


def counts(store):
    return [post.comment_count for post in rows(store, Post)]


@pytest.mark.parametrize(
    "header", ["Comment,Comment,Comment", "Comment,Comment 2,Comment 3", "Comments,Comments,Comments", "评论,评论,评论"]
)
def test_every_column_of_comments_is_read_and_an_empty_cell_says_nothing(store, bring, header):
    found = bring(f"title,date,{header}\nLamps,2024-03-01,One.,,Three.\nPaint,2024-03-01,, ,\n")
    assert (bodies(store), counts(store), found.comments) == (["One.", "Three."], [2, 0], 2)
    assert problems(store) == []


@pytest.mark.parametrize("name", ["author", "user", "creator", "created_by", "createdBy", "username", "from"])
@pytest.mark.parametrize(
    "who",
    ["E1", "ana@example.com", {"email": "ANA@example.com"}, {"emailAddress": "ana@example.com"}, {"username": "e1"}],
    ids=str,
)
def test_whoever_wrote_a_comment_is_found_however_a_program_says_who(store, bring, cast, name, who):
    bring(f"title,date,Comments\nLamps,2024-03-01,{cell({'body': 'Yes.', name: who})}\n")
    assert [one.author_id for one in rows(store, Comment)] == [cast.ana]


@pytest.mark.parametrize(
    ("said", "body", "name"),
    [
        ({"content": "Yes.", "author": {"displayName": "Ann Example", "login": "ann"}}, "Yes.", "Ann Example"),
        ({"text": "  ", "message": "No.", "from": {"id": 3}}, "No.", ""),
        ({"comment": 5, "name": "Bo"}, "5", "Bo"),
        ("Only words", "Only words", ""),
        ({"body": "路灯坏了", "author": "王某"}, "路灯坏了", "王某"),
    ],
)
def test_a_name_of_nobody_here_is_kept_beside_the_words(store, bring, said, body, name):
    bring(f"title,date,Comments\nLamps,2024-03-01,{cell(said, {'likes': 3}, None)}\n")
    assert [(one.body, one.author_name, one.author_id) for one in rows(store, Comment)] == [(body, name, None)]


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2024-03-03", on_day(date(2024, 3, 3))),
        ("2024-03-03T10:00:00+07:00", datetime(2024, 3, 3, 3, tzinfo=UTC)),
        ("03/13/2024", on_day(date(2024, 3, 13))),
        ("2024年3月3日", on_day(date(2024, 3, 3))),
        ("", on_day(date(2024, 3, 1))),
    ],
)
def test_a_comment_is_of_the_day_that_it_says(store, bring, said, at):
    bring(f"title,created_at,Comments\nLamps,2024-03-01,{cell({'body': 'Yes.', 'created_at': said})}\n")
    assert rows(store, Comment)[0].created_at == at


def test_one_date_that_can_be_read_one_way_only_tells_how_the_others_are_written(store, bring):
    said = cell({"body": "First.", "date": "03/04/2024"}, {"body": "Last.", "date": "31/05/2024"})
    bring(f"title,created_at,Comments\nLamps,2024-03-01,{said}\n")
    assert [one.created_at for one in rows(store, Comment)] == [on_day(date(2024, 4, 3)), on_day(date(2024, 5, 31))]


@pytest.mark.parametrize("said", ["2999-01-01", "1960-01-01", "someday", "2024-02-30"])
def test_a_date_that_none_can_have_been_is_wrong_in_the_column_of_comments(store, cast, said):
    text = f"id,title,created_at,Comments\n1,Lamps,2024-03-01,{cell({'body': 'Yes.', 'created_at': said})}\n"
    assert [(error.row, error.column) for error in read(store, text).errors] == [(2, "Comments")]


def test_a_comment_that_is_too_long_is_refused_or_comes_in_pieces_by_the_same_author(store, bring, cast):
    long = " ".join(f"Sentence {n}." for n in range(1_500))
    text = f"title,date,Comments\nLamps,2024-03-01,{cell({'body': long, 'author': 'E2', 'date': '2024-03-05'})}\n"
    assert [error.column for error in read(store, text).errors] == ["Comments"]
    bring(text, shorten=True)
    said = rows(store, Comment)
    assert (len(said) > 1, {one.author_id for one in said}) == (True, {cast.ben})
    assert {one.created_at for one in said} == {on_day(date(2024, 3, 5))}
    assert " ".join(one.body.strip("… ") for one in said) == long
    assert (bring(text, shorten=True).new, counts(store), problems(store)) == (0, [len(said)], [])


def test_the_same_words_of_two_people_or_under_two_ideas_are_two_comments_and_else_one(store, bring):
    said = [{"body": "Yes.", "author": "Ann"}, {"body": "Yes.", "author": "Bo"}, {"body": "Yes.", "author": "Ann"}]
    bring(f"title,date,Comments\nLamps,2024-03-01,{cell(*said)}\nPaint,2024-03-01,{cell(said[0])}\n")
    assert [(one.post_id, one.author_name) for one in rows(store, Comment)] == [(1, "Ann"), (1, "Bo"), (2, "Ann")]
    assert (counts(store), problems(store)) == ([2, 1], [])


def test_what_stands_twice_in_a_cell_is_counted_once_and_an_id_that_two_have_loses_neither(store, bring):
    said = cell({"id": 1, "body": "Yes."}, {"id": 1, "body": "Yes."}, {"id": 1, "body": "No."}, "Well.", "Well.")
    text = f"title,date,Comments\nLamps,2024-03-01,{said}\n"
    found = bring(text)
    assert ([one.body for one in rows(store, Comment)], found.comments) == (["Yes.", "No.", "Well."], 3)
    assert (bring(text).new, counts(store), problems(store)) == (0, [3], [])


def test_a_comment_in_which_nothing_can_be_seen_is_none(store, bring):
    found = bring(f"title,date,Comments\nLamps,2024-03-01,{cell({'body': '<p></p>'}, {'body': '<p>Yes.</p>'})}\n")
    assert ([one.body for one in rows(store, Comment)], found.comments) == (["Yes."], 1)


def test_a_name_in_a_cell_is_kept_as_names_are(store, bring):
    said = cell({"body": "Yes.", "author": "Ann<half> Example"}, {"body": "No.", "author": "x" * 255})
    right = said.replace("<half>", "\\ud800\\u0000 \\n").replace("x" * 255, "Bo")
    bring(f"title,date,Comments\nLamps,2024-03-01,{right}\n")
    assert [one.author_name for one in rows(store, Comment)] == ["Ann Example", "Bo"]
    [error] = read(store, f"title,date,Comments\nPaint,2024-03-01,{said}\n").errors
    assert (error.row, error.column) == (2, "Comments")


def test_brackets_without_end_are_only_words(store, bring):
    deep = "[" * 100_000
    found = bring(f"title,date,tags,Comments\nLamps,2024-03-01,{deep},{deep}\n", shorten=True)
    assert (len(found.ideas), "".join(one.body.strip("… ") for one in rows(store, Comment))) == (1, deep)


def test_a_comment_with_an_id_is_that_comment_in_each_source(store, bring):
    text = f"id,title,date,Comments\n1,Lamps,2024-03-01,{cell({'id': 5, 'body': 'Yes.'})}\n"
    for source in ("one", "two", "one"):
        bring(text, source=source)
    assert (counts(store), len(rows(store, CommentOrigin))) == ([1, 1], 2)


LOOKS = {
    "<p>Very <b>good</b></p>": "<p>Very <strong>good</strong></p>\n",
    "3 < 5 & *so*": "<p>3 &lt; 5 &amp; *so*</p>\n",
    "1. One": "<p>1. One</p>\n",
}


@pytest.mark.parametrize(("said", "html"), LOOKS.items())
def test_comments_look_as_they_looked(store, bring, said, html):
    bring(f"title,date,Comments\nLamps,2024-03-01,{cell({'body': said})}\n")
    assert rows(store, Comment)[0].body_html == html


def test_a_comment_harms_nobody_and_stands_under_the_name_and_the_day_of_then(store, bring, as_, cast):
    said = {"body": "<script>alert(1)</script> [x](javascript:alert(1))", "author": "<b>Ann</b>", "date": "2024-03-05"}
    bring(f"title,date,Comments\nLamps,2024-03-01,{cell(said)}\n")
    page = as_(cast.otto).get("/ideas/1-lamps").text
    assert "&lt;b&gt;Ann&lt;/b&gt;" in page
    assert '<time datetime="2024-03-05"' in page
    assert not any(bad in page for bad in ("<script>alert", 'href="javascript', "<b>Ann"))


def undone(store, *ids):
    with store.writing() as db:
        return commands.undo_ideas(db, ids)


def test_comments_are_taken_back_with_their_idea_and_come_again_with_it(store, bring):
    text = f"id,title,date,Comments\n1,Lamps,2024-03-01,{cell({'id': 1, 'body': 'Yes.'}, {'body': 'No.'})}\n2,Paint,2024-03-01,Red.\n"
    bring(text)
    assert undone(store, 1) == [1]
    assert [one.body for one in rows(store, Comment) if one.state == State.SHOWN] == ["Red."]
    found = bring(text)
    assert (found.new, found.present, found.comments) == (1, 1, 2)
    assert [(one.post_id, one.body) for one in rows(store, Comment) if one.state == State.SHOWN] == [
        *((2, "Red."), (3, "Yes."), (3, "No."))
    ]
    assert problems(store) == []


@pytest.mark.parametrize("touch", ["replied", "hidden"])
def test_an_idea_whose_brought_comment_somebody_had_to_do_with_stays(store, bring, cast, touch):
    bring(f"title,date,Comments\nLamps,2024-03-01,{cell('Yes.')}\nPaint,2024-03-01,{cell('No.')}\n")
    if touch == "replied":
        a_comment(store, by=cast.otto, on=1, parent=1)
    else:
        hidden(store, by=cast.mia, comment=1)
    assert undone(store, 1, 2) == [2]
    assert problems(store) == []


FOOT = "title,date,tags,category,votes_against\nLamps,2024-03-01,light;gate;winter,Safety,2\nPaint,2024-03-01,,,\n"


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ["Tags: light, gate, and winter.", "Category: "]),
        ("zh-Hans", ["light、gate和winter"]),
        ("th", ["light gate และ winter"]),
    ],
)
def test_the_foot_of_an_idea_says_in_ones_own_language_what_is_known_of_it(store, bring, as_, cast, locale, words):
    bring(FOOT, source="old box")
    client = as_(cast.otto)
    client.headers["Accept-Language"] = locale
    page = re.sub("</?span[^>]*>", "", client.get("/ideas/1-lamps").text)
    assert all(word in page for word in ["old box", "Safety", *words])
    other = client.get("/ideas/2-paint").text
    assert "old box" in other
    assert not any(word in other for word in ("Safety", "Category: ", "Tags: "))


def test_what_was_written_here_has_no_foot(store, bring, as_, cast):
    bring(FOOT, source="old box")
    number = an_idea(store, by=cast.ana)
    assert "Brought from" not in as_(cast.otto).get(f"/ideas/{number}-plant-trees").text
    assert [one.post_id for one in rows(store, Origin)] == [1, 2]


def test_what_is_very_long_at_the_foot_is_cut_and_tags_are_not_without_end(store, bring):
    tags = ";".join(f"tag {n} {'x' * 100}" for n in range(50))
    bring(f"title,date,tags,link\nLamps,2024-03-01,{tags},https://old.example/{'a' * 3_000}\n")
    [origin] = rows(store, Origin)
    assert (len(origin.tags), {len(clean(tag, lines=False)) for tag in origin.tags}) == (30, {60})
    assert len(origin.link) == 2_000
