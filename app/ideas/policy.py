from app.core.i18n import _
from app.core.policy import YES, Verdict, no
from app.discussion.models import Post
from app.people.roles import Colleague


def respond(person: Colleague, post: Post) -> Verdict:
    if not person.answers_for(post.department_id):
        return no(_("Only the lead of the department can respond for it."))
    if not post.is_shown:
        return no(_("This was taken away in the meantime."))
    return YES
