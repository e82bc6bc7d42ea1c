"""Plays the company's story through the commands that people's clicks use, each act at its own time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypedDict

from app import wiring
from app.campaigns import commands as campaigns
from app.core import clock
from app.core.db import Database, Reader, Writer
from app.core.deliveries import deliver_due
from app.core.letters import clean
from app.core.paging import microseconds
from app.core.subjects import Subject
from app.credits.models import Party
from app.demo.bringing import bring_thanks
from app.demo.company import Entry, Happening, happenings, moments, told
from app.discussion import commands as discussion
from app.discussion.models import Kind
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.notices import commands as notices
from app.people import commands as people
from app.people import queries as people_queries
from app.people.models import Department, Person
from app.people.roles import Colleague
from app.recognition import commands as recognition
from app.recognition import queries as recognition_queries
from app.topics import commands as topics

Progress = Callable[[int, int], None]

FOUNDED = timedelta(days=120)
READ_UP_TO = timedelta(days=2)


def is_filled(db: Reader) -> bool:
    return bool(people_queries.person_rows(db))


def fill(store: Database, progress: Progress = lambda done, total: None) -> None:
    """Into an empty, migrated store. Dates are relative to now."""
    end = clock.now()
    player = _Player()
    with clock.at(end - FOUNDED), store.writing() as db:
        player.found(db)
    with clock.at(end - FOUNDED):
        bring_thanks(store, told("recognition")["wall"], end)
    every = happenings()
    done = 0
    for _, acts in groupby(moments(every, end), _hour):
        done += player.play(store, list(acts))
        progress(done, len(every))
    with store.writing() as db:
        player.read_notices(db, end - READ_UP_TO)


class Given(TypedDict):
    """What a thanks and an award both say."""

    receivers: list[tuple[Party, int]]
    message: str
    subject: Subject | None


class _Player:
    """Remembers who and what the keys of the story stand for."""

    def __init__(self) -> None:
        self._people: dict[str, Colleague] = {}
        self._languages: dict[str, str] = {}
        self._departments: dict[str, Department] = {}
        self._posts: dict[str, int] = {}
        self._comments: dict[tuple[str, str], int] = {}
        self._stages: dict[str, int] = {}
        self._award_kinds: dict[str, int] = {}

    def found(self, db: Writer) -> None:
        """The company, its people, and what it starts with."""
        wiring.first_rows(db)
        self._add_departments(db)
        self._add_people(db)
        direction = told("people")["direction"]
        campaigns.set_direction(db, texts={direction["language"]: direction["text"]} | direction["translations"])
        keys = ("posted", "review", "answered", "planned", "trial", "live", "declined")
        self._stages = dict(zip(keys, (stage.id for stage in idea_queries.stages(db)), strict=True))
        self._name_award_kinds(db)

    def play(self, store: Database, hour: list[tuple[datetime, Happening]]) -> int:
        """An hour's acts in one transaction, then what follows from them; returns how many they were."""
        with store.writing() as db:
            for moment, one in hour:
                with clock.at(moment):
                    getattr(self, f"_{one.what}")(db, one.about)
        with clock.at(hour[-1][0]):
            deliver_due(store, wiring.REACTIONS)
        return len(hour)

    def read_notices(self, db: Writer, until: datetime) -> None:
        """People have looked until the day before yesterday."""
        for person in self._people.values():
            notices.see(db, person=person, up_to=microseconds(until))

    def _add_departments(self, db: Writer) -> None:
        for told_ in told("people")["departments"]:
            about = {name: told_[name] for name in ("purpose", "serves", "hours", "time_zone")}
            contacts = "\n".join(told_["contacts"].values())
            added = people.add_department(db, name=told_["name"], code=told_["key"].upper(), contacts=contacts, **about)
            self._departments[told_["key"]] = added

    def _add_people(self, db: Writer) -> None:
        added: dict[str, Person] = {}
        for one in told("people")["people"]:
            about = {name: one[name] for name in ("employee_id", "title", "time_zone", "roles")}
            home = self._departments[one["department"]].id
            added[one["key"]] = people.add_person(
                db,
                name=one["name"],
                email=one.get("email"),
                department_id=home,
                locale=one["language"],
                privacy_read_at=clock.now(),
                **about,
            )
            self._languages[one["key"]] = one["language"]
        for unit in told("people")["departments"]:
            people.set_lead(db, self._departments[unit["key"]], lead_id=added[unit["lead"]].id)
        self._people = {key: people_queries.colleague(db, person.id) for key, person in added.items()}

    def _name_award_kinds(self, db: Writer) -> None:
        kinds = recognition_queries.award_kinds(db)
        for kind, told_ in zip(kinds, told("recognition")["award_kinds"], strict=True):
            recognition.change_award_kind(
                db, award_kind_id=kind.id, names=told_["names"], position=kind.position, active=True
            )
            self._award_kinds[told_["key"]] = kind.id

    def _idea(self, db: Writer, about: Entry) -> None:
        post = ideas.post_idea(
            db,
            author=self._people[about["by"]],
            title=about["title"],
            in_short=about.get("in_short", ""),
            body=clean(about["body"], lines=True),
            department=self._departments[about["department"]].slug,
            language=about["language"],
        )
        self._posts[about["key"]] = post.id

    def _topic(self, db: Writer, about: Entry) -> None:
        unit = self._departments.get(about.get("department", ""))
        post = topics.open_topic(
            db,
            author=self._people[about["by"]],
            title=about["title"],
            body=clean(about["body"], lines=True),
            department=unit.slug if unit else "",
            language=about["language"],
        )
        self._posts[about["key"]] = post.id

    def _backing(self, db: Writer, about: Entry) -> None:
        post_id, kind = self._posts[about["post"]], Kind(about["kind"])
        discussion.cast_vote(db, voter=self._people[about["by"]], post_id=post_id, kind=kind)

    def _following(self, db: Writer, about: Entry) -> None:
        discussion.follow(db, person=self._people[about["by"]], post_id=self._posts[about["post"]])

    def _comment(self, db: Writer, about: Entry) -> None:
        thread = (about["post"], about["thread"])
        comment = discussion.post_comment(
            db,
            author=self._people[about["by"]],
            post_id=self._posts[about["post"]],
            kind=Kind(about["kind"]),
            body=about["body"],
            parent_id=self._comments[thread] if about["is_reply"] else None,
        )
        comment.language = self._languages[about["by"]]
        if not about["is_reply"]:
            self._comments[thread] = comment.id

    def _response(self, db: Writer, about: Entry) -> None:
        days = about.get("next_in_days")
        response = ideas.respond(
            db,
            responder=self._people[about["by"]],
            idea_id=self._posts[about["idea"]],
            heard=about["heard"],
            decision=about["decision"],
            reasons=about.get("reasons", ""),
            next_step=about.get("next_step", ""),
            next_date=clock.local_day(clock.now() + timedelta(days=days), UTC) if days else None,
            stage=self._stages[about["stage"]],
        )
        response.language = self._languages[about["by"]]

    def _stage(self, db: Writer, about: Entry) -> None:
        mover, stage = self._people[about["by"]], self._stages[about["stage"]]
        ideas.move_idea(db, mover=mover, idea_id=self._posts[about["idea"]], stage=stage)

    def _taken_back(self, db: Writer, about: Entry) -> None:
        mover, idea_id = self._people[about["by"]], self._posts[about["idea"]]
        if move := idea_queries.way(db, idea_id).last_move:
            ideas.take_back_move(db, person=mover, idea_id=idea_id, entry=move.id)

    def _thanks(self, db: Writer, about: Entry) -> None:
        recognition.thank(db, giver=self._people[about["by"]], **self._given(about))

    def _award(self, db: Writer, about: Entry) -> None:
        kind = self._award_kinds[about["kind"]]
        recognition.award(db, giver=self._people[about["by"]], kind_id=kind, **self._given(about))

    def _given(self, about: Entry) -> Given:
        kind, _colon, key = about.get("subject", "").partition(":")
        return {
            "receivers": [self._party(receiver) for receiver in about["receivers"]],
            "message": clean(about["message"], lines=True),
            "subject": Subject(kind, self._posts[key]) if kind else None,
        }

    def _party(self, receiver: str) -> tuple[Party, int]:
        kind, _colon, key = receiver.partition(":")
        if kind == Party.PERSON:
            return Party.PERSON, self._people[key].id
        return Party.DEPARTMENT, self._departments[key].id


def _hour(act: tuple[datetime, Happening]) -> datetime:
    """Notices of one thing are one entry an hour."""
    return act[0].replace(minute=0, second=0, microsecond=0)
