"""What `check` finds wrong with notices."""

import pytest
from sqlalchemy import update

from app.core.subjects import Subject
from app.notices import commands
from app.notices.check import problems
from app.notices.models import Notice, NoticeKind


@pytest.fixture
def told(store, cast):
    """One notice, which is number 1."""
    about = {"subject": Subject("idea", 1), "label": "Plant trees", "actor_id": cast.ana, "actor_name": "Ana"}
    with store.writing() as db:
        commands.tell(db, people=[cast.ben], kind=NoticeKind.COMMENT, **about)
    return store


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seen_at": None}, []),
        ({"kind": "rumour"}, ["Notice 1 is of the unknown kind “rumour”, which no sentence tells."]),
        ({"count": 0}, ["Notice 1 tells of something that never happened."]),
    ],
)
def test_each_fault_is_told_with_its_place(told, changed, said):
    with told.writing() as db:
        db.execute(update(Notice).values(**changed))
    with told.reading() as db:
        assert list(problems(db)) == said
