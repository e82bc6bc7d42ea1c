import pytest

from app.audit.queries import notes
from app.campaigns.queries import direction_line
from app.core.errors import Forbidden, Invalid
from app.core.i18n import speaking
from app.ideas import commands as ideas_commands
from app.ideas import queries as ideas
from app.ideas.models import StageKind
from app.people import commands as people_commands
from app.people import queries as people
from app.people.queries import colleague
from app.people.roles import Role
from app.recognition import queries as recognition
from app.setup import commands
from tests.makers import roles_of


def about(store, person_id, **changed):
    """A person's particulars as the form would send them, with some changed."""
    with store.reading() as db:
        found = people.person(db, person_id)
    kept = {"name", "email", "employee_id", "title", "department_id", "locale"}
    return {"roles": roles_of(store, person_id)} | found.model_dump(include=kept) | changed


def emptied(store, department_id, *, into):
    with store.writing() as db:
        for row in people.person_rows(db, department_id=department_id):
            people_commands.change_person(db, people.person(db, row.id), department_id=into)


def details(store):
    with store.reading() as db:
        return {note.act: note.detail for note in notes(db).rows}


def test_a_department_is_added_with_its_lead(store, cast, admin, noted):
    with store.writing() as db:
        made = commands.add_department(db, admin=admin, name="Fleet", lead_id=cast.ana, purpose="We drive.")
    assert (made.slug, made.code, made.lead_id, made.purpose) == ("fleet", "fleet", cast.ana, "We drive.")
    assert noted() == ["department.added"]


def test_a_name_that_is_taken_is_refused_beside_its_field(store, admin, noted):
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.add_department(db, admin=admin, name="Sales", lead_id=None)
    assert refusal.value.field == "name"
    assert noted() == []


def test_changing_a_department_notes_each_kind_of_change(store, cast, admin, noted):
    emptied(store, cast.operations, into=cast.sales)
    with store.writing() as db:
        commands.change_department(
            db, admin=admin, department_id=cast.operations, lead_id=cast.ana, name="Works", code="", active=False
        )
    assert noted() == ["department.closed", "lead.changed", "department.changed"]
    assert details(store)["lead.changed"] == {"before": "Ben", "now": "Ana"}
    assert details(store)["department.changed"] == {"fields": ["name"]}


def test_a_department_keeps_its_code_when_none_is_typed(store, cast, admin):
    with store.writing() as db:
        commands.change_department(db, admin=admin, department_id=cast.sales, lead_id=None, name="Sales", code="")
    with store.reading() as db:
        assert people.department(db, cast.sales).code == "sales"


def test_saving_a_department_unchanged_notes_nothing(store, cast, admin, noted):
    with store.writing() as db:
        commands.change_department(db, admin=admin, department_id=cast.sales, lead_id=None, name="Sales", active=True)
    assert noted() == []


@pytest.mark.parametrize(
    ("department", "sentence"),
    [
        ("operations", "2 people still belong to this department. Move them to another, then close it."),
        ("sales", "1 person still belongs to this department. Move them to another, then close it."),
    ],
)
def test_a_department_with_people_in_it_is_not_closed(store, cast, admin, noted, department, sentence):
    with store.writing() as db:
        people_commands.set_active(db, people.person(db, cast.otto), active=False)
    id_ = getattr(cast, department)
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.change_department(db, admin=admin, department_id=id_, lead_id=None, name="Other", active=False)
    assert (refusal.value.field, refusal.value.message) == ("active", sentence)
    with store.reading() as db:
        found = people.department(db, id_)
    assert (found.active, found.name, noted()) == (True, department.capitalize(), [])


def test_a_department_that_is_closed_already_can_be_changed(store, cast, admin, noted):
    emptied(store, cast.sales, into=cast.quality)
    for name in ("Sales", "Selling"):
        with store.writing() as db:
            commands.change_department(db, admin=admin, department_id=cast.sales, lead_id=None, name=name, active=False)
        with store.writing() as db:
            people_commands.change_person(db, people.person(db, cast.otto), department_id=cast.sales)
    assert noted() == ["department.closed", "department.changed"]


def test_nobody_unknown_becomes_lead(store, cast, admin, noted):
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.change_department(db, admin=admin, department_id=cast.sales, lead_id=99999, name="Sales")
    assert refusal.value.field == "lead"
    assert noted() == []


def test_somebody_who_left_cannot_become_lead(store, cast, admin):
    with store.writing() as db:
        commands.set_active(db, admin=admin, person_id=cast.otto, active=False)
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.change_department(db, admin=admin, department_id=cast.sales, lead_id=cast.otto, name="Sales")
    assert refusal.value.field == "lead"


def test_a_person_is_added_with_roles(store, cast, admin, noted):
    person = {"name": "Nia", "email": "nia@example.com", "employee_id": None, "department_id": cast.sales}
    with store.writing() as db:
        made = commands.add_person(db, admin=admin, roles=["hr"], **person)
    assert roles_of(store, made.id) == [Role.HR]
    assert noted() == ["person.added", "role.changed"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "ben@example.com"}, "email"),
        ({"employee_id": "E2"}, "employee_id"),
        ({"department_id": 999}, "department"),
    ],
)
def test_what_another_has_or_nobody_knows_is_refused_beside_its_field(store, cast, admin, noted, changed, field):
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.change_person(db, admin=admin, person_id=cast.ana, **about(store, cast.ana, name="Anna", **changed))
    assert refusal.value.field == field
    assert noted() == []
    with store.reading() as db:
        assert people.person(db, cast.ana).name == "Ana"


def test_a_changed_person_is_noted_with_what_changed(store, cast, admin):
    with store.writing() as db:
        commands.change_person(
            db, admin=admin, person_id=cast.ana, **about(store, cast.ana, title="Buyer", roles=["leader"])
        )
    assert details(store) == {
        "person.changed": {"fields": ["title"]},
        "role.changed": {"before": [], "now": ["leader"]},
    }


def test_the_last_administrator_stays_one(store, cast, admin, noted):
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.change_person(db, admin=admin, person_id=cast.mia, **about(store, cast.mia, roles=[]))
    assert refusal.value.field == "roles"
    assert noted() == []


def test_an_administrator_can_stop_being_one_when_there_is_another(store, cast, admin):
    with store.writing() as db:
        commands.change_person(db, admin=admin, person_id=cast.ana, **about(store, cast.ana, roles=["admin"]))
        commands.change_person(db, admin=admin, person_id=cast.mia, **about(store, cast.mia, roles=[]))
    assert roles_of(store, cast.mia) == []


def test_nobody_deactivates_themselves(store, cast, admin, noted):
    with pytest.raises(Forbidden), store.writing() as db:
        commands.set_active(db, admin=admin, person_id=cast.mia, active=False)
    assert noted() == []


def test_deactivating_signs_out_and_activating_brings_back(store, cast, admin, as_, noted):
    ana = as_(cast.ana)
    with store.writing() as db:
        commands.set_active(db, admin=admin, person_id=cast.ana, active=False)
    assert ana.get("/departments").status_code == 303
    with store.writing() as db:
        commands.set_active(db, admin=admin, person_id=cast.ana, active=True)
    with store.reading() as db:
        assert people.person(db, cast.ana).active
    assert noted() == ["person.deactivated", "person.activated"]


def test_deactivating_twice_is_noted_once(store, cast, admin, noted):
    for _turn in range(2):
        with store.writing() as db:
            commands.set_active(db, admin=admin, person_id=cast.ana, active=False)
    assert noted() == ["person.deactivated"]


def test_who_left_is_not_invited(store, cast, admin, noted):
    with store.writing() as db:
        commands.set_active(db, admin=admin, person_id=cast.ana, active=False)
    with pytest.raises(Invalid), store.writing() as db:
        commands.invite(db, admin=admin, person_id=cast.ana, days=3)
    assert noted() == ["person.deactivated"]


def test_the_audit_list_never_holds_the_secret_of_an_invitation(store, cast, admin):
    with store.writing() as db:
        token = commands.invite(db, admin=admin, person_id=cast.ana, days=3)
    with store.reading() as db:
        (note,) = notes(db).rows
    assert (note.act, note.label) == ("person.invited", "Ana")
    assert token not in str(note.model_dump())


def test_a_stage_gets_its_names_and_is_noted(store, admin, noted):
    with store.writing() as db:
        stage = commands.add_stage(db, admin=admin, kind=StageKind.DOING, names={"th": "กำลังทำ"}, position=9)
        commands.change_stage(db, admin=admin, stage_id=stage.id, names={"en": "Doing"}, position=8, active=False)
    with store.reading() as db:
        found = next(row for row in ideas.stages(db, active=False) if row.id == stage.id)
    assert (found.names, found.position, found.active, found.kind) == ({"en": "Doing"}, 8, False, StageKind.DOING)
    assert noted() == ["stage.added", "stage.changed"]


@pytest.mark.parametrize("spelled", ["TRIAL RUN", "trial  run", "Ｔｒｉａｌ Ｒｕｎ", "Trial\u200b run"])
def test_what_is_offered_already_is_not_offered_in_another_spelling(store, admin, spelled):
    with store.writing() as db:
        stage = commands.add_stage(db, admin=admin, kind=StageKind.DOING, names={"en": "Trial run"}, position=9)
        kind = commands.add_award_kind(db, admin=admin, names={"en": "Trial run", "th": "รางวัล"}, position=9)
        other = commands.add_stage(db, admin=admin, kind=StageKind.DOING, names={"en": "Later"}, position=9)
    tries = [
        lambda db: commands.add_stage(db, admin=admin, kind=StageKind.DOING, names={"en": spelled}, position=1),
        lambda db: commands.change_stage(
            db, admin=admin, stage_id=other.id, names={"en": spelled}, position=1, active=True
        ),
        lambda db: commands.add_award_kind(db, admin=admin, names={"en": spelled, "th": "อื่น"}, position=1),
    ]
    for one in tries:
        with pytest.raises(Invalid, match="“Trial run” is offered already") as refused, store.writing() as db:
            one(db)
        assert refused.value.field == "name_en"
    with store.writing() as db:
        commands.change_stage(db, admin=admin, stage_id=stage.id, names={"en": spelled}, position=7, active=True)
        commands.change_award_kind(
            db, admin=admin, award_kind_id=kind.id, names={"en": "Trial run"}, position=7, active=False
        )
        commands.add_award_kind(db, admin=admin, names={"en": spelled}, position=7)
    with pytest.raises(Invalid, match="is offered already"), store.writing() as db:
        commands.change_award_kind(
            db, admin=admin, award_kind_id=kind.id, names={"en": "Trial run"}, position=7, active=True
        )


def test_two_that_were_alike_before_can_still_be_put_in_order(store, admin):
    with store.writing() as db:
        one, _two = (
            ideas_commands.add_stage(db, kind=StageKind.DOING, names={"en": name}, position=9)
            for name in ("Pilot", "PILOT")
        )
        commands.change_stage(db, admin=admin, stage_id=one.id, names={"en": "Pilot"}, position=3, active=True)
    with store.reading() as db:
        assert {row.names["en"]: row.position for row in ideas.stages(db)}.items() >= {("Pilot", 3), ("PILOT", 9)}


def test_the_first_stage_stays_while_it_is_the_only_one(store, admin, noted):
    with store.reading() as db:
        first = ideas.first_stage(db)
    with pytest.raises(Invalid) as refusal, store.writing() as db:
        commands.change_stage(db, admin=admin, stage_id=first.id, names=first.names, position=1, active=False)
    assert refusal.value.field == "active"
    assert noted() == []


def test_an_award_kind_gets_its_names_and_is_noted(store, admin, noted):
    with store.writing() as db:
        kind = commands.add_award_kind(db, admin=admin, names={"en": "Kind"}, position=9)
        commands.change_award_kind(
            db, admin=admin, award_kind_id=kind.id, names={"en": "Kindest"}, position=9, active=False
        )
    with store.reading() as db:
        found = recognition.award_kind(db, kind.id)
    assert (found.names, found.active) == ({"en": "Kindest"}, False)
    assert noted() == ["award_kind.added", "award_kind.changed"]


def test_nothing_stays_without_a_name(store, admin, noted):
    with pytest.raises(Invalid) as stage, store.writing() as db:
        commands.add_stage(db, admin=admin, kind=StageKind.DOING, names={}, position=1)
    with pytest.raises(Invalid) as kind, store.writing() as db:
        commands.add_award_kind(db, admin=admin, names={}, position=1)
    assert stage.value.field == kind.value.field == "name_en"
    assert noted() == []


def test_the_direction_line_is_set_in_several_languages(store, admin, noted):
    with store.writing() as db:
        commands.set_direction(db, admin=admin, texts={"en": "Onward", "th": "ไปข้างหน้า"})
    with store.reading() as db, speaking("th"):
        assert direction_line(db).text == "ไปข้างหน้า"
    assert noted() == ["direction.changed"]


@pytest.mark.parametrize("who", ["ana", "ben", "lea", "hana"])
def test_only_administrators_change_the_setup(store, cast, noted, who):
    with store.reading() as db:
        other = colleague(db, getattr(cast, who))
    attempts = (
        lambda db: commands.add_department(db, admin=other, name="Fleet", lead_id=None),
        lambda db: commands.change_department(db, admin=other, department_id=cast.sales, lead_id=None),
        lambda db: commands.add_person(db, admin=other, roles=[], name="N", email="n@example.com", department_id=None),
        lambda db: commands.change_person(db, admin=other, person_id=cast.ana, roles=["admin"], name="A"),
        lambda db: commands.set_active(db, admin=other, person_id=cast.otto, active=False),
        lambda db: commands.invite(db, admin=other, person_id=cast.otto, days=1),
        lambda db: commands.add_stage(db, admin=other, kind=StageKind.DOING, names={"en": "x"}, position=1),
        lambda db: commands.change_stage(db, admin=other, stage_id=1, names={"en": "x"}, position=1, active=True),
        lambda db: commands.add_award_kind(db, admin=other, names={"en": "x"}, position=1),
        lambda db: commands.change_award_kind(
            db, admin=other, award_kind_id=1, names={"en": "x"}, position=1, active=True
        ),
        lambda db: commands.set_direction(db, admin=other, texts={"en": "x"}),
    )
    for attempt in attempts:
        with pytest.raises(Forbidden), store.writing() as db:
            attempt(db)
    assert noted() == []
