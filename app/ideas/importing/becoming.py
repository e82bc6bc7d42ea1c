"""What a row becomes: an idea as it will stand here, with nothing of it lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from app.core.clock import now
from app.core.columns import Values
from app.core.markdown import render
from app.core.shortening import excerpt
from app.discussion.commands import Said
from app.discussion.forms import LONGEST_BODY, LONGEST_COMMENT
from app.discussion.importing import By, key_of, pieces, said
from app.ideas.forms import LONGEST_IN_SHORT
from app.ideas.importing.dating import answered, created
from app.ideas.importing.learning import Learnt
from app.ideas.importing.rows import Taken
from app.ideas.importing.shape import IdeaRow
from app.ideas.models import StageKind
from app.imports.queries import fingerprint_of
from app.imports.texts import Writing, to_markdown
from app.imports.titles import shortened, title_and_rest
from app.people.queries import Meant, Mention

NAMELESS = "…"
"""For what has no words at all."""


@dataclass(frozen=True)
class Brought:
    """A row as the idea it becomes. `by` is its author, empty where nobody was matched, `by_name` as in the file.

    `stage_id` is the stage that the file calls by its name. `origin` is what is kept of where it came from, `comments`
    are told apart by their keys.
    """

    row: int
    external_id: str
    title: str
    in_short: str
    body: str
    html: str
    language: str
    by: int | None
    by_name: str
    department_id: int | None
    votes: int
    created_at: datetime
    kind: StageKind
    kind_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    moved_at: datetime
    stage_id: int | None = None
    origin: Values = field(default_factory=dict)
    comments: Sequence[Said] = ()


@dataclass(frozen=True)
class Words:
    """The texts of an idea, each as long as it may be; `rest` is what is left of the body, `answer_rest` of it."""

    title: str
    in_short: str
    body: str
    rest: Sequence[str]
    answer: str
    answer_rest: Sequence[str]


def become(taken: Taken, learnt: Learnt, who: Meant, language: str) -> Brought:
    value, asked, words = taken.value, learnt.asked, worded(taken.value)
    created_at = created(value, asked)
    answered_at, updated_at = answered(value, created_at), value.updated_at or created_at
    author, stage = who.person(value.by), learnt.meanings.stage(value.status)
    idea = Brought(
        row=taken.row.number,
        external_id=taken.id,
        title=words.title,
        in_short=words.in_short,
        body=words.body,
        html=render(words.body),
        language=language,
        by=author.id if author else None,
        by_name=str(value.by),
        department_id=learnt.departments.get(value.department, learnt.home),
        votes=max(value.votes_for or 0, 0),
        created_at=created_at,
        kind=learnt.meanings.kind(value.status, is_answered=bool(value.answer)),
        kind_at=max(created_at, answered_at or updated_at),
        answer=words.answer,
        answered_at=answered_at,
        answered_by=str(Mention(name=value.answered_by).apart),
        # A day may begin elsewhere before it does here.
        moved_at=min(max(created_at, updated_at, answered_at or created_at), now()),
        stage_id=stage.id if stage else None,
        origin=_origin(taken),
    )
    return replace(idea, comments=list(_comments(idea, value, words, asked.source, who)))


def worded(value: IdeaRow) -> Words:
    """What does not fit stands elsewhere: a title and a summary whole in the text, a text in what is said of it."""
    title, text = (value.title, value.body) if value.title else title_and_rest(value.body)
    title, text = shortened(title or NAMELESS, text)
    in_short = excerpt(value.in_short, LONGEST_IN_SHORT)
    if in_short != value.in_short:
        text = f"{to_markdown(value.in_short, Writing.PLAIN)}\n\n{text}".rstrip()
    body, *rest = pieces(text, LONGEST_BODY, LONGEST_COMMENT)
    answer, *more = answer_of(value)
    return Words(title, in_short, body, rest, answer, more)


def answer_of(value: IdeaRow) -> list[str]:
    """As much of it as a response may have, and what follows as comments."""
    return pieces(value.answer, LONGEST_BODY, LONGEST_COMMENT)


def _origin(taken: Taken) -> Values:
    value = taken.value
    told: Values = {"link": value.link, "category": value.category, "tags": value.tags}
    told |= {"votes_against": abs(value.votes_against or 0)}
    return told | {"fingerprint": fingerprint_of(taken.row.cells.values())}


def written_by(taken: Taken) -> Iterator[Mention]:
    """Everybody who wrote something in a row."""
    yield taken.value.by
    yield from (Mention(name=remark.author).apart for remark in taken.value.comments)


def _comments(idea: Brought, value: IdeaRow, words: Words, source: str, who: Meant) -> Iterator[Said]:
    """What did not fit into the text, then what others said of it."""
    key = partial(key_of, source, idea.external_id)
    likely, at = idea.language, idea.answered_at or idea.created_at
    for number, piece in enumerate(words.rest):
        yield from said(piece, By(idea.by, idea.by_name, idea.created_at), key=key(f"rest {number}"), likely=likely)
    for number, piece in enumerate(words.answer_rest):
        yield from said(piece, By(None, idea.answered_by or source, at), key=key(f"answer {number}"), likely=likely)
    for remark in value.comments:
        by = By.of(Mention(name=remark.author).apart, who, remark.at or idea.moved_at)
        yield from said(remark.body, by, key=remark.key(source, idea.external_id), likely=likely)
