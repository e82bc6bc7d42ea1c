"""What the register knows of thanks and awards."""

from app.core.db import Reader, Writer
from app.core.i18n import _
from app.core.kinds import Hiding, Matter, SubjectKind
from app.discussion.models import Author
from app.recognition import commands, queries
from app.recognition.models import SUBJECT, Recognition
from app.search.commands import touch


def _matter(db: Reader, recognition_id: int) -> Matter:
    found = queries.recognition(db, recognition_id)
    giver = Author(found.giver_id, found.giver_name)
    return Matter(authors=[giver], label=found.label, language=found.language, text=found.message)


def _changed(db: Writer, found: Recognition, _was_shown: bool) -> None:
    touch(db, found.subject)


RECOGNITION = SubjectKind(
    kind=SUBJECT,
    one=lambda: _("Recognition"),
    many=lambda: _("Recognition"),
    route="recognition.show",
    ref="recognition_id",
    documents=queries.documents,
    findable=queries.findable,
    hidden_from=queries.hidden,
    citing=queries.citing,
    hiding=Hiding(
        row=queries.recognition,
        matter=_matter,
        noted_as="recognition",
        told_as=lambda db, recognition_id: queries.recognition(db, recognition_id).label,
        ask_why=lambda: _("Say why. Whoever gave this will read it."),
        taken_back=lambda: _("Whoever gave this has withdrawn it already."),
        changed=_changed,
        put_back=commands.give_again,
    ),
    is_reported=True,
)
