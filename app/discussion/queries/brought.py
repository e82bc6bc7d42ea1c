"""Posts that were brought from elsewhere, and who there is to have written them."""

from collections.abc import Iterable

from sqlmodel import col, select

from app.core.batches import batches
from app.core.db import Reader
from app.discussion.models import Post
from app.people.models import Person

CHUNK = 500


def brought(db: Reader, source: str) -> set[str]:
    """The external ids of every post of this source, whatever became of it."""
    return {id for id in db.exec(select(Post.external_id).where(Post.source == source)) if id}


def authors(db: Reader, names: Iterable[str]) -> dict[str, int]:
    """Whose employee id, or e-mail address in small letters, these are; people who left are among them."""
    found: dict[str, int] = {}
    for some in batches(sorted({name for name in names if name}), CHUNK):
        lowered = [name.lower() for name in some]
        by_id = select(Person.employee_id, Person.id).where(col(Person.employee_id).in_(some))
        by_email = select(Person.email, Person.id).where(col(Person.email).in_(lowered))
        for rows in (by_email, by_id):
            found |= {name: id for name, id in db.exec(rows) if name and id}
    return found
