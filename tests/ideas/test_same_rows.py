"""What is the same row: by its id, by what it says, and whatever its file and its columns are called."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.discussion.models import Authorship, Comment, Origin, Post
from app.ideas.importing.rows import former_digest
from app.imports.queries import fingerprint_of
from tests.ideas.bringing import bring, read
from tests.makers import rows

ZEBRA = """body,author,date
The zebra crossing is faded.,Ann,2024-03-01
The zebra crossing is faded.,Bob,2024-03-01
The zebra crossing is faded.,Ann,2024-03-02
The zebra crossing is faded.,Ann,2024-03-01
"""
LONG = "The lamp at the gate has been broken since the spring and nobody comes to mend it."


pytestmark = pytest.mark.usefixtures("cast")


def as_before(store):
    """As the version before told posts without an id: by their words alone."""
    with store.writing() as db:
        for post in rows(store, Post):
            former = former_digest(post.title, post.body)
            db.execute(update(Post).where(col(Post.id) == post.id).values(external_id=former))


def test_two_peoples_same_words_are_two_ideas_and_so_are_those_of_two_days(store):
    found = bring(store, ZEBRA)
    assert (found.new, found.repeated, [error.row for error in found.repeats]) == (3, 1, [5])
    assert [one.name for one in rows(store, Authorship)] == ["Ann", "Bob", "Ann"]
    assert (read(store, ZEBRA).new, read(store, ZEBRA).present) == (0, 3)


def test_how_a_text_is_read_does_not_make_it_another(store):
    text = "title,body\nLift,<b>Slow</b>\n"
    bring(store, text)
    assert read(store, text, text="plain").present == 1


def test_what_the_version_before_brought_without_ids_is_here(store):
    bring(store, "title,body\nLamps,Please.\nPaint,Blue.\n")
    as_before(store)
    assert read(store, "title,body\nLamps,Please.\nPaint,Blue.\n").present == 2


def test_of_the_same_words_the_version_before_brought_one_and_the_others_still_come(store):
    first, _others = ZEBRA.split("\n", 1)[0], None
    bring(store, f"{first}\nThe zebra crossing is faded.,Ann,2024-03-01\n")
    with store.writing() as db:
        former = former_digest("", "The zebra crossing is faded.")
        db.execute(update(Post).values(external_id=former))
    assert (read(store, ZEBRA).new, read(store, ZEBRA).present) == (2, 1)
    bring(store, ZEBRA)
    assert len(rows(store, Post)) == 3
    assert (read(store, ZEBRA).new, read(store, ZEBRA).present) == (0, 3)


def test_rows_are_known_again_under_another_name_and_with_other_columns(store):
    bring(store, f"name,text,date\nLamps,{LONG},2024-03-01\n", columns={"title": "name"})
    other = read(store, f"name,text,date\nLamps,{LONG},2024-03-01\n", source="other")
    assert (other.new, dict(other.elsewhere)) == (1, {"test": 1})
    mapped = read(store, f"name,text,date\nLamps,{LONG},2024-03-01\n")
    assert (mapped.new, dict(mapped.elsewhere)) == (1, {"test": 1})


def test_votes_and_dates_that_went_on_do_not_hide_that_it_is_the_same(store):
    bring(store, f"id,text,votes,date\n7,{LONG},3,2024-03-01\n")
    assert read(store, f"id,text,votes,date\n007,{LONG},9,2024-04-01\n", source="other").elsewhere.total() == 1


def test_other_ideas_of_the_same_day_are_others(store):
    bring(store, "id,title,date\n1,Lamps,2024-03-01\n")
    assert read(store, "id,title,date\n1,Paint,2024-03-01\n", source="other").elsewhere.total() == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([LONG, "7"], ["8", f"  {LONG.upper()}\n"]),
        (["Lamps", "E1", "2024-03-01"], ["E1", "12.3.2024", "99", "lamps"]),
        (["ประตู เปิดยาก"], ["ประตูเปิดยาก", "5"]),
    ],
)
def test_a_fingerprint_is_that_of_the_longest_texts(one, other):
    assert fingerprint_of(one) == fingerprint_of(other) != ""


@pytest.mark.parametrize(("one", "other"), [(["Lamps", "Ann"], ["Lamps", "Bob"]), ([LONG], [LONG + "!"])])
def test_what_says_something_else_has_another(one, other):
    assert fingerprint_of(one) != fingerprint_of(other)


def test_numbers_alone_have_none(store):
    assert fingerprint_of(["7", "2024-03-01", ""]) == ""
    bring(store, "id,title\n7,100\n")
    assert read(store, "id,title\n8,100\n", source="other").elsewhere.total() == 0
    assert [one.fingerprint for one in rows(store, Origin)] == [""]


def test_comments_in_cells_come_once_with_their_idea(store):
    text = 'id,title,date,Comment,Comment\n7,Lamps,2024-03-01,"{""id"": 3, ""body"": ""Yes.""}",No.\n'
    bring(store, text)
    bring(store, text)
    assert [one.body for one in rows(store, Comment)] == ["Yes.", "No."]
