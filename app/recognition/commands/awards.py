"""The short list of what leaders can award."""

from app.core.db import Writer
from app.recognition import queries
from app.recognition.models import AwardKind

FIRST_KINDS = (
    {"en": "Bridge builder", "zh-Hans": "搭桥人", "th": "ผู้เป็นสะพานเชื่อม"},
    {"en": "Problem solver", "zh-Hans": "解题高手", "th": "นักแก้ปัญหา"},
    {"en": "Quiet hero", "zh-Hans": "幕后功臣", "th": "ผู้อยู่เบื้องหลังความสำเร็จ"},
    {"en": "Customer's voice", "zh-Hans": "客户代言人", "th": "เสียงแทนลูกค้า"},
)


def add_award_kind(db: Writer, *, names: dict[str, str], position: int) -> AwardKind:
    kind = AwardKind(names=names, position=position)
    db.add(kind)
    db.flush()
    return kind


def change_award_kind(
    db: Writer, *, award_kind_id: int, names: dict[str, str], position: int, active: bool
) -> AwardKind:
    """One that is no longer active stays on the awards it was given for."""
    kind = queries.award_kind(db, award_kind_id)
    kind.names, kind.position, kind.active = names, position, active
    return kind


def add_first_award_kinds(db: Writer) -> None:
    """What a new company starts with; it changes nothing later."""
    if not queries.award_kinds(db, active=False):
        for position, names in enumerate(FIRST_KINDS, 1):
            add_award_kind(db, names=dict(names), position=position)
