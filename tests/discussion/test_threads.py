"""A long discussion in pages: oldest first, replies beside their comment, every comment reachable."""

import re

import pytest

from app.core.paging import Cursor
from app.discussion import queries
from app.discussion.models import Comment
from app.discussion.queries.threads import REPLIES, THREADS
from app.people.queries import colleague
from tests.makers import a_comment, an_idea, rows


@pytest.fixture
def discussed(store, cast):
    """An idea with one comment more than a page holds, the first and the last of them with a reply."""
    post = an_idea(store, by=cast.ana)
    tops = [a_comment(store, by=cast.otto, on=post, body=f"Comment {n}") for n in range(THREADS + 1)]
    for n, parent in ((0, tops[0]), (1, tops[-1])):
        a_comment(store, by=cast.ana, on=post, body=f"Reply {n}", parent=parent)
    return post


def page(store, viewer, post, after=""):
    with store.reading() as db:
        return queries.threads(db, post_id=post, viewer=colleague(db, viewer), after=Cursor.parse(after))


def test_comments_stand_oldest_first_with_their_replies(store, cast, discussed):
    first = page(store, cast.ana, discussed)
    assert [thread.comment.id for thread in first.rows] == [row.id for row in rows(store, Comment)][:THREADS]
    assert [[reply.body_html.strip() for reply in thread.replies] for thread in first.rows[:2]] == [
        ["<p>Reply 0</p>"],
        [],
    ]


def test_the_next_page_goes_on_where_the_first_ended(store, cast, discussed):
    first = page(store, cast.ana, discussed)
    a_comment(store, by=cast.lea, on=discussed, body="Late")
    second = page(store, cast.ana, discussed, first.next)
    assert [thread.comment.body_html.strip() for thread in second.rows] == [f"<p>Comment {THREADS}</p>", "<p>Late</p>"]
    assert [reply.body_html.strip() for reply in second.rows[0].replies] == ["<p>Reply 1</p>"]
    assert second.next == ""


def link_in(page, words):
    found = re.search(rf'href="([^"]+)" rel="next">{words}', page)
    assert found
    return found[1]


def test_the_page_links_to_the_later_comments(store, cast, as_, discussed):
    visitor = as_(cast.ana)
    shown = visitor.get(f"/ideas/{discussed}-plant-trees").text
    assert f">Comment {THREADS}</p>" not in shown
    assert f">Comment {THREADS}</p>" in visitor.get(link_in(shown, "Show later comments")).text


def test_a_link_to_a_late_comment_or_reply_leads_to_its_page(store, cast, as_, discussed):
    for comment in rows(store, Comment):
        if comment.body in ("Comment 0", f"Comment {THREADS}", "Reply 0", "Reply 1"):
            response = as_(cast.ana).get(f"/comments/{comment.id}", follow_redirects=True)
            assert f'id="comment_{comment.id}"' in response.text


@pytest.fixture
def long(store, cast):
    """An idea with a thread of three replies more than two pages hold, then a short one."""
    post = an_idea(store, by=cast.ana)
    first, second = (a_comment(store, by=cast.otto, on=post, body=f"Comment {n}") for n in range(2))
    for n in range(2 * REPLIES + 3):
        a_comment(store, by=cast.ana, on=post, body=f"Long {n}", parent=first)
    a_comment(store, by=cast.ana, on=post, body="Short", parent=second)
    return post


def bodies(thread):
    return [reply.body_html.strip() for reply in thread.replies]


def test_a_long_thread_takes_no_room_from_the_others(store, cast, long):
    first, second = page(store, cast.ana, long).rows
    assert bodies(first) == [f"<p>Long {n}</p>" for n in range(REPLIES)]
    assert (bodies(second), second.more) == (["<p>Short</p>"], "")


def test_the_rest_of_a_long_thread_follows_page_by_page_and_then_the_others(store, cast, long):
    [first, _short] = page(store, cast.ana, long).rows
    found, place = bodies(first), first.more
    while place:
        inside = page(store, cast.ana, long, place)
        [thread] = inside.rows
        assert thread.comment.id == first.comment.id
        found, place = found + bodies(thread), thread.more
    assert found == [f"<p>Long {n}</p>" for n in range(2 * REPLIES + 3)]
    [after] = page(store, cast.ana, long, inside.next).rows
    assert bodies(after) == ["<p>Short</p>"]


def test_the_page_links_to_the_later_replies_and_back_to_the_beginning(store, cast, as_, long):
    visitor = as_(cast.ana)
    shown = visitor.get(f"/ideas/{long}-plant-trees").text
    assert f">Long {REPLIES}</p>" not in shown
    later = visitor.get(link_in(shown, "Show later replies")).text
    assert f">Long {REPLIES}</p>" in later
    assert f'href="/ideas/{long}-plant-trees#discussion"' in later
    assert f'href="/ideas/{long}-plant-trees#discussion"' not in shown


def test_a_link_to_any_reply_of_a_long_thread_leads_to_its_page(store, cast, as_, long):
    every = {comment.body: comment.id for comment in rows(store, Comment)}
    for n in (0, REPLIES - 1, REPLIES, 2 * REPLIES - 1, 2 * REPLIES, 2 * REPLIES + 2):
        response = as_(cast.ana).get(f"/comments/{every[f'Long {n}']}", follow_redirects=True)
        assert f'id="comment_{every[f"Long {n}"]}"' in response.text


@pytest.mark.parametrize(
    "after",
    [
        *("!", "A" * 3000, str(Cursor(0, 2**53 - 1, 0)), str(Cursor(0, -5, 0))),
        *(str(Cursor(key, ref, 0)) for key in (1, -1, 2**31 - 1, 2**53, -(2**53)) for ref in (0, 2**31 - 1, -5)),
    ],
)
def test_a_damaged_cursor_shows_the_page_all_the_same(cast, as_, discussed, after):
    response = as_(cast.ana).get(f"/ideas/{discussed}-plant-trees", params={"after": after})
    assert response.status_code == 200
