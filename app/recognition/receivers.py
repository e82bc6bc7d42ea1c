"""Whom one can recognise, as the form offers and keeps them: people and departments, found by name."""

from collections.abc import Sequence

from app.core.db import Reader
from app.core.i18n import _
from app.people import queries as people
from app.people.naming import is_named
from app.people.picks import MOST, Matches, Pick, chosen_people, people_matching
from app.people.queries import DepartmentRow
from app.people.roles import Colleague
from app.recognition import policy
from app.recognition.forms import RECEIVER

MOST_DEPARTMENTS = MOST // 2
PERSON = "person:"


def matching(db: Reader, me: Colleague, words: str, chosen: Sequence[str]) -> Matches:
    """Departments of the name, then people, first those of one's own department; without words only people."""
    named = [row for row in people.departments(db) if words and is_named(row.name, words)]
    picks = [_department(row) for row in named if row.id != me.department_id]
    units = [pick for pick in picks if pick.value not in chosen]
    most = MOST - min(len(units), MOST_DEPARTMENTS)
    but = {me.id, *_ids(chosen)}
    found = people_matching(db, words, most=most, near=me.department_id, but=but, kind=PERSON)
    more = found.more or len(units) > MOST_DEPARTMENTS
    return Matches([*units[:MOST_DEPARTMENTS], *found.rows], more, _besides(me, words, named))


def chosen(db: Reader, values: Sequence[str]) -> list[Pick]:
    """Whoever of these exists, in their order."""
    picks = {pick.value: pick for pick in map(_department, people.departments(db, active=False))}
    picks |= {pick.value: pick for pick in chosen_people(db, _ids(values), kind=PERSON).values()}
    return [picks[value] for value in dict.fromkeys(values) if value in picks]


def receivable(db: Reader, me: Colleague, values: Sequence[str]) -> list[str]:
    """Those of an address: neither oneself nor one's own department, and nobody and nothing that left."""
    units = {_department(row).value for row in people.departments(db) if row.id != me.department_id}
    active = {f"{PERSON}{id_}" for id_, one in people.people(db, _ids(values)).items() if one.active and id_ != me.id}
    return [value for value in dict.fromkeys(values) if value in units | active]


def is_alone(db: Reader, me: Colleague) -> bool:
    """Whether there is nobody yet whom they could recognise, and no department but their own."""
    others = people.beginning(db, me.id).people
    return not others and all(unit.id == me.department_id for unit in people.departments(db))


def _besides(me: Colleague, words: str, named: Sequence[DepartmentRow]) -> str:
    """Whoever types their own name, or that of their department, reads why it is not offered."""
    if words and is_named(me.name, words):
        return policy.not_oneself()
    return policy.not_own_department(me) if any(row.id == me.department_id for row in named) else ""


def _department(row: DepartmentRow) -> Pick:
    return Pick(f"department:{row.slug}", row.name, _("Department"))


def _ids(values: Sequence[str]) -> list[int]:
    return [
        int(value.removeprefix(PERSON)) for value in values if value.startswith(PERSON) and RECEIVER.fullmatch(value)
    ]
