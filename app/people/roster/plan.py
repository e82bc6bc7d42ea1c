"""What an import would do, before it does anything."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.core.i18n import _
from app.core.tabular import RowError
from app.people.models import Department, Person

Party = TypeVar("Party", Person, Department)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Change(Generic[Party]):
    """What a line makes of somebody; without a `target` they are new. `differences` are field, before and after."""

    line: int
    name: str
    values: dict[str, Any]
    target: Party | None = None
    differences: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Plan(Generic[Party]):
    """With any error in it nothing may be done."""

    new: list[Change[Party]] = field(default_factory=list)
    changed: list[Change[Party]] = field(default_factory=list)
    unchanged: int = 0
    gone: list[Party] = field(default_factory=list)
    kept: Party | None = None
    active: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def add(self, line: int, name: str, values: dict[str, Any], target: Party | None, shown: Mapping[str, Any]) -> None:
        """Sort a line in; `shown` says how values that are no words are shown."""
        if target is None:
            self.new.append(Change(line, name, values))
        elif different := {key: value for key, value in values.items() if getattr(target, key) != value}:
            said = [
                (key, _said(getattr(target, key), key, shown), _said(different[key], key, shown)) for key in different
            ]
            self.changed.append(Change(line, name, different, target, said))
        else:
            self.unchanged += 1

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed)


def counted(changes: list[Change[Party]], progress: Progress, total: int, before: int = 0) -> Iterable[Change[Party]]:
    """The changes one by one, telling how far it is."""
    for number, change in enumerate(changes, before + 1):
        yield change
        progress(number, total)


def _said(value: object, key: str, shown: Mapping[str, Any]) -> str:
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(shown.get(key, {}).get(value, value))
