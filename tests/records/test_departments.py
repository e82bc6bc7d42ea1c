"""What a department was thanked for is HR's to take out as well, and nobody takes it for a person."""

import re

from app.core.clock import now
from app.credits.models import Party
from app.ideas.models import StageKind
from app.ideas.queries import first_stage
from app.people import commands as people
from app.people.queries import department
from tests.makers import an_idea
from tests.recognition.giving import awarded, thanked
from tests.recognition.giving import department as to_department
from tests.recognition.giving import person as to_person
from tests.records.test_export import rows

EVER = {"since": "1970-01-01", "until": "2100-12-31", "purpose": "The yearly review."}


def exported(as_, cast, **about):
    return rows(as_(cast.hana).post("/records.csv", data=EVER | about))


def who(found):
    return [(row["party"], row["employee_id"], row["name"], row["department"], row["act"]) for row in found]


def test_a_thanks_and_an_award_to_a_department_are_rows_that_say_so(store, cast, as_):
    thanked(store, cast.ana, to_person(cast.ben), to_department(cast.operations))
    awarded(store, cast.lea, to_department(cast.sales))
    found = exported(as_, cast)
    assert who(found) == [
        ("person", "E2", "Ben", "Operations", "thanked"),
        ("department", "", "Operations", "Operations", "thanked"),
        ("department", "", "Sales", "Sales", "awarded"),
    ]
    assert [row["share"] for row in found] == ["50", "50", "100"]
    assert {row["kind"] for row in found} == {"recognition"}


def test_one_department_alone_has_its_people_and_itself(store, cast, as_):
    thanked(store, cast.ana, to_person(cast.ben), to_department(cast.operations), to_department(cast.quality))
    assert [row["name"] for row in exported(as_, cast, department="operations")] == ["Ben", "Operations"]
    assert [row["name"] for row in exported(as_, cast, department="quality")] == ["Quality"]
    assert exported(as_, cast, department="sales") == []


def test_the_page_counts_the_rows_that_the_file_has(store, cast, as_):
    thanked(store, cast.ana, to_person(cast.ben), to_department(cast.operations))
    for wish, count in (({}, 2), ({"department": "operations"}, 2), ({"department": "sales"}, 0)):
        page = as_(cast.hana).get("/records", params=EVER | wish).text
        assert f"The file will have {count} rows." in page
        assert len(exported(as_, cast, **wish)) == count


def test_a_department_stands_there_under_the_name_it_had(store, cast, as_):
    thanked(store, cast.ana, to_department(cast.operations))
    moment = now().isoformat()
    first = as_(cast.hana).post("/records.csv", data=EVER | {"as_of": moment}).content
    with store.writing() as db:
        people.change_department(db, department(db, cast.operations), name="Works")
    thanked(store, cast.ana, to_department(cast.operations))
    assert [row["name"] for row in exported(as_, cast)] == ["Operations", "Works"]
    assert as_(cast.hana).post("/records.csv", data=EVER | {"as_of": moment}).content == first


def test_my_record_is_a_persons_also_of_whoever_leads_the_department(store, cast, as_):
    thanked(store, cast.ana, to_department(cast.operations), message="You loaded it all.")
    ben = as_(cast.ben)
    assert rows(ben.get("/me/record.csv")) == []
    assert "You loaded it all." not in ben.get("/me/record").text


def test_one_idea_is_a_row_for_each_of_its_acts_and_the_pages_say_so(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    with store.reading() as db:
        planned = first_stage(db, StageKind.DOING).id
    said = {"heard": "Trees.", "decision": "Yes.", "reasons": "They give shade.", "stage": planned}
    as_(cast.ben).post(f"/ideas/{idea}/response", data=said)
    acts = [row["act"] for row in exported(as_, cast) if row["name"] == "Ana"]
    assert (len(acts) > 1, len(set(acts)) == len(acts)) == (True, True)
    for page in (as_(cast.hana).get("/records"), as_(cast.ana).get("/me/record")):
        assert re.search(r"ne row for each act", page.text)
        assert "for each person and contribution" not in page.text


def test_every_party_there_can_be_is_explained(cast, as_):
    page = as_(cast.hana).get("/records").text
    assert "Who is credited: person or department." in page
    assert set(Party) == {"person", "department"}
