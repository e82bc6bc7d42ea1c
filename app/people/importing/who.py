"""Who a row is about. One rule, here alone: an employee ID is worth more than an address.

An ID that somebody has is theirs, whatever else the row says. With an ID that nobody has, an address finds only an
account without an ID. Whose address it is to be is judged by the whole file, and by nothing on the way there.
"""

from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass, field

from app.core.addresses import same_address, written_otherwise
from app.core.i18n import _
from app.core.letters import key
from app.people.importing.columns import PersonLine
from app.people.importing.firsts import Firsts
from app.people.importing.ids import alike_message, is_rounded, likeness, rounded_message
from app.people.importing.survey import Survey
from app.people.models import Person

Fault = tuple[str, str]
"""A field, and what is wrong with it."""


@dataclass(frozen=True)
class Told:
    """What somebody says of who is who. `renumbered` are old IDs by the keys of the new ones.

    `reuses`: the addresses of people who have left may be given to others. `are_distinct`: IDs that are almost the
    same are different people's.
    """

    renumbered: Mapping[str, str] = field(default_factory=dict)
    reuses: bool = False
    are_distinct: bool = False


@dataclass(frozen=True)
class Whose:
    """`target` is None for somebody new. `giver` has the address now and is to give it up."""

    target: Person | None = None
    giver: Person | None = None
    faults: tuple[Fault, ...] = ()


class Known:
    """Those people who the rows of one part can be about, found by a spelling of their own before any other."""

    def __init__(self, people: Collection[Person]) -> None:
        self._by_id = {one.employee_key: one for one in people if one.employee_id}
        self._by_id |= {one.employee_id: one for one in people if one.employee_id}
        self._by_email = {one.email_key: one for one in people if one.email}
        self._by_email |= {one.email: one for one in people if one.email}

    def of_id(self, employee_id: str) -> Person | None:
        return (self._by_id.get(employee_id) or self._by_id.get(key(employee_id))) if employee_id else None

    def of_email(self, email: str) -> Person | None:
        spellings = (email, key(email), written_otherwise(email), key(written_otherwise(email)))
        return next((self._by_email[one] for one in spellings if one in self._by_email), None) if email else None


class Judge:
    """Says who each row is about.

    `alike` are people by what is left of their IDs; `leaves` says who is to leave. Of rows that are `refused` nothing
    is done, so nobody in them gives anything up.
    """

    def __init__(
        self,
        survey: Survey,
        told: Told,
        alike: Firsts,
        leaves: Callable[[Person], bool],
        refused: Container[int],
    ) -> None:
        self._survey, self._told, self._alike = survey, told, alike
        self._leaves, self._refused = leaves, refused

    def former_id(self, line: PersonLine) -> str:
        return self._told.renumbered.get(key(line.employee_id), line.former_id)

    def whose(self, row: int, line: PersonLine, known: Known, *, has_left: bool = False) -> Whose:
        """`has_left`: by the row, which then takes nothing from somebody who has left as well."""
        former = self.former_id(line)
        target = known.of_id(line.employee_id) or (known.of_id(former) if line.employee_id else None)
        by_email = known.of_email(line.email)
        if target is None and line.employee_id and (fault := self._changed_id(row, line.employee_id)):
            return Whose(faults=(("employee_id", fault),))
        if target is None and by_email and self._is_theirs(line, by_email):
            target = by_email
        if confused := self._confusable(row, line, target, known) or _nearly(line, target, by_email):
            return Whose(target, faults=(confused,))
        if by_email is None or (target and by_email.id == target.id):
            return Whose(target)
        if has_left and target is None and not by_email.active:
            return Whose()
        if self._gives_up(row, by_email):
            return Whose(target, by_email)
        return Whose(target, faults=(("email", self._refusal(line, target, by_email)),))

    def _changed_id(self, row: int, employee_id: str) -> str:
        """What is wrong with an ID that nobody has: it is almost somebody's, or has lost its end."""
        if self._survey.are_ids_rounded and is_rounded(employee_id):
            return rounded_message()
        first = self._survey.row_alike(employee_id)
        is_alike = self._alike.of(likeness(employee_id)) > 0 or first not in (0, row)
        return alike_message() if is_alike and not self._told.are_distinct else ""

    def _confusable(self, row: int, line: PersonLine, target: Person | None, known: Known) -> Fault | None:
        """What one signs in with is nobody else's, be it as an ID or as an address, here or in another row."""
        id_, email, rows = line.employee_id, line.email, (0, row)
        if id_ and (_is_another(known.of_email(id_), target) or self._survey.row_of_email(id_) not in rows):
            return "employee_id", _("This is somebody's e-mail address already.")
        if email and (_is_another(known.of_id(email), target) or self._survey.row_of_id(email) not in rows):
            return "email", _("This is somebody's employee ID already.")
        return None

    def _is_theirs(self, line: PersonLine, owner: Person) -> bool:
        """Whether an address alone says who somebody is: who left is only meant if the name is theirs as well."""
        has_no_other_id = not (line.employee_id and owner.employee_id)
        is_just_so = same_address(line.email, owner.email or "")
        return has_no_other_id and is_just_so and (owner.active or _is_named(owner, line.name))

    def _gives_up(self, row: int, owner: Person) -> bool:
        """By the file they have another address, or none; or they have left, and addresses are used again."""
        their_row = self._survey.row_of_id(owner.employee_id) if owner.employee_id else 0
        if their_row not in (0, row):
            return their_row not in self._refused
        return self._told.reuses and (not owner.active or (their_row == 0 and self._leaves(owner)))

    def _refusal(self, line: PersonLine, target: Person | None, owner: Person) -> str:
        said = {"name": owner.name, "id": owner.employee_id or "", "new": line.employee_id}
        if not owner.active:
            message = _(
                "This e-mail address belongs to %(name)s, who has left. Say --reuse-addresses to give it to somebody "
                "else: %(name)s keeps everything but the address. If it is the same person, activate them again first."
            )
        elif target or not owner.employee_id:
            message = _("This e-mail address belongs to %(name)s, who has another employee ID.")
        else:
            message = _(
                "This e-mail address belongs to %(name)s, %(id)s. If it is the same person with a new ID, say "
                "--renumber %(id)s=%(new)s."
            )
        return message % said


def _nearly(line: PersonLine, target: Person | None, owner: Person | None) -> Fault | None:
    """An address that is somebody else's but for its accents is another mailbox, and none may differ only so."""
    if owner is None or not _is_another(owner, target) or same_address(line.email, owner.email or ""):
        return None
    message = _(
        "This e-mail address is %(name)s's “%(email)s” but for its accents, and no two may differ only in these."
    )
    return "email", message % {"name": owner.name, "email": owner.email}


def _is_another(owner: Person | None, target: Person | None) -> bool:
    return owner is not None and (target is None or owner.id != target.id)


def _is_named(person: Person, name: str) -> bool:
    """In any order of the words: “Holt, Bea” is Bea Holt."""
    return _words(person.name) == _words(name)


def _words(name: str) -> list[str]:
    return sorted(key(name).replace(",", " ").split())
