"""Names that wait in databases: a row of a delivery holds them, so they are not changed lightly."""

from collections import Counter
from collections.abc import Iterator

from app import wiring
from app.core.events import Event
from tests.rules.sources import listed

# Whoever renames one of these, or changes what its event carries, gives the old form as `formerly` for a release.
WAITING = {
    "CommentPosted": ["tell_of_comment"],
    "DisputeAnswered": ["tell_of_answer"],
    "IdeaPosted": ["tell_holder"],
    "IdeaResponded": ["tell_of_response"],
    "LineDisputed": ["tell_hr"],
    "MoveTakenBack": ["tell_of_move_taken_back"],
    "RecognitionGiven": ["tell_receivers"],
    "StageChanged": ["tell_of_stage"],
    "TakenFromSight": ["tell_authors"],
}


def test_names_that_wait_in_databases_are_these() -> None:
    assert {fact: afterwards for fact, _together, afterwards in wiring.REACTIONS.table() if afterwards} == WAITING


def test_no_two_facts_have_one_name() -> None:
    named = Counter(event.__name__ for event in events())
    assert listed(name for name, count in named.items() if count > 1) == ""


def test_no_two_reactions_have_one_name() -> None:
    """One that follows several facts is one, so its name is unique together with the fact's."""
    table = wiring.REACTIONS.table()
    named = Counter((fact, name) for fact, together, afterwards in table for name in (*together, *afterwards))
    assert listed(f"{name} follows {fact} twice" for (fact, name), count in named.items() if count > 1) == ""


def test_every_fact_is_followed_by_something_or_says_why_not() -> None:
    followed = {fact for fact, _together, _afterwards in wiring.REACTIONS.table()}
    silent = (event for event in events() if event.__name__ not in followed and not event.unheard)
    assert listed(f"{event.__module__}.{event.__name__}" for event in silent) == ""


def test_no_fact_that_is_followed_claims_to_be_unheard() -> None:
    followed = {fact for fact, _together, _afterwards in wiring.REACTIONS.table()}
    assert listed(event.__name__ for event in events() if event.unheard and event.__name__ in followed) == ""


def events() -> Iterator[type[Event]]:
    """Every fact of the program; those that tests make for themselves stand elsewhere."""
    return (event for event in Event.__subclasses__() if event.__module__.startswith("app."))
