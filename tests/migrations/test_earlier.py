"""A store made by the release before opens, and everything in it is still so."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel import col, select

from app import wiring
from app.core import migrating
from app.core.clock import now
from app.core.db import Database
from app.core.deliveries import Delivery
from app.core.jobs import Worker
from app.core.letters import key
from app.core.once import sent_key
from app.core.outgoing import Outgoing
from app.core.runs import JobRun
from app.core.settings import Settings
from app.credits.queries import Extract, contributions
from app.discussion.models import Comment, Post
from app.ideas.models import Idea, Response, StageEntry
from app.main import create_app
from app.notices.models import Notice
from app.people import commands as people
from app.people.models import KEYS, Department, Person, RoleGiven
from app.people.queries import person
from app.people.roles import Role
from app.recognition.models import Recognition
from tests.makers import roles_of, rows
from tests.migrations import earlier

ANA, BEN, LEA, HANA, MIA, OTTO = range(1, 7)
KEYED = [("post", Post, "author_id"), ("comment", Comment, "author_id"), ("recognition", Recognition, "giver_id")]
BEFORE_ROLES_WERE_ROWS = "4b1f0a6c2d11"


@pytest.fixture
def settings(tmp_path: Path, server: str) -> Settings:
    """Of the store that release made, brought forward; nobody has changed anything in it since."""
    made = earlier.settings(tmp_path, server)
    store = Database(made.url, threads=2)
    earlier.fill(store)
    migrating.upgrade(store)
    store.dispose()
    return made


@pytest.fixture
def application(settings: Settings) -> Iterator[FastAPI]:
    made = create_app(settings)
    yield made
    made.state.parts.index.close()
    made.state.parts.store.dispose()


def problems(store: Database) -> list[str]:
    with store.reading() as db:
        return [problem for check in wiring.PROBLEMS for problem in check(db)]


def heard(store: Database, person_id: int) -> list[str]:
    return sorted(row.kind for row in rows(store, Notice, person_id=person_id))


def test_it_adds_up_before_and_after_what_waited_is_carried_out(store, work):
    assert problems(store) == []
    work()
    assert problems(store) == []


def test_the_ledger_says_what_it_said(store):
    with store.reading() as db:
        lines = contributions(db, Extract(as_of=now()))
    assert [(row.name, row.role, row.act, row.subject_kind, row.subject_ref, row.share) for row in lines] == [
        ("Ana", "idea", "posted", "idea", 1, 100),
        ("Otto", "idea", "posted", "idea", 2, 100),
        ("Ben", "idea", "posted", "idea", 3, 100),
        ("Ana", "idea", "posted", "idea", 4, 100),
        ("Lea", "idea", "posted", "idea", 5, 100),
        ("Ben", "decision", "responded", "response", 1, 100),
        ("Ana", "idea", "accepted", "idea", 1, 100),
        ("Ana", "idea", "live", "idea", 1, 100),
        ("Ana", "thanks", "thanked", "recognition", 1, 50),
        ("Operations", "thanks", "thanked", "recognition", 1, 50),
        ("Ben", "thanks", "thanked", "recognition", 2, 100),
        ("Otto", "award", "awarded", "recognition", 4, 100),
        ("Ana", "idea", "posted", "idea", 9, 100),
        ("Otto", "thanks", "thanked", "recognition", 5, 100),
        ("Otto", "idea", "posted", "idea", 11, 100),
        ("Ben", "decision", "responded", "response", 3, 100),
    ]


def test_what_waited_is_carried_out_and_everybody_is_told(store, work):
    before = {person: heard(store, person) for person in (ANA, BEN, OTTO)}
    work()
    assert rows(store, Delivery, done_at=None) == []
    assert rows(store, Outgoing) == []
    new = {person: sorted((Counter(heard(store, person)) - Counter(before[person])).elements()) for person in before}
    assert new == {
        ANA: ["comment", "hidden", "hidden"],
        BEN: ["hidden", "hidden_answered", "posted_to", "stage"],
        OTTO: ["comment", "response", "thanks"],
    }


def test_everybody_and_every_department_has_the_key_they_are_found_by(store):
    for row in (*rows(store, Person), *rows(store, Department)):
        keys = KEYS[type(row)]
        assert {name: getattr(row, keys[name]) for name in keys} == {
            name: getattr(row, name) and key(getattr(row, name)) for name in keys
        }


def test_what_is_done_once_for_all_nodes_is_done_at_once(application, store):
    worker = Worker(store, wiring.jobs(application.state.parts.settings, store, application.state.parts.index))
    worker.round()
    assert {run.name: run.outcome for run in rows(store, JobRun)} == {
        "forget delivered": "done",
        "forget expired": "done",
        "forget tries": "done",
    }


@pytest.mark.parametrize(("table", "model", "sender"), KEYED)
def test_a_form_that_was_sent_before_is_known_again(store, table, model, sender):
    sent = {row["id"]: sent_key(row[sender], row["key"]) for row in earlier.rows_of(table) if row["key"]}
    assert sent
    assert {row.id: row.key for row in rows(store, model) if row.key} == sent


def test_a_comment_has_the_name_of_whoever_wrote_it(store):
    names = {row.id: row.name for row in rows(store, Person)}
    comments = rows(store, Comment)
    assert comments
    assert [row.author_name for row in comments] == [names.get(row.author_id or 0) for row in comments]


PAGES = ("/", "/ideas", "/topics", "/recognition", "/departments", "/people/1", "/departments/operations", "/me/record")


@pytest.mark.parametrize("person", [ANA, BEN, MIA])
def test_every_page_opens(as_, store, person):
    visitor = as_(person)
    found = [*PAGES, *(visitor.get(f"/{kind}/{id_}").headers["location"] for kind, id_ in posts(store))]
    assert {page: visitor.get(page).status_code for page in found} == dict.fromkeys(found, 200)


def test_whoever_wrote_something_still_stands_there(as_, store):
    ana = as_(ANA)
    shown = {id_: ana.get(ana.get(f"/ideas/{id_}").headers["location"]).text for id_ in (1, 2, 8, 9, 10)}
    assert "/ideas/1/edit" in shown[1]
    assert "/ideas/2/edit" not in shown[2]
    assert "Rosa Antigua" in shown[8]
    assert "/ideas/9/edit" in shown[9]
    assert "Unknown author" in shown[10]


def test_everybody_is_what_they_were(as_, store):
    assert {who: roles_of(store, who) for who in range(ANA, OTTO + 1)} == {
        **{ANA: [], BEN: [], OTTO: []},
        **{LEA: [Role.LEADER], HANA: [Role.HR], MIA: [Role.ADMIN]},
    }
    assert {row.by_id or row.at for row in rows(store, RoleGiven)} == {None}
    opened = {page: [as_(who).get(page).status_code for who in (ANA, HANA, MIA)] for page in ("/records", "/setup")}
    assert opened == {"/records": [403, 200, 403], "/setup": [403, 403, 200]}


def test_whoever_goes_back_to_the_release_before_finds_its_columns_filled(store):
    with store.writing() as db:
        people.set_roles(db, person(db, MIA), [Role.ADMIN, Role.HR])
        db.add(RoleGiven(person_id=ANA, role="unknown to that release"))
    with migrating.connection(store) as connection:
        command.downgrade(migrating.config(connection), BEFORE_ROLES_WERE_ROWS)
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT id, is_leader, is_hr, is_admin FROM person ORDER BY id"))
        held = {row.id: (bool(row.is_leader), bool(row.is_hr), bool(row.is_admin)) for row in found}
    nothing = (False, False, False)
    assert held == {
        **dict.fromkeys((ANA, BEN, OTTO), nothing),
        **{LEA: (True, False, False), HANA: (False, True, False), MIA: (False, True, True)},
    }
    migrating.upgrade(store)
    assert [roles_of(store, who) for who in (ANA, LEA, HANA, MIA)] == [
        [],
        [Role.LEADER],
        [Role.HR],
        [Role.HR, Role.ADMIN],
    ]


def test_every_idea_keeps_what_it_held_and_what_points_at_it(store):
    """The table is copied where its date goes, which nobody ever wrote."""
    kept = {name: earlier.rows_of(name) for name in ("idea", "stage_entry", "response")}
    assert all(row["next_date"] is None for row in kept["idea"])
    told = ("post_id", "in_short", "holder_id")
    assert [idea.model_dump(include=set(told)) for idea in rows(store, Idea)] == [
        {name: row[name] for name in told} for row in kept["idea"]
    ]
    assert [row.idea_id for row in rows(store, StageEntry)] == [row["idea_id"] for row in kept["stage_entry"]]
    assert [row.idea_id for row in rows(store, Response)] == [row["idea_id"] for row in kept["response"]]


def posts(store: Database) -> list[tuple[str, int]]:
    with store.reading() as db:
        return [(f"{kind}s", id_) for kind, id_ in db.execute(select(Post.kind, Post.id).order_by(col(Post.id)))]
