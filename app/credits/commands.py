from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.clock import now
from app.core.columns import Row, Values
from app.core.db import Writer, alone, insert_new, together
from app.core.errors import Conflict
from app.core.i18n import _
from app.core.subjects import Subject
from app.credits import queries
from app.credits.models import Act, CreditLine, Identity, Party, Role, Seal
from app.credits.queries import Named

MOST_PARTIES = 20
LEDGER = 0x6C6564676572
"""The number that whoever writes lines locks together, and whoever seals them alone; it is the name in ASCII."""
Key = tuple[Party, int]


@dataclass(frozen=True)
class Share:
    """One party's part in a contribution, in hundredths."""

    kind: Party
    id: int
    role: Role
    share: int = 100


def credit(
    db: Writer, *, parties: Sequence[Share], act: Act, subject: Subject, label: str, at: datetime | None = None
) -> None:
    """Credit a contribution, which is this act on this subject. Crediting it twice is crediting it once.

    What was countered is credited anew by calling this again. Each party stands in a contribution once and the shares
    add up to 100, else ValueError; a second response to an idea is a subject of its own.
    """
    _ensure_sound(parties)
    together(db, LEDGER)
    turn = queries.last_turn(db, subject=subject, act=act)
    if turn.stands:
        return
    about = {"act": act, "subject_kind": subject.kind, "subject_ref": subject.ref, "label": label}
    when = {"at": at or now(), "written_at": _after(turn.sealed_at), "turn": turn.number + 1}
    known = _identified(db, parties)
    _write(db, [_line(share, *known[(share.kind, share.id)]) | about | when for share in parties])


def counter(db: Writer, *, subject: Subject, act: Act | None = None, reason: str) -> int:
    """Take back what a subject is credited with, for one act or all; the lines stay. Returns how many it was."""
    together(db, LEDGER)
    when = {"at": now(), "written_at": _after(queries.sealed_at(db))}
    lines = queries.live_lines(db, subject=subject, act=act)
    return len(_write(db, [_counter_line(line, reason) | when for line in lines]))


def give_back(db: Writer, *, subject: Subject, act: Act, at: datetime) -> int:
    """Write the countered lines of an act that happened then once more, as they were. Returns how many there are."""
    together(db, LEDGER)
    turn = queries.last_turn(db, subject=subject, act=act)
    lines = queries.countered_lines(db, subject=subject, act=act, at=at) if not turn.stands else []
    anew = {"written_at": _after(turn.sealed_at), "turn": turn.number + 1}
    return len(_write(db, [line.model_dump(exclude={"id"}) | anew for line in lines]))


def sealed(db: Writer) -> datetime:
    """An instant by which every line is written that ever will be; those of later ones wait for this transaction."""
    alone(db, LEDGER)
    seal = Seal(at=now())
    db.add(seal)
    return seal.at


def even_shares(parties: Sequence[tuple[Party, int]], role: Role) -> list[Share]:
    """A hundred shared out evenly, what is left over among the first. ValueError for none or more than twenty."""
    if not 1 <= len(parties) <= MOST_PARTIES:
        raise ValueError(f"1 to {MOST_PARTIES} can share a credit, not {len(parties)}")
    each, left = divmod(100, len(parties))
    return [Share(kind, id_, role, each + (place < left)) for place, (kind, id_) in enumerate(parties)]


def _ensure_sound(parties: Sequence[Share]) -> None:
    if sum(share.share for share in parties) != 100 or any(share.share < 0 for share in parties):
        raise ValueError(f"the shares of a contribution add up to 100, not {[share.share for share in parties]}")
    twice = [key for key, times in Counter((share.kind, share.id) for share in parties).items() if times > 1]
    if twice:
        raise ValueError(f"nobody stands in a contribution twice: {twice}")


def _identified(db: Writer, parties: Sequence[Share]) -> dict[Key, tuple[Named, int]]:
    """Each party with the version of its identity that is true now, written when the name or employee id is new."""
    found = queries.named(db, [(share.kind, share.id) for share in parties])
    written = _write_identities(db, [one for one in found.values() if one.identity_id is None])
    return {key: (one, one.identity_id or written[key]) for key, one in found.items()}


def _write_identities(db: Writer, new: Sequence[Named]) -> dict[Key, int]:
    rows = insert_new(db, Identity, [_identity(one) for one in new], ("party_kind", "party_id", "id"))
    return {(Party(row.party_kind), row.party_id): row.id for row in rows}


def _identity(one: Named) -> Values:
    about = {"name": one.name, "employee_id": one.employee_id, "at": now()}
    return {"party_kind": one.party, "party_id": one.id} | about


def _line(share: Share, one: Named, identity_id: int) -> Values:
    who = {"party_kind": share.kind, "party_id": share.id, "identity_id": identity_id}
    where = {"department_id": one.department_id, "department_name": one.department_name}
    return who | where | {"role": share.role, "share": share.share, "counters": 0, "reason": ""}


def _counter_line(line: CreditLine, reason: str) -> Values:
    return line.model_dump(exclude={"id"}) | {"share": -line.share, "counters": line.id, "reason": reason}


def _after(sealed_at: datetime | None) -> datetime:
    """Now, but later than any extract by whatever clock it was taken."""
    return max(now(), sealed_at + timedelta(microseconds=1)) if sealed_at else now()


def _write(db: Writer, lines: Sequence[Values]) -> list[Row]:
    """All of the lines, or none when somebody else wrote the same ones at this moment."""
    written = insert_new(db, CreditLine, lines, ("id",))
    if written and len(written) < len(lines):
        raise Conflict(_("Somebody else changed this credit at the same moment. Please try again."))
    return written
