"""What is found under somebody's name follows the name."""

from sqlalchemy import event

from app.core.subjects import Subject
from app.people import commands as people
from app.people.queries import department, person
from app.search import queries as search
from app.search.index import Question
from tests.makers import a_topic, an_idea, hidden


def renamed(store, *, person_id=0, department_id=0, name="Anastasia"):
    with store.writing() as db:
        if person_id:
            people.change_person(db, person(db, person_id), name=name)
        else:
            people.change_department(db, department(db, department_id), name=name)


def marked(store) -> set[Subject]:
    with store.reading() as db:
        return {subject for _number, subject in search.marks(db)}


def hit(application, words):
    return application.state.parts.index.search(Question(words, audiences=["everyone"])).hits[0]


def test_results_show_the_new_name_of_an_author(application, store, cast, work):
    an_idea(store, by=cast.ana, title="Umbrellas at the door")
    work()
    assert hit(application, "umbrellas").author == "Ana"
    renamed(store, person_id=cast.ana)
    work()
    assert hit(application, "umbrellas").author == "Anastasia"


def test_results_show_the_new_name_of_a_department(application, store, cast, work):
    an_idea(store, by=cast.ana, title="Umbrellas at the door")
    work()
    renamed(store, department_id=cast.operations, name="Logistics")
    work()
    assert hit(application, "umbrellas").department == "Logistics"
    assert hit(application, "ben").department == "Logistics"


def test_only_what_shows_the_name_and_can_be_found_is_marked(application, store, cast, work):
    mine, away = an_idea(store, by=cast.ana), an_idea(store, by=cast.ana)
    topic, theirs = a_topic(store, by=cast.ana), an_idea(store, by=cast.otto)
    hidden(store, by=cast.mia, post=away)
    work()
    renamed(store, person_id=cast.ana)
    assert marked(store) == {Subject("person", cast.ana), Subject("idea", mine), Subject("topic", topic)}
    work()
    renamed(store, department_id=cast.operations, name="Logistics")
    people_of_it = {Subject("person", cast.ben), Subject("person", cast.mia)}
    ideas_for_it = {Subject("idea", mine), Subject("idea", theirs)}
    assert marked(store) == {Subject("department", cast.operations)} | people_of_it | ideas_for_it


def test_marking_many_takes_as_few_statements_as_marking_one(store, cast):
    asked: list[int] = []
    event.listen(store.engine, "before_cursor_execute", lambda *_about: asked.append(1))

    def statements() -> int:
        before = len(asked)
        renamed(store, person_id=cast.ana, name=f"Ana {before}")
        return len(asked) - before

    an_idea(store, by=cast.ana)
    of_one = statements()
    for _more in range(5):
        an_idea(store, by=cast.ana)
    assert statements() == of_one
