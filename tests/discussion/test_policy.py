"""Who may do what to a post or a comment, as a table."""

import pytest

from app.discussion import policy
from app.discussion.models import Author, Comment, State
from app.people.roles import Colleague, Role

AUTHOR, OTHER, ADMIN, CO_AUTHOR = 1, 2, 3, 4
BYLINE = [Author(AUTHOR, "Ana")]


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
    assert policy.read(somebody(who), BYLINE, shown=shown, removed=removed) is sees


def test_what_nobody_wrote_is_not_everybodys():
    assert not policy.read(somebody(OTHER), [Author(None, "")], shown=False)


@pytest.mark.parametrize(
    ("judge", "author", "other", "admin"),
    [
        (policy.vote, False, True, True),
        (policy.edit_post, True, False, False),
    ],
)
def test_a_post_is_voted_for_and_edited_by(judge, author, other, admin):
    assert [bool(judge(somebody(who), BYLINE)) for who in (AUTHOR, OTHER, ADMIN)] == [author, other, admin]


def test_an_imported_post_without_an_author_is_backed_by_all_and_edited_by_none():
    nobody = [Author(None, "J. Doe")]
    assert policy.vote(somebody(OTHER), nobody)
    assert not policy.edit_post(somebody(OTHER), nobody)


def test_what_several_wrote_is_every_ones():
    both = [*BYLINE, Author(CO_AUTHOR, "Otto")]
    assert [policy.is_author(somebody(who), both) for who in (AUTHOR, CO_AUTHOR, OTHER)] == [True, True, False]
    assert policy.read(somebody(CO_AUTHOR), both, shown=False)
    assert not policy.vote(somebody(CO_AUTHOR), both)
    assert policy.edit_post(somebody(CO_AUTHOR), both)


def test_a_comment_is_edited_by_its_author_alone():
    comment = Comment(post_id=1, author_id=AUTHOR, body="Well said.")
    assert [bool(policy.edit_comment(somebody(who), comment.authors)) for who in (AUTHOR, OTHER, ADMIN)] == [
        True,
        False,
        False,
    ]


def test_every_no_has_its_sentence():
    refused = (
        policy.vote(somebody(AUTHOR), BYLINE),
        policy.edit_post(somebody(OTHER), BYLINE),
        policy.edit_comment(somebody(OTHER), BYLINE),
    )
    assert all(verdict.reason.endswith(".") for verdict in refused)
