from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.core import runs
from app.core.attempts import Standing, standing
from app.core.clock import now
from app.core.db import Reader
from app.core.deliveries import Delivery
from app.core.heartbeats import silences
from app.core.outgoing import Outgoing
from app.search import queries as search


@dataclass(frozen=True)
class Figures:
    """How much waits, and for how long; a time is None for what never was.

    `loops` says how long none of a kind was seen, `is_indexed` whether the index was ever compared with the database.
    """

    kept: Mapping[str, Standing]
    marks: int
    marks_wait: timedelta
    is_indexed: bool
    loops: Mapping[str, timedelta]
    backup_age: timedelta | None


def figures(db: Reader, index_name: str) -> Figures:
    """A few small statements, whose cost grows with what waits and with nothing else."""
    known, at = search.known(db, index_name), now()
    backup = runs.last_done(db, runs.BACKUP)
    return Figures(
        kept={"deliveries": standing(Delivery, db), "outgoing": standing(Outgoing, db)},
        marks=search.count_marks(db, index_name),
        marks_wait=max(at - (search.oldest_mark(db, index_name) or at), timedelta(0)),
        is_indexed=bool(known and known.compared),
        loops=silences(db),
        backup_age=at - backup if backup else None,
    )
