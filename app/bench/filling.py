"""Carries the story out through the commands that people's clicks use, thousands of acts in one transaction."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete

from app import wiring
from app.bench.story import DAYS, SEED, Act, Size, acts, languages
from app.bench.words import TONGUES, Writer
from app.campaigns import commands as campaigns
from app.core import clock
from app.core.db import Database, Reader
from app.core.db import Writer as Saver
from app.core.deliveries import Delivery, deliver_due
from app.discussion import commands as discussion
from app.discussion.models import Kind
from app.ideas import commands as ideas
from app.ideas import queries as ideas_queries
from app.people import commands as people
from app.people import queries as people_queries
from app.people.models import Department, Person
from app.people.roles import Colleague, Role
from app.search import jobs as search_jobs
from app.search.index import Index

Progress = Callable[[str, int, int], None]
BATCH = 4_000
DEPARTMENTS = 12
RECENT = 30


def fill(store: Database, index: Index, size: Size, progress: Progress) -> None:
    """Into an empty, migrated store; dates are relative to now."""
    made = _Company(size, clock.now())
    made.found(store)
    every = acts(size)
    rest, done = iter(every), 0
    while some := list(islice(rest, BATCH)):
        made.play(store, some)
        done += len(some)
        progress("Filling the store", done, len(every))
    search_jobs.rebuild(
        store,
        index,
        wiring.KINDS.describe,
        wiring.KINDS.findable,
        lambda done, total: progress("Making the index", done, total),
    )


def problems(store: Database) -> list[str]:
    """What `byline check` would find."""
    with store.reading() as db:
        return [problem for find in wiring.PROBLEMS for problem in find(db)]


def is_filled(db: Reader) -> bool:
    return bool(people_queries.person_rows(db))


class _Company:
    """Remembers which ids the places of people and ideas stand for."""

    def __init__(self, size: Size, end: datetime) -> None:
        self._size = size
        self._founded = end - timedelta(days=DAYS + 1)
        self._rng = random.Random(SEED + 2)
        self._writers = [Writer(tongue, self._rng) for tongue in TONGUES]
        self._languages = languages(size)
        self._departments: list[Department] = []
        self._people: list[Colleague] = []
        self._ideas: list[tuple[int, Department]] = []
        self._stages: list[int] = []
        self._threads: dict[int, int] = {}

    def found(self, store: Database) -> None:
        with clock.at(self._founded), store.writing() as db:
            wiring.first_rows(db)
            self._departments = [self._department(db, n) for n in range(min(DEPARTMENTS, self._size.people))]
            added = [self._person(db, n) for n in range(self._size.people)]
            for n, department in enumerate(self._departments):
                people.set_lead(db, department, lead_id=added[n].id)
            self._people = [people_queries.colleague(db, person.id) for person in added]
            self._stages = [stage.id for stage in ideas_queries.stages(db)]
            campaigns.set_direction(db, texts={writer.tongue.tag: writer.title() for writer in self._writers})

    def play(self, store: Database, some: Sequence[Act]) -> None:
        """These acts in one transaction, then what follows from them; notices of long ago are not told."""
        with store.writing() as db:
            for act in some:
                with clock.at(self._founded + timedelta(days=act.day)):
                    getattr(self, f"_{act.what}")(db, act)
            if some[-1].day < DAYS - RECENT:
                db.execute(delete(Delivery))
        with clock.at(self._founded + timedelta(days=some[-1].day)):
            deliver_due(store, wiring.REACTIONS)

    def _department(self, db: Saver, n: int) -> Department:
        writer = self._writers[n % len(self._writers)]
        return people.add_department(db, name=writer.name(), code=f"D{n}", purpose=writer.line())

    def _person(self, db: Saver, n: int) -> Person:
        writer = self._writers[self._languages[n]]
        return people.add_person(
            db,
            name=writer.name(),
            email=f"person{n}@example.com",
            employee_id=f"E{n:05}",
            title=writer.title(),
            department_id=self._departments[n % len(self._departments)].id,
            locale=writer.tongue.tag,
            time_zone=writer.tongue.zone,
            privacy_read_at=clock.now(),
            roles=[Role.ADMIN] if n == 0 else [],
        )

    def _idea(self, db: Saver, act: Act) -> None:
        writer, department = self._writers[self._languages[act.person]], self._rng.choice(self._departments)
        post = ideas.post_idea(
            db,
            author=self._people[act.person],
            title=writer.title(),
            in_short=writer.line(),
            body=writer.body(),
            department=department.slug,
            language=writer.tongue.tag,
        )
        self._ideas.append((post.id, department))

    def _response(self, db: Saver, act: Act) -> None:
        idea_id, department = self._ideas[act.idea]
        lead = self._departments.index(department)
        writer = self._writers[self._languages[lead]]
        ideas.respond(
            db,
            responder=people_queries.colleague(db, self._people[lead].id),
            idea_id=idea_id,
            heard=writer.line(),
            decision=writer.line(),
            reasons=writer.line(),
            stage=self._rng.choice(self._stages),
        )

    def _comment(self, db: Saver, act: Act) -> None:
        """Every third is a reply to the first comment of its idea."""
        first = self._threads.get(act.idea)
        made = discussion.post_comment(
            db,
            author=self._people[act.person],
            post_id=self._ideas[act.idea][0],
            kind=Kind.IDEA,
            body=self._writers[self._languages[act.person]].comment(),
            parent_id=first if first and self._rng.random() < 1 / 3 else None,
        )
        self._threads.setdefault(act.idea, made.id)

    def _vote(self, db: Saver, act: Act) -> None:
        discussion.cast_vote(db, voter=self._people[act.person], post_id=self._ideas[act.idea][0], kind=Kind.IDEA)
