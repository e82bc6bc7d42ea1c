"""Who the rows of a file mean: an employee ID is worth more than an address, an address more than a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.core.db import Reader
from app.core.i18n import _
from app.core.letters import key
from app.credits.models import Party
from app.people import queries as people
from app.people.queries import Known, Meant, Mention, addressed
from app.recognition.importing.columns import ThanksLine
from app.recognition.importing.splitting import candidates, codes, in_parts, path, told_apart
from app.recognition.models import NAMED


@dataclass(frozen=True)
class Received:
    """Somebody who is thanked: a person, a department, or with `kind` NAMED a name alone."""

    kind: str
    id: int
    name: str
    department_id: int | None = None

    @property
    def is_here(self) -> bool:
        return self.kind != NAMED


@dataclass(frozen=True)
class Whom:
    """Everybody whom a row thanks, and what is to be said of those who are nobody here."""

    received: list[Received]
    unknown: list[str]


class Company:
    """Whoever some rows may mean, looked up together."""

    def __init__(self, db: Reader, lines: Sequence[ThanksLine], *, trusts_names: bool) -> None:
        self._departments = people.departments_by_key(db)
        names = {name for line in lines for cell in line.receivers for name in candidates(cell)}
        names |= {line.giver for line in lines}
        texts = {text for name in names for text in addressed(name) if text}
        ids = _codes(lines, "receiver_employee_id") | {line.giver_employee_id for line in lines}
        emails = _codes(lines, "receiver_email") | {line.giver_email for line in lines}
        every = [
            *(Mention(employee_id=one) for one in ids),
            *(Mention(email=one) for one in emails),
            *map(_named, texts),
        ]
        self._meant = Meant.by(db, every, trusts_names=trusts_names)

    def giver(self, line: ThanksLine) -> Known | None:
        return self._meant.person(_giver(line))

    def has_namesake(self, line: ThanksLine) -> bool:
        """Whether exactly one person is called like the giver and may be them."""
        return self._meant.namesake(_giver(line)) is not None

    def whom(self, line: ThanksLine, *, keeps_names: bool) -> Whom:
        """`keeps_names`: beside somebody who is here others may stand by their names alone."""
        every = [said.apart for said in self._said(line)]
        found = [(said, self._receiver(said)) for said in every]
        units = {one: self._department(one) for one in told_apart(line.department, self._is_department)}
        received = [*(one for _said, one in found if one), *(_unit(unit) for unit in units.values() if unit)]
        lost = dict.fromkeys(said for said, one in found if one is None and not _is_among(said, received))
        unknown = [*map(self._why_not, lost), *(_no_department(name) for name, unit in units.items() if unit is None)]
        if keeps_names and received:
            received += [Received(NAMED, place, str(said)) for place, said in enumerate(lost)]
            unknown = unknown[len(lost) :]
        return Whom(list({(one.kind, one.id): one for one in received}.values()), unknown)

    def _said(self, line: ThanksLine) -> Iterable[Mention]:
        """One for one where there are as many of each, else whoever any of the columns says."""
        emails = [one for cell in line.receiver_email for one in codes(cell)]
        ids = [one for cell in line.receiver_employee_id for one in codes(cell)]
        names = self._names_in(line.receivers, max(len(emails), len(ids)))
        if len({len(some) for some in (names, emails, ids) if some}) <= 1:
            return [Mention(*each) for each in zip_longest(ids, emails, names, fillvalue="")]
        return [
            *(Mention(employee_id=one) for one in ids),
            *(Mention(email=one) for one in emails),
            *map(_named, names),
        ]

    def _names_in(self, cells: Sequence[str], count: int) -> list[str]:
        """Names of nobody here are as many as the addresses beside them, where they can be parted so."""
        names = [name for cell in cells for name in told_apart(cell, self._is_name)]
        are_strange = count and not any(map(self._is_name, names))
        return (in_parts(cells, count) or names) if are_strange else names

    def _is_department(self, name: str) -> bool:
        return self._department(name) is not None

    def _department(self, name: str) -> tuple[int, str] | None:
        return self._departments.get(key(name)) or self._departments.get(key(path(name)))

    def _is_name(self, text: str) -> bool:
        folded = key(text)
        is_person = any(folded in found for found in (self._meant.names, self._meant.emails, self._meant.ids))
        return is_person or self._is_department(text)

    def _receiver(self, said: Mention) -> Received | None:
        if person := self._meant.person(said):
            return Received(Party.PERSON, person.id, person.name, person.department_id)
        unit = self._department(said.name) if said.name and not (said.email or said.employee_id) else None
        return _unit(unit) if unit else None

    def _why_not(self, said: Mention) -> str:
        called = self._meant.names.get(key(said.name), [])
        others = [*filter(None, (self._meant.of_address(said.email),)), *called]
        if said.employee_id and any(not said.may_be(one) for one in others):
            message = _("“%(name)s” has another employee ID here than “%(id)s”.")
            return message % {"name": said.email or said.name, "id": said.employee_id}
        if len(called) == 1:
            return _("A name alone does not say who is meant. --match-names takes it for the one person who has it.")
        if called:
            message = _("“%(name)s” is the name of %(count)d people here. Say by employee ID or e-mail who is meant.")
            return message % {"name": said.name, "count": len(called)}
        return _("Nobody here has the name, e-mail address or employee ID “%(name)s”.") % {"name": str(said)[:60]}


def _codes(lines: Sequence[ThanksLine], field: str) -> set[str]:
    return {one for line in lines for cell in getattr(line, field) for one in codes(cell)}


def _giver(line: ThanksLine) -> Mention:
    return Mention(line.giver_employee_id, line.giver_email, line.giver).apart


def _named(name: str) -> Mention:
    return Mention(name=name)


def _is_among(said: Mention, received: Iterable[Received]) -> bool:
    """A name beside addresses that there are not as many of may be that of somebody they told already."""
    return not (said.email or said.employee_id) and key(said.name) in {key(one.name) for one in received}


def _unit(found: tuple[int, str]) -> Received:
    id_, name = found
    return Received(Party.DEPARTMENT, id_, name, id_)


def _no_department(name: str) -> str:
    return _("There is no department with the code or name “%(name)s”.") % {"name": name[:60]}
