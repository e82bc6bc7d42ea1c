"""Thanks written as they were given: with their dates and credit, and no notices, since nobody wants thousands."""

from collections.abc import Sequence

from sqlalchemy import insert

from app.core.columns import Values
from app.core.db import Writer, insert_new
from app.core.languages import guess_language
from app.core.subjects import Subject
from app.credits import commands as credits
from app.credits.models import Act, Party, Role
from app.imports.commands import add_to_run
from app.recognition.importing.plan import Brought
from app.recognition.models import SUBJECT, Receiver, Recognition, RecognitionKind, label_of
from app.search.commands import touch_all

BATCH = 50
"""A transaction's worth, which others who write can wait for."""


def spoken(thanks: Sequence[Brought], likely: str) -> list[str]:
    """The language of each, told before anybody has to wait for it; as the form guesses it."""
    return [guess_language(one.message, likely=(one.giver and one.giver.locale) or likely) for one in thanks]


def write_thanks(db: Writer, thanks: Sequence[Brought], languages: Sequence[str], *, source: str, run_id: int) -> int:
    """Returns how many were new: whoever imports the same at this moment does not bring them twice."""
    rows = [
        _recognition(one, tag) | {"source": source, "run_id": run_id}
        for one, tag in zip(thanks, languages, strict=True)
    ]
    written = {row.external_id: row.id for row in insert_new(db, Recognition, rows, ("external_id", "id"))}
    new = [(written[one.external_id], one) for one in thanks if one.external_id in written]
    if new:
        db.execute(insert(Receiver), [row for id_, one in new for row in _receivers(id_, one)])
    for id_, one in new:
        _credit(db, id_, one)
    touch_all(db, SUBJECT, written.values())
    add_to_run(db, run_id, new=len(new))
    return len(new)


def _recognition(one: Brought, language: str) -> Values:
    made = Recognition(
        kind=RecognitionKind.AWARD if one.award_kind_id else RecognitionKind.THANKS,
        giver_id=one.giver.id if one.giver else None,
        giver_name=one.giver_name,
        giver_department_id=one.giver.department_id if one.giver else None,
        giver_department_name=one.giver.department_name if one.giver else "",
        award_kind_id=one.award_kind_id,
        message=one.message,
        language=language,
        subject_kind=one.subject.kind if one.subject else "",
        subject_ref=one.subject.ref if one.subject else 0,
        subject_label=one.subject_label,
        at=one.at,
        external_id=one.external_id,
    )
    return made.model_dump(exclude={"id"})


def _receivers(recognition_id: int, one: Brought) -> list[Values]:
    return [
        {
            "recognition_id": recognition_id,
            "party_kind": to.kind,
            "party_id": to.id,
            "position": position,
            "name": to.name,
            "department_id": to.department_id,
        }
        for position, to in enumerate(one.received)
    ]


def _credit(db: Writer, recognition_id: int, one: Brought) -> None:
    """To whoever of them is here, in the department they belong to now: that of then nobody knows."""
    parties = [(Party(to.kind), to.id) for to in one.received if to.is_here]
    is_award = one.award_kind_id is not None
    shares = credits.even_shares(parties, Role.AWARD if is_award else Role.THANKS)
    subject, act = Subject(SUBJECT, recognition_id), Act.AWARDED if is_award else Act.THANKED
    credits.credit(db, parties=shares, act=act, subject=subject, label=label_of(one.message), at=one.at)
