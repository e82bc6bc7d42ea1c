"""Comments and replies: written, changed and taken away by their authors, in the page's own forms."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import at
from app.core.errors import TooLate
from app.discussion import commands, queries
from app.discussion.models import Comment, State
from app.people.queries import colleague
from tests.discussion.posts import KINDS, a_post, post_of
from tests.makers import a_comment, an_idea, hidden, removed, rows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def comment_of(store, comment_id):
    with store.reading() as db:
        return queries.comment(db, comment_id)


def read(response):
    return html.unescape(response.text)


@KINDS
def test_a_comment_is_posted_and_counted(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    response = as_(cast.otto).post(f"/{kind.section}/{post}/comments", data={"body": "Well **said**."})
    [comment] = rows(store, Comment)
    assert (response.status_code, response.headers["location"]) == (303, f"/comments/{comment.id}")
    assert (comment.body_html.strip(), comment.department_name) == ("<p>Well <strong>said</strong>.</p>", "Sales")
    assert post_of(store, post).comment_count == 1


@KINDS
def test_a_comment_leads_to_its_place_in_the_discussion(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    comment = a_comment(store, by=cast.otto, on=post, kind=kind)
    response = as_(cast.ana).get(f"/comments/{comment}", follow_redirects=True)
    assert response.status_code == 200
    assert f'id="comment_{comment}"' in response.text
    assert str(response.url).endswith(f"#comment_{comment}")


def test_the_form_of_the_page_posts_once_however_often_it_is_sent(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    visitor = as_(cast.otto)
    page = visitor.get(f"/ideas/{post}", follow_redirects=True).text
    typed = {"body": "Well said.", "key": re.findall(r'name="key" value="([^"]+)"', page)[-1]}
    first, second = (visitor.post(f"/ideas/{post}/comments", data=typed) for _n in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert (len(rows(store, Comment)), post_of(store, post).comment_count) == (1, 1)


@KINDS
def test_the_same_key_with_other_words_is_asked_about_and_then_posted(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana)
    visitor, address = as_(cast.otto), f"/{kind.section}/{post}/comments"
    visitor.post(address, data={"body": "Well said.", "key": "k"})
    answer = visitor.post(address, data={"body": "Better said.", "key": "k"})
    assert answer.status_code == 422
    assert re.search(r'id="comment-error">.*sent before, filled in differently', read(answer))
    assert "Better said.</textarea>" in answer.text
    assert post_of(store, post).comment_count == 1
    key = re.findall(r'name="key" value="([^"]+)"', answer.text)[-1]
    assert visitor.post(address, data={"body": "Better said.", "key": key}).status_code == 303
    assert [row.body for row in rows(store, Comment)] == ["Well said.", "Better said."]


def test_the_same_key_and_words_at_another_place_are_asked_about_and_then_posted(store, cast, as_):
    post, elsewhere = (an_idea(store, by=cast.ana) for _n in range(2))
    top = a_comment(store, by=cast.ana, on=post)
    visitor, typed = as_(cast.otto), {"body": "Well said.", "key": "k"}
    visitor.post(f"/ideas/{post}/comments", data=typed)
    for address, parent in ((post, str(top)), (elsewhere, "")):
        answer = visitor.post(f"/ideas/{address}/comments", data=typed | {"parent": parent})
        assert answer.status_code == 422
        [composer] = [form for form in answer.text.split("<form") if "Well said.</textarea>" in form]
        key = re.findall(r'name="key" value="([^"]+)"', composer)[0]
        again = visitor.post(f"/ideas/{address}/comments", data=typed | {"parent": parent, "key": key})
        assert again.status_code == 303
    assert [(row.post_id, row.parent_id) for row in rows(store, Comment)][1:] == [
        (post, None),
        (post, top),
        (elsewhere, None),
    ]


def test_a_reply_to_a_reply_is_known_again_whatever_became_of_what_it_answers(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    reply = a_comment(store, by=cast.ana, on=post, parent=top)
    visitor, typed = as_(cast.otto), {"body": "Indeed.", "parent": str(reply), "key": "k"}
    first = visitor.post(f"/ideas/{post}/comments", data=typed)
    removed(store, by=cast.ana, comment=reply)
    second = visitor.post(f"/ideas/{post}/comments", data=typed)
    assert (second.status_code, second.headers["location"]) == (303, first.headers["location"])
    assert len(rows(store, Comment)) == 3


def test_every_form_of_a_page_has_a_key_of_its_own(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    for _n in range(2):
        a_comment(store, by=cast.ana, on=post)
    visitor = as_(cast.otto)
    page = visitor.get(f"/ideas/{post}", follow_redirects=True).text
    keys = re.findall(r'name="key" value="([^"]+)"', page)
    assert len(set(keys)) == len(keys) == 3
    for key in keys:
        assert visitor.post(f"/ideas/{post}/comments", data={"body": "Indeed.", "key": key}).status_code == 303
    assert len(rows(store, Comment)) == 5


def test_the_same_key_of_two_people_is_two_comments(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    for visitor in (cast.otto, cast.lea):
        as_(visitor).post(f"/ideas/{post}/comments", data={"body": "Well said.", "key": "k"})
    assert len(rows(store, Comment)) == 2


def test_a_reply_stands_under_its_comment(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": "Indeed.", "parent": str(top)})
    assert [row.parent_id for row in rows(store, Comment)] == [None, top]


def test_a_reply_to_a_reply_joins_the_thread(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    reply = a_comment(store, by=cast.otto, on=post, parent=top)
    as_(cast.lea).post(f"/ideas/{post}/comments", data={"body": "Both of you.", "parent": str(reply)})
    assert [row.parent_id for row in rows(store, Comment)] == [None, top, top]


@pytest.mark.parametrize("parent", ["99999", str(2**31 - 1)])
def test_a_reply_to_nothing_is_not_found(store, cast, as_, parent):
    post = an_idea(store, by=cast.ana)
    assert as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": "x", "parent": parent}).status_code == 404
    assert rows(store, Comment) == []


def test_a_reply_to_a_comment_elsewhere_is_not_found(store, cast, as_):
    here, there = an_idea(store, by=cast.ana), an_idea(store, by=cast.ana)
    elsewhere = a_comment(store, by=cast.ana, on=there)
    typed = {"body": "x", "parent": str(elsewhere)}
    assert as_(cast.otto).post(f"/ideas/{here}/comments", data=typed).status_code == 404
    assert post_of(store, here).comment_count == 0


@pytest.mark.parametrize("parent", ["x", "-1", "0.5", str(2**31), "9" * 20])
def test_a_parent_that_is_no_number_is_refused(store, cast, as_, parent):
    post = an_idea(store, by=cast.ana)
    typed = {"body": "Kept as typed.", "parent": parent}
    assert as_(cast.otto).post(f"/ideas/{post}/comments", data=typed).status_code == 422
    assert rows(store, Comment) == []


@KINDS
@pytest.mark.parametrize("body", ["", "   ", "\u200b", "\0\0"])
def test_a_comment_that_says_nothing_is_refused_beside_its_field(store, cast, as_, kind, body):
    post = a_post(store, kind, cast.ana)
    response = as_(cast.otto).post(f"/{kind.section}/{post}/comments", data={"body": body})
    assert response.status_code == 422
    assert re.search(r'id="comment-error">.*This is needed', response.text)
    assert rows(store, Comment) == []


def test_a_refused_comment_keeps_what_was_typed(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    typed = {"body": "long " * 2001, "key": "k"}
    response = as_(cast.otto).post(f"/ideas/{post}/comments", data=typed)
    page = read(response)
    assert (response.status_code, typed["body"].strip() in page) == (422, True)
    assert "This is too long." in page
    assert 'name="key" value="k"' in page
    assert rows(store, Comment) == []


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_a_reply_to_what_was_taken_away_is_refused_and_kept(store, cast, as_, taken_away):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, comment=top)
    response = as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": "Well said.", "parent": str(top)})
    assert (response.status_code, "Well said." in response.text) == (409, True)
    assert len(rows(store, Comment)) == 1


def test_a_refused_reply_stays_at_its_place(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    top = a_comment(store, by=cast.ana, on=post)
    response = as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": "x" * 10_001, "parent": str(top)})
    assert response.status_code == 422
    assert f'id="reply-{top}-error"' in response.text
    assert 'id="comment-error"' not in response.text
    assert '<details class="fold" open>' in response.text


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_takes_no_comment(store, cast, as_, taken_away):
    post = an_idea(store, by=cast.ana)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=post)
    response = as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": "Well said."})
    assert (response.status_code, "removed in the meantime" in response.text) == (409, True)
    assert rows(store, Comment) == []


def test_a_comment_moves_its_post(store, cast):
    with at(NOON):
        post = an_idea(store, by=cast.ana)
    with at(NOON + timedelta(minutes=1)):
        a_comment(store, by=cast.otto, on=post)
    assert post_of(store, post).moved_at == NOON + timedelta(minutes=1)


def test_a_comment_is_in_the_language_it_is_written_in(store, cast):
    post = an_idea(store, by=cast.ana, language="en")
    for body, language in (("这个办法我们试过", "zh-Hans"), ("เห็นด้วยกับคุณ", "th"), ("+1", "en")):
        assert comment_of(store, a_comment(store, by=cast.otto, on=post, body=body)).language == language


def test_its_author_edits_a_comment(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    visitor = as_(cast.otto)
    assert "Well said.</textarea>" in visitor.get(f"/comments/{comment}/edit").text
    response = visitor.post(f"/comments/{comment}", data={"body": "Better said."})
    assert (response.status_code, response.headers["location"]) == (303, f"/comments/{comment}")
    changed = comment_of(store, comment)
    assert (changed.body, "Better said." in changed.body_html, changed.edited_at is None) == (
        "Better said.",
        True,
        False,
    )


def test_an_edited_comment_says_so_and_moves_nothing(store, cast, as_):
    with at(NOON):
        post = an_idea(store, by=cast.ana)
        comment = a_comment(store, by=cast.otto, on=post)
    as_(cast.otto).post(f"/comments/{comment}", data={"body": "Better said."})
    assert "edited" in as_(cast.ana).get(f"/ideas/{post}", follow_redirects=True).text
    assert post_of(store, post).moved_at == NOON


def test_an_emptied_comment_is_refused(store, cast, as_):
    comment = a_comment(store, by=cast.otto, on=an_idea(store, by=cast.ana))
    response = as_(cast.otto).post(f"/comments/{comment}", data={"body": " "})
    assert (response.status_code, 'id="f-body-error"' in response.text) == (422, True)
    assert comment_of(store, comment).body == "Well said."


def test_nobody_else_edits_or_removes_a_comment(store, cast, as_):
    comment = a_comment(store, by=cast.otto, on=an_idea(store, by=cast.ana))
    for other in (cast.ana, cast.ben, cast.mia):
        visitor = as_(other)
        assert visitor.get(f"/comments/{comment}/edit").status_code == 403
        assert visitor.post(f"/comments/{comment}", data={"body": "Mine now."}).status_code == 403
        assert visitor.delete(f"/comments/{comment}").status_code == 403
    assert (comment_of(store, comment).body, comment_of(store, comment).state) == ("Well said.", State.SHOWN)


def test_its_author_removes_a_comment_once(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    a_comment(store, by=cast.ana, on=post)
    for _n in range(2):
        response = as_(cast.otto).post(f"/comments/{comment}?_method=DELETE")
        assert response.headers["location"] == f"/comments/{comment}"
    assert comment_of(store, comment).state == State.REMOVED
    assert post_of(store, post).comment_count == 1


def test_a_removed_comment_leaves_a_trace_that_replies_stand_under(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post, body="Said in anger.")
    a_comment(store, by=cast.ana, on=post, body="No harm done.", parent=comment)
    removed(store, by=cast.otto, comment=comment)
    for reader in (cast.ana, cast.otto, cast.mia):
        page = read(as_(reader).get(f"/ideas/{post}", follow_redirects=True))
        assert ("Said in anger." in page, "Its author removed this." in page) == (False, True)
        assert "No harm done." in page


def test_a_hidden_comment_is_read_by_its_author_and_administrators_only(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post, body="Ask Mrs. Smith of Acme.")
    hidden(store, by=cast.mia, comment=comment)
    for reader, sees in ((cast.otto, True), (cast.mia, True), (cast.ana, False), (cast.ben, False), (cast.hana, False)):
        page = read(as_(reader).get(f"/ideas/{post}", follow_redirects=True))
        assert ("Mrs. Smith" in page, "It names a customer." in page) == (sees, sees)
        assert "An administrator hid this." in page


@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_is_not_edited(store, cast, as_, taken_away):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.otto, comment=comment)
    response = as_(cast.otto).post(f"/comments/{comment}", data={"body": "Better said."})
    assert (response.status_code, "removed in the meantime" in response.text) == (409, True)
    assert comment_of(store, comment).body == "Well said."


def test_a_removed_comment_shows_its_text_to_nobody_through_the_form(store, cast, as_):
    comment = a_comment(store, by=cast.otto, on=an_idea(store, by=cast.ana))
    removed(store, by=cast.otto, comment=comment)
    response = as_(cast.otto).get(f"/comments/{comment}/edit")
    assert (response.status_code, "Well said." in response.text) == (409, False)


def test_a_hidden_comment_can_be_removed_by_its_author(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    hidden(store, by=cast.mia, comment=comment)
    as_(cast.otto).delete(f"/comments/{comment}")
    assert comment_of(store, comment).state == State.REMOVED
    assert post_of(store, post).comment_count == 0


def test_a_comment_under_a_hidden_post_is_not_edited(store, cast):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    hidden(store, by=cast.mia, post=post)
    with pytest.raises(TooLate), store.writing() as db:
        commands.edit_comment(db, editor=colleague(db, cast.otto), comment=queries.comment(db, comment), body="x")
    assert comment_of(store, comment).body == "Well said."


def test_comments_that_are_not_there_are_not_found(cast, as_):
    visitor = as_(cast.ana)
    for address in ("/comments/99999", "/comments/0", f"/comments/{2**53}", "/comments/x", "/comments/99999/edit"):
        assert visitor.get(address).status_code == 404


def test_markup_in_a_comment_stays_harmless(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    body = "<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror=alert(3)>"
    as_(cast.otto).post(f"/ideas/{post}/comments", data={"body": body})
    page = as_(cast.ana).get(f"/ideas/{post}", follow_redirects=True).text
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<img src=x" not in page
