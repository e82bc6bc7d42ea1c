import pytest

from app.credits.models import Party
from app.discussion import queries as discussion
from app.notices.models import Notice
from app.people.queries import colleague
from app.recognition import commands as recognition_commands
from app.recognition import queries as recognition
from tests.makers import a_comment, a_response, an_idea, hidden, rows

REASON = {"reason": "It names a customer."}


@pytest.fixture
def things(store, cast):
    """Addresses of what can be hidden, with what it says, who wrote it, and how its state is looked up."""
    idea = an_idea(store, by=cast.ana, title="Plant trees", body="Many of them.")
    comment = a_comment(store, by=cast.ana, on=idea, body="Or shrubs.")
    with store.writing() as db:
        thanks = recognition_commands.thank(
            db, giver=colleague(db, cast.ana), receivers=[(Party.PERSON, cast.ben)], message="You stayed late."
        )
    return {
        "post": (f"/moderation/idea/{idea}", "Many of them.", lambda db: discussion.post(db, idea)),
        "comment": (f"/moderation/comment/{comment}", "Or shrubs.", lambda db: discussion.comment(db, comment)),
        "recognition": (
            f"/moderation/recognition/{thanks.id}",
            "You stayed late.",
            lambda db: recognition.recognition(db, thanks.id),
        ),
    }


@pytest.fixture
def state(store):
    def of(look):
        with store.reading() as db:
            found = look(db)
            return found.state, found.hidden_reason

    return of


KINDS = pytest.mark.parametrize("kind", ["post", "comment", "recognition"])


@KINDS
def test_the_page_quotes_what_is_to_be_hidden(as_, cast, things, kind):
    address, words, _look = things[kind]
    page = as_(cast.mia).get(address)
    assert page.status_code == 200
    assert words in page.text
    assert 'name="reason"' in page.text


@KINDS
def test_only_administrators_come_in(as_, cast, things, state, kind):
    address, _words, look = things[kind]
    for other in (cast.ana, cast.ben, cast.lea, cast.hana):
        assert as_(other).get(address).status_code == 403
        assert as_(other).post(address, data=REASON).status_code == 403
        assert as_(other).delete(address).status_code == 403
    assert as_(0).get(address).headers["location"].startswith("/sign-in")
    assert state(look) == ("shown", "")


@KINDS
def test_it_is_hidden_with_the_reason_and_shown_again(as_, cast, things, state, kind):
    address, words, look = things[kind]
    mia = as_(cast.mia)
    back = mia.post(address, data=REASON).headers["location"]
    assert state(look) == ("hidden", "It names a customer.")
    hidden = as_(cast.otto).get(back, follow_redirects=True)
    assert (hidden.status_code, words in hidden.text) == (200, False)
    assert "It names a customer." in mia.get(address).text
    # What is hidden has an address without its title.
    assert mia.post(address, data={"_method": "DELETE"}).headers["location"].partition("-")[0] == back.partition("-")[0]
    assert state(look) == ("shown", "")
    assert words in as_(cast.otto).get(back, follow_redirects=True).text


@KINDS
@pytest.mark.parametrize("reason", ["", "  \n ", ".", "1.", "x" * 501])
def test_without_a_fitting_reason_nothing_is_hidden_and_the_typing_stays(as_, cast, things, state, kind, reason):
    address, words, look = things[kind]
    answer = as_(cast.mia).post(address, data={"reason": reason})
    assert answer.status_code == 422
    assert 'id="f-reason-error"' in answer.text
    assert words in answer.text
    assert reason.strip() in answer.text
    assert state(look) == ("shown", "")


@KINDS
def test_what_is_shown_cannot_be_shown_again(as_, cast, things, kind):
    assert as_(cast.mia).delete(things[kind][0]).status_code == 409


@pytest.mark.parametrize("address", ["idea/999", "comment/999", "recognition/999", "posts/999", "poem/1", "person/1"])
def test_what_is_not_there_answers_404(as_, cast, address):
    mia = as_(cast.mia)
    assert mia.get(f"/moderation/{address}").status_code == 404
    assert mia.post(f"/moderation/{address}", data=REASON).status_code == 404
    assert mia.delete(f"/moderation/{address}").status_code == 404


def test_what_its_author_removed_offers_nothing_to_hide(as_, cast, store):
    idea = an_idea(store, by=cast.ana)
    as_(cast.ana).delete(f"/ideas/{idea}")
    page = as_(cast.mia).get(f"/moderation/idea/{idea}")
    assert page.status_code == 200
    assert 'name="reason"' not in page.text
    assert as_(cast.mia).post(f"/moderation/idea/{idea}", data=REASON).status_code == 409


def test_what_its_author_took_away_is_not_read_by_administrators_either(as_, cast, things):
    ana, mia = as_(cast.ana), as_(cast.mia)
    (post, _, _), (comment, _, _), (recognition, _, _) = things["post"], things["comment"], things["recognition"]
    ana.delete(comment.replace("/moderation/comment", "/comments"))
    ana.delete(recognition.replace("/moderation", ""))
    ana.delete(post.replace("/moderation/idea", "/ideas"))
    for address, words, _look in things.values():
        page = mia.get(address)
        assert (page.status_code, words in page.text, "Plant trees" in page.text) == (200, False, False), address


def test_an_address_of_another_kind_is_none(as_, cast, store):
    idea = an_idea(store, by=cast.ana)
    assert as_(cast.mia).get(f"/moderation/topic/{idea}").status_code == 404
    assert as_(cast.mia).post(f"/moderation/topic/{idea}", data=REASON).status_code == 404


@pytest.mark.parametrize(("former", "kind"), [("posts", "post"), ("comments", "comment")])
def test_the_addresses_of_the_release_before_lead_on(as_, cast, things, state, former, kind):
    address, words, look = things[kind]
    old = f"/moderation/{former}/{address.rpartition('/')[2]}"
    mia = as_(cast.mia)
    assert words in mia.get(old, follow_redirects=True).text
    moved = mia.post(old, data=REASON)
    assert (moved.status_code, moved.headers["location"]) == (308, address)
    mia.post(old, data=REASON, follow_redirects=True)
    assert state(look) == ("hidden", "It names a customer.")
    mia.delete(old, follow_redirects=True)
    assert state(look) == ("shown", "")


def test_whoever_answers_for_a_hidden_idea_hears_why_once(store, cast, as_, work):
    post = an_idea(store, by=cast.ana, title="A list of customers")
    a_response(store, by=cast.ben, to=post)
    hidden(store, by=cast.mia, post=post, reason="It names a customer.")
    work()
    heard = {(row.person_id, row.kind) for row in rows(store, Notice) if row.kind.startswith("hidden")}
    assert heard == {(cast.ana, "hidden"), (cast.ben, "hidden_answered")}
    page = as_(cast.ben).get("/notices").text
    assert "It names a customer." in page and "A list of customers" not in page
    page = as_(cast.ben).get(f"/ideas/{post}", follow_redirects=True).text
    assert page.count("It names a customer.") == 1 and "A list of customers" not in page
    assert "It names a customer." not in as_(cast.otto).get(f"/ideas/{post}", follow_redirects=True).text


def test_an_author_who_answers_for_their_own_hears_once_and_so_does_who_hid_it(store, cast, work):
    own = an_idea(store, by=cast.ben)
    a_response(store, by=cast.mia, to=own)
    hidden(store, by=cast.mia, post=own)
    work()
    heard = [(row.person_id, row.kind) for row in rows(store, Notice) if row.kind.startswith("hidden")]
    assert heard == [(cast.ben, "hidden")]


def test_who_hides_it_is_told_its_reason_once(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    client = as_(cast.mia)
    client.post(f"/moderation/idea/{post}", data={"reason": "It names a customer."})
    page = client.get(f"/ideas/{post}", follow_redirects=True).text
    assert "It is hidden." in page
    assert page.count("author and administrators still see it") == 1
    assert "with your reason" not in page
