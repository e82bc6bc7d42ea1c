"""The roster: people and departments as a file of the company's own system says them, first as a plan."""

from app.people.roster.departments import apply_departments, open_departments, plan_departments
from app.people.roster.people import apply_people, plan_people
from app.people.roster.plan import Change, Plan

__all__ = ["Change", "Plan", "apply_departments", "apply_people", "open_departments", "plan_departments", "plan_people"]
