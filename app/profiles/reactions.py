from app.core.db import Writer
from app.core.events import Reactions
from app.core.subjects import Subject
from app.discussion.queries import posts_of
from app.people.events import DepartmentChanged, PeopleAdded, PersonChanged
from app.profiles import queries
from app.search.commands import touch, touch_all, touch_selected

reactions = Reactions()


@reactions.together(PersonChanged)
def mark_person_stale(db: Writer, event: PersonChanged) -> None:
    """With what they wrote, which is found under their name."""
    touch(db, Subject("person", event.person_id))
    touch_selected(db, posts_of(event.person_id))


@reactions.together(PeopleAdded)
def mark_people_stale(db: Writer, event: PeopleAdded) -> None:
    """Nobody who is new has written anything yet."""
    touch_all(db, "person", event.person_ids)


@reactions.together(DepartmentChanged)
def mark_department_stale(db: Writer, event: DepartmentChanged) -> None:
    """With its people and what is addressed to it, which are found under its name."""
    touch(db, Subject("department", event.department_id))
    touch_selected(db, queries.people_of(event.department_id))
    touch_selected(db, queries.posts_for(event.department_id))
