"""Whose a post is: asked of its authorship rows, by pages, judgements, notices, search and the ledger alike."""

import html

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.credits.models import CreditLine
from app.discussion import queries
from app.discussion.models import Author, Authorship, Kind
from app.ideas.models import StageKind
from app.notices.models import Notice
from app.people import commands as people
from app.people.queries import person
from tests.discussion.posts import KINDS
from tests.makers import a_response, a_topic, an_idea, hidden, people_named, rows, together, unmatched


@pytest.fixture
def shared(store, cast):
    """An idea that Ana began and Otto and Lea wrote with her."""
    made = an_idea(store, by=cast.ana)
    together(store, post=made, people=[cast.otto, cast.lea], share=30)
    return made


def page_of(as_, reader, post, kind=Kind.IDEA):
    return html.unescape(as_(reader).get(f"/{kind.section}/{post}", follow_redirects=True).text)


def test_authors_come_in_their_order_under_the_names_they_have_now(store, cast, shared):
    with store.writing() as db:
        people.change_person(db, person(db, cast.otto), name="Otto Berg")
    with store.reading() as db:
        found = queries.authors(db, shared)
    assert [(author.name, author.department, author.share) for author in found] == [
        ("Ana", "Sales", 40),
        ("Otto Berg", "Sales", 30),
        ("Lea", "Quality", 30),
    ]


def test_somebody_who_was_never_here_keeps_the_name_they_came_with(store, cast):
    post = an_idea(store, by=cast.ana)
    unmatched(store, name="J. Doe")
    with store.reading() as db:
        assert queries.authors(db, post) == [Author(None, "J. Doe")]


@KINDS
def test_every_author_stands_in_the_byline_of_the_page(store, cast, as_, kind):
    post = an_idea(store, by=cast.ana) if kind is Kind.IDEA else a_topic(store, by=cast.ana)
    nok, wei = people_named(store, ["Nok", "Wei"], department_id=cast.sales)
    together(store, post=post, people=[nok, wei], share=20)
    names = (
        f'href="/people/{id_}" dir="auto">{name}</a>' for id_, name in ((cast.ana, "Ana"), (nok, "Nok"), (wei, "Wei"))
    )
    page = page_of(as_, cast.ben, post, kind)
    assert [name in page for name in names] == [True] * 3


def test_beyond_three_the_others_are_counted(store, cast, as_):
    post = an_idea(store, by=cast.ana)
    together(store, post=post, people=people_named(store, ["Nok", "Wei", "Rosa", "Jan"], department_id=cast.sales))
    assert "and 2 others" in page_of(as_, cast.ben, post)
    assert "and 2 others" in html.unescape(as_(cast.ben).get("/ideas").text)


@KINDS
def test_every_author_may_edit_and_none_may_back(store, cast, as_, kind):
    post = an_idea(store, by=cast.ana) if kind is Kind.IDEA else a_topic(store, by=cast.ana)
    together(store, post=post, people=[cast.otto])
    for who, edits in ((cast.ana, 200), (cast.otto, 200), (cast.lea, 403)):
        assert as_(who).get(f"/{kind.section}/{post}/edit").status_code == edits
        assert as_(who).post(f"/{kind.section}/{post}/vote").status_code == (403 if edits == 200 else 303)


def test_everybody_can_thank_the_authors_and_an_author_the_others(store, cast, as_, shared):
    link = f"/recognition/new?to=person:{cast.ana}&to=person:{cast.otto}&to=person:{cast.lea}&subject=idea:{shared}"
    assert link.replace(":", "%3A") in page_of(as_, cast.ben, shared)
    others = f"/recognition/new?to=person:{cast.ana}&to=person:{cast.lea}&subject=idea:{shared}"
    assert others.replace(":", "%3A") in page_of(as_, cast.otto, shared)


def test_every_author_is_credited_with_their_share_when_it_goes_live(store, cast, shared):
    a_response(store, by=cast.ben, to=shared, stage=StageKind.DONE)
    lines = rows(store, CreditLine, act="live")
    assert {(line.party_id, line.role, line.share) for line in lines} == {
        (cast.ana, "idea", 40),
        (cast.otto, "co-author", 30),
        (cast.lea, "co-author", 30),
    }


def test_every_author_hears_of_the_response_and_of_what_was_hidden(store, cast, shared, work):
    a_response(store, by=cast.ben, to=shared)
    work()
    a_response(store, by=cast.ben, to=shared)
    hidden(store, by=cast.mia, post=shared)
    work()
    told = [(row.person_id, row.kind) for row in rows(store, Notice)]
    for author in (cast.ana, cast.otto, cast.lea):
        assert told.count((author, "hidden")) == 1
        # The second was hidden with the idea before anybody was told.
        assert told.count((author, "response")) == 1


@pytest.mark.parametrize("state", ["invited", "declined", "stepped back"])
def test_whoever_has_not_confirmed_is_no_author(store, cast, as_, shared, state):
    with store.writing() as db:
        db.execute(update(Authorship).where(col(Authorship.person_id) == cast.otto).values(state=state))
    a_response(store, by=cast.ben, to=shared, stage=StageKind.DONE)
    assert cast.otto not in {line.party_id for line in rows(store, CreditLine)}
    assert as_(cast.otto).get(f"/ideas/{shared}/edit").status_code == 403
    for page in ("/ideas", f"/ideas/{shared}-plant-trees"):
        assert "Otto" not in as_(cast.ben).get(page).text
    assert "Plant trees" not in as_(cast.ben).get(f"/people/{cast.otto}").text
    hidden(store, by=cast.mia, post=shared)
    assert "Plant trees" not in page_of(as_, cast.otto, shared)


def test_a_hidden_one_is_still_read_by_every_author(store, cast, as_, shared):
    hidden(store, by=cast.mia, post=shared)
    seen = {who: "Plant trees" in page_of(as_, who, shared) for who in (cast.ana, cast.otto, cast.lea, cast.hana)}
    assert seen == {cast.ana: True, cast.otto: True, cast.lea: True, cast.hana: False}


def test_it_is_found_under_every_name_and_stands_on_every_authors_page(cast, as_, shared, work):
    work()
    assert "Ana, Otto, Lea" in as_(cast.ben).get("/search?q=trees").text
    for author in (cast.ana, cast.otto, cast.lea):
        assert "Plant trees" in as_(cast.ben).get(f"/people/{author}").text
    assert "Plant trees" not in as_(cast.ben).get(f"/people/{cast.hana}").text
