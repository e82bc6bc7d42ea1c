"""Who responds for a department, as a table."""

import pytest

from app.core.clock import now
from app.credits.models import Role as Credited
from app.discussion.models import Author, AuthorRole, Post, State
from app.ideas import policy
from app.ideas.models import Idea, Stage, StageKind
from app.people.models import Department
from app.people.roles import Colleague, Role

SALES, OPERATIONS = 1, 2


def somebody(*roles: Role, leads: frozenset[int] = frozenset()) -> Colleague:
    held = frozenset({Role.EMPLOYEE, *roles})
    return Colleague(1, "Somebody", "somebody@example.com", SALES, "Sales", held, leads)


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (somebody(), False),
        (somebody(Role.LEAD, leads=frozenset({OPERATIONS})), True),
        (somebody(Role.LEAD, leads=frozenset({SALES})), False),
        (somebody(Role.LEAD, leads=frozenset({SALES, OPERATIONS})), True),
        (somebody(Role.LEADER), False),
        (somebody(Role.HR), False),
        (somebody(Role.ADMIN), True),
    ],
)
@pytest.mark.parametrize("state", list(State))
def test_an_idea_for_operations_is_answered_by(person, may, state):
    verdict = policy.respond(person, Post(kind="idea", title="x", department_id=OPERATIONS, state=state))
    assert bool(verdict) is (may and state is State.SHOWN)
    assert bool(verdict.reason) is not bool(verdict)


@pytest.mark.parametrize(
    ("roles", "leads", "lead", "authors", "may"),
    [
        # Its author, who is administrator, where somebody else leads, where nobody does, and where they do themselves.
        ({Role.ADMIN}, set(), 7, [1], False),
        ({Role.ADMIN}, set(), None, [1], True),
        ({Role.ADMIN, Role.LEAD}, {OPERATIONS}, 1, [1], True),
        ({Role.LEAD}, {OPERATIONS}, 1, [1], True),
        # With others, and where whoever leads wrote it as well.
        ({Role.ADMIN}, set(), 7, [8, 1], False),
        ({Role.ADMIN}, set(), 7, [1, 7], True),
        # Of others, or of nobody who is known.
        ({Role.ADMIN}, set(), 7, [8], True),
        ({Role.ADMIN}, set(), 7, [None], True),
        (set(), set(), None, [1], False),
    ],
)
def test_authors_leave_the_decision_to_whoever_else_leads(roles, leads, lead, authors, may):
    me, written = somebody(*roles, leads=frozenset(leads)), [by(one, 100 // len(authors)) for one in authors]
    post = Post(kind="idea", title="x", department_id=OPERATIONS)
    unit = Department(id=OPERATIONS, slug="operations", code="o", name="Operations", lead_id=lead)
    assert bool(policy.decide(me, post, written, unit)) is may
    unit.active = False
    assert bool(policy.decide(me, post, written, unit)) is bool(policy.respond(me, post))


@pytest.mark.parametrize("responded", [False, True])
@pytest.mark.parametrize("kind", list(StageKind))
def test_without_a_response_an_idea_comes_to_every_stage_that_needs_none(kind, responded):
    idea = Idea(post_id=1, responded_at=now() if responded else None)
    may = kind != StageKind.DECLINED and (responded or kind != StageKind.ANSWERED)
    assert bool(policy.move(idea, Stage(kind=kind))) is may


def test_an_idea_for_no_department_is_answered_by_administrators():
    post = Post(kind="idea", title="x", department_id=None)
    assert not policy.respond(somebody(Role.LEAD, leads=frozenset({SALES})), post)
    assert policy.respond(somebody(Role.ADMIN), post)


def by(person_id: int | None, share: int, role: AuthorRole = AuthorRole.CO_AUTHOR) -> Author:
    return Author(person_id, "Somebody", role=role, share=share)


@pytest.mark.parametrize(
    ("authors", "credited"),
    [
        ([by(7, 100)], {7: 100}),
        ([by(None, 100)], {}),
        ([by(None, 100), by(7, 0)], {}),
        ([by(7, 60), by(8, 40)], {7: 60, 8: 40}),
        # What falls to somebody unknown is shared out among those who are known.
        ([by(None, 50), by(8, 25), by(9, 25)], {8: 50, 9: 50}),
        ([by(7, 10), by(8, 10), by(9, 10), by(None, 70)], {7: 34, 8: 33, 9: 33}),
        ([by(7, 100), by(8, 0)], {7: 100, 8: 0}),
    ],
)
def test_the_credit_of_an_idea_is_shared_among_those_who_are_known(authors, credited):
    shares = policy.author_shares(authors)
    assert {share.id: share.share for share in shares} == credited
    assert sum(share.share for share in shares) == (100 if credited else 0)


def test_the_first_author_had_the_idea_and_the_others_wrote_with_them():
    shares = policy.author_shares([by(7, 60, AuthorRole.AUTHOR), by(8, 40)])
    assert [share.role for share in shares] == [Credited.IDEA, Credited.CO_AUTHOR]
