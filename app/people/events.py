from app.core.events import Event


class PersonChanged(Event):
    """A person is new or something shown about them changed."""

    person_id: int


class PeopleAdded(Event):
    """People are new, many at once."""

    person_ids: list[int]


class DepartmentChanged(Event):
    """A department is new or something shown about it changed."""

    department_id: int
