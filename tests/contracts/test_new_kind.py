"""A kind of subject is a row of the register: one that is made up here, with its table, its page and its router, is
found, cited, hidden and told of, and no other package is touched."""

import html

import pytest
from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from sqlalchemy import MetaData, select
from sqlmodel import Field, col

from app import wiring
from app.core.errors import NotFound
from app.core.kinds import Cited, Hiding, Kinds, Matter, SubjectKind
from app.core.subjects import Subject
from app.core.tables import Hideable
from app.credits.models import Party
from app.discussion.models import Author
from app.discussion.queries.sight import not_for
from app.main import create_app
from app.notices.models import Notice
from app.people.queries import colleague
from app.recognition import commands as recognition
from app.recognition.models import Recognition
from app.search.commands import touch
from app.search.index import Document
from tests.makers import an_idea, hidden, rows, shown_again

ANA = 1
poems = APIRouter(prefix="/poems")


@poems.get("/{poem_id:int}-{slug}", name="poems.show")
def show_poem(poem_id: int, slug: str):
    return PlainTextResponse(f"Poem {poem_id}, {slug}")


class Poem(Hideable, table=True):
    """Apart from the program's own tables, which its migrations make."""

    metadata = MetaData()

    id: int = Field(default=None, primary_key=True)
    title: str


def poem(db, poem_id: int) -> Poem:
    found = db.get(Poem, poem_id)
    if found is None:
        raise NotFound
    return found


def cited(db, poem_id: int) -> Cited:
    return Cited(poem(db, poem_id).title, "en")


def documents(db, refs):
    shown = (one for one in db.scalars(select(Poem).where(col(Poem.id).in_(refs))) if one.is_shown)
    return [Document(subject=Subject("poem", one.id), title=one.title) for one in shown]


def matter(db, poem_id: int) -> Matter:
    title = poem(db, poem_id).title
    return Matter(authors=[Author(ANA, "Ana")], label=title, language="en", title=title)


POEM = SubjectKind(
    kind="poem",
    one=lambda: "Poem",
    many=lambda: "Poems",
    route="poems.show",
    ref="poem_id",
    has_slug=True,
    section="poems",
    documents=documents,
    findable=lambda db: db.scalars(select(col(Poem.id))),
    hidden_from=lambda refs, viewer: select(col(Poem.id)).where(
        col(Poem.id).in_(refs), not_for(viewer, col(Poem.state), viewer.id == ANA)
    ),
    cited=cited,
    hiding=Hiding(
        row=poem,
        matter=matter,
        noted_as="post",
        told_as=lambda db, poem_id: poem(db, poem_id).title,
        ask_why=lambda: "Why?",
        taken_back=lambda: "Gone.",
        changed=lambda db, row, was_shown: touch(db, Subject("poem", row.id)),
    ),
)


@pytest.fixture
def create(monkeypatch):
    """With one row more in the register, and its router."""
    kinds = Kinds([*wiring.KINDS.values(), POEM])
    monkeypatch.setattr(wiring, "KINDS", kinds)
    monkeypatch.setattr(wiring, "INFO", wiring.INFO | {"kinds": kinds})
    monkeypatch.setattr(wiring, "ROUTERS", [*wiring.ROUTERS, poems])
    return create_app


@pytest.fixture
def ode(application, store, cast):
    Poem.metadata.create_all(store.engine)
    with store.writing() as db:
        made = Poem(title="Ode to a parking lot")
        db.add(made)
        db.flush()
        touch(db, Subject("poem", made.id))
    yield made.id
    Poem.metadata.drop_all(store.engine)


def read(visitor, address):
    return html.unescape(visitor.get(address).text)


def test_it_is_found_under_its_word_and_led_to(store, cast, as_, work, ode):
    work()
    page = read(as_(cast.ben), "/search?q=parking")
    assert "Poems" in page
    assert f'href="/poems/{ode}-ode-to-a-parking-lot"' in page
    assert "Ode to" in read(as_(cast.ben), "/search?q=parking&kind=poem")


@pytest.mark.parametrize("typed", ["poem:{}", "https://byline.example.com/poems/{}-ode", "/poems/{}"])
def test_it_is_cited_by_its_address(store, cast, as_, ode, typed):
    form = {"receivers": f"person:{cast.otto}", "message": "For this.", "subject": typed.format(ode)}
    assert as_(cast.ben).post("/recognition", data=form).status_code == 303
    [given] = rows(store, Recognition)
    assert (given.subject_kind, given.subject_ref, given.subject_label) == ("poem", ode, "Ode to a parking lot")


def test_it_is_hidden_told_to_its_author_and_shown_again(store, cast, as_, work, ode):
    mia = as_(cast.mia)
    assert "Ode to a parking lot" in read(mia, f"/moderation/poem/{ode}")
    assert mia.post(f"/moderation/poem/{ode}", data={"reason": "Too long."}).headers["location"] == f"/poems/{ode}-post"
    work()
    assert [(row.person_id, row.label, row.detail) for row in rows(store, Notice)] == [
        (ANA, "Ode to a parking lot", "Too long.")
    ]
    assert "Ode to" not in read(mia, "/search?q=parking")
    shown_again(store, by=cast.mia, poem=ode)
    work()
    assert "Ode to" in read(mia, "/search?q=parking")


def test_nobody_is_told_its_title_once_it_is_hidden(store, cast, as_, ode):
    # A post of the same number has nothing to do with it.
    assert an_idea(store, by=cast.ana) == ode
    with store.writing() as db:
        recognition.thank(
            db,
            giver=colleague(db, cast.ben),
            receivers=[(Party.PERSON, cast.otto)],
            message="For this.",
            subject=Subject("poem", ode),
        )
    assert "Ode to a parking lot" in read(as_(cast.otto), "/recognition")
    hidden(store, by=cast.mia, poem=ode)
    assert "Ode to" not in read(as_(cast.otto), "/recognition")
    with store.reading() as db:
        for who, sees in ((cast.ana, True), (cast.mia, True), (cast.otto, False)):
            gone = wiring.KINDS.out_of_sight(db, [Subject("poem", ode)], colleague(db, who))
            assert (gone == set()) is sees


def test_the_register_takes_no_kind_twice():
    with pytest.raises(ValueError, match="two kinds called idea"):
        Kinds([*wiring.KINDS.values(), wiring.KINDS["idea"]])
