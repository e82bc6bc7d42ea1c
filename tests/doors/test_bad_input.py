"""Every form is sent what it should not be sent: a clear sentence comes back with the typing, and nothing changes."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from sqlmodel import SQLModel

from app.credits.models import Party
from app.discussion import commands as discussion
from app.discussion import queries as posts
from app.ideas.queries import stages
from app.people import commands as people
from app.people.queries import colleague, person
from app.recognition import commands as recognition
from app.recognition.queries import award_kinds
from tests.makers import a_comment, a_topic, an_idea

TEN_MEGABYTES = 10 * 1024 * 1024
NOT_UTF8 = "%FF%FEcaf%E9"
NOBODY = str(2**53 - 2)
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
# What time itself changes, and what a visit leaves behind.
RESTLESS = {"sign_in_session"}


@dataclass(frozen=True)
class Sent:
    """A form as it is sent when all is well, and what of it is needed, how long it may be, and what it hangs on."""

    who: str
    address: str
    typed: dict[str, str]
    needed: tuple[str, ...] = ()
    longest: dict[str, int] = field(default_factory=dict)
    about: str = ""
    keyed: bool = False
    keeps: bool = True


TEXT = {"title": "A word on trees", "body": "They grow."}
NAMES = {"name_en": "A name", "position": "3"}

FORMS = {
    "an idea": Sent(
        "ana",
        "/ideas",
        TEXT | {"in_short": "Grow trees.", "department": "operations"},
        ("title", "department"),
        {"title": 140, "in_short": 300, "body": 20_000},
        keyed=True,
    ),
    "an edited idea": Sent(
        "ana",
        "/ideas/{idea}",
        TEXT | {"in_short": "Grow trees.", "department": "operations"},
        ("title", "department"),
        {"title": 140, "in_short": 300, "body": 20_000},
        about="idea",
    ),
    "a comment": Sent(
        "otto", "/ideas/{idea}/comments", {"body": "Well."}, ("body",), {"body": 10_000}, about="idea", keyed=True
    ),
    "a reply": Sent(
        "otto",
        "/ideas/{idea}/comments",
        {"body": "Well.", "parent": "{comment}"},
        ("body",),
        {"body": 10_000},
        about="idea",
        keyed=True,
    ),
    "an edited comment": Sent(
        "ana", "/comments/{comment}", {"body": "Better."}, ("body",), {"body": 10_000}, about="comment"
    ),
    "a response": Sent(
        "ben",
        "/ideas/{idea}/response",
        {"heard": "You want trees.", "decision": "Yes.", "reasons": "Shade.", "next_step": "Dig.", "stage": "{stage}"},
        ("heard", "decision"),
        {"heard": 5_000, "decision": 5_000, "reasons": 5_000, "next_step": 5_000},
        about="idea",
    ),
    "a topic": Sent("ana", "/topics", TEXT, ("title",), {"title": 140, "body": 20_000}, keyed=True),
    "an edited topic": Sent("ana", "/topics/{topic}", TEXT, ("title",), {"title": 140, "body": 20_000}, about="topic"),
    "a comment on a topic": Sent(
        "otto", "/topics/{topic}/comments", {"body": "Well."}, ("body",), {"body": 10_000}, about="topic", keyed=True
    ),
    "thanks": Sent(
        "ana",
        "/recognition",
        {"receivers": "person:{ben}", "message": "You helped."},
        ("receivers", "message"),
        {"message": 2_000},
        keyed=True,
    ),
    "an award": Sent(
        "lea",
        "/recognition/awards",
        {"kind": "{award_kind}", "receivers": "person:{ben}", "message": "You helped."},
        ("kind", "receivers", "message"),
        {"message": 2_000},
        keyed=True,
    ),
    "an export": Sent(
        "hana",
        "/records.csv",
        {"since": "2026-01-01", "until": "2026-02-01", "purpose": "The yearly review."},
        ("since", "until", "purpose"),
        {"purpose": 300},
    ),
    "a hidden post": Sent(
        "mia",
        "/moderation/idea/{idea}",
        {"reason": "It names a customer."},
        ("reason",),
        {"reason": 500},
        about="idea",
    ),
    "a hidden comment": Sent(
        "mia", "/moderation/comment/{comment}", {"reason": "Rude."}, ("reason",), {"reason": 500}, about="comment"
    ),
    "a department": Sent(
        "mia", "/setup/departments", {"name": "Kitchen", "purpose": "We cook."}, ("name",), {"name": 120}
    ),
    "a person": Sent(
        "mia", "/setup/people", {"name": "Ora", "email": "ora@example.com"}, ("name", "email"), {"name": 120}
    ),
    "a stage": Sent("mia", "/setup/stages", NAMES | {"kind": "doing"}, ("name_en",), {"name_en": 60}),
    "an award kind": Sent("mia", "/setup/awards", NAMES, ("name_en",), {"name_en": 60}),
    "settings": Sent("ana", "/me", {"language": "th", "time_zone": "Asia/Bangkok"}, (), {"time_zone": 60}, keeps=False),
    "a password": Sent(
        "ana",
        "/me/password",
        {"current": "no", "password": "a long enough sentence", "repeated": "a long enough sentence"},
        ("current", "password"),
        {"password": 1_000},
        keeps=False,
    ),
    "a sign-in": Sent(
        "",
        "/sign-in",
        {"email": "ana@example.com", "password": "no"},
        ("email", "password"),
        {"email": 254},
        keeps=False,
    ),
    "a welcome": Sent(
        "",
        "/welcome/{token}",
        {"password": "a long enough sentence", "repeated": "a long enough sentence"},
        ("password",),
        {"password": 1_000},
        keeps=False,
    ),
}
ALL = pytest.mark.parametrize("what", FORMS)
EACH_NEEDED = pytest.mark.parametrize(("what", "left_out"), [(w, f) for w, form in FORMS.items() for f in form.needed])
EACH_LENGTH = pytest.mark.parametrize(("what", "long"), [(w, f) for w, form in FORMS.items() for f in form.longest])

pytestmark = pytest.mark.sqlite


class Desk:
    """One person before one form."""

    def __init__(self, what: str, store, cast, as_) -> None:
        self.form, self.store = FORMS[what], store
        self._things = _things(store, cast)
        self.client = as_(getattr(cast, self.form.who) if self.form.who else 0)
        self.address = self.form.address.format(**self._things)
        self.typed = {name: value.format(**self._things) for name, value in self.form.typed.items()}

    def send(self, typed: dict[str, str] | str, *, address: str = "", **headers: str):
        content = typed if isinstance(typed, str) else urlencode(typed)
        return self.client.post(address or self.address, content=content, headers=URLENCODED | headers)

    def thing(self, name: str) -> int:
        return int(str(self._things[name]))

    def everything(self) -> dict[str, list[str]]:
        """All rows of all tables, to see that nothing changed."""
        with self.store.reading() as db:
            tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in RESTLESS]
            return {table.name: sorted(map(repr, db.execute(table.select()).all())) for table in tables}


@pytest.fixture
def desk(what, store, cast, as_) -> Desk:
    return Desk(what, store, cast, as_)


@EACH_NEEDED
def test_a_missing_field_is_named_and_the_typing_kept(desk, left_out):
    before = desk.everything()
    typed = {name: value for name, value in desk.typed.items() if name != left_out}
    answer = desk.send(typed)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert desk.everything() == before
    _assert_kept(desk, answer, typed)


@EACH_LENGTH
def test_an_over_long_field_is_named_and_the_typing_kept(desk, long):
    before = desk.everything()
    typed = desk.typed | {long: "x" * (desk.form.longest[long] + 1)}
    answer = desk.send(typed)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert desk.everything() == before
    _assert_kept(desk, answer, typed)


@ALL
def test_ten_megabytes_are_refused_with_a_sentence(desk):
    before = desk.everything()
    first = next(iter(desk.typed))
    answer = desk.send(desk.typed | {first: "x" * TEN_MEGABYTES})
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert desk.everything() == before


@ALL
def test_what_is_not_utf8_is_refused_with_a_sentence(desk):
    before = desk.everything()
    # A password is taken as it was typed, but it is text all the same.
    name = next(iter(desk.form.needed or desk.typed))
    rest = urlencode({key: value for key, value in desk.typed.items() if key != name})
    answer = desk.send(f"{rest}&{name}={NOT_UTF8}")
    assert answer.status_code == 422
    assert "UTF-8" in html.unescape(answer.text)
    assert desk.everything() == before


@ALL
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_another_website_changes_nothing(desk, headers):
    before = desk.everything()
    answer = desk.send(desk.typed, **headers)
    assert answer.status_code == 403
    assert "another website" in answer.text
    assert desk.everything() == before


@pytest.mark.parametrize("what", [what for what, form in FORMS.items() if form.about])
def test_what_does_not_exist_is_not_found(desk):
    before = desk.everything()
    address = re.sub(r"/\d+", f"/{NOBODY}", desk.address)
    answer = desk.send(desk.typed, address=address)
    assert answer.status_code == 404
    assert desk.everything() == before


@pytest.mark.parametrize("what", [what for what, form in FORMS.items() if form.about])
def test_what_was_removed_in_the_meantime_is_told(desk, cast):
    _remove(desk, cast)
    before = desk.everything()
    answer = desk.send(desk.typed)
    assert answer.status_code in (403, 409)
    assert "removed" in answer.text
    assert desk.everything() == before


@pytest.mark.parametrize("what", [what for what, form in FORMS.items() if form.keyed])
def test_a_double_press_is_one(desk):
    typed = desk.typed | {"key": "the-same-key"}
    first = desk.send(typed)
    once = desk.everything()
    second = desk.send(typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert desk.everything() == once


def _assert_kept(desk: Desk, answer, typed: dict[str, str]) -> None:
    if desk.form.keeps:
        shown = html.unescape(answer.text)
        for name, value in typed.items():
            assert value in shown, f"{name} was not kept"


def _remove(desk: Desk, cast) -> None:
    with desk.store.writing() as db:
        ana = colleague(db, cast.ana)
        if desk.form.about == "comment":
            comment = posts.comment(db, desk.thing("comment"))
            discussion.remove_comment(db, person=ana, comment=comment)
        else:
            post = posts.post(db, desk.thing(desk.form.about))
            discussion.remove_post(db, person=ana, post=post)


def _things(store, cast) -> dict[str, object]:
    idea = an_idea(store, by=cast.ana)
    topic = a_topic(store, by=cast.ana)
    comment = a_comment(store, by=cast.ana, on=idea)
    with store.writing() as db:
        recognition.thank(db, giver=colleague(db, cast.ana), receivers=[(Party.PERSON, cast.ben)], message="Thanks.")
        people.set_password(db, person=colleague(db, cast.ana), password_hash="$argon2id$none")
        return {
            "idea": idea,
            "topic": topic,
            "comment": comment,
            "ben": cast.ben,
            "stage": stages(db)[1].id,
            "award_kind": award_kinds(db)[0].id,
            "token": people.invite(db, person=person(db, cast.otto), days=1),
        }
