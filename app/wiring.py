"""Everything that is plugged together, in one visible place."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from threading import Event

from app.audit import models as audit_models
from app.campaigns import check as campaigns_check
from app.campaigns import models as campaigns_models
from app.core import deliveries, outgoing
from app.core.db import Database, Reader, Writer
from app.core.events import Reactions
from app.core.heartbeats import COURIER, WORKER, Heart
from app.core.jobs import Job, Worker
from app.core.kinds import Kinds
from app.core.outgoing import Channels
from app.core.settings import Settings
from app.core.web.uploads import forget_abandoned
from app.credits import check as credits_check
from app.credits import models as credits_models
from app.discussion import check as discussion_check
from app.discussion import kinds as discussion_kinds
from app.discussion import models as discussion_models
from app.discussion import reactions as discussion_reactions
from app.discussion import routes as discussion_routes
from app.home import queries as home_queries
from app.home import routes as home_routes
from app.ideas import check as ideas_check
from app.ideas import commands as ideas_commands
from app.ideas import kinds as ideas_kinds
from app.ideas import models as ideas_models
from app.ideas import reactions as ideas_reactions
from app.ideas import routes as ideas_routes
from app.imports import models as imports_models
from app.moderation import reactions as moderation_reactions
from app.moderation import routes as moderation_routes
from app.notices import check as notices_check
from app.notices import models as notices_models
from app.notices import routes as notices_routes
from app.people import check as people_check
from app.people import jobs as people_jobs
from app.people import models as people_models
from app.people import routes as people_routes
from app.people.session import lifetimes
from app.profiles import kinds as profiles_kinds
from app.profiles import reactions as profiles_reactions
from app.profiles import routes as profiles_routes
from app.recognition import check as recognition_check
from app.recognition import commands as recognition_commands
from app.recognition import kinds as recognition_kinds
from app.recognition import models as recognition_models
from app.recognition import reactions as recognition_reactions
from app.recognition import routes as recognition_routes
from app.records import check as records_check
from app.records import kinds as records_kinds
from app.records import models as records_models
from app.records import reactions as records_reactions
from app.records import routes as records_routes
from app.search import jobs as search_jobs
from app.search import models as search_models
from app.search import routes as search_routes
from app.search.index import Document, Index
from app.search.whoosh import WhooshIndex
from app.setup import routes as setup_routes
from app.topics import kinds as topics_kinds
from app.topics import routes as topics_routes

MODELS = (
    audit_models,
    campaigns_models,
    credits_models,
    discussion_models,
    ideas_models,
    imports_models,
    notices_models,
    people_models,
    recognition_models,
    records_models,
    search_models,
)

ROUTERS = [
    *home_routes.ROUTERS,
    *people_routes.ROUTERS,
    *ideas_routes.ROUTERS,
    *topics_routes.ROUTERS,
    discussion_routes.comments_router,
    *recognition_routes.ROUTERS,
    notices_routes.router,
    search_routes.router,
    profiles_routes.router,
    *records_routes.ROUTERS,
    moderation_routes.router,
    *setup_routes.ROUTERS,
]

REACTIONS = Reactions.merged(
    [
        discussion_reactions.reactions,
        ideas_reactions.reactions,
        recognition_reactions.reactions,
        moderation_reactions.reactions,
        profiles_reactions.reactions,
        records_reactions.reactions,
    ]
)

# Ways out of the house. There is none yet, so nothing is written down to leave it and nobody waits to send it.
CHANNELS = Channels.merged([])

# In the order in which people choose among them.
KINDS = Kinds(
    [
        ideas_kinds.IDEA,
        topics_kinds.TOPIC,
        profiles_kinds.PERSON,
        profiles_kinds.DEPARTMENT,
        discussion_kinds.COMMENT,
        ideas_kinds.RESPONSE,
        recognition_kinds.RECOGNITION,
        records_kinds.DISPUTE,
    ]
)

# What every session of the program carries.
INFO: dict[str, object] = {"reactions": REACTIONS, "kinds": KINDS}

PROBLEMS: tuple[Callable[[Reader], Iterable[str]], ...] = (
    people_check.problems,
    campaigns_check.problems,
    discussion_check.problems,
    ideas_check.problems,
    credits_check.problems,
    recognition_check.problems,
    records_check.problems,
    notices_check.problems,
)

# What stands around every page of somebody who is signed in.
frame_of = home_queries.frame_of


def open_index(settings: Settings) -> Index:
    return WhooshIndex(settings.index_folder)


def jobs(settings: Settings, store: Database, index: Index, beat: Callable[[], None] = lambda: None) -> list[Job]:
    """What the worker does, round by round; `beat` is called while a job takes long."""
    describe = {kind: _beating(documents, beat) for kind, documents in KINDS.describe.items()}

    def deliver() -> None:
        with store.reading() as db:
            due = deliveries.anything_due(db)
        if due:
            deliveries.deliver_due(store, REACTIONS, beat=beat)

    def forget_done() -> None:
        deliveries.forget_delivered(store)
        outgoing.forget_sent(store)

    def forget_expired() -> None:
        people_jobs.forget_expired(store, **lifetimes(settings))

    return [
        Job("deliver", deliver),
        Job("index", lambda: search_jobs.keep_up(store, index, describe, KINDS.findable), every=timedelta(seconds=1)),
        Job("forget delivered", forget_done, every=timedelta(hours=6), for_all=True),
        Job("forget abandoned", lambda: forget_abandoned(settings.data), every=timedelta(hours=6)),
        Job("forget expired", forget_expired, every=timedelta(days=1), for_all=True),
        Job("forget tries", lambda: people_jobs.forget_tries(store), every=timedelta(minutes=5), for_all=True),
    ]


def loops(settings: Settings, store: Database, index: Index, *, kind: str) -> tuple[Worker, Worker]:
    """The worker and the courier of a process; `kind` says whether that is one of their own."""
    worker = Worker(store, heart=Heart(store, WORKER, kind))
    worker.jobs += jobs(settings, store, index, worker.beat)
    return worker, courier(store, Heart(store, COURIER, kind))


def courier(store: Database, heart: Heart | None = None) -> Worker:
    """Sends what leaves the house, in a loop of its own: a mail server that takes its time keeps nobody waiting."""
    woken = Event()

    def send() -> None:
        with store.reading() as db:
            due = outgoing.anything_due(db)
        if due and outgoing.send_due(store, CHANNELS) == outgoing.BATCH:
            woken.set()

    return Worker(store, [Job("send", send)] if CHANNELS.names() else [], woken=woken, heart=heart)


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
