"""Every address, asked by everyone: a table that stands here is held against the program.

A door says whom an address lets in. Whoever is not let in gets 403, a stranger the way to the sign-in page.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from starlette.routing import Route

from app.core.subjects import Subject
from app.credits.models import Party
from app.credits.queries import credits_of
from app.ideas import commands as ideas
from app.ideas.models import StageKind
from app.ideas.queries import first_stage, way
from app.people import commands as people
from app.people.queries import colleague, person, sessions
from app.recognition import commands as recognition
from app.recognition.queries import award_kinds
from app.records import commands as records
from tests.cast import Company
from tests.makers import a_comment, a_topic, an_idea

WHO = ("stranger", "otto", "ana", "ben", "lea", "hana", "mia")
EVERYONE = frozenset(WHO)
SIGNED_IN = EVERYONE - {"stranger"}


class Door(Enum):
    """Ana wrote what is asked for; Ben leads the department that it is for."""

    PUBLIC = EVERYONE
    COLLEAGUES = frozenset(SIGNED_IN)
    AUTHOR = frozenset({"ana"})
    OTHERS = frozenset(SIGNED_IN - {"ana"})
    RESPONDERS = frozenset({"ben", "mia"})
    LEADERS = frozenset({"lea"})
    AUTHOR_AND_HR = frozenset({"ana", "hana"})
    HR = frozenset({"hana"})
    ADMINS = frozenset({"mia"})


@dataclass(frozen=True)
class Asked:
    """How an address is asked so that only the door can refuse. `not_found`: for whom it does not exist."""

    door: Door
    typed: dict[str, str] | None = None
    not_found: bool = False


WORDS = {"title": "A word", "department": "operations"}
RESPONSE: dict[str, Any] = {"heard": "You want trees.", "decision": "Yes.", "reasons": "Shade."}
NAMES = {"name_en": "Name", "name_zh_hans": "名", "name_th": "ชื่อ", "position": "3", "active": "yes"}

DOORS = {
    "home.front": Asked(Door.COLLEAGUES),
    "home.healthz": Asked(Door.PUBLIC),
    "home.readyz": Asked(Door.PUBLIC),
    "people.sign_in": Asked(Door.PUBLIC),
    "people.start_session": Asked(Door.PUBLIC, {"email": "nobody@example.com", "password": "wrong"}),
    "people.sign_in_demo": Asked(Door.PUBLIC, {"person": "1"}, not_found=True),
    "people.sign_out": Asked(Door.PUBLIC),
    "people.sign_out_everywhere": Asked(Door.COLLEAGUES),
    "people.choose_language": Asked(Door.PUBLIC, {"language": "th"}),
    "people.welcome": Asked(Door.PUBLIC),
    "people.accept_invitation": Asked(Door.PUBLIC, {"password": "short", "repeated": "short"}),
    "people.me": Asked(Door.COLLEAGUES),
    "people.choose_settings": Asked(Door.COLLEAGUES, {"language": "en"}),
    "people.change_password": Asked(Door.COLLEAGUES, {"current": "x", "password": "y"}),
    "people.end_session": Asked(Door.AUTHOR, not_found=True),
    "people.privacy": Asked(Door.PUBLIC),
    "people.note_privacy_read": Asked(Door.COLLEAGUES),
    "ideas.board": Asked(Door.COLLEAGUES),
    "ideas.new": Asked(Door.COLLEAGUES),
    "ideas.create": Asked(Door.COLLEAGUES, WORDS),
    "ideas.edit": Asked(Door.AUTHOR),
    "ideas.change": Asked(Door.AUTHOR, WORDS),
    "ideas.remove": Asked(Door.AUTHOR),
    "ideas.vote": Asked(Door.OTHERS),
    "ideas.withdraw_vote": Asked(Door.COLLEAGUES),
    "ideas.comment": Asked(Door.COLLEAGUES, {"body": "A word"}),
    "ideas.follow": Asked(Door.COLLEAGUES),
    "ideas.unfollow": Asked(Door.COLLEAGUES),
    "ideas.responding": Asked(Door.COLLEAGUES),
    "ideas.respond": Asked(Door.RESPONDERS, RESPONSE),
    "ideas.move": Asked(Door.RESPONDERS, {"stage": "{stage_id}"}),
    "ideas.take_back_move": Asked(Door.RESPONDERS, {"entry": "{entry_id}"}),
    "ideas.find": Asked(Door.COLLEAGUES),
    "ideas.response": Asked(Door.COLLEAGUES),
    "ideas.show": Asked(Door.COLLEAGUES),
    "topics.board": Asked(Door.COLLEAGUES),
    "topics.new": Asked(Door.COLLEAGUES),
    "topics.create": Asked(Door.COLLEAGUES, {"title": "A word"}),
    "topics.edit": Asked(Door.AUTHOR),
    "topics.change": Asked(Door.AUTHOR, {"title": "A word"}),
    "topics.remove": Asked(Door.AUTHOR),
    "topics.vote": Asked(Door.OTHERS),
    "topics.withdraw_vote": Asked(Door.COLLEAGUES),
    "topics.comment": Asked(Door.COLLEAGUES, {"body": "A word"}),
    "topics.follow": Asked(Door.COLLEAGUES),
    "topics.unfollow": Asked(Door.COLLEAGUES),
    "topics.find": Asked(Door.COLLEAGUES),
    "topics.show": Asked(Door.COLLEAGUES),
    "comments.show": Asked(Door.COLLEAGUES),
    "comments.edit": Asked(Door.AUTHOR),
    "comments.change": Asked(Door.AUTHOR, {"body": "Another word"}),
    "comments.remove": Asked(Door.AUTHOR),
    "recognition.feed": Asked(Door.COLLEAGUES),
    "recognition.new": Asked(Door.COLLEAGUES),
    "recognition.receivers": Asked(Door.COLLEAGUES),
    "recognition.subjects": Asked(Door.COLLEAGUES),
    "recognition.thank": Asked(Door.COLLEAGUES, {"receivers": "department:operations", "message": "Thank you."}),
    "recognition.award": Asked(Door.LEADERS, {"kind": "{award_kind_id}", "receivers": "person:2", "message": "Well."}),
    "recognition.show": Asked(Door.COLLEAGUES),
    "recognition.edit": Asked(Door.AUTHOR),
    "recognition.change": Asked(Door.AUTHOR, {"message": "In other words."}),
    "recognition.withdraw": Asked(Door.AUTHOR),
    "notices.show": Asked(Door.COLLEAGUES),
    "notices.see": Asked(Door.COLLEAGUES, {"up_to": "1"}),
    "search.show": Asked(Door.COLLEAGUES),
    "profiles.departments": Asked(Door.COLLEAGUES),
    "profiles.department": Asked(Door.COLLEAGUES),
    "profiles.person": Asked(Door.COLLEAGUES),
    "records.show": Asked(Door.HR),
    "records.export": Asked(Door.HR, {"since": "2026-01-01", "until": "2026-02-01", "purpose": "A yearly review."}),
    "records.mine": Asked(Door.COLLEAGUES),
    "records.mine_csv": Asked(Door.COLLEAGUES),
    "records.line": Asked(Door.AUTHOR, not_found=True),
    "records.dispute_line": Asked(Door.AUTHOR, {"said": "Another department."}, not_found=True),
    "records.dispute": Asked(Door.AUTHOR_AND_HR),
    "records.answer": Asked(Door.HR, {"answer": "So it was then."}),
    "moderation.show": Asked(Door.ADMINS),
    "moderation.hide": Asked(Door.ADMINS, {"reason": "Because."}),
    "moderation.show_again": Asked(Door.ADMINS),
    "moderation.put_back": Asked(Door.AUTHOR, {"removal": "1"}),
    "moderation.former_post": Asked(Door.ADMINS),
    "moderation.former_comment": Asked(Door.ADMINS),
    "setup.show": Asked(Door.ADMINS),
    "setup.departments": Asked(Door.ADMINS),
    "setup.new_department": Asked(Door.ADMINS),
    "setup.leads": Asked(Door.ADMINS),
    "setup.parents": Asked(Door.ADMINS),
    "setup.add_department": Asked(Door.ADMINS, {"name": "Kitchen"}),
    "setup.department": Asked(Door.ADMINS),
    "setup.change_department": Asked(Door.ADMINS, {"name": "Operations", "active": "yes"}),
    "setup.people": Asked(Door.ADMINS),
    "setup.new_person": Asked(Door.ADMINS),
    "setup.add_person": Asked(Door.ADMINS, {"name": "Ora", "email": "ora@example.com"}),
    "setup.person": Asked(Door.ADMINS),
    "setup.change_person": Asked(Door.ADMINS, {"name": "Ana", "email": "ana@example.com"}),
    "setup.deactivate": Asked(Door.ADMINS),
    "setup.reactivate": Asked(Door.ADMINS),
    "setup.invite": Asked(Door.ADMINS),
    "setup.stages": Asked(Door.ADMINS),
    "setup.new_stage": Asked(Door.ADMINS),
    "setup.add_stage": Asked(Door.ADMINS, NAMES | {"kind": "doing"}),
    "setup.stage": Asked(Door.ADMINS),
    "setup.change_stage": Asked(Door.ADMINS, NAMES),
    "setup.award_kinds": Asked(Door.ADMINS),
    "setup.new_award_kind": Asked(Door.ADMINS),
    "setup.add_award_kind": Asked(Door.ADMINS, NAMES),
    "setup.award_kind": Asked(Door.ADMINS),
    "setup.change_award_kind": Asked(Door.ADMINS, NAMES),
    "setup.direction": Asked(Door.ADMINS),
    "setup.change_direction": Asked(Door.ADMINS, {"text_en": "Onward."}),
    "setup.follow_ups": Asked(Door.ADMINS),
    "setup.try_all_again": Asked(Door.ADMINS),
    "setup.try_again": Asked(Door.ADMINS),
    "setup.drop_follow_up": Asked(Door.ADMINS),
    "home.metrics": Asked(Door.PUBLIC, not_found=True),
    "home.seen": Asked(Door.PUBLIC, not_found=True),
    "setup.audit": Asked(Door.ADMINS),
}
PARAMETER = re.compile(r"{(\w+)")
# Files for everyone, under names that tell their content.
STATIC = {"core.static"}


def test_every_address_stands_in_the_table(application):
    names = {str(c.name) for c in iter_route_contexts(application.routes) if isinstance(c.original_route, Route)}
    assert names - STATIC == set(DOORS)


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.sqlite
def test_an_address_lets_in_whom_the_table_says(name, application, store, cast, as_):
    asked = DOORS[name]
    route = next(c for c in iter_route_contexts(application.routes) if c.name == name)
    method = min(set(route.methods or ()) - {"HEAD"})
    # Whoever is let in comes last, so that what they do changes nothing for the others.
    for who in sorted(WHO, key=lambda one: one in asked.door.value):
        params = _things(store, cast, topic=name.startswith("topics."))
        address = application.state.parts.links(
            name, **{key: params[key] for key in PARAMETER.findall(str(route.path))}
        )
        typed = {key: value.format(**params) for key, value in (asked.typed or {}).items()}
        client = as_(getattr(cast, who) if who != "stranger" else 0)
        answer = client.request(method, address, data=typed or None)
        assert _let_in(answer) == _expected(asked, who), f"{who} at {method} {address}: {answer.status_code}"


def _let_in(answer) -> str:
    if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
        return "to sign-in" if not answer.headers.get("set-cookie") else "yes"
    if answer.status_code == 401:
        return "to sign-in"  # With what was typed.
    if answer.status_code >= 500:
        return "failed"
    return {403: "no", 404: "not there", 405: "not there"}.get(answer.status_code, "yes")


def _expected(asked: Asked, who: str) -> str:
    if asked.door is Door.PUBLIC:
        return "not there" if asked.not_found else "yes"
    if who == "stranger":
        return "to sign-in"
    if who in asked.door.value:
        return "yes"
    return "not there" if asked.not_found else "no"


def _things(store, cast: Company, *, topic: bool) -> dict[str, object]:
    """Something fresh of each kind, all of it Ana's."""
    post_id = a_topic(store, by=cast.ana) if topic else an_idea(store, by=cast.ana)
    idea_id = an_idea(store, by=cast.ana)
    comment_id = a_comment(store, by=cast.ana, on=idea_id)
    with store.writing() as db:
        ana, ben = colleague(db, cast.ana), colleague(db, cast.ben)
        response = ideas.respond(db, responder=ben, idea_id=idea_id, **RESPONSE)
        thanks = recognition.thank(
            db, giver=ana, receivers=[(Party.PERSON, cast.ben)], message="Thanks.", subject=Subject("idea", idea_id)
        )
        line_id = credits_of(db, party=Party.PERSON, party_id=cast.ana).rows[0].id
        return {
            "post_id": post_id,
            "kind": "idea",
            "ref": idea_id,
            "comment_id": comment_id,
            "response_id": response.id,
            "recognition_id": thanks.id,
            "slug": "operations",
            "word": "no-question-of-ours",
            "token": people.invite(db, person=person(db, cast.otto), days=1),
            "session_id": _session(db, cast.ana),
            "person_id": cast.otto,
            "department_id": cast.operations,
            "stage_id": first_stage(db).id,
            "entry_id": 0 if topic else _moved(db, ben, post_id),
            "place": 1,
            "number": 1,
            "award_kind_id": award_kinds(db)[0].id,
            "line_id": line_id,
            "dispute_id": records.dispute(db, person=ana, line_id=line_id, said="Not I."),
        }


def _moved(db, mover, idea_id: int) -> int:
    """Its number, by which it can be taken back."""
    ideas.move_idea(db, mover=mover, idea_id=idea_id, stage=first_stage(db, StageKind.DECIDING).id)
    return way(db, idea_id).every[-1].id


def _session(db, person_id: int) -> int:
    people.start_session(db, person=person(db, person_id), browser="Another")
    return sessions(db, person_id)[0].id
