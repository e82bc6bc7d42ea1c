from app.core.db import Writer
from app.core.markdown import Written, written
from app.discussion import commands as discussion
from app.discussion import queries
from app.discussion.models import Kind, Post
from app.people.roles import Colleague


def open_topic(
    db: Writer,
    *,
    author: Colleague,
    title: str,
    body: str | Written = "",
    department: str = "",
    language: str = "",
    key: str = "",
) -> Post:
    """`department` is a slug, or empty for a topic of the whole company."""
    post, _new = discussion.add_post(
        db,
        author=author,
        kind=Kind.TOPIC,
        title=title,
        text=written(body, beside=[title], language=language),
        key=key,
        department_id=_department_id(db, department),
    )
    return post


def edit_topic(
    db: Writer, *, editor: Colleague, post_id: int, title: str, body: str | Written, department: str, language: str
) -> Post:
    return discussion.edit_post(
        db,
        editor=editor,
        post=queries.post(db, post_id, Kind.TOPIC),
        title=title,
        text=written(body, beside=[title], language=language),
        department_id=_department_id(db, department),
    )


def _department_id(db: Writer, slug: str) -> int | None:
    return queries.chosen_department(db, slug).id if slug else None
