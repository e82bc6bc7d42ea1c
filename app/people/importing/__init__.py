"""The roster: people and departments as a file of the company's own system says them, first as a plan."""

from app.people.importing.columns import DEPARTMENT_FIELDS, FIELDS
from app.people.importing.departments import apply_departments, open_departments, plan_departments
from app.people.importing.looking import faults_of, overlooked
from app.people.importing.people import PART, Asked, Found, Read, Roster
from app.people.importing.places import make_departments, move_departments
from app.people.importing.plan import Change, Kind, Plan
from app.people.importing.survey import surveyed
from app.people.importing.who import Told
from app.people.importing.writing import MOST, carry_out, deactivate

__all__ = [
    "DEPARTMENT_FIELDS",
    "FIELDS",
    "MOST",
    "PART",
    "Asked",
    "Change",
    "Found",
    "Kind",
    "Plan",
    "Read",
    "Roster",
    "Told",
    "apply_departments",
    "carry_out",
    "deactivate",
    "faults_of",
    "make_departments",
    "move_departments",
    "open_departments",
    "overlooked",
    "plan_departments",
    "surveyed",
]
