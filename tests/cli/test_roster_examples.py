"""Rosters like those that imports were tried on: each goes in with two commands, or stops with what to say."""

import re
from pathlib import Path

import pytest

from app.people.models import Department, Person
from tests.imports.examples import PEOPLE, Example
from tests.makers import rows

EXAMPLES = [pytest.param(one, id=one.name) for one in PEOPLE]


def written(folder: Path, example: Example) -> Path:
    path = folder / example.name
    path.write_bytes(example.content)
    return path


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_file_as_systems_give_it_out_stops_with_what_to_say_and_then_goes_in(byline, company, tmp_path, example):
    file, table = written(tmp_path, example), Department if example.verb == "departments" else Person
    if example.stops:
        code, _said, complaint = byline("import", example.verb, file)
        assert (code in (1, 2), rows(company, table)) == (True, [])
        assert re.search(example.stops, complaint), complaint
    options = [str(tmp_path / one) if one == "refused.csv" else one for one in example.options]
    code, _said, complaint = byline("import", example.verb, file, *options)
    assert (code, complaint.replace("Importing", "").strip()[:200] if code else "") == (0, "")
    found = [row.model_dump() for row in rows(company, table)]
    assert len(found) == example.brings
    departments = {row.id: row.name for row in rows(company, Department)}
    first = next(row for row in found if row["name"] == example.first["name"])
    told = first | {"department": departments.get(first.get("department_id") or 0, "")}
    assert {name: told[name] for name in example.first} == example.first


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_same_file_again_changes_nothing(byline, company, tmp_path, example):
    file = written(tmp_path, example)
    for number in range(2):
        options = [str(tmp_path / f"{number}-{one}") if one == "refused.csv" else one for one in example.options]
        said = byline("import", example.verb, file, *options)[1]
    assert re.search(r"^0 new, 0 changed, [1-9]\d* unchanged\.$", said, re.MULTILINE)
