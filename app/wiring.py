"""Everything that is plugged together, in one visible place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.audit import models as audit_models
from app.campaigns import models as campaigns_models
from app.campaigns.queries import direction_line
from app.core.db import Database, Reader, Writer
from app.core.events import Reactions, anything_due, count_due, count_failing, deliver_due, forget_delivered
from app.core.i18n import _
from app.core.jobs import Job, Worker
from app.core.settings import Settings, version
from app.core.slugs import slug
from app.core.subjects import Subject
from app.core.web.urls import Links
from app.credits import check as credits_check
from app.credits import models as credits_models
from app.discussion import check as discussion_check
from app.discussion import models as discussion_models
from app.discussion import reactions as discussion_reactions
from app.discussion import routes as discussion_routes
from app.home import routes as home_routes
from app.ideas import check as ideas_check
from app.ideas import commands as ideas_commands
from app.ideas import models as ideas_models
from app.ideas import queries as ideas_queries
from app.ideas import reactions as ideas_reactions
from app.ideas import routes as ideas_routes
from app.moderation import routes as moderation_routes
from app.notices import models as notices_models
from app.notices import queries as notices_queries
from app.notices import routes as notices_routes
from app.people import jobs as people_jobs
from app.people import models as people_models
from app.people import routes as people_routes
from app.people.roles import Colleague, Permission
from app.people.session import Frame, Section, lifetimes
from app.profiles import queries as profiles_queries
from app.profiles import reactions as profiles_reactions
from app.profiles import routes as profiles_routes
from app.recognition import check as recognition_check
from app.recognition import commands as recognition_commands
from app.recognition import models as recognition_models
from app.recognition import reactions as recognition_reactions
from app.recognition import routes as recognition_routes
from app.records import routes as records_routes
from app.search import jobs as search_jobs
from app.search import models as search_models
from app.search import queries as search_queries
from app.search import routes as search_routes
from app.search.index import Document, Index
from app.search.whoosh import WhooshIndex
from app.setup import routes as setup_routes
from app.topics import queries as topics_queries
from app.topics import routes as topics_routes

MODELS = (
    audit_models,
    campaigns_models,
    credits_models,
    discussion_models,
    ideas_models,
    notices_models,
    people_models,
    recognition_models,
    search_models,
)

ROUTERS = [
    home_routes.router,
    *people_routes.ROUTERS,
    *ideas_routes.ROUTERS,
    *topics_routes.ROUTERS,
    discussion_routes.comments_router,
    recognition_routes.router,
    notices_routes.router,
    search_routes.router,
    profiles_routes.router,
    records_routes.router,
    moderation_routes.router,
    *setup_routes.ROUTERS,
]

REACTIONS = Reactions.merged(
    [
        discussion_reactions.reactions,
        ideas_reactions.reactions,
        recognition_reactions.reactions,
        profiles_reactions.reactions,
    ]
)

# Kind of subject: how documents for the index are made of many at once, and which there are.
DESCRIBE = {
    "idea": ideas_queries.documents,
    "topic": topics_queries.documents,
    "person": profiles_queries.person_documents,
    "department": profiles_queries.department_documents,
}
EVERY = {
    "idea": ideas_queries.findable,
    "topic": topics_queries.findable,
    "person": profiles_queries.findable_people,
    "department": profiles_queries.findable_departments,
}

PROBLEMS: tuple[Callable[[Reader], Iterable[str]], ...] = (
    discussion_check.problems,
    ideas_check.problems,
    credits_check.problems,
    recognition_check.problems,
)

HANGING_AFTER_SECONDS = 60

UrlOf = Callable[[Subject, str], str]


# Names of what a viewer may no longer read: notices, which know subjects only, leave them out.
out_of_sight = profiles_queries.out_of_sight


def open_index(settings: Settings) -> Index:
    return WhooshIndex(settings.index_folder)


def url_of(links: Links) -> UrlOf:
    """The address of a subject, empty when there is none; the label it had gives the readable end."""
    routes = {"comment": "comments.show", "response": "ideas.response", "recognition": "recognition.show"}
    names = {"comment": "comment_id", "response": "response_id", "recognition": "recognition_id"}

    def address(subject: Subject, label: str = "") -> str:
        if subject.kind in ("idea", "topic"):
            return links(f"{subject.kind}s.show", post_id=subject.ref, slug=slug(label))
        if subject.kind == "person":
            return links("profiles.person", person_id=subject.ref)
        route = routes.get(subject.kind)
        return links(route, **{names[subject.kind]: subject.ref}) if route else ""

    return address


def frame_of(links: Links) -> Callable[[Reader, Colleague], Frame]:
    """What stands around every page: sections, doors, the direction line, what is unread."""

    def frame(db: Reader, me: Colleague) -> Frame:
        direction = direction_line(db)
        return Frame(
            unread=notices_queries.unread(db, me.id),
            direction=direction.text,
            direction_lang=direction.language,
            sections=_sections(links),
            doors=tuple(_doors(links, me)),
        )

    return frame


def _sections(links: Links) -> tuple[Section, ...]:
    return (
        Section("", _("Front page"), links("home.front")),
        Section("ideas", _("Ideas"), links("ideas.board")),
        Section("topics", _("Topics"), links("topics.board")),
        Section("recognition", _("Recognition"), links("recognition.feed")),
        Section("departments", _("Departments"), links("profiles.departments")),
    )


def _doors(links: Links, me: Colleague) -> Iterator[tuple[str, str]]:
    if me.may(Permission.EXPORT_RECORDS):
        yield _("Contribution records"), links("records.show")
    if me.may(Permission.SET_UP):
        yield _("Setup"), links("setup.show")


def jobs(settings: Settings, store: Database, index: Index, beat: Callable[[], None] = lambda: None) -> list[Job]:
    """What the worker does, round by round; `beat` is called while a job takes long."""
    describe = {kind: _beating(documents, beat) for kind, documents in DESCRIBE.items()}

    def deliver() -> None:
        with store.reading() as db:
            due = anything_due(db)
        if due:
            deliver_due(store, REACTIONS)

    def forget_expired() -> None:
        people_jobs.forget_expired(store, **lifetimes(settings))

    return [
        Job("deliver", deliver),
        Job("index", lambda: search_jobs.keep_up(store, index, describe, EVERY), every=timedelta(seconds=1)),
        Job("forget delivered", lambda: forget_delivered(store), every=timedelta(hours=6)),
        Job("forget expired", forget_expired, every=timedelta(days=1)),
    ]


def _beating(documents: search_jobs.Describe, beat: Callable[[], None]) -> search_jobs.Describe:
    """To index everything takes minutes, and is described batch by batch."""

    def described(db: Reader, refs: Sequence[int]) -> list[Document]:
        beat()
        return documents(db, refs)

    return described


def first_rows(db: Writer) -> None:
    """What a new company starts with; changes nothing in one that has begun."""
    ideas_commands.add_first_stages(db)
    recognition_commands.add_first_award_kinds(db)


def readiness(settings: Settings, store: Database, index: Index, worker: Worker, *, details: bool) -> dict[str, Any]:
    """For /readyz: can this process read its database, its index, and is its worker at work?"""
    state = {
        "database": _answers(store),
        "index": "ok" if index.is_sound else "rebuilding",
        "worker": _worker_state(settings, worker),
    }
    ready = state["database"] == "ok" and state["worker"] != "stopped"
    more = _details(store) if details and state["database"] == "ok" else {}
    return {"status": "ready" if ready else "not ready"} | state | more


def _details(store: Database) -> dict[str, Any]:
    with store.reading() as db:
        waiting = {"deliveries_due": count_due(db), "stale": search_queries.count_marks(db)}
        return {"version": version(), "deliveries_failing": count_failing(db)} | waiting


def _answers(store: Database) -> str:
    try:
        with store.reading() as db:
            db.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return "no answer"
    return "ok"


def _worker_state(settings: Settings, worker: Worker) -> str:
    if settings.worker != "thread":
        return "elsewhere"
    return "ok" if worker.is_alive and worker.silent_for < HANGING_AFTER_SECONDS else "stopped"
