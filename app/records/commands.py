from app.audit import commands as audit
from app.core.clock import now
from app.core.db import Writer, insert_once, locked
from app.core.errors import Conflict, Invalid, NotFound
from app.core.events import record
from app.core.i18n import _
from app.core.policy import ensure
from app.credits.commands import sealed
from app.credits.queries import Extract, count_contributions
from app.people.roles import Colleague
from app.records import policy, queries
from app.records.events import DisputeAnswered, LineDisputed
from app.records.models import Dispute, DisputeAnswer
from app.records.queries import EXPORTED, Period


def begin_export(db: Writer, *, exporter: Colleague, period: Period, purpose: str) -> Extract:
    """Notes who takes out what and for which purpose; the file then holds the ledger as of this or an earlier moment.

    The same period as of the same moment gives the same rows for ever.
    """
    ensure(policy.export(exporter))
    extract = queries.extract(db, period, as_of=sealed(db))
    audit.note(
        db,
        actor=exporter,
        act=EXPORTED,
        label=purpose,
        since=period.since,
        until=period.until,
        zone=period.zone,
        department=period.department,
        as_of=extract.as_of,
        rows=count_contributions(db, extract),
    )
    return extract


def dispute(db: Writer, *, person: Colleague, line_id: int, said: str) -> int:
    """Somebody says what is wrong with a line of their own record. The same twice is said once; its id."""
    line = queries.line(db, line_id)
    if not policy.dispute(person, line):
        raise NotFound
    locked(db, line)
    queries.ensure_stands(db, line)
    _ensure_said(said, "said")
    latest = queries.latest_dispute(db, line_id)
    if latest and latest.is_open:
        if latest.said == said:
            return latest.id
        raise Conflict(_("You have said something about this line already. HR answers that first."))
    new = Dispute(line_id=line_id, person_id=person.id, said=said)
    db.add(new)
    db.flush()
    audit.note(db, actor=person, act="record.disputed", line=line_id)
    record(db, LineDisputed(dispute_id=new.id))
    return new.id


def answer(db: Writer, *, person: Colleague, dispute_id: int, words: str) -> int:
    """HR's sentence to whoever said that a line is wrong. The same twice is said once, and whoever comes first."""
    ensure(policy.answer(person))
    found = queries.dispute(db, dispute_id)
    _ensure_said(words, "answer")
    about = {"dispute_id": dispute_id, "words": words, "by_id": person.id, "by_name": person.name, "at": now()}
    if insert_once(db, DisputeAnswer, **about):
        audit.note(db, actor=person, act="record.dispute_answered", line=found.line_id)
        record(db, DisputeAnswered(dispute_id=dispute_id, by_id=person.id))
        return dispute_id
    given = queries.dispute(db, dispute_id)
    if (given.answer, given.answered_by_id) != (words, person.id):
        raise Conflict(_("%(name)s has answered this already.") % {"name": given.answered_by_name})
    return dispute_id


def _ensure_said(words: str, field: str) -> None:
    if not any(character.isalnum() for character in words):
        raise Invalid(_("Write something first."), field=field)
