from collections import defaultdict

from app.core.db import Writer
from app.core.events import Reactions
from app.core.subjects import Subject
from app.credits.models import Party
from app.notices import commands as notices
from app.notices.models import NoticeKind
from app.people.queries import department
from app.recognition import queries
from app.recognition.events import RecognitionGiven, RecognitionReworded, RecognitionWithdrawn
from app.recognition.models import SUBJECT, Recognition, RecognitionKind
from app.search.commands import touch

reactions = Reactions()


@reactions.together(RecognitionGiven, RecognitionReworded, RecognitionWithdrawn)
def mark_recognition_stale(db: Writer, event: RecognitionGiven | RecognitionReworded | RecognitionWithdrawn) -> None:
    touch(db, Subject(SUBJECT, event.recognition_id))


@reactions.afterwards(RecognitionGiven)
def tell_receivers(db: Writer, event: RecognitionGiven) -> None:
    """People hear of it themselves, departments through their lead; nobody hears of it twice."""
    given = queries.recognition(db, event.recognition_id)
    if not given.is_shown:
        return
    receivers = queries.receivers(db, event.recognition_id)
    people = {one.party_id for one in receivers if one.party_kind == Party.PERSON}
    to_person, to_lead = _kinds(given)
    _tell(db, event, given, people, to_person)
    departments = [one.party_id for one in receivers if one.party_kind == Party.DEPARTMENT]
    for lead_id, names in _led(db, departments).items():
        _tell(db, event, given, {lead_id} - people, to_lead, detail=", ".join(names))


def _kinds(given: Recognition) -> tuple[NoticeKind, NoticeKind]:
    if given.kind == RecognitionKind.AWARD:
        return NoticeKind.AWARD, NoticeKind.DEPARTMENT_AWARDED
    return NoticeKind.THANKS, NoticeKind.DEPARTMENT_THANKED


def _led(db: Writer, department_ids: list[int]) -> dict[int, list[str]]:
    """Leads of these departments, each with the names of theirs."""
    leads: dict[int, list[str]] = defaultdict(list)
    for found in (department(db, id_) for id_ in department_ids):
        if found.lead_id:
            leads[found.lead_id].append(found.name)
    return leads


def _tell(
    db: Writer, event: RecognitionGiven, given: Recognition, people: set[int], kind: NoticeKind, detail: str = ""
) -> None:
    notices.tell(
        db,
        people=people,
        kind=kind,
        subject=given.subject,
        label=given.label,
        actor_id=event.giver_id,
        actor_name=given.giver_name,
        detail=detail,
    )
