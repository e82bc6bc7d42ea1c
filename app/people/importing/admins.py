"""Administrators in a roster: a file deactivates none who was not named, never the last one, and makes none unsaid."""

from collections.abc import Collection, Iterable

from app.core.i18n import _
from app.imports.columns import Columns
from app.imports.judging import Refused, fault
from app.people.importing.plan import Change, Kind
from app.people.models import Person
from app.people.roles import Role


class Admins:
    """`held` are those who are active now, `resting` those who have left, `named` may be deactivated.

    `made` are the names of those who become it.
    """

    def __init__(self, held: Collection[int], resting: Collection[int], named: Collection[int]) -> None:
        self.demoted: dict[int, Change[Person]] = {}
        self.leaving: list[int] = []
        self.made: list[str] = []
        self._held, self._resting, self._named = set(held), set(resting), set(named)
        self._is_raised = False

    def is_spared(self, person_id: int) -> bool:
        return person_id in self._held and person_id not in self._named

    def note(self, change: Change[Person]) -> bool:
        """Whether what comes of a row has to wait until others are administrators."""
        id_ = change.target.id if change.target else 0
        if change.kind is Kind.LEAVES and id_ in self._held:
            self.leaving.append(id_)
            return True
        if change.kind not in (Kind.NEW, Kind.CHANGED):
            return False
        roles, comes_back = change.values.get("roles"), bool(change.values.get("active"))
        if roles is not None and Role.ADMIN not in roles and id_ in self._held:
            self.demoted[id_] = change
            return True
        self._is_raised |= comes_back and id_ in self._resting and roles is None
        if roles and Role.ADMIN in roles:
            self.made += [change.name] if id_ not in self._held else []
            self._is_raised |= change.target is None or change.target.active or comes_back
        return False

    def leave(self, gone: Iterable[int]) -> None:
        """Whoever of these is in no row of a whole roster, and was named."""
        self.leaving += [id_ for id_ in gone if id_ in self._held and id_ in self._named]

    @property
    def last(self) -> set[int]:
        """The only one who would be left, or those of whom one has to stay; nobody where others are there."""
        if not self._held or self._is_raised:
            return set()
        left = self._held - self.demoted.keys() - set(self.leaving)
        return left if len(left) == 1 else set() if left else set(self.leaving[:1])

    def refusal(self, columns: Columns) -> Refused:
        """Of the first row that would leave nobody who is administrator."""
        first = min(self.demoted.values(), key=lambda change: change.row.number)
        message = _("This is the last administrator. Make somebody else administrator first.")
        return Refused(first.row, [fault(first.row, columns.where("roles"), message)])

    @property
    def is_last_demoted(self) -> bool:
        """Whether the rows would leave nobody who is administrator."""
        return bool(self._held) and not self._is_raised and self._held == self.demoted.keys()
