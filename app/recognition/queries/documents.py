"""What the index holds of thanks and awards: their words, under who gave them and to whom."""

from collections.abc import Sequence

from sqlmodel import select

from app.core.db import Reader
from app.core.subjects import Subject
from app.recognition.models import SUBJECT, Recognition, RecognitionState
from app.recognition.queries.feed import RecognitionRow, shown
from app.search.index import Document


def documents(db: Reader, refs: Sequence[int]) -> list[Document]:
    """Of those among these that everybody may read."""
    return [_document(row) for row in shown(db, refs)]


def findable(db: Reader) -> Sequence[int]:
    return db.exec(select(Recognition.id).where(Recognition.state == RecognitionState.SHOWN)).all()


def _document(row: RecognitionRow) -> Document:
    return Document(
        subject=Subject(SUBJECT, row.id),
        title=row.label,
        in_short=", ".join([one.name for one in row.receivers]),
        # The title holds the whole of a short one.
        body=row.message if row.label != " ".join(row.message.split()) else "",
        language=row.language,
        author=row.giver_name,
        department=row.department_name,
        department_slug=row.department_slug,
        at=row.at,
    )
