from collections.abc import Sequence

from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.credits.commands import Share
from app.credits.models import Party, Role
from app.discussion.models import Author, AuthorRole, Post
from app.discussion.policy import is_author
from app.ideas.models import Idea, Stage, StageKind
from app.people.models import Department
from app.people.roles import Colleague

CREDITED = {AuthorRole.AUTHOR: Role.IDEA, AuthorRole.CO_AUTHOR: Role.CO_AUTHOR}


def decide(person: Colleague, post: Post, authors: Sequence[Author], department: Department | None) -> Verdict:
    """Whether somebody may respond to an idea and move it: its authors leave that to whoever else leads."""
    lead = department.lead_id if department and department.active else None
    verdict = respond(person, post)
    if verdict and lead and is_author(person, authors) and lead not in {author.person_id for author in authors}:
        return no(_("You are one of its authors. The lead of the department responds to it."))
    return verdict


def respond(person: Colleague, post: Post) -> Verdict:
    if not person.answers_for(post.department_id):
        return no(_("Only the lead of the department can respond for it."))
    if not post.is_shown:
        return no(_("This has been removed in the meantime."))
    return YES


def move(idea: Idea, stage: Stage) -> Verdict:
    """Whether an idea may come to a stage without a response."""
    if stage.kind == StageKind.DECLINED:
        return no(_("To decline an idea, write a response that says why."))
    if stage.kind == StageKind.ANSWERED and idea.responded_at is None:
        return no(_("An idea comes to this stage with a response. Write one first."))
    return YES


def author_shares(authors: Sequence[Author]) -> list[Share]:
    """The credit of an idea among those of its authors who are known; nobody has any where nobody is.

    What falls to somebody unknown is shared out among the others in proportion; the first has what cannot be divided.
    """
    known = [(author, author.person_id) for author in authors if author.person_id]
    whole = sum(author.share for author, _id in known)
    if not whole:
        return []
    parts = [author.share * 100 // whole for author, _id in known]
    left = 100 - sum(parts)
    return [
        Share(Party.PERSON, id_, CREDITED[AuthorRole(author.role)], part + (left if place == 0 else 0))
        for place, ((author, id_), part) in enumerate(zip(known, parts, strict=True))
    ]
