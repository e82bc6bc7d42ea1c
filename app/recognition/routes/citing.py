"""What a thanks or an award is about: found by words of a title, by a number, or by the address of its page."""

from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Response

from app.core.db import Reader
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.kinds import Kinds, kinds_of
from app.core.subjects import Subject
from app.core.tables import LARGEST_ID, digits
from app.core.web.forms import Filled
from app.people.picks import Matches, Pick, Picks
from app.people.session import Visit, Visiting
from app.recognition.forms import LONGEST_SUBJECT, ThanksForm
from app.search.index import EVERYONE, Question, index_of
from app.search.queries import in_sight

router = APIRouter(prefix="/recognition")

MOST = 10
F = TypeVar("F", bound=ThanksForm)


@router.get("/subjects", name="recognition.subjects")
def find(visit: Visiting, q: Annotated[str, Query(alias="q_subject")] = "") -> Response:
    """What the box for a subject offers while somebody types."""
    return visit.show("recognition/subjects.html", matches=_matching(visit, q), typed=q)


def subject_picks(visit: Visit, form: Filled[F]) -> Picks:
    """What is chosen; else what was found by the words in the box, or by those of an address that cites nothing."""
    typed, words = form.typed_value("subject"), form.typed_value("q_subject")
    with visit.store.reading() as db:
        chosen = _cited(db, kinds_of(db).citable(typed) or kinds_of(db).citable(words))
    if chosen:
        return Picks("", [chosen])
    words = words or typed
    is_sought = bool(words or form.typed_value("find_subject"))
    return Picks(words[:LONGEST_SUBJECT], [], _matching(visit, words) if is_sought else None)


def _matching(visit: Visit, typed: str) -> Matches:
    words = typed.strip()
    with visit.store.reading() as db:
        kinds = kinds_of(db)
        exact = [_cited(db, subject) for subject in _meant(kinds, words)]
        found = index_of(visit.parts).search(Question(words, audiences=[EVERYONE], kinds=_citable(kinds), limit=MOST))
        hits = [_pick(kinds, hit.subject, hit.title) for hit in in_sight(db, found).hits]
    rows = list(dict.fromkeys([*filter(None, exact), *hits]))[:MOST]
    return Matches(rows, besides="" if rows else _nothing(words))


def _nothing(words: str) -> str:
    if not words:
        return _("Type a word of its title, or its number.")
    return _("Nothing found. Try another word of its title, or its number.")


def _meant(kinds: Kinds, words: str) -> list[Subject]:
    """By an address, or by a number, which is of one kind or another."""
    subject = kinds.citable(words)
    number = digits(words.removeprefix("#").removeprefix("＃")) or 0
    numbered = [Subject(kind, number) for kind in _citable(kinds)] if 0 < number <= LARGEST_ID else []
    return [subject] if subject else numbered


def _citable(kinds: Kinds) -> list[str]:
    return [kind.kind for kind in kinds.values() if kind.cited]


def _cited(db: Reader, subject: Subject | None) -> Pick | None:
    """None for what is not there for everybody."""
    kinds = kinds_of(db)
    try:
        return _pick(kinds, subject, kinds.cite(db, subject).title) if subject else None
    except NotFound:
        return None


def _pick(kinds: Kinds, subject: Subject, title: str) -> Pick:
    return Pick(str(subject), title, f"{kinds[subject.kind].one()} {subject.ref}")
