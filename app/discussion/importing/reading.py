"""Comments of a file of their own, or among the rows of one of posts: judged, counted, and what they become."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.core.batches import batches
from app.core.clock import now
from app.core.db import Reader
from app.core.i18n import _
from app.core.sheets import Row, RowError
from app.discussion.commands import Said
from app.discussion.importing.around import Around, spanned
from app.discussion.importing.asked import Asked
from app.discussion.importing.comments import By, CommentRow, key_of, key_of_id, said
from app.discussion.importing.looking import Progress
from app.discussion.queries.brought import brought, languages_of, posts_of_comments
from app.imports.columns import Columns
from app.imports.faults import Faults
from app.imports.judging import Met, Refused, Rows, fault, judged
from app.people.queries import Meant

PART = 200
TELLING = ("idea_id", "parent_id", "author_employee_id", "author_email", "author", "created_at", "body")
"""What tells one comment from another where the file does not number them."""


@dataclass(frozen=True)
class Comments:
    """Rows of comments and how they are read; with `errors` none is.

    `is_among_posts`: what they are about comes from the same file.
    """

    rows: Rows
    columns: Columns
    around: Around
    asked: Asked
    count: int = 0
    is_among_posts: bool = False
    errors: Sequence[RowError] = ()


@dataclass(frozen=True)
class Taken:
    """A row that is a comment, and what it is known again by."""

    row: Row
    value: CommentRow
    key: str


@dataclass
class CommentReading:
    """What would come of them."""

    faults: Faults = field(default_factory=Faults)
    refused: int = 0
    new: int = 0
    present: int = 0
    repeated: int = 0
    matched: int = 0
    unmatched: int = 0
    namesakes: int = 0
    dates: tuple[date, date] | None = None


def read_comments(
    db: Reader,
    given: Comments,
    progress: Progress = lambda done, total: None,
    refuse: Callable[[Refused], None] = lambda refused: None,
) -> CommentReading:
    """Where the posts come with them, these are not looked for yet."""
    found, done = CommentReading(), 0
    found.faults.add(*given.errors)
    for some in batches(_sorted(given), PART):
        taken = [one for one in some if isinstance(one, Taken)]
        places = Places.of(db, given.asked.source, taken)
        near = places.with_each_other(taken)
        strays = [] if given.is_among_posts else [one for one in taken if near.post(one) is None]
        refused = [one for one in some if isinstance(one, Refused)] + [_stray(given, one) for one in strays]
        for one in refused:
            found.faults.add(*one.errors)
            refuse(one)
        found.refused += len(refused)
        found.repeated += sum(one is None for one in some)
        _count(db, found, given, [one for one in taken if one not in strays], places)
        done += len(some)
        progress(done, given.count)
    return found


def comment_parts(given: Comments, size: int) -> Iterator[list[Taken]]:
    """Those that are right, part by part."""
    yield from batches((one for one in _sorted(given) if isinstance(one, Taken)), size)


def comments_of(db: Reader, given: Comments, part: Sequence[Taken]) -> list[Said]:
    """What is new of them and about something that is here."""
    here = Places.of(db, given.asked.source, part)
    places = here.with_each_other(part)
    fresh = [(one, post) for one in part if one.key not in here.comments and (post := places.post(one))]
    who = Meant.by(db, (one.value.by for one, _post in fresh), trusts_names=given.asked.match_names)
    tongues = languages_of(db, {post for _one, post in fresh})
    return [made for one, post in fresh for made in _become(one, given, who, post, tongues[post], places.under(one))]


@dataclass(frozen=True)
class Places:
    """Where comments belong: posts by their ids in the source, and posts of comments by the keys of these."""

    source: str
    posts: Mapping[str, int]
    comments: Mapping[str, int]

    @classmethod
    def of(cls, db: Reader, source: str, part: Sequence[Taken]) -> "Places":
        ids = {id_ for one in part for id_ in (one.value.idea_id, one.value.parent_id) if id_}
        keys = {one.key for one in part} | {key_of_id(source, id_) for id_ in ids}
        return cls(source, brought(db, source, ids), posts_of_comments(db, keys))

    def with_each_other(self, part: Sequence[Taken]) -> "Places":
        """Replies are about what the comments are about that come with them, in whatever order."""
        placed, known = self, dict(self.comments)
        while len(known) < len(known := known | {one.key: post for one in part if (post := placed.post(one))}):
            placed = replace(self, comments=known)
        return placed

    def post(self, taken: Taken) -> int | None:
        """That it names, or the one under which what it replies to stands."""
        about, parent = taken.value.idea_id, taken.value.parent_id
        if about:
            return self.posts.get(about)
        return self.posts.get(parent) or self.comments.get(key_of_id(self.source, parent))

    def under(self, taken: Taken) -> str:
        parent = taken.value.parent_id
        is_comment = parent and (taken.value.idea_id or parent not in self.posts)
        return key_of_id(self.source, parent) if is_comment else ""


def _sorted(given: Comments) -> Iterator[Taken | Refused | None]:
    """None for what says the same as one before it."""
    if given.errors:
        return
    with Met() as met:
        for one in judged(given.rows, CommentRow, given.columns, context=given.around):
            if isinstance(one, Refused):
                yield one
            elif errors := list(_errors(given, one.row, one.value)):
                yield Refused(one.row, errors)
            else:
                yield _unless_met(given, Taken(one.row, one.value, _key(given, one.row, one.value)), met)


def _errors(given: Comments, row: Row, value: CommentRow) -> Iterator[RowError]:
    if not value.body:
        yield fault(row, given.columns.where("body"), _("This comment says nothing."))
    if not (value.idea_id or value.parent_id):
        yield fault(row, given.columns.where("idea_id"), _("This row does not say what it is a comment on."))


def _unless_met(given: Comments, taken: Taken, met: Met) -> Taken | Refused | None:
    first = met.first(taken.key, taken.row.number)
    if first == taken.row.number:
        return taken
    if not taken.value.id:
        return None
    message = _("This is in row %(row)d already.") % {"row": first}
    return Refused(taken.row, [fault(taken.row, given.columns.where("id"), message)])


def _key(given: Comments, row: Row, value: CommentRow) -> str:
    if value.id:
        return key_of_id(given.asked.source, value.id)
    said = given.columns.values(row.cells, {})
    return key_of(given.asked.source, *(str(said.get(name, "")).strip() for name in TELLING))


def _stray(given: Comments, taken: Taken) -> Refused:
    name = "idea_id" if taken.value.idea_id else "parent_id"
    message = _("Nothing of this name or number came from “%(source)s”. Import that first, or say --source.")
    return Refused(taken.row, [fault(taken.row, given.columns.where(name), message % {"source": given.asked.source})])


def _count(db: Reader, found: CommentReading, given: Comments, part: Sequence[Taken], places: Places) -> None:
    fresh = [one for one in part if one.key not in places.comments]
    found.present += len(part) - len(fresh)
    found.new += len(fresh)
    who = Meant.by(db, (one.value.by for one in fresh), trusts_names=given.asked.match_names)
    for one in fresh:
        written = one.value.by
        person = who.person(written)
        found.matched += person is not None
        found.unmatched += person is None and bool(str(written))
        found.namesakes += person is None and who.namesake(written) is not None
        found.dates = spanned(found.dates, [one.value.created_at or _at(one, given)], given.asked.zone)


def _become(one: Taken, given: Comments, who: Meant, post: int, likely: str, under: str) -> Iterator[Said]:
    value = one.value
    language = value.language or given.asked.language
    by = By.of(value.by, who, _at(one, given))
    for made in said(value.body, by, key=one.key, likely=likely, language=language, under=under):
        yield replace(made, post_id=post)


def _at(one: Taken, given: Comments) -> datetime:
    return one.value.created_at or given.asked.day or now()
