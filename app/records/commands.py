from app.audit import commands as audit
from app.core.db import Writer
from app.core.policy import ensure
from app.credits.commands import sealed
from app.credits.queries import Extract, count_contributions
from app.people.roles import Colleague
from app.records import policy, queries
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
