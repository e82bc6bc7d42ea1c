from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.discussion.models import Comment, Post
from app.people.roles import Colleague, Permission


def read(person: Colleague, author_id: int | None, *, shown: bool, removed: bool = False) -> bool:
    """Whether the text itself is shown; of a hidden or removed one others see only the trace."""
    if shown:
        return True
    return not removed and (person.id == author_id or person.may(Permission.HIDE))


def vote(person: Colleague, post: Post) -> Verdict:
    if post.author_id == person.id:
        return no(_("You can't back your own post. Others can."))
    return YES


def edit_post(person: Colleague, post: Post) -> Verdict:
    if post.author_id != person.id:
        return no(_("Only its author can change this."))
    return YES


def edit_comment(person: Colleague, comment: Comment) -> Verdict:
    if comment.author_id != person.id:
        return no(_("Only its author can change this comment."))
    return YES


def hide(person: Colleague) -> Verdict:
    if not person.may(Permission.HIDE):
        return no(_("Only administrators can hide something."))
    return YES
