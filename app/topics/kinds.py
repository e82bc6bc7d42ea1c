"""What the register knows of topics."""

from app.core.i18n import _
from app.discussion.kinds import post_kind
from app.discussion.models import Kind
from app.topics import queries

TOPIC = post_kind(
    Kind.TOPIC,
    one=lambda: _("Topic"),
    many=lambda: _("Topics"),
    to_back=lambda: _("Back this topic: %(title)s."),
    to_take_back=lambda: _("Take back your support for this topic: %(title)s."),
    documents=queries.documents,
)
