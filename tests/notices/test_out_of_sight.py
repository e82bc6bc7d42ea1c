"""A notice tells no more than its reader may read where it leads to."""

import pytest

from app.credits.models import Party
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import colleague, department
from app.recognition import commands as recognition
from tests.makers import a_comment, a_response, an_idea, hidden, removed, rows
from tests.notices.test_routes import said

SECRET = "Blame Zebedee"


@pytest.fixture
def idea(store, cast, work) -> int:
    """Ana's, which Otto and Ben heard of."""
    made = an_idea(store, by=cast.ana, title=SECRET)
    a_comment(store, by=cast.otto, on=made)
    a_comment(store, by=cast.lea, on=made)
    a_response(store, by=cast.ben, to=made)
    work()
    return made


def heard(as_, who: int) -> tuple[str, list[str]]:
    page = as_(who).get("/notices")
    return page.text, said(page)


def thanked(store, cast) -> int:
    with store.writing() as db:
        giver, to = colleague(db, cast.ben), [(Party.PERSON, cast.ana)]
        return recognition.thank(db, giver=giver, receivers=to, message=SECRET).id


def test_the_title_of_what_was_hidden_is_in_no_followers_notice(store, cast, as_, work, idea):
    assert SECRET in heard(as_, cast.otto)[0]
    hidden(store, by=cast.mia, post=idea)
    page, sentences = heard(as_, cast.otto)
    assert "zebedee" not in page.lower()
    assert sorted(sentences) == [
        "Ben responded to something no longer shown",
        "Lea commented on something no longer shown",
    ]


def test_its_author_and_administrators_may_still_read_it(store, cast, as_, work, idea):
    hidden(store, by=cast.mia, post=idea)
    work()
    sentences = heard(as_, cast.ana)[1]
    assert f"An administrator hid {SECRET}, for this reason: It names a customer." in sentences
    assert f"Ben responded to {SECRET}" in sentences


def test_what_its_author_removed_is_named_to_nobody(store, cast, as_, work, idea):
    removed(store, by=cast.ana, post=idea)
    for reader in (cast.ana, cast.otto, cast.ben):
        assert "zebedee" not in heard(as_, reader)[0].lower()


def test_a_thanks_that_was_hidden_or_withdrawn_is_no_longer_quoted(store, cast, as_, work):
    first, second = thanked(store, cast), thanked(store, cast)
    work()
    assert len(heard(as_, cast.ana)[1]) == 2
    hidden(store, by=cast.mia, recognition=first, reason="A name.")
    with store.writing() as db:
        recognition.withdraw(db, giver=colleague(db, cast.ben), recognition_id=second)
    assert heard(as_, cast.ana)[1] == ["Ben thanked you: something no longer shown"] * 2
    work()
    assert heard(as_, cast.ben)[1] == [f"An administrator hid what you gave: {SECRET}, for this reason: A name."]


def test_nobody_is_told_of_what_was_hidden_meanwhile(store, cast, work):
    made = an_idea(store, by=cast.ana)
    a_comment(store, by=cast.otto, on=made)
    a_response(store, by=cast.ben, to=made)
    hidden(store, by=cast.mia, post=made)
    work()
    told = {(notice.person_id, notice.kind) for notice in rows(store, Notice)}
    assert told == {(cast.ana, "hidden"), (cast.ben, "hidden_answered")}


def test_nobody_is_told_of_a_comment_that_was_taken_away_meanwhile(store, cast, work):
    made = an_idea(store, by=cast.ana)
    work()
    said_first, said_next = (a_comment(store, by=cast.otto, on=made) for _twice in range(2))
    removed(store, by=cast.otto, comment=said_first)
    hidden(store, by=cast.mia, comment=said_next)
    work()
    assert rows(store, Notice, person_id=cast.ana) == []


def test_a_lead_hears_for_which_department_and_an_administrator_that_they_hold_it(store, cast, as_, work):
    an_idea(store, by=cast.ana, department="operations")
    an_idea(store, by=cast.ana, department="sales", title="Paint the gate")
    work()
    assert heard(as_, cast.ben)[1] == ["Ana has an idea for Operations, which you lead: Plant trees"]
    assert heard(as_, cast.mia)[1] == ["Ana has an idea that you hold: Paint the gate"]
    with store.writing() as db:
        people.set_lead(db, department(db, cast.sales), lead_id=cast.lea)
    an_idea(store, by=cast.ana, department="sales", title="Mend the gate")
    work()
    assert heard(as_, cast.lea)[1] == ["Ana has an idea for Sales, which you lead: Mend the gate"]
