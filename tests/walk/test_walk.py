"""Whatever people do in whatever order, `byline check` finds nothing wrong: short here, long by `./byline test --long`."""

import shutil
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import update
from sqlmodel import col

from app import wiring
from app.core.db import Database
from app.discussion.models import Post
from tests.cast import Company, founded
from tests.chance import LONG
from tests.conftest import POSTGRES, emptied
from tests.walk.company import Found, Walk

WALKS, STEPS = (400, 80) if LONG else (12, 30)


@pytest.fixture
def found(request, migrated, tmp_path) -> Iterator[Found]:
    """A company of its own for each walk: on SQLite a copy, on PostgreSQL the same database emptied."""
    numbers = count()

    def copied() -> tuple[Database, Company]:
        file, company = request.getfixturevalue("begun")
        mine = tmp_path / f"{next(numbers)}.db"
        shutil.copy(file, mine)
        return Database(f"sqlite:///{mine}", threads=2, info=wiring.INFO), company

    def anew() -> tuple[Database, Company]:
        store = emptied(migrated, info=wiring.INFO)
        with store.writing() as db:
            return store, founded(db)

    yield anew if POSTGRES else copied


def test_whatever_happens_the_books_add_up(found):
    walk = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not LONG,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(lambda: Walk(found), settings=walk)


class Careless(Walk):
    """Somebody who counts a vote that nobody gave."""

    @rule(post=Walk.posts)
    def miscount(self, post: int) -> None:
        with self.store.writing() as db:
            db.execute(update(Post).where(col(Post.id) == post).values(vote_count=Post.vote_count + 1))


def test_a_walk_finds_what_does_not_add_up(found):
    few = settings(
        max_examples=100, stateful_step_count=30, deadline=None, derandomize=True, report_multiple_bugs=False
    )
    quick = settings(few, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    with pytest.raises(AssertionError, match=r"state\.miscount"):
        run_state_machine_as_test(lambda: Careless(found), settings=quick)
