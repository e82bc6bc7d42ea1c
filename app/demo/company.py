"""The made-up company as it is written down: what happened, and how long ago."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from app.core.columns import Values

Entry = Values
"""A table of a file of the story, as TOML gives it."""
FOLDER = Path(__file__).parent / "company"
# Most of its people are in Bangkok and Shanghai, some in Copenhagen, where it is morning then.
HOME = ZoneInfo("Asia/Bangkok")
DAY_BEGINS, DAY_LASTS = timedelta(hours=11), timedelta(hours=8)
# Whom the terminal proposes to sign in as: one of each role.
PROPOSED = (
    ("ratchanon", "employee: posts, backs, comments, thanks"),
    ("kanya", "lead: responds for a department"),
    ("owen", "leader: gives awards"),
    ("ida", "HR: exports contribution records"),
    ("xujing", "administrator: setup, hiding, audit"),
)


@dataclass(frozen=True)
class Happening:
    """One thing that somebody did `ago`; `what` names it, `about` is its entry."""

    ago: timedelta
    what: str
    about: Entry = field(compare=False)


@cache
def told(file: str) -> Entry:
    """One file of the company's story."""
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


def proposed() -> list[tuple[str, str]]:
    names = {person["key"]: person["name"] for person in told("people")["people"]}
    return [(names[key], what) for key, what in PROPOSED]


def happenings() -> list[Happening]:
    """Everything that happened, earliest first."""
    every = [*_posts("idea"), *_posts("topic"), *_recognition()]
    return sorted(every, key=lambda one: -one.ago)


def moments(every: Iterable[Happening], end: datetime) -> Iterator[tuple[datetime, Happening]]:
    """When each happened: in the order given, within the company's day, never after `end`."""
    last = datetime.min.replace(tzinfo=UTC)
    for one in every:
        drawn = _within_the_day(end - one.ago)
        last = max(last, drawn if drawn <= end else end - one.ago)
        yield last, one


def _within_the_day(moment: datetime) -> datetime:
    """The 24 hours drawn together into those in which people are up, so that nobody comments at night."""
    local = moment.astimezone(HOME)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + DAY_BEGINS + (local - midnight) * (DAY_LASTS / timedelta(days=1))).astimezone(UTC)


def _posts(kind: str) -> Iterator[Happening]:
    for post in told(f"{kind}s")[f"{kind}s"]:
        posted = timedelta(days=post["days_ago"])
        yield Happening(posted, kind, post)
        yield from _backing(kind, post, posted)
        for comment in post.get("comments", []):
            yield from _comments(kind, post, comment, posted)
        if "response" in post:
            yield Happening(posted - _hours(post["response"]), "response", post["response"] | {"idea": post["key"]})
        for stage in post.get("stages", []):
            yield from _stages(post, stage, posted)


def _stages(post: Entry, stage: Entry, posted: timedelta) -> Iterator[Happening]:
    yield Happening(posted - _hours(stage), "stage", stage | {"idea": post["key"]})
    if later := stage.get("taken_back_hours_after"):
        yield Happening(posted - timedelta(hours=later), "taken_back", stage | {"idea": post["key"]})


def _backing(kind: str, post: Entry, posted: timedelta) -> Iterator[Happening]:
    """Backers come over the first days, ever more slowly."""
    window = min(posted, timedelta(days=9))
    backers = post.get("backers", [])
    for n, person in enumerate(backers, 1):
        ago = posted - window * (n / (len(backers) + 1)) ** 2
        yield Happening(ago, "backing", {"by": person, "kind": kind, "post": post["key"]})
    for person in post.get("followers", []):
        yield Happening(posted - timedelta(minutes=1), "following", {"by": person, "post": post["key"]})


def _comments(kind: str, post: Entry, comment: Entry, posted: timedelta) -> Iterator[Happening]:
    thread = {"kind": kind, "post": post["key"], "thread": comment["body"]}
    yield Happening(posted - _hours(comment), "comment", comment | thread | {"is_reply": False})
    for reply in comment.get("replies", []):
        yield Happening(posted - _hours(reply), "comment", reply | thread | {"is_reply": True})


def _recognition() -> Iterator[Happening]:
    for what, name in (("thanks", "thanks"), ("award", "awards")):
        for one in told("recognition")[name]:
            yield Happening(timedelta(days=one["days_ago"]), what, one)


def _hours(entry: Entry) -> timedelta:
    return timedelta(hours=entry["hours_after"])
