from app.core.db import Writer
from app.core.events import Reactions
from app.core.subjects import Subject
from app.people.events import DepartmentChanged, PersonChanged
from app.search.commands import touch

reactions = Reactions()


@reactions.together(PersonChanged)
def mark_person_stale(db: Writer, event: PersonChanged) -> None:
    touch(db, Subject("person", event.person_id))


@reactions.together(DepartmentChanged)
def mark_department_stale(db: Writer, event: DepartmentChanged) -> None:
    touch(db, Subject("department", event.department_id))
