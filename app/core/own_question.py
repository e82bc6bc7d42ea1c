"""A question that Byline asks itself through whatever stands in front of it: how am I seen from there?

Only who can write into the database can ask it, by a word that is kept as a digest and answered for a minute.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from app.core.clock import now
from app.core.db import Reader, Writer
from app.core.runs import JobRun

ANSWERED_FOR = timedelta(minutes=1)


def ask(db: Writer) -> str:
    """The word to ask by."""
    word = token_urlsafe(32)
    db.add(JobRun(name=_name(word), began_at=now()))
    return word


def is_asked(db: Reader, word: str) -> bool:
    row = db.get(JobRun, _name(word))
    return row is not None and abs(now() - row.began_at) < ANSWERED_FOR


def forget(db: Writer, word: str) -> None:
    if row := db.get(JobRun, _name(word)):
        db.delete(row)


def _name(word: str) -> str:
    return f"question {sha256(word.encode()).hexdigest()}"
