"""Whom a file means by what it says of somebody, whatever it is that is brought."""

import pytest

from app.people import commands
from app.people.queries import Meant, Mention


@pytest.fixture
def ask(store, cast):
    """By whose name a mention is found, of Ana (E1), Ben (E2) and others with addresses at example.com."""
    with store.writing() as db:
        commands.add_person(db, name="José Silva", email="jose@x.example", employee_id="J-7")
        commands.add_person(db, name="Nia", email="nia@bücher.example")
        commands.add_person(db, name="Lee Ann", email=None, employee_id="L-1")
        commands.add_person(db, name="Lee Ann", email="lee@x.example")

    def found(*trusting, **said):
        with store.reading() as db:
            mention = Mention(**said)
            person = Meant.by(db, [mention], trusts_names=bool(trusting)).person(mention)
        return person.name if person else None

    return found


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"employee_id": "e1", "email": "ben@example.com"}, "Ana"),
        ({"email": "BEN@example.com"}, "Ben"),
        ({"name": "ben@example.com"}, "Ben"),
        ({"name": "E2"}, "Ben"),
        ({"employee_id": "E999", "email": "ben@example.com"}, None),
        ({"employee_id": "E999", "name": "ben@example.com"}, None),
        ({"employee_id": "E999", "email": "nia@bücher.example"}, "Nia"),
        ({"email": "nia@xn--bcher-kva.example"}, "Nia"),
        ({"email": "ｊｏｓｅ@x.example"}, "José Silva"),
        ({"email": "josé@x.example"}, None),
        ({"name": "José Silva <josé@x.example>"}, None),
        ({"employee_id": "josé@x.example"}, None),
        ({"name": "Whoever <jose@X.example>"}, "José Silva"),
        ({"name": "Whoever (jose@x.example)"}, "José Silva"),
        ({"name": "jose@x.example (Whoever)"}, "José Silva"),
        ({"email": "José <jose@x.example>"}, "José Silva"),
        ({"employee_id": "ben@example.com"}, "Ben"),
        ({"email": "e2"}, "Ben"),
        ({"name": "Ben"}, None),
        ({"email": "", "name": "", "employee_id": ""}, None),
    ],
)
def test_an_id_is_worth_more_than_an_address_in_whatever_column_either_stands(ask, said, name):
    assert ask(**said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "silva josé"}, None),
        ({"name": "JOSE SILVA"}, "José Silva"),
        ({"name": "Lee Ann"}, None),
        ({"name": "Silva, José"}, "José Silva"),
        ({"name": '"Silva, José" <nobody@x.example>'}, "José Silva"),
        ({"name": "Silva, José, Ben"}, None),
        ({"name": "José Silva", "employee_id": "J-8"}, None),
        ({"name": "José Silva", "email": "other@x.example"}, "José Silva"),
    ],
)
def test_names_count_where_they_are_trusted_and_only_one_has_them(ask, said, name):
    assert ask("trusting", **said) == name
    assert ask(**said) is None
