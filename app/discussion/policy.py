from collections.abc import Sequence

from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.core.tables import Hideable
from app.discussion.models import Author
from app.people.roles import Colleague, Permission

Authors = Sequence[Author]


def is_author(person: Colleague, authors: Authors) -> bool:
    """Whether this is by them, alone or with others."""
    return any(author.person_id == person.id for author in authors)


def read(person: Colleague, authors: Authors, *, shown: bool, removed: bool = False) -> bool:
    """Whether the text itself is shown; of a hidden or removed one others see only the trace."""
    if shown:
        return True
    return not removed and (is_author(person, authors) or person.may(Permission.HIDE))


def readable(person: Colleague, authors: Authors, row: Hideable) -> bool:
    return read(person, authors, shown=row.is_shown, removed=row.is_taken_back)


def hear(person: Colleague, authors: Authors, post: Hideable) -> bool:
    """Whether what was said about a post is shown: it is as hidden as the post, and outlives a post taken back."""
    return not post.is_hidden or readable(person, authors, post)


def vote(person: Colleague, authors: Authors) -> Verdict:
    if is_author(person, authors):
        return no(_("You can't back your own post. Others can."))
    return YES


def edit_post(person: Colleague, authors: Authors) -> Verdict:
    if not is_author(person, authors):
        return no(_("Only its author can change this."))
    return YES


def edit_comment(person: Colleague, authors: Authors) -> Verdict:
    if not is_author(person, authors):
        return no(_("Only its author can change this comment."))
    return YES
