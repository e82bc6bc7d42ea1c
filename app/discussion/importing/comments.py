"""Comments from elsewhere: rows of their own, or what stands in the cells of an idea."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.i18n import _
from app.core.languages import guess_language
from app.core.letters import clean
from app.core.markdown import render
from app.core.web.fields import ForeignId
from app.core.web.forms import Line
from app.discussion.commands import Said
from app.discussion.forms import LONGEST_COMMENT
from app.discussion.importing.around import Around, Text, When, fits
from app.discussion.importing.authors import LONGEST, Written
from app.discussion.importing.cells import remarks
from app.discussion.importing.cutting import pieces
from app.people.queries import Meant, Mention

LONGEST_ID = 200
SAMPLE = 600
"""So much of a text is looked at to tell its language."""


class CommentRow(Written):
    """`idea_id` is what the file calls the post that it is about, `parent_id` the comment that it replies to.

    In a file of posts and comments alike the second may be either.
    """

    id: Annotated[ForeignId, Field(max_length=LONGEST_ID)] = ""
    idea_id: Annotated[ForeignId, Field(max_length=LONGEST_ID)] = ""
    parent_id: Annotated[ForeignId, Field(max_length=LONGEST_ID)] = ""
    body: Annotated[Text, AfterValidator(fits(LONGEST_COMMENT))] = ""
    created_at: When = None
    language: Line = ""


COMMENT_FIELDS = tuple(dict.fromkeys(("id", "idea_id", "parent_id", "body", *CommentRow.model_fields)))
"""In the order in which columns are looked for."""


@dataclass(frozen=True)
class Remark:
    """What a cell says; without an id it is known again by all that was `told`."""

    body: str
    author: str
    at: datetime | None
    id: str
    told: str

    def key(self, source: str, post: str) -> str:
        """Many programs number comments anew under each post."""
        return key_of(source, post, f"#{self.id}" if self.id else self.told)


def remarks_in(name: str, cells: list[str], around: Around) -> list[Remark]:
    """What is said twice is said once, and of two things under one id the second goes by what it says.

    Raises ValueError for a date that is none.
    """
    found: list[Remark] = []
    ids: set[str] = set()
    for one in dict.fromkeys(one for cell in cells for one in remarks(cell)):
        if body := around.text(name, one.body):
            id_ = "" if one.id in ids else one.id
            found.append(Remark(body, _author(one.author), around.moment(name, one.date), id_, f"{one}"))
            ids.add(one.id)
    return found


def _author(said: str) -> str:
    """Raises ValueError for what is no name, it is so long."""
    name = clean(said, lines=False)
    if len(name) > LONGEST:
        raise ValueError(_("This is too long. It can have up to %(most)s characters.") % {"most": LONGEST})
    return name


def key_of(source: str, *told: str) -> str:
    """What a comment of a source is known again by; of forms that were sent, none has such a key."""
    return sha256("\0".join(["import", source, *told]).encode("utf-8", "surrogatepass")).hexdigest()


def key_of_id(source: str, id_: str) -> str:
    return key_of(source, "comment", id_)


@dataclass(frozen=True)
class By:
    """Who said something there, and when; without a `person` nobody here was matched."""

    person: int | None
    name: str
    at: datetime

    @classmethod
    def of(cls, mention: Mention, who: Meant, at: datetime) -> "By":
        person = who.person(mention)
        return cls(person.id if person else None, str(mention), at)


def said(body: str, by: By, *, key: str, likely: str, language: str = "", under: str = "") -> Iterator[Said]:
    """A comment as it is written here, in several where it is too long for one; the post is not known yet."""
    for number, piece in enumerate(pieces(body, LONGEST_COMMENT, LONGEST_COMMENT)):
        yield Said(
            post_id=0,
            key=f"{key} {number}" if number else key,
            body=piece,
            html=render(piece),
            language=language or guess_language(piece[:SAMPLE], likely=likely),
            by=by.person,
            by_name=by.name,
            at=by.at,
            under=under,
        )
