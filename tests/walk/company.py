"""A company that people drawn at random act in, through the commands that their clicks use."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from sqlalchemy import text
from sqlmodel import col, select

from app import wiring
from app.core.clock import now
from app.core.db import Database, Reader, Writer
from app.core.deliveries import Delivery, deliver_due
from app.core.errors import Refusal
from app.core.kinds import kinds_of
from app.core.removing import removal_of
from app.core.subjects import Subject
from app.credits.models import Party
from app.credits.queries import Extract, contributions, count_contributions, credits_of
from app.discussion import commands as discussion
from app.discussion import queries
from app.discussion.models import Kind, Origin, Post, State
from app.ideas import commands as ideas
from app.ideas.queries import response, stages, touched_ideas, way
from app.moderation import commands as moderation
from app.people import commands as people
from app.people.queries import colleague, department, holders, person
from app.people.roles import GIVEN, Colleague, Role
from app.recognition import commands as recognition
from app.recognition.models import Receiver, Recognition
from app.recognition.queries import recognition as given_thanks
from app.recognition.queries import thanks_of_run
from app.records import commands as records
from app.records.queries import disputes, unnamed
from app.topics import commands as topics
from tests.cast import Company
from tests.ideas import bringing
from tests.makers import rows
from tests.people.rostering import bring_what_is_right
from tests.recognition.bringing import brought_row

Act = Callable[[Writer, Colleague], Any]
Found = Callable[[], tuple[Database, Company]]

NAMED = ("ana", "ben", "lea", "hana", "mia", "otto")
PEOPLE = st.sampled_from(NAMED)
# Mostly whoever did it: empty.
ANYBODY = st.sampled_from(["", "", "", *NAMED])
# Mostly whoever may: what an idea says of itself follows from who decides on it how often.
DECIDING = st.sampled_from(["ben", "mia", "mia", "otto"])
UNITS = st.sampled_from(["sales", "operations", "quality"])
# Few enough that people meet in one: an ID may be another's address.
EMAILS = st.sampled_from(["", "one@example.com", "two@example.com", "ONE@example.com", "three@example.com"])
IDS = st.sampled_from(["", "7001", "7002", "07002", "two@example.com", "7003"])
AUTHORS = st.sampled_from(["E1", "ben@example.com", "Somebody", ""])
NAMES = st.sampled_from(["Ana", "安娜", "อนา"])
ROWS = st.lists(
    st.tuples(
        IDS, NAMES, EMAILS, st.sampled_from(["TRUE", "FALSE", ""]), st.sampled_from(["Acme/Lab", "Lab", "Sales"])
    ),
    max_size=4,
)
STAGES = st.integers(0, len(ideas.FIRST_STAGES) - 1)
WORDS = st.sampled_from(["Plant trees", "停车场的灯", "ย้ายเครื่องพิมพ์", "**Bold** & <b>", "x" * 140, ""])
WHOM = st.lists(PEOPLE, min_size=1, max_size=3)
KEYS = st.sampled_from(["", "once", "twice"])
TABLES = (
    *("post", "comment", "vote", "follow", "authorship", "response", "stage_entry"),
    *("recognition", "receiver", "credit_line", "audit_note", "dispute", "dispute_answer"),
)
COUNTS = text(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in TABLES))


class Walk(RuleBasedStateMachine):
    """Anybody tries anything. What is refused changes nothing, and whatever happened, the books add up.

    `found` gives each walk a company of its own.
    """

    posts = Bundle("posts")
    comments = Bundle("comments")
    thanks = Bundle("thanks")

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.store, self.cast = found()
        with self.store.writing() as db:
            people.change_person(db, person(db, self.cast.ben), email=None)

        self.runs: list[int] = []

    @initialize(target=posts, by=PEOPLE)
    def begin(self, by: str) -> Any:
        return self.post_an_idea_of(by, "The first one", "operations", "")

    @rule(target=posts, by=PEOPLE, title=WORDS, unit=UNITS, key=KEYS)
    def post_an_idea(self, by: str, title: str, unit: str, key: str) -> Any:
        return self.post_an_idea_of(by, title, unit, key)

    @rule(target=posts, by=PEOPLE, title=WORDS, key=KEYS)
    def open_a_topic(self, by: str, title: str, key: str) -> Any:
        return self.made(by, lambda db, me: topics.open_topic(db, author=me, title=title, key=key))

    @rule(target=comments, by=PEOPLE, post=posts, body=WORDS, key=KEYS)
    def comment(self, by: str, post: int, body: str, key: str) -> Any:
        return self.made(by, lambda db, me: self.said(db, me, post, body=body, key=key))

    @rule(target=comments, by=PEOPLE, parent=comments, body=WORDS)
    def reply(self, by: str, parent: int, body: str) -> Any:
        def act(db: Writer, me: Colleague) -> Any:
            return self.said(db, me, queries.comment(db, parent).post_id, body=body, parent_id=parent)

        return self.made(by, act)

    @rule(by=PEOPLE, post=posts, takes_back=st.booleans())
    def vote(self, by: str, post: int, takes_back: bool) -> None:
        vote = discussion.withdraw_vote if takes_back else discussion.cast_vote
        self.attempt(by, lambda db, me: vote(db, voter=me, post_id=post, kind=kind_of(db, post)))

    @rule(by=PEOPLE, post=posts, ends=st.booleans())
    def follow(self, by: str, post: int, ends: bool) -> None:
        follow = discussion.unfollow if ends else discussion.follow
        self.attempt(by, lambda db, me: follow(db, person=me, post_id=post))

    @rule(by=PEOPLE, post=posts, title=WORDS, unit=UNITS)
    def edit_a_post(self, by: str, post: int, title: str, unit: str) -> None:
        about: dict[str, Any] = {"post_id": post, "title": title, "department": unit, "body": "Anew.", "language": ""}

        def act(db: Writer, me: Colleague) -> Any:
            if kind_of(db, post) is Kind.IDEA:
                return ideas.edit_idea(db, editor=me, in_short="", **about)
            return topics.edit_topic(db, editor=me, **about)

        self.attempt(by, act)

    @rule(by=PEOPLE, comment=comments, body=WORDS)
    def edit_a_comment(self, by: str, comment: int, body: str) -> None:
        def act(db: Writer, me: Colleague) -> Any:
            return discussion.edit_comment(db, editor=me, comment=queries.comment(db, comment), body=body)

        self.attempt(by, act)

    @rule(by=PEOPLE, post=posts)
    def remove_a_post(self, by: str, post: int) -> None:
        self.attempt(by, lambda db, me: discussion.remove_post(db, person=me, post=queries.post(db, post)))

    @rule(by=PEOPLE, comment=comments)
    def remove_a_comment(self, by: str, comment: int) -> None:
        def act(db: Writer, me: Colleague) -> None:
            discussion.remove_comment(db, person=me, comment=queries.comment(db, comment))

        self.attempt(by, act)

    @rule(target=posts, author=AUTHORS, title=WORDS, status=st.sampled_from(["", "doing", "done"]), said=WORDS)
    def bring_an_idea(self, author: str, title: str, status: str, said: str) -> Any:
        """From a file with an answer and a comment; of the same words there is one."""
        content = (
            f'title,author,date,status,answer,Comment\n"{title}x",{author},2024-01-31,{status},"{said}","{said}"\n'
        )
        with TemporaryDirectory() as folder:
            found = bringing.read(self.store, content, Path(folder))
            return self.ids(lambda: bringing.write(self.store, found.ideas))

    @rule(post=posts)
    def take_back_what_was_brought(self, post: int) -> None:
        """Whatever somebody has had to do with stays as it is."""
        with self.store.writing() as db:
            touched = touched_ideas(db, [post])
            if db.get(Origin, post) and queries.post(db, post).state != State.UNDONE:
                assert ideas.undo_ideas(db, [post]) == ([] if touched else [post])

    @rule(by=DECIDING, post=posts, stage=st.none() | STAGES, words=WORDS, reasons=WORDS)
    def respond(self, by: str, post: int, stage: int | None, words: str, reasons: str) -> None:
        """At times without a stage, or without the reasons that every response needs."""
        self.attempt(by, lambda db, me: responded(db, me, post, stage, words, reasons))

    @rule(by=DECIDING, post=posts, stage=STAGES)
    def move(self, by: str, post: int, stage: int) -> None:
        self.attempt(by, lambda db, me: ideas.move_idea(db, mover=me, idea_id=post, stage=stages(db)[stage].id))

    @rule(by=DECIDING, post=posts, to=st.lists(STAGES, max_size=3), times=st.integers(1, 4), presses=st.integers(1, 2))
    def go_and_come_back(self, by: str, post: int, to: list[int], times: int, presses: int) -> None:
        """Moves taken back one after the other, at times with a second press, which comes too late."""
        for n, stage in enumerate(to):
            self.attempt(by, partial(responded, post=post, stage=stage, words=f"{n}", reasons="Because."))
        for _n in range(times):
            with self.store.reading() as db:
                last = max((entry.id for entry in way(db, post).walked), default=1)
            for _press in range(presses):
                self.attempt(by, partial(taken_back, post=post, entry=last))

    @rule(target=thanks, by=PEOPLE, to=st.lists(PEOPLE, max_size=3), unit=st.none() | UNITS, about=posts, key=KEYS)
    def thank(self, by: str, to: list[str], unit: str | None, about: int, key: str) -> Any:
        def act(db: Writer, me: Colleague) -> Any:
            subject = Subject(kind_of(db, about), about)
            receivers = self.parties(to, unit)
            return recognition.thank(db, giver=me, receivers=receivers, message="Well done.", subject=subject, key=key)

        return self.made(by, act)

    @rule(target=thanks, by=PEOPLE, to=st.lists(PEOPLE, max_size=2), unit=st.none() | UNITS)
    def award(self, by: str, to: list[str], unit: str | None) -> Any:
        def act(db: Writer, me: Colleague) -> Any:
            return recognition.award(db, giver=me, kind_id=1, receivers=self.parties(to, unit), message="Well done.")

        return self.made(by, act)

    @rule(target=thanks, giver=PEOPLE | st.just("stranger"), to=WHOM, id=KEYS, kind=st.sampled_from(["", "Hero"]))
    def bring_thanks(self, giver: str, to: list[str], id: str, kind: str) -> Any:
        def act(db: Writer, _me: Colleague) -> list[int]:
            cells = {"giver": f"{giver}@example.com", "receivers": ["; ".join(f"{one}@example.com" for one in to)]}
            run, made = brought_row(db, id=id, message="Well done, then.", kind=kind, **cells)
            self.runs.append(run)
            return [one.id for one in made]

        return multiple(*self.attempt("mia", act) or ())

    @precondition(lambda walk: walk.runs)
    @rule(which=st.integers(0, 100))
    def take_a_run_back(self, which: int) -> None:
        run = self.runs[which % len(self.runs)]
        self.attempt("mia", lambda db, _me: recognition.undo_thanks(db, thanks_of_run(db, run)))

    @rule(by=PEOPLE, given=thanks, words=WORDS)
    def reword(self, by: str, given: int, words: str) -> None:
        def act(db: Writer, me: Colleague) -> Any:
            return recognition.reword(db, giver=me, recognition=given_thanks(db, given), message=words)

        self.attempt(by, act)

    @rule(by=PEOPLE, given=thanks)
    def withdraw(self, by: str, given: int) -> None:
        self.attempt(by, lambda db, me: recognition.withdraw(db, giver=me, recognition_id=given))

    @rule(by=ANYBODY, post=posts, presses=st.integers(1, 2))
    def put_a_post_back(self, by: str, post: int, presses: int) -> None:
        with self.store.reading() as db:
            subject = Subject(kind_of(db, post), post)
        self.put_back(by, subject, presses)

    @rule(by=ANYBODY, comment=comments, presses=st.integers(1, 2))
    def put_a_comment_back(self, by: str, comment: int, presses: int) -> None:
        self.put_back(by, Subject("comment", comment), presses)

    @rule(by=ANYBODY, given=thanks, presses=st.integers(1, 2))
    def put_thanks_back(self, by: str, given: int, presses: int) -> None:
        self.put_back(by, Subject("recognition", given), presses)

    @rule(by=PEOPLE, post=posts, reason=WORDS, again=st.booleans())
    def hide_a_post(self, by: str, post: int, reason: str, again: bool) -> None:
        self.attempt(by, lambda db, me: hide(db, me, Subject(kind_of(db, post), post), reason, again))

    @rule(by=PEOPLE, comment=comments, reason=WORDS, again=st.booleans())
    def hide_a_comment(self, by: str, comment: int, reason: str, again: bool) -> None:
        self.attempt(by, lambda db, me: hide(db, me, Subject("comment", comment), reason, again))

    @rule(by=PEOPLE, given=thanks, reason=WORDS, again=st.booleans())
    def hide_a_thanks(self, by: str, given: int, reason: str, again: bool) -> None:
        self.attempt(by, lambda db, me: hide(db, me, Subject("recognition", given), reason, again))

    @rule(by=PEOPLE, whose=PEOPLE, said=WORDS)
    def say_that_a_line_is_wrong(self, by: str, whose: str, said: str) -> None:
        """Mostly of one's own latest, at times of another's."""

        def act(db: Writer, me: Colleague) -> Any:
            found = credits_of(db, party=Party.PERSON, party_id=self.id_of(whose), size=1).rows
            return records.dispute(db, person=me, line_id=found[0].id, said=said) if found else None

        self.attempt(whose, act)
        self.attempt(by, act)

    @rule(by=st.sampled_from(["hana", "hana", "mia"]), words=WORDS)
    def answer_what_was_said(self, by: str, words: str) -> None:
        def act(db: Writer, me: Colleague) -> Any:
            waiting, answered = disputes(db)
            return [
                records.answer(db, person=me, dispute_id=one.dispute.id, words=words)
                for one in (waiting or answered)[:1]
            ]

        self.attempt(by, act)

    @rule(who=PEOPLE, active=st.booleans())
    def leave_or_return(self, who: str, active: bool) -> None:
        self.attempt("mia", lambda db, me: people.set_active(db, person(db, self.id_of(who)), active=active))

    @rule(who=PEOPLE, roles=st.sets(st.sampled_from(list(GIVEN))))
    def give_roles(self, who: str, roles: set[Role]) -> None:
        self.attempt("mia", lambda db, me: people.set_roles(db, person(db, self.id_of(who)), roles, by=me))

    @rule(who=PEOPLE, unit=UNITS)
    def lead(self, who: str, unit: str) -> None:
        def act(db: Writer, me: Colleague) -> Any:
            return people.set_lead(db, department(db, self.id_of(unit)), lead_id=self.id_of(who))

        self.attempt("mia", act)

    @rule(who=PEOPLE, email=EMAILS, employee_id=IDS)
    def change_address_and_id(self, who: str, email: str, employee_id: str) -> None:
        about = {"email": email, "employee_id": employee_id}
        self.attempt("mia", lambda db, me: people.change_person(db, person(db, self.id_of(who)), **about))

    @rule(unit=UNITS, above=UNITS | st.none())
    def move_department(self, unit: str, above: str | None) -> None:
        def act(db: Writer, me: Colleague) -> Any:
            parent_id = self.id_of(above) if above else None
            return people.change_department(db, department(db, self.id_of(unit)), parent_id=parent_id)

        self.attempt("mia", act)

    @rule(lines=ROWS, full=st.booleans(), adds=st.booleans(), reuses=st.booleans())
    def bring_a_roster(self, lines: list[tuple[str, ...]], full: bool, adds: bool, reuses: bool) -> None:
        """As somebody brings it who skips what is wrong."""
        text = "\n".join(["employee_id,name,email,enabled,department", *map(",".join, lines)])
        self.attempt(
            "mia", lambda db, me: bring_what_is_right(db, text, full=full, adds_departments=adds, reuses=reuses)
        )

    @rule(who=PEOPLE, unit=UNITS, name=NAMES)
    def change_department_and_name(self, who: str, unit: str, name: str) -> None:
        def act(db: Writer, me: Colleague) -> Any:
            return people.change_person(db, person(db, self.id_of(who)), department_id=self.id_of(unit), name=name)

        self.attempt("mia", act)

    @rule()
    def work(self) -> None:
        """What follows afterwards is carried out, all of it at the first attempt."""
        deliver_due(self.store, wiring.REACTIONS)
        assert [row.last_error for row in rows(self.store, Delivery, done_at=None)] == []

    @invariant()
    def adds_up(self) -> None:
        with self.store.reading() as db:
            assert [problem for problems in wiring.PROBLEMS for problem in problems(db)] == []

    @invariant()
    def records_hold_every_line_and_name_nothing_hidden(self) -> None:
        with self.store.reading() as db:
            extract = Extract(as_of=now())
            found = contributions(db, extract)
            assert len(found) == count_contributions(db, extract)
            assert {row.subject for row in found if not is_shown(db, row.subject)} == unnamed(db, found)

    @invariant()
    def nobody_recognised_their_own_department(self) -> None:
        own = (Receiver.party_kind == Party.DEPARTMENT, Receiver.party_id == Recognition.giver_department_id)
        given = select(Receiver).join(Recognition, col(Recognition.id) == Receiver.recognition_id)
        with self.store.reading() as db:
            assert list(db.exec(given.where(*own))) == []

    @invariant()
    def somebody_is_administrator(self) -> None:
        with self.store.reading() as db:
            assert list(db.scalars(holders(Role.ADMIN)))

    def teardown(self) -> None:
        self.work()
        self.adds_up()
        self.store.dispose()

    def attempt(self, by: str, act: Act) -> Any:
        """What came of it, None where it was refused."""
        before = self.counted()
        try:
            with self.store.writing() as db:
                return act(db, colleague(db, self.id_of(by)))
        except Refusal:
            assert self.counted() == before
            return None

    def put_back(self, by: str, subject: Subject, presses: int) -> None:
        """By whoever took it away, or by anybody; a second press comes too late."""
        with self.store.reading() as db:
            row = kinds_of(db).hiding(subject).row(db, subject.ref)
            removal, did = removal_of(row, row.taken_back_by_id or 0), row.taken_back_by_id
        names = [name for name in NAMED if self.id_of(name) == did]
        about: dict[str, Any] = {"subject": subject, "removal": removal}
        for _press in range(presses):
            self.attempt(by or next(iter(names), "ana"), lambda db, me: moderation.put_back(db, person=me, **about))

    def made(self, by: str, act: Act) -> Any:
        """The id of what was made, for its bundle, which stays as it is where nothing was."""
        found = self.attempt(by, act)
        return found.id if found else multiple()

    def ids(self, act: Callable[[], object]) -> Any:
        """Of the posts that come by this."""
        before = {post.id for post in rows(self.store, Post)}
        act()
        return multiple(*(post.id for post in rows(self.store, Post) if post.id not in before))

    def post_an_idea_of(self, by: str, title: str, unit: str, key: str) -> Any:
        return self.made(by, lambda db, me: ideas.post_idea(db, author=me, title=title, department=unit, key=key))

    def said(self, db: Writer, me: Colleague, post: int, **about: Any) -> Any:
        return discussion.post_comment(db, author=me, post_id=post, kind=kind_of(db, post), **about)

    def parties(self, to: list[str], unit: str | None) -> list[tuple[Party, int]]:
        named = [(Party.PERSON, self.id_of(who)) for who in to]
        return named + ([(Party.DEPARTMENT, self.id_of(unit))] if unit else [])

    def id_of(self, name: str) -> int:
        return int(getattr(self.cast, name))

    def counted(self) -> dict[str, int]:
        with self.store.reading() as db:
            return dict(db.execute(COUNTS).all())


def is_shown(db: Reader, subject: Subject) -> bool:
    """A response stands and falls with its idea."""
    if subject.kind == "response":
        subject = Subject(Kind.IDEA, response(db, subject.ref).idea_id)
    return bool(kinds_of(db).hiding(subject).row(db, subject.ref).is_shown)


def responded(db: Writer, me: Colleague, post: int, stage: int | None, words: str, reasons: str) -> Any:
    entered = None if stage is None else stages(db)[stage].id
    about: dict[str, Any] = {"heard": words, "decision": words, "reasons": reasons, "stage": entered}
    return ideas.respond(db, responder=me, idea_id=post, **about)


def taken_back(db: Writer, me: Colleague, post: int, entry: int) -> Any:
    return ideas.take_back_move(db, person=me, idea_id=post, entry=entry)


def kind_of(db: Reader, post: int) -> Kind:
    return Kind(queries.post(db, post).kind)


def hide(db: Writer, me: Colleague, subject: Subject, reason: str, again: bool) -> Any:
    if again:
        return moderation.show(db, admin=me, subject=subject)
    return moderation.hide(db, admin=me, subject=subject, reason=reason)
