"""What was said about a hidden post is as hidden as the post: by every address, to everybody but author and admins."""

import pytest

from app.discussion.models import Comment, Follow, Kind, Vote
from tests.discussion.posts import KINDS
from tests.makers import a_comment, a_response, a_topic, an_idea, hidden, removed, rows, shown_again
from tests.moderation.test_named_nowhere import EVERYONE, OTHERS, _addresses, telling

PLAIN = {"title": "Better light", "body": "It is dark."}


@pytest.fixture
def told(store, cast, work):
    """Posts that tell on nobody, under which everybody does: with comments, a reply, and a department's response."""
    idea, topic = an_idea(store, by=cast.ana, **PLAIN), a_topic(store, by=cast.ana, **PLAIN)
    for post, kind in ((idea, Kind.IDEA), (topic, Kind.TOPIC)):
        comment = a_comment(store, by=cast.otto, on=post, kind=kind, body="Ask Zebedee who did it.")
        a_comment(store, by=cast.lea, on=post, kind=kind, parent=comment, body="Zebedee says no.")
    many = [a_comment(store, by=cast.hana, on=idea, body=f"Zebedee, {n}.") for n in range(31)]
    response = a_response(store, by=cast.ben, to=idea, heard="That Zebedee did it.")
    work()
    ids = {
        "idea": idea,
        "topic": topic,
        "thanks": 1,
        "citing": 1,
        "line": 1,
        "dispute": 1,
        "comment": many[-1],
        "response": response,
    }
    return ids | {"first": comment}


@pytest.fixture
def asked(application, cast, told):
    more = [f"/comments/{told['first']}", "/search?q=zebedee", "/search?q=zebedee&kind=topic", "/search?q=light"]
    return list(dict.fromkeys([*_addresses(application, cast, told), *more]))


def taken(store, cast, told):
    for what in ("idea", "topic"):
        hidden(store, by=cast.mia, post=told[what], reason="It names somebody.")


def test_the_sweep_finds_what_was_said_as_long_as_it_is_there(as_, cast, asked):
    found = {address.split("/")[1] for address in telling(as_, cast, "otto", asked)}
    assert {"ideas", "topics", "comments", "search?q=zebedee"} <= found


@pytest.mark.parametrize("indexed", [False, True], ids=["at once", "later"])
def test_nobody_else_hears_what_was_said_about_it(store, cast, as_, work, told, asked, indexed):
    taken(store, cast, told)
    if indexed:
        work()
    for who in OTHERS:
        said = [one for one in telling(as_, cast, who, asked) if not one.startswith("/search?q=zebedee")]
        assert said == [], who
        if who != "stranger":
            visitor = as_(getattr(cast, who))
            assert "mark>" not in visitor.get("/search?q=zebedee").text
            for kind in Kind:
                page = visitor.get(f"/{kind.section}/{told[kind]}-{kind}-{told[kind]}", follow_redirects=True).text
                assert ("Discussion" in page, "comments" in page.lower(), "comment_" in page) == (False, False, False)


@pytest.mark.parametrize("who", ["ana", "mia"])
def test_its_author_and_administrators_hear_it(store, cast, as_, told, asked, who):
    taken(store, cast, told)
    found = {address.split("/")[1] for address in telling(as_, cast, who, asked)}
    assert {"ideas", "topics", "comments"} <= found
    page = as_(getattr(cast, who)).get(f"/ideas/{told['idea']}", follow_redirects=True).text
    assert ("Zebedee says no." in page, "33 comments" in page, "Post reply" in page) == (True, True, False)


def test_it_is_all_there_again_when_the_post_is(store, cast, as_, told):
    taken(store, cast, told)
    shown_again(store, by=cast.mia, post=told["idea"])
    page = as_(cast.otto).get(f"/ideas/{told['idea']}", follow_redirects=True).text
    assert ("Zebedee says no." in page, "33 comments" in page) == (True, True)


def test_what_was_said_outlives_a_post_that_its_author_took_back(store, cast, as_, told):
    """It is by others: nobody takes the words of others from sight by taking back their own."""
    removed(store, by=cast.ana, post=told["topic"])
    for who in EVERYONE:
        if who != "stranger":
            page = as_(getattr(cast, who)).get(f"/topics/{told['topic']}", follow_redirects=True).text
            assert ("Zebedee says no." in page, "It is dark." in page) == (True, False)


@KINDS
@pytest.mark.parametrize("who", ["otto", "ben", "ana", "mia"])
def test_nobody_acts_on_what_is_hidden(store, cast, as_, told, kind, who):
    taken(store, cast, told)
    before = [len(rows(store, table)) for table in (Comment, Vote, Follow)]
    visitor, place = as_(getattr(cast, who)), f"/{kind.section}/{told[kind]}"
    for parent in ("", str(told["first"])):
        refused = visitor.post(f"{place}/comments", data={"body": "My own long thought.", "parent": parent})
        assert (refused.status_code, "My own long thought." in refused.text) == (409, True)
        assert ("Zebedee" in refused.text) is (who in ("ana", "mia"))
    assert [visitor.post(f"{place}/vote").status_code, visitor.put(f"{place}/follow").status_code] == [409, 409]
    assert visitor.delete(f"{place}/vote").status_code == 409
    assert visitor.get(f"/comments/{told['first']}/edit").status_code in (403, 409)
    assert [len(rows(store, table)) for table in (Comment, Vote, Follow)] == before


def test_an_administrator_is_told_before_hiding(store, cast, as_, told):
    said = "What was said about it is hidden with it."
    assert said in as_(cast.mia).get(f"/moderation/topic/{told['topic']}").text
    assert said not in as_(cast.mia).get(f"/moderation/comment/{told['comment']}").text
