"""What comes along with an idea, how its texts look, and where what does not fit is kept."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from app import wiring
from app.core.clock import on_day
from app.discussion.models import Authorship, Comment, Origin, Post
from app.ideas.importing import values
from app.ideas.models import Response
from tests.ideas.bringing import read
from tests.makers import rows


def problems(store):
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def test_tags_category_and_link_are_kept_and_shown_at_the_foot(store, bring, as_, cast):
    bring('title,tags,category,link\nLamps,"light, gate",Safety,See https://old.example/7?a=1 there\n', source="jira")
    [origin] = rows(store, Origin)
    assert (origin.tags, origin.category, origin.link) == (["light", "gate"], "Safety", "https://old.example/7?a=1")
    page = re.sub("</?span[^>]*>", "", as_(cast.ana).get("/ideas/1-lamps").text)
    for said in ("Brought from “jira” on", "Category: Safety.", "Tags: light and gate."):
        assert said in page
    assert '<a href="https://old.example/7?a=1" rel="nofollow noopener">' in page


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//old.example", "ftp://old.example/7"])
def test_a_link_that_is_no_web_address_is_none(store, bring, link):
    bring(f'title,link\nLamps,"{link}"\n')
    assert rows(store, Origin)[0].link == ""


def test_tags_and_names_with_markup_harm_nobody(store, bring, as_, cast):
    bring("title,tags,category\nLamps,<b>x</b>,<script>alert(1)</script>\n", source="<i>box</i>")
    page = as_(cast.ana).get("/ideas/1-lamps").text
    assert not any(bad in page for bad in ("<b>x</b>", "<script>alert", "<i>box"))


def test_votes_against_are_said_and_votes_below_none_count_as_none(store, bring, as_, cast):
    found = bring("title,votes,votes_against\nLamps,-3,4\nPaint,2,1\n")
    assert [post.votes_brought for post in rows(store, Post)] == [0, 2]
    assert (found.below_zero, found.votes) == (1, 2)
    assert "4 votes were against it there." in as_(cast.ana).get("/ideas/1-lamps").text
    assert "1 vote was against it there." in as_(cast.ana).get("/ideas/2-paint").text


def test_an_author_in_two_columns_is_one_name(store, bring):
    bring("title,First Name,Last Name\nLamps,Ann,Example\n")
    assert rows(store, Authorship)[0].name == "Ann Example"


def test_a_name_is_a_colleagues_only_where_that_is_said_and_one_alone_has_it(store, bring, cast):
    text = "title,author\nLamps,ana\nPaint,Nobody\n"
    found = bring(text)
    assert ([one.person_id for one in rows(store, Authorship)], found.namesakes, found.unmatched) == (
        [None, None],
        1,
        2,
    )
    bring(text, match_names=True, source="again")
    assert [one.person_id for one in rows(store, Authorship)][2:] == [cast.ana, None]


def test_an_answer_is_signed_by_whoever_gave_it(store, bring):
    bring("title,answer,Answered By\nLamps,Mended.,Cy Example\nPaint,No.,\n")
    assert [one.by_name for one in rows(store, Response)] == ["Cy Example", "test"]


def test_an_answer_that_decided_nothing_is_not_called_a_decision(store, bring, as_, cast):
    bring("title,status,answer\nLamps,Planned,In June.\nPaint,,Thank you.\nSigns,Under review,We look.\n")
    called = []
    for post in rows(store, Post):
        part = as_(cast.ana).get(f"/ideas/{post.id}-{post.slug}").text.split('id="response"')[1]
        called += re.findall('response__part">([^<]+)<', part)
    assert called == ["Decision", "Response", "Response"]


def test_what_follows_from_html_is_a_page_and_from_plain_text_what_was_typed(store, bring):
    bring('title,body,answer\nPaper,"<p>Print <b>twice</b></p><ul><li>a</li></ul>","<p>Yes.<br>Soon &amp; well.</p>"\n')
    assert rows(store, Post)[0].body_html == "<p>Print <strong>twice</strong></p>\n<ul>\n<li>a</li>\n</ul>\n"
    assert rows(store, Response)[0].decision == "Yes.\nSoon & well."
    bring('title,body,answer\nLift,"\n\t\t\tThe lift.\n\t\t\t1. It stops.","\tNo.\n\t Not now."\n', source="plain")
    assert rows(store, Post)[1].body_html == "<p>The lift.<br>\n1. It stops.</p>\n"
    assert rows(store, Response)[1].decision == "No.\nNot now."


def test_how_texts_are_written_may_be_said(store, bring):
    bring("title,body\nA,*b* <i>c</i>\n", text="markdown")
    assert "<em>b</em>" in rows(store, Post)[0].body_html


def test_what_does_not_fit_is_cut_where_that_is_said_and_kept_whole(store, bring, cast):
    title = "A shuttle between the houses " + "would be good for everybody " * 6
    short = "It would save " + "time and " * 50
    body = " ".join(f"Sentence {n}." for n in range(2_400))
    text = f"title,in_short,body,author,date\n{title},{short},{body},E1,2024-03-01\n"
    assert [error.column for error in read(store, text).errors] == ["title", "in_short", "body"]
    bring(text, shorten=True)
    [post] = rows(store, Post)
    said = rows(store, Comment)
    assert (len(post.title) <= 140, post.title[-1], len(post.body) <= 20_000) == (True, "…", True)
    assert all((one.author_id, one.created_at) == (cast.ana, on_day(date(2024, 3, 1))) for one in said)
    whole = " ".join(part.strip("… ") for part in [post.body, *(one.body for one in said)])
    assert whole == f"{short.strip()}\n\n{title.strip()}\n\n{body}"
    assert (post.comment_count, problems(store)) == (len(said), [])


def test_comments_in_cells_have_their_authors_and_dates(store, bring, cast):
    remarks = json.dumps(
        [{"body": "Good.", "author": {"email": "ben@example.com"}, "created_at": "2024-03-03T10:00:00Z"}]
    )
    quoted = remarks.replace('"', '""')
    bring(f'title,date,Comment,Comment\nLamps,2024-03-01,"{quoted}",22/Sep/24 9:26 AM;ada;*Fine*\n')
    first, other = rows(store, Comment)
    assert (first.author_id, first.created_at) == (cast.ben, datetime(2024, 3, 3, 10, tzinfo=UTC))
    assert (other.author_id, other.author_name, other.created_at) == (
        None,
        "ada",
        datetime(2024, 9, 22, 9, 26, tzinfo=UTC),
    )
    assert (rows(store, Post)[0].comment_count, problems(store)) == (2, [])


def test_a_comment_without_a_date_is_as_old_as_the_last_word_of_its_idea(store, bring):
    bring("title,date,answer,answered_at,Comment\nLamps,2024-03-01,Mended.,2024-03-05,Thanks.\n")
    assert rows(store, Comment)[0].created_at == on_day(date(2024, 3, 5))


def test_a_comment_of_another_month_is_wrong_in_its_row(store, cast):
    [error] = read(store, "title,Comment\nLamps,31/Feb/24 9:26 AM;ada;No.\n").errors
    assert (error.row, error.column) == (2, "Comment")


def test_a_lone_column_of_comments_is_the_text_of_the_ideas(store, bring):
    bring("comment,date\nThe lamp is broken.,2024-03-01\n")
    assert (rows(store, Post)[0].title, rows(store, Comment)) == ("The lamp is broken.", [])


def test_a_column_of_numbers_only_counts_comments(store, bring):
    found = bring("title,Comments\nLamps,0\nPaint,12\nDoors,\n")
    assert (rows(store, Comment), found.comments, found.comments_counted) == ([], 0, 12)


def test_departments_of_another_house_are_kept_as_a_category(store, bring):
    found = bring("title,Responsible Department\nLamps,Facilities of Elsewhere\n")
    assert found.learnt.strangers == ["Facilities of Elsewhere"]
    assert rows(store, Origin)[0].category == "Facilities of Elsewhere"


def test_a_department_that_is_misspelled_beside_one_of_ours_is_an_error(store, cast):
    [error] = read(store, "title,Responsible Department\nLamps,Sales\nPaint,Sails\n").errors
    assert (error.row, error.column) == (3, "Responsible Department")


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("3", 3),
        ("1,204", 1204),
        ("1.204", 1204),
        ("1 204", 1204),
        ("-3", -3),
        ("−3", -3),
        ("4.0", 4),
        ("", None),
        ("3.5", "3.5"),
        ("many", "many"),
    ],
)
def test_votes_are_read_as_people_write_numbers(cell, meant):
    assert values.count(cell) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("a, b;c|d", ["a", "b", "c", "d"]),
        (["doors", "", "winter"], ["doors", "winter"]),
        ("{ถนน,ทางเท้า}", ["ถนน", "ทางเท้า"]),
        ('[{"name": "feature"}, {"name": "design"}]', ["feature", "design"]),
        ('["a", "b"]', ["a", "b"]),
        ("#light #light", ["light #light"]),
        ("", []),
    ],
)
def test_tags_are_read_however_they_are_listed(cell, meant):
    assert values.tags(cell) == meant
