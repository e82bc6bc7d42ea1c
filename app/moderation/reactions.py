from collections.abc import Callable

from app.core.db import Writer
from app.core.events import Former, Payload, Reactions
from app.core.kinds import kinds_of
from app.core.subjects import Subject
from app.moderation.events import TakenFromSight
from app.notices import commands as notices
from app.notices.models import NoticeKind
from app.people.queries import person

reactions = Reactions()


def _formerly(kind: str, ref: str) -> Callable[[Payload], TakenFromSight]:
    """The release before had an event for each thing that can be hidden; a post's said which kind it was of."""

    def read(payload: Payload) -> TakenFromSight:
        return TakenFromSight(kind=kind or payload["kind"], ref=payload[ref], by_id=payload["by_id"])

    return read


@reactions.afterwards(
    TakenFromSight,
    formerly=[
        Former("PostHidden", "tell_of_hidden_post", _formerly("", "post_id")),
        Former("CommentHidden", "tell_of_hidden_comment", _formerly("comment", "comment_id")),
        Former("RecognitionHidden", "tell_giver", _formerly("recognition", "recognition_id")),
    ],
)
def tell_authors(db: Writer, event: TakenFromSight) -> None:
    """And whoever answers for it, unless it is shown again, or was taken back, before anybody could be told."""
    subject = Subject(event.kind, event.ref)
    hiding = kinds_of(db).hiding(subject)
    hidden = hiding.row(db, event.ref)
    if not hidden.is_hidden:
        return
    authors = {one.person_id for one in hiding.matter(db, event.ref).authors if one.person_id}
    answering = hiding.answering(db, event.ref) - authors
    for kind, people in ((NoticeKind.HIDDEN, authors), (NoticeKind.HIDDEN_ANSWERED, answering)):
        notices.tell(
            db,
            people=people,
            kind=kind,
            subject=subject,
            label=hiding.told_as(db, event.ref),
            actor_id=event.by_id,
            actor_name=person(db, event.by_id).name,
            detail=hidden.hidden_reason,
        )
