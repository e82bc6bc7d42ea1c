from app.core.db import Writer
from app.core.errors import Invalid, NotFound
from app.core.i18n import _
from app.core.text import guess_language
from app.discussion import commands as discussion
from app.discussion import queries
from app.discussion.models import Kind, Post
from app.people.queries import department_by_slug
from app.people.roles import Colleague


def open_topic(
    db: Writer,
    *,
    author: Colleague,
    title: str,
    body: str = "",
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
        body=body,
        language=language or _guess(author, title, body),
        key=key,
        department_id=_department_id(db, department),
    )
    return post


def edit_topic(
    db: Writer, *, editor: Colleague, post_id: int, title: str, body: str, department: str, language: str
) -> Post:
    return discussion.edit_post(
        db,
        editor=editor,
        post=queries.post(db, post_id, Kind.TOPIC),
        title=title,
        body=body,
        language=language or _guess(editor, title, body),
        department_id=_department_id(db, department),
    )


def remove_topic(db: Writer, *, person: Colleague, post_id: int) -> None:
    discussion.remove_post(db, person=person, post=queries.post(db, post_id, Kind.TOPIC))


def _guess(writer: Colleague, title: str, body: str) -> str:
    return guess_language(f"{title}\n{body}", likely=writer.locale or "en")


def _department_id(db: Writer, slug: str) -> int | None:
    if not slug:
        return None
    try:
        return department_by_slug(db, slug).id
    except NotFound:
        raise Invalid(_("Choose one of the departments."), field="department") from None
