from app.core.db import Writer
from app.core.events import Reactions
from app.core.shortening import excerpt
from app.notices import commands as notices
from app.notices.models import NoticeKind
from app.people.queries import holders, person
from app.people.roles import Role
from app.records import queries
from app.records.events import DisputeAnswered, LineDisputed

reactions = Reactions()

LABEL = 80


@reactions.afterwards(LineDisputed)
def tell_hr(db: Writer, event: LineDisputed) -> None:
    dispute = queries.dispute(db, event.dispute_id)
    notices.tell(
        db,
        people=db.scalars(holders(Role.HR)),
        kind=NoticeKind.LINE_DISPUTED,
        subject=dispute.subject,
        label=excerpt(dispute.said, LABEL),
        actor_id=dispute.person_id,
        actor_name=person(db, dispute.person_id).name,
    )


@reactions.afterwards(DisputeAnswered)
def tell_of_answer(db: Writer, event: DisputeAnswered) -> None:
    dispute = queries.dispute(db, event.dispute_id)
    notices.tell(
        db,
        people=[dispute.person_id],
        kind=NoticeKind.DISPUTE_ANSWERED,
        subject=dispute.subject,
        label=excerpt(dispute.answer, LABEL),
        actor_id=event.by_id,
        actor_name=dispute.answered_by_name,
    )
