"""Who may do what to a post or a comment, as a table."""

import pytest

from app.discussion import policy
from app.discussion.models import Comment, Post, State
from app.people.roles import Colleague, Role

AUTHOR, OTHER, ADMIN = 1, 2, 3


def somebody(id_: int) -> Colleague:
    roles = {Role.EMPLOYEE, Role.ADMIN} if id_ == ADMIN else {Role.EMPLOYEE}
    return Colleague(id_, "Somebody", "somebody@example.com", 1, "Sales", frozenset(roles))


@pytest.mark.parametrize(
    ("state", "who", "sees"),
    [
        (State.SHOWN, AUTHOR, True),
        (State.SHOWN, OTHER, True),
        (State.SHOWN, ADMIN, True),
        (State.HIDDEN, AUTHOR, True),
        (State.HIDDEN, OTHER, False),
        (State.HIDDEN, ADMIN, True),
        (State.REMOVED, AUTHOR, False),
        (State.REMOVED, OTHER, False),
        (State.REMOVED, ADMIN, False),
    ],
)
def test_the_text_is_read_by(state, who, sees):
    shown, removed = state is State.SHOWN, state is State.REMOVED
    assert policy.read(somebody(who), AUTHOR, shown=shown, removed=removed) is sees


def test_what_nobody_wrote_is_not_everybodys():
    assert not policy.read(somebody(OTHER), None, shown=False)


@pytest.mark.parametrize(
    ("judge", "author", "other", "admin"),
    [
        (policy.vote, False, True, True),
        (policy.edit_post, True, False, False),
    ],
)
def test_a_post_is_voted_for_and_edited_by(judge, author, other, admin):
    post = Post(kind="idea", author_id=AUTHOR, title="Plant trees")
    assert [bool(judge(somebody(who), post)) for who in (AUTHOR, OTHER, ADMIN)] == [author, other, admin]


def test_an_imported_post_without_an_author_is_backed_by_all_and_edited_by_none():
    post = Post(kind="idea", author_id=None, title="Plant trees")
    assert policy.vote(somebody(OTHER), post)
    assert not policy.edit_post(somebody(OTHER), post)


def test_a_comment_is_edited_by_its_author_alone():
    comment = Comment(post_id=1, author_id=AUTHOR, body="Well said.")
    assert [bool(policy.edit_comment(somebody(who), comment)) for who in (AUTHOR, OTHER, ADMIN)] == [True, False, False]


def test_administrators_alone_hide():
    assert [bool(policy.hide(somebody(who))) for who in (AUTHOR, OTHER, ADMIN)] == [False, False, True]


def test_every_no_has_its_sentence():
    post, comment = Post(kind="idea", author_id=AUTHOR, title="x"), Comment(post_id=1, author_id=AUTHOR, body="x")
    refused = (
        policy.vote(somebody(AUTHOR), post),
        policy.edit_post(somebody(OTHER), post),
        policy.edit_comment(somebody(OTHER), comment),
        policy.hide(somebody(OTHER)),
    )
    assert all(verdict.reason.endswith(".") for verdict in refused)
