from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """A person is new or something shown about them changed."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(Event):
    """A department is new or something shown about it changed."""

    department_id: int
