from collections.abc import Iterable, Sequence

from app.core.db import Reader
from app.discussion.models import Kind
from app.discussion.queries import findable_posts, post_documents
from app.search.index import Document


def findable(db: Reader) -> Iterable[int]:
    """Ids of every topic that search may find."""
    return findable_posts(db, Kind.TOPIC)


def documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """What the index holds of these topics."""
    return post_documents(db, Kind.TOPIC, refs)
