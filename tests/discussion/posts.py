"""What tests of every kind of post begin with."""

import pytest

from app.discussion import queries
from app.discussion.models import Kind, Post
from tests.makers import a_topic, an_idea

KINDS = pytest.mark.parametrize("kind", list(Kind))


def a_post(store, kind: Kind, by: int, **more: str) -> int:
    return an_idea(store, by=by, **more) if kind is Kind.IDEA else a_topic(store, by=by, **more)


def post_of(store, post_id: int) -> Post:
    with store.reading() as db:
        return queries.post(db, post_id)
