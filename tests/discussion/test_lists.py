"""Lists in pages: every post once, in order, standing still while others post."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.core.clock import at
from app.core.paging import Cursor, microseconds
from app.discussion import queries
from app.discussion.models import Author, Kind, Post
from app.discussion.queries import Sort
from tests.makers import a_comment, a_topic, a_vote, an_idea, hidden, people_named, rows, together, unmatched

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SORTS = pytest.mark.parametrize("sort", list(Sort))


@pytest.fixture
def ideas(store, cast):
    """Nine ideas of one instant each, three of them of the same one; the later ones are backed more."""
    voters = people_named(store, ("Uma", "Vic", "Wim"), department_id=cast.sales)
    made = []
    for n in range(9):
        with at(NOON + timedelta(minutes=max(n, 2))):
            made.append(an_idea(store, by=cast.ana, title=f"Idea {n}"))
            for voter in voters[: n // 3]:
                a_vote(store, by=voter, on=made[-1])
    return made


def page(store, viewer, sort, after="", size=2, **more):
    with store.reading() as db:
        return queries.list_page(
            db, kind=Kind.IDEA, viewer_id=viewer, sort=sort, after=Cursor.parse(after), size=size, **more
        )


def pages(store, viewer, sort, between=lambda: None):
    """Ids of every page, one after the other; something may happen between two pages."""
    found, after = [], ""
    while True:
        part = page(store, viewer, sort, after)
        found.append([row.id for row in part.rows])
        if not part.next:
            return found
        after = part.next
        between()


def flat(parts):
    return [id_ for part in parts for id_ in part]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.MOVING, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Sort.NEWEST, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Sort.BACKED, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Sort.WAITING, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_every_post_stands_once_and_in_its_order(store, cast, ideas, sort, order):
    assert pages(store, cast.otto, sort)[0] == [ideas[n] for n in order[:2]]
    assert flat(pages(store, cast.otto, sort)) == [ideas[n] for n in order]


@SORTS
def test_a_list_stands_still_while_others_post(store, cast, ideas, sort):
    before = flat(pages(store, cast.otto, sort))
    found = flat(pages(store, cast.otto, sort, lambda: an_idea(store, by=cast.ana, title="New")))
    assert [id_ for id_ in found if id_ in ideas] == before
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("sort", [Sort.MOVING, Sort.NEWEST, Sort.BACKED])
def test_what_came_since_stands_on_no_later_page(store, cast, ideas, sort):
    found = flat(pages(store, cast.otto, sort, lambda: an_idea(store, by=cast.ana, title="New")))
    assert set(found) == set(ideas)


def test_what_moves_while_somebody_reads_is_not_shown_twice(store, cast, ideas):
    moves = iter(ideas[:3])

    def somebody_comments():
        mover = next(moves, None)
        if mover:
            a_comment(store, by=cast.ben, on=mover)

    found = flat(pages(store, cast.otto, Sort.MOVING, somebody_comments))
    assert len(set(found)) == len(found)
    assert set(ideas) - set(found) <= set(ideas[:3])


@SORTS
def test_what_is_taken_away_while_somebody_reads_moves_no_other(store, cast, ideas, sort):
    victims = iter(ideas[3:6])

    def an_admin_hides():
        victim = next(victims, None)
        if victim:
            hidden(store, by=cast.mia, post=victim)

    found = flat(pages(store, cast.otto, sort, an_admin_hides))
    assert len(set(found)) == len(found)
    assert {*ideas[:3], *ideas[6:]} <= set(found)


def test_what_came_or_moved_since_is_counted(store, cast, ideas):
    first = page(store, cast.otto, Sort.MOVING)
    with store.reading() as db:
        assert queries.moved_since(db, kind=Kind.IDEA, since=first.since) == 0
    an_idea(store, by=cast.ana)
    a_comment(store, by=cast.ben, on=ideas[0])
    a_topic(store, by=cast.ana)
    with store.reading() as db:
        assert queries.moved_since(db, kind=Kind.IDEA, since=first.since) == 2


def test_the_count_goes_on_from_the_first_page(store, cast, ideas):
    first = page(store, cast.otto, Sort.MOVING)
    an_idea(store, by=cast.ana)
    second = page(store, cast.otto, Sort.MOVING, first.next)
    third = page(store, cast.otto, Sort.MOVING, second.next)
    assert first.since == second.since == third.since


@SORTS
@pytest.mark.parametrize(
    "cursor",
    [
        "!",
        "aGVsbG8",
        str(Cursor(2**53 - 1, 2**53 - 1, 2**53 - 1)),
        str(Cursor(-(2**53) + 1, -1, -(2**53) + 1)),
        str(Cursor(0, 0, 0)),
        "A" * 5000,
    ],
)
def test_a_cursor_that_nobody_gave_out_does_no_harm(store, cast, ideas, sort, cursor):
    found = page(store, cast.otto, sort, cursor, size=20)
    assert {row.id for row in found.rows} <= set(ideas)


def test_rows_tell_of_their_viewer(store, cast):
    mine, backed, other = (an_idea(store, by=author) for author in (cast.otto, cast.ana, cast.ana))
    a_vote(store, by=cast.otto, on=backed)
    found = {row.id: (row.mine, row.backed) for row in page(store, cast.otto, Sort.NEWEST, size=20).rows}
    assert found == {mine: (True, False), backed: (False, True), other: (False, False)}


def test_most_backed_counts_the_votes_that_were_brought(store, cast):
    here, brought = an_idea(store, by=cast.ana), an_idea(store, by=cast.ana)
    a_vote(store, by=cast.otto, on=here)
    with store.writing() as db:
        db.execute(update(Post).where(col(Post.id) == brought).values(votes_brought=7))
    [first, second] = page(store, cast.otto, Sort.BACKED).rows
    assert [(row.id, row.backing, row.brought) for row in (first, second)] == [(brought, 7, 7), (here, 1, 0)]


def test_a_list_is_of_one_kind_and_of_what_is_asked_for(store, cast):
    sales = an_idea(store, by=cast.ana, department="sales")
    other = an_idea(store, by=cast.otto)
    a_topic(store, by=cast.ana)
    stage = rows(store, Post, id=sales)[0].stage_id
    for wish, ids in (
        ({}, {sales, other}),
        ({"department_id": cast.sales}, {sales}),
        ({"written_by": cast.otto}, {other}),
        ({"stage_ids": [stage]}, {sales, other}),
        ({"stage_ids": []}, set()),
        ({"department_id": cast.quality}, set()),
    ):
        assert {row.id for row in page(store, cast.lea, Sort.NEWEST, size=20, **wish).rows} == ids


def test_a_post_without_a_known_author_is_listed_under_the_name_it_came_with(store, cast):
    an_idea(store, by=cast.ana)
    unmatched(store, name="J. Doe")
    [row] = page(store, cast.ana, Sort.NEWEST).rows
    assert (row.authors, row.mine) == ([Author(None, "J. Doe")], False)


def test_a_post_of_several_is_listed_under_all_their_names_and_is_every_ones(store, cast):
    alone, shared = an_idea(store, by=cast.ana), an_idea(store, by=cast.ana)
    together(store, post=shared, people=[cast.otto, cast.lea], share=20)
    found = {row.id: row for row in page(store, cast.otto, Sort.NEWEST).rows}
    assert [[author.name for author in found[id_].authors] for id_ in (alone, shared)] == [
        ["Ana"],
        ["Ana", "Otto", "Lea"],
    ]
    assert [found[id_].mine for id_ in (alone, shared)] == [False, True]
    assert [row.id for row in page(store, cast.ana, Sort.NEWEST, size=20, written_by=cast.lea).rows] == [shared]


def test_a_cursor_carries_the_instant_of_the_first_page(store, cast, ideas):
    with at(NOON + timedelta(days=1)):
        first = page(store, cast.otto, Sort.BACKED)
    found = Cursor.parse(first.next)
    assert found is not None
    assert found.since == microseconds(NOON + timedelta(days=1))
