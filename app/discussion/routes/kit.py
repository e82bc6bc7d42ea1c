"""The kit for a kind of post: what its addresses and pages do, made from what this kind has beside all others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fastapi import Response

from app.core.db import Reader
from app.core.kinds import Words, kinds_of
from app.core.removing import removal_of
from app.core.subjects import Subject
from app.core.web.forms import Filled
from app.core.web.page import Context
from app.discussion import policy, queries
from app.discussion.forms import CommentForm, PostForm
from app.discussion.models import Author, Kind, Post
from app.discussion.queries import Backers, Standing, Whence
from app.discussion.routes.talk import Talk, talk, unheard
from app.people.models import Department
from app.people.queries import department
from app.people.roles import Colleague, Permission
from app.people.session import Visit

F = TypeVar("F", bound=PostForm)


@dataclass(frozen=True)
class Loaded:
    """A post in whatever state, and `more` for the blocks that its kind fills in the page.

    `holder_id` is whom it concerns beside its authors.
    """

    post: Post
    authors: Sequence[Author]
    department: Department | None
    more: Context = field(default_factory=dict)
    holder_id: int | None = None

    def concerns(self, person: Colleague) -> bool:
        return person.id == self.holder_id or policy.is_author(person, self.authors)


@dataclass(frozen=True)
class ShownPost:
    """A post as its page shows it to one person. `refusal` is why they may not back it, empty when they may.

    `thankable` are the authors they can thank for it, as the form for thanks takes them; `removal` is the number by
    which they can undo that they took it away, or 0.
    `told_why` is the reason of what was hidden, for whoever answers for it and may not read it.
    """

    post: Post
    authors: Sequence[Author]
    department: Department | None
    standing: Standing
    backers: Backers
    talk: Talk
    readable: bool
    told_why: str
    refusal: str
    may_edit: bool
    may_hide: bool
    thankable: Sequence[str]
    whence: Whence | None
    removal: int


@dataclass(frozen=True, kw_only=True)
class PostKit(Generic[F]):
    """A kind of post. Its pages stand in the templates of its section, made after those of the discussion.

    `open` and `edit` are its commands, called with what the form holds; `typed` is what the form for a change starts
    with, beside what every post has; `asked` names what the address of a new one may fill in.
    """

    kind: Kind
    form: type[F]
    open: Callable[..., Post]
    edit: Callable[..., Post]
    load: Callable[[Reader, Colleague, int], Loaded]
    typed: Callable[[Reader, Post], dict[str, str]] = lambda db, post: {}
    asked: Sequence[str] = ("title",)
    opened: Words
    changed: Words
    removed: Words

    def page(self, name: str) -> str:
        return f"{self.kind.section}/{name}.html"


def plain(kind: Kind) -> Callable[[Reader, Colleague, int], Loaded]:
    """How a kind is loaded that is a post and nothing more."""

    def load(db: Reader, me: Colleague, post_id: int) -> Loaded:
        post = queries.post(db, post_id, kind)
        unit = department(db, post.department_id) if post.department_id else None
        return Loaded(post, queries.authors(db, post_id), unit)

    return load


def show_post(
    kit: PostKit[F],
    visit: Visit,
    post_id: int,
    *,
    seen_as: str = "",
    after: str = "",
    refused: Filled[CommentForm] | None = None,
    status: int = 200,
    **more: object,
) -> Response:
    """The page of a post; under a slug that is not its own, on to the right address.

    Also the one way in which a form on it that was refused comes back: `refused` is a comment, `more` what else the
    kind shows there.
    """
    with visit.store.reading() as db:
        loaded = kit.load(db, visit.me, post_id)
        post = loaded.post
        if seen_as and seen_as != post.slug:
            return visit.go(f"{kit.kind.section}.show", post_id=post_id, slug=post.slug, after=after)
        is_heard = policy.hear(visit.me, loaded.authors, post)
        said = talk(db, visit.me, post_id, after=after, refused=refused) if is_heard else unheard(refused)
        shown = _shown(db, visit.me, loaded, said)
    return visit.show(kit.page("show"), status=status, **vars(shown) | loaded.more | more)


def _shown(db: Reader, me: Colleague, loaded: Loaded, said: Talk) -> ShownPost:
    post, authors = loaded.post, loaded.authors
    return ShownPost(
        post=post,
        authors=authors,
        department=loaded.department,
        standing=queries.standing(db, post_id=post.id, person_id=me.id, is_concerned=loaded.concerns(me)),
        backers=queries.backers(db, post.id),
        talk=said,
        readable=policy.readable(me, authors, post),
        told_why=_told_why(db, me, post),
        refusal=policy.vote(me, authors).reason,
        may_edit=post.is_shown and bool(policy.edit_post(me, authors)),
        may_hide=me.may(Permission.HIDE),
        thankable=_thankable(me, post, authors),
        whence=queries.whence(db, post),
        removal=removal_of(post, me.id),
    )


def _told_why(db: Reader, me: Colleague, post: Post) -> str:
    if not post.is_hidden:
        return ""
    subject = Subject(post.kind, post.id)
    return post.hidden_reason if me.id in kinds_of(db).hiding(subject).answering(db, post.id) else ""


def _thankable(me: Colleague, post: Post, authors: Sequence[Author]) -> list[str]:
    people = (author.person_id for author in authors if author.person_id not in (None, me.id))
    return [f"person:{id_}" for id_ in people] if post.is_shown else []
