"""What an import would do, before it does anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from app.core.columns import Value, Values
from app.core.i18n import _
from app.core.sheets import Row, RowError
from app.imports.judging import Refused
from app.people.models import Department, Person

Party = TypeVar("Party", Person, Department)
Names = Mapping[str, Mapping[int, str]]
"""For a field that holds an id, what each is called."""


class Kind(StrEnum):
    """What comes of a row. `SPARED` is an administrator whom nobody named, `ABSENT` somebody who left before coming."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    LEAVES = "leaves"
    SPARED = "spared"
    ABSENT = "absent"


@dataclass(frozen=True)
class Change(Generic[Party]):
    """What a row makes of somebody; without a `target` they are new. `differences` are field, before and after.

    `giver` has the address that they are to get. `number` is what others of the plan call it while it is new.
    """

    row: Row
    kind: Kind
    name: str
    values: Values = field(default_factory=dict)
    target: Party | None = None
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    giver: Person | None = None
    number: int = 0

    @property
    def line(self) -> int:
        return self.row.line or self.row.number


def compared(
    row: Row, name: str, values: Values, target: Party | None, before: Values, shown: Names, giver: Person | None = None
) -> Change[Party]:
    """`before` is what the target has now, `shown` says how ids are shown."""
    if target is None:
        return Change(row, Kind.NEW, name, values, giver=giver)
    different = {key: value for key, value in values.items() if before[key] != value}
    said = [one for key, value in different.items() for one in _differences(key, before[key], value, shown)]
    return Change(row, Kind.CHANGED if different else Kind.SAME, name, different, target, said, giver)


@dataclass
class Plan(Generic[Party]):
    """With any error in it nothing may be done. `notes` are worth a line and hold nothing up.

    `deeds` are what is new and changed in the order in which it is to be done, `made` the ids of what was new.
    """

    new: list[Change[Party]] = field(default_factory=list)
    changed: list[Change[Party]] = field(default_factory=list)
    deeds: list[Change[Party]] = field(default_factory=list)
    unchanged: int = 0
    gone: list[Party] = field(default_factory=list)
    active: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    made: dict[int, int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def add(self, change: Change[Party]) -> None:
        self.unchanged += change.kind is Kind.SAME
        {Kind.NEW: self.new, Kind.CHANGED: self.changed}.get(change.kind, []).append(change)
        if change.kind is not Kind.SAME:
            self.deeds.append(change)

    def refuse(self, refused: Refused) -> None:
        self.refused.append(refused)
        self.errors += refused.errors

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed)


def _differences(key: str, before: Value, after: Value, shown: Names) -> Iterator[tuple[str, str, str]]:
    """Of a list, each that came or went under its own name."""
    if not isinstance(after, list):
        yield key, _said(before, key, shown), _said(after, key, shown)
        return
    for one in [*before, *after]:
        if (one in before) != (one in after):
            yield one, _said(one in before, one, shown), _said(one in after, one, shown)


def _said(value: object, key: str, shown: Names) -> str:
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return shown.get(key, {}).get(value, str(value)) if isinstance(value, int) else str(value)
