"""What the register knows of ideas and of their responses."""

from app.core.i18n import _
from app.core.kinds import SubjectKind
from app.discussion.kinds import post_kind
from app.discussion.models import Kind
from app.ideas import queries

IDEA = post_kind(
    Kind.IDEA,
    one=lambda: _("Idea"),
    many=lambda: _("Ideas"),
    to_back=lambda: _("Back this idea: %(title)s."),
    to_take_back=lambda: _("Take back your support for this idea: %(title)s."),
    documents=queries.documents,
    concerned=queries.concerned,
    answering=queries.answering,
)

RESPONSE = SubjectKind(
    kind="response",
    one=lambda: _("Response"),
    many=lambda: _("Responses"),
    route="ideas.response",
    ref="response_id",
    hidden_from=queries.hidden_responses,
)
