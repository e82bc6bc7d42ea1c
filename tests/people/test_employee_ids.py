"""An employee id is what payroll knows: a record gives it back as it is, or the roster does not take it."""

import pytest
from pydantic import ValidationError

from app.setup.forms import PersonForm
from tests.people.rostering import bring, plan
from tests.people.test_roster import said, somebody

FORMULAS = ("=5", "@x", "@SUM(A1)", "=cmd|' /C calc'!A0", "-A12", "+66-81", "+66 81", "A;=5", "＝5", "'=5")
IDS = ("+6681", "-12", "0012", "1E5", "E-7", "工-12", "'7")


@pytest.mark.parametrize("employee_id", FORMULAS)
def test_an_id_that_a_spreadsheet_would_run_is_refused_with_its_line(store, employee_id):
    found = plan(store, f'employee_id,name,email\nE1,Ana,ana@x.example\n"{employee_id}",Ben,ben@x.example\n')
    assert said(found.errors) == [(3, "employee_id")]
    assert "would be a formula in a spreadsheet" in found.errors[0].message
    assert [change.values["name"] for change in found.new] == ["Ana"]


@pytest.mark.parametrize("employee_id", [one for one in IDS if not one.startswith("'")])
def test_an_id_that_a_file_can_hold_is_kept_as_it_stands(store, employee_id):
    bring(store, f"employee_id,name,email\n{employee_id},Ben,ben@x.example\n")
    assert somebody(store, "ben@x.example").employee_id == employee_id


def test_an_apostrophe_before_an_id_is_a_spreadsheets(store):
    bring(store, "employee_id,name,email\n'7,Ben,ben@x.example\n")
    assert somebody(store, "ben@x.example").employee_id == "7"


@pytest.mark.parametrize("employee_id", FORMULAS)
def test_an_administrator_is_refused_such_an_id_as_well(employee_id):
    with pytest.raises(ValidationError, match="would be a formula in a spreadsheet"):
        PersonForm(name="Ana", email="ana@x.example", employee_id=employee_id)


@pytest.mark.parametrize("employee_id", IDS)
def test_an_administrator_may_type_any_other(employee_id):
    assert PersonForm(name="Ana", email="ana@x.example", employee_id=employee_id).employee_id == employee_id
