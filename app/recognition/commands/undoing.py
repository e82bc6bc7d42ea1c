"""Taking back what was brought from elsewhere."""

from collections.abc import Sequence

from app.core.db import Writer
from app.core.events import record
from app.credits import commands as credits
from app.recognition import queries
from app.recognition.events import RecognitionWithdrawn
from app.recognition.models import Recognition, RecognitionState

UNDONE = "undone"


def undo_thanks(db: Writer, recognition_ids: Sequence[int]) -> list[int]:
    """Take back those of them that came with an import and stand as they came; returns which.

    As if it was withdrawn, the words go from sight, the credit is countered, and nothing is deleted. Its id there is
    free again, so that a better file can bring it anew. What somebody here has hidden or withdrawn since
    stays as it is, with that id, so that no file brings it back.
    """
    some = queries.untouched(db, recognition_ids)
    for one in some:
        _take_back(db, one)
    return [one.id for one in some]


def _take_back(db: Writer, one: Recognition) -> None:
    one.state, one.source, one.external_id = RecognitionState.UNDONE, None, None
    db.flush()
    credits.counter(db, subject=one.subject, reason=UNDONE)
    record(db, RecognitionWithdrawn(recognition_id=one.id, giver_id=one.giver_id))
