"""What was typed and not taken comes back with the reason, on whatever page it was typed."""

import html
import re

import pytest

from app.core import markdown
from app.discussion.forms import LONGEST_COMMENT, LONGEST_KEY
from app.discussion.models import Comment
from app.discussion.queries.threads import REPLIES, THREADS
from app.people import commands as people
from app.people.queries import department
from tests.discussion.posts import KINDS, a_post
from tests.makers import a_comment, an_idea, hidden, removed, rows

TAKEN_AWAY = pytest.mark.parametrize("taken_away", [hidden, removed])
TYPED = "I typed this for an hour."


def take_away(store, cast, how, **what):
    how(store, by=cast.mia if how is hidden else cast.ana, **what)


def read(response):
    return html.unescape(response.text)


def form_around(page, words):
    """The composer that holds these words, and whether it stands open under its comment."""
    found = [form for form in re.findall(r'<form class="composer".*?</form>', page, re.DOTALL) if words in form]
    assert len(found) == 1
    return found[0]


@KINDS
def test_a_refused_reply_to_a_comment_of_a_later_page_stands_there(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    tops = [a_comment(store, by=cast.ana, on=post, kind=kind) for _n in range(THREADS + 1)]
    for parent in (tops[0], tops[-1]):
        typed = {"body": TYPED + "x" * LONGEST_COMMENT, "parent": str(parent), "key": "k"}
        answer = as_(cast.otto).post(f"/{kind.section}/{post}/comments", data=typed)
        assert answer.status_code == 422
        assert f'id="reply-{parent}-error"' in form_around(answer.text, TYPED)


def test_a_refused_reply_deep_in_a_long_thread_stands_there(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    last = [a_comment(store, by=cast.ana, on=post, parent=top) for _n in range(REPLIES + 1)][-1]
    answer = as_(cast.otto).post(
        f"/ideas/{post}/comments", data={"body": TYPED + "x" * LONGEST_COMMENT, "parent": str(last)}
    )
    assert f'id="reply-{last}-error"' in form_around(answer.text, TYPED)


def test_a_refused_reply_under_a_comment_that_was_taken_away_stands_there(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    removed(store, by=cast.ana, comment=top)
    answer = as_(cast.otto).post(
        f"/ideas/{post}/comments", data={"body": TYPED + "x" * LONGEST_COMMENT, "parent": str(top)}
    )
    assert f'id="reply-{top}"' in form_around(answer.text, TYPED)


@pytest.mark.parametrize("parent", ["x", "-1", "99999", "9" * 20])
def test_a_refused_reply_to_nothing_stands_at_the_end(store, cast, as_, parent):
    post = an_idea(store, by=cast.ana)
    typed = {"body": TYPED + "x" * LONGEST_COMMENT, "parent": parent}
    answer = as_(cast.otto).post(f"/ideas/{post}/comments", data=typed)
    assert answer.status_code == 422
    assert 'id="comment-error"' in form_around(answer.text, TYPED)


@KINDS
@TAKEN_AWAY
def test_a_comment_that_came_too_late_is_shown_with_the_reason(store, cast, as_, kind, taken_away):
    post = a_post(store, kind, cast.ana)
    take_away(store, cast, taken_away, post=post)
    answer = as_(cast.otto).post(f"/{kind.section}/{post}/comments", data={"body": TYPED})
    assert answer.status_code == 409
    assert "removed in the meantime" in form_around(answer.text, TYPED)
    assert rows(store, Comment) == []


@pytest.mark.parametrize(("taken_away", "place"), [(removed, "reply-{}-error"), (hidden, "comment-error")])
def test_a_reply_that_came_too_late_comes_back_as_near_as_may_be(store, cast, as_, taken_away, place):
    """Under its comment, where that is still read; what was said about a hidden post is hidden with it."""
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    taken_away(store, by=cast.ana if taken_away is removed else cast.mia, post=post)
    answer = as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": TYPED, "parent": str(top)})
    assert answer.status_code == 409
    assert f'id="{place.format(top)}"' in form_around(answer.text, TYPED)


@TAKEN_AWAY
def test_an_edit_of_a_comment_that_came_too_late_is_shown_with_the_reason(store, cast, as_, taken_away):
    comment = a_comment(store, by=cast.ana, on=an_idea(store, by=cast.otto))
    take_away(store, cast, taken_away, comment=comment)
    answer = as_(cast.ana).post(f"/comments/{comment}", data={"body": TYPED})
    assert (answer.status_code, f"{TYPED}</textarea>" in answer.text) == (409, True)
    assert "This comment has been removed in the meantime" in answer.text


def test_an_edit_under_a_post_that_was_hidden_does_not_show_its_title(store, cast, as_):
    post = an_idea(store, by=cast.otto, title="Ask Mrs. Smith")
    comment = a_comment(store, by=cast.ana, on=post)
    hidden(store, by=cast.mia, post=post)
    answer = as_(cast.ana).post(f"/comments/{comment}", data={"body": TYPED})
    assert (answer.status_code, f"{TYPED}</textarea>" in answer.text) == (409, True)
    assert "Mrs. Smith" not in answer.text


@KINDS
@TAKEN_AWAY
def test_an_edit_of_a_post_that_came_too_late_is_shown_with_the_reason(store, cast, as_, kind, taken_away):
    post = a_post(store, kind, cast.ana)
    take_away(store, cast, taken_away, post=post)
    typed = {"title": "Better so", "body": TYPED, "department": "operations"}
    answer = as_(cast.ana).post(f"/{kind.section}/{post}", data=typed)
    assert (answer.status_code, f"{TYPED}</textarea>" in answer.text) == (409, True)
    assert 'value="Better so"' in answer.text
    assert re.search(r'<div class="errors".*removed in the meantime', answer.text, re.DOTALL)


def test_a_response_that_came_too_late_is_shown_with_the_reason(store, cast, as_):
    typed = {"heard": "Trees.", "decision": TYPED, "reasons": "Shade."}
    taken, led_by_another = (an_idea(store, by=cast.ana) for _n in range(2))
    hidden(store, by=cast.mia, post=taken)
    visitor = as_(cast.ben)
    answer = visitor.post(f"/ideas/{taken}/response", data=typed)
    assert (answer.status_code, f"{TYPED}</textarea>" in answer.text) == (403, True)
    assert re.search(r'<div class="errors".*removed in the meantime', answer.text, re.DOTALL)
    assert "Plant trees" not in answer.text
    with store.writing() as db:
        people.set_lead(db, department(db, cast.operations), lead_id=cast.otto)
    answer = visitor.post(f"/ideas/{led_by_another}/response", data=typed)
    assert (answer.status_code, f"{TYPED}</textarea>" in answer.text) == (403, True)
    assert "Only the lead of the department can respond for it." in read(answer)


def test_the_key_of_a_reply_that_is_refused_again_and_again_stays_as_it_is(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    visitor = as_(cast.otto)
    page = visitor.get(f"/ideas/{post}-plant-trees").text
    first = key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    assert key.startswith(f"{top}-")
    for _n in range(LONGEST_KEY):
        refused = visitor.post(f"/ideas/{post}/comments", data={"body": "", "parent": str(top), "key": key})
        key = re.findall(r'name="key" value="([^"]+)"', refused.text)[0]
    assert key == first
    sent = visitor.post(f"/ideas/{post}/comments", data={"body": TYPED, "parent": str(top), "key": key})
    assert sent.status_code == 303


def test_every_form_of_a_refused_page_has_a_key_of_its_own_that_fits(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    tops = [a_comment(store, by=cast.ana, on=post) for _n in range(2)]
    visitor = as_(cast.otto)
    keys = re.findall(r'name="key" value="([^"]+)"', visitor.get(f"/ideas/{post}-plant-trees").text)
    for place, parent in ((0, tops[0]), (1, tops[1]), (0, tops[0]), (2, "")):
        typed = {"body": "", "parent": str(parent), "key": keys[place]}
        page = visitor.post(f"/ideas/{post}/comments", data=typed).text
        keys = re.findall(r'name="key" value="([^"]+)"', page)
        assert len(set(keys)) == len(keys) == 3
        assert max(map(len, keys)) <= LONGEST_KEY


def test_whatever_is_wrong_with_a_comment_is_said_beside_it(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    typed = {"body": TYPED, "key": "k" * (LONGEST_KEY + 1)}
    answer = as_(cast.otto).post(f"/ideas/{post}/comments", data=typed)
    assert "This is too long." in form_around(answer.text, TYPED)


@pytest.mark.sqlite
def test_texts_are_rendered_before_the_transaction_begins(store, cast, as_, monkeypatch):
    """On SQLite it is the only one: everybody else would wait for it."""
    begun = []
    render = markdown.render

    def watched(markdown):
        begun.append(store._one_at_a_time.locked())
        return render(markdown)

    monkeypatch.setattr(markdown, "render", watched)
    visitor = as_(cast.ana)
    typed = {"title": "Plant trees", "body": TYPED, "department": "operations"}
    for address in ("/ideas", "/ideas/1", "/topics", "/topics/2"):
        assert visitor.post(address, data=typed).status_code == 303
    for address in ("/ideas/1/comments", "/comments/1"):
        assert visitor.post(address, data={"body": TYPED}).status_code == 303
    assert begun == [False] * 6
