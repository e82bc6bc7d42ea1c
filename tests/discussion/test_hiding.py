"""What administrators hide: noted, told with its reason, out of sight, and shown again as it was."""

import html

import pytest

from app.audit.models import AuditNote
from app.core.errors import Conflict, Forbidden, Invalid
from app.credits.models import CreditLine
from app.discussion.models import State
from app.notices.models import Notice
from app.search.models import StaleMark
from tests.discussion.posts import KINDS, a_post, post_of
from tests.makers import a_comment, an_idea, hidden, removed, rows, shown_again
from tests.rules.sources import templates
from tests.rules.test_templates import BLOCK


def read(response):
    return html.unescape(response.text)


@KINDS
def test_a_hidden_post_is_read_by_its_author_and_administrators_only(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana, title="Mrs. Smith of Acme", body="Her number is 555.")
    hidden(store, by=cast.mia, post=post)
    for reader, sees in ((cast.ana, True), (cast.mia, True), (cast.otto, False), (cast.ben, False), (cast.hana, False)):
        response = as_(reader).get(f"/{kind.section}/{post}", follow_redirects=True)
        page = read(response)
        assert response.status_code == 200
        is_told_why = sees or (kind.section == "ideas" and reader == cast.ben)  # He answers for it.
        assert ("Her number is 555." in page, "It names a customer." in page) == (sees, is_told_why)
        assert ("<title>Mrs. Smith of Acme" in page) == sees
        assert "An administrator hid this." in page


@KINDS
@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_no_part_of_its_page_is_read_by_itself(store, cast, as_, kind, taken_away):
    """HTMX names the block it wants, and anybody can write that name into a header."""
    post = a_post(store, kind, cast.ana, title="Mrs. Smith of Acme", body="Her number is 555.")
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=post)
    visitor, address = as_(cast.otto), f"/{kind.section}/{post}-post"
    blocks = {name for source in templates().values() for name in BLOCK.findall(source)}
    assert {"content", "about", "preview"} <= blocks
    for block in sorted(blocks):
        answer = visitor.get(address, headers={"HX-Request": "true", "HX-Target": f"div#{block}"})
        assert (answer.status_code, block, "555" in answer.text, "Smith" in answer.text) == (200, block, False, False)


@KINDS
def test_a_removed_post_is_read_by_nobody(store, cast, as_, kind):
    post = a_post(store, kind, cast.ana, title="Said in anger", body="You all know who.")
    removed(store, by=cast.ana, post=post)
    for reader in (cast.ana, cast.mia, cast.otto):
        response = as_(reader).get(f"/{kind.section}/{post}", follow_redirects=True)
        assert (response.status_code, "You all know who." in response.text) == (200, False)
        assert "Its author removed this." in response.text


@KINDS
@pytest.mark.parametrize("taken_away", [hidden, removed])
def test_what_was_taken_away_stands_in_no_list(store, cast, as_, kind, taken_away):
    post = a_post(store, kind, cast.ana, title="Mrs. Smith of Acme")
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=post)
    for reader in (cast.ana, cast.mia, cast.otto):
        for address in (f"/{kind.section}", "/"):
            assert "Mrs. Smith" not in as_(reader).get(address).text


def test_hiding_is_noted_and_told_to_the_author_with_its_reason(store, cast, work):
    post = an_idea(store, by=cast.ana)
    hidden(store, by=cast.mia, post=post)
    work()
    [note] = rows(store, AuditNote)
    assert note.act == "post.hidden"
    [notice] = rows(store, Notice, kind="hidden")
    assert (notice.person_id, notice.detail) == (cast.ana, "It names a customer.")


def test_the_author_of_a_hidden_comment_hears_why(store, cast, work):
    comment = a_comment(store, by=cast.otto, on=an_idea(store, by=cast.ana))
    hidden(store, by=cast.mia, comment=comment)
    work()
    [notice] = rows(store, Notice, kind="hidden")
    assert (notice.person_id, notice.subject_kind, notice.detail) == (cast.otto, "comment", "It names a customer.")


def test_credit_stays_when_something_is_hidden_or_removed(store, cast):
    one, other = an_idea(store, by=cast.ana), an_idea(store, by=cast.otto)
    hidden(store, by=cast.mia, post=one)
    removed(store, by=cast.otto, post=other)
    assert [(line.party_id, line.counters) for line in rows(store, CreditLine)] == [(cast.ana, 0), (cast.otto, 0)]


def test_a_post_that_is_shown_again_is_as_it_was(store, cast):
    post = an_idea(store, by=cast.ana)
    hidden(store, by=cast.mia, post=post)
    shown_again(store, by=cast.mia, post=post)
    assert (post_of(store, post).state, post_of(store, post).hidden_reason) == (State.SHOWN, "")
    assert [note.act for note in rows(store, AuditNote)] == ["post.hidden", "post.shown"]


def test_a_hidden_comment_is_not_counted_and_counted_again_when_shown(store, cast):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    for _n in range(2):
        hidden(store, by=cast.mia, comment=comment)
    assert post_of(store, post).comment_count == 0
    shown_again(store, by=cast.mia, comment=comment)
    assert post_of(store, post).comment_count == 1


def test_what_is_hidden_or_changed_is_marked_for_the_index(store, cast, work):
    post = an_idea(store, by=cast.ana)
    work()
    assert rows(store, StaleMark) == []
    hidden(store, by=cast.mia, post=post)
    assert {(mark.kind, mark.ref) for mark in rows(store, StaleMark)} == {("idea", post)}


def test_hiding_needs_a_reason(store, cast):
    post = an_idea(store, by=cast.ana)
    with pytest.raises(Invalid):
        hidden(store, by=cast.mia, post=post, reason="")
    assert post_of(store, post).state == State.SHOWN


def test_nobody_but_an_administrator_hides(store, cast):
    post = an_idea(store, by=cast.ana)
    comment = a_comment(store, by=cast.otto, on=post)
    for other in (cast.ana, cast.ben, cast.lea, cast.hana):
        with pytest.raises(Forbidden):
            hidden(store, by=other, post=post)
        with pytest.raises(Forbidden):
            hidden(store, by=other, comment=comment)
    assert (post_of(store, post).state, rows(store, AuditNote)) == (State.SHOWN, [])


def test_what_its_author_removed_is_not_hidden_any_more(store, cast):
    post = an_idea(store, by=cast.ana)
    removed(store, by=cast.ana, post=post)
    with pytest.raises(Conflict, match="removed this already"):
        hidden(store, by=cast.mia, post=post)
    assert post_of(store, post).state == State.REMOVED


def test_what_is_not_hidden_cannot_be_shown_again(store, cast):
    post = an_idea(store, by=cast.ana)
    with pytest.raises(Conflict, match="not hidden"):
        shown_again(store, by=cast.mia, post=post)
    assert rows(store, AuditNote) == []


def test_removing_a_post_twice_is_removing_it_once(store, cast):
    post = an_idea(store, by=cast.ana)
    for _n in range(2):
        removed(store, by=cast.ana, post=post)
    assert post_of(store, post).state == State.REMOVED


def test_its_author_may_remove_what_was_hidden(store, cast):
    post = an_idea(store, by=cast.ana)
    hidden(store, by=cast.mia, post=post)
    removed(store, by=cast.ana, post=post)
    assert post_of(store, post).state == State.REMOVED
