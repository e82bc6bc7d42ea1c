from collections.abc import Sequence

from app.core.db import Reader
from app.discussion.models import Kind
from app.discussion.queries import post_documents
from app.search.index import Document


def documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """What the index holds of these topics."""
    return post_documents(db, Kind.TOPIC, refs)
