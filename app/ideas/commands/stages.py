from app.core.db import Writer
from app.core.errors import Invalid
from app.core.i18n import _
from app.ideas import queries
from app.ideas.models import Stage, StageKind

FIRST_STAGES = (
    (StageKind.OPEN, {"en": "Posted", "zh-Hans": "已提出", "th": "เสนอแล้ว"}),
    (StageKind.DECIDING, {"en": "Under review", "zh-Hans": "评估中", "th": "กำลังพิจารณา"}),
    (StageKind.ANSWERED, {"en": "Answered", "zh-Hans": "已答复", "th": "ตอบแล้ว"}),
    (StageKind.DOING, {"en": "Planned", "zh-Hans": "已列入计划", "th": "อยู่ในแผน"}),
    (StageKind.DOING, {"en": "Trial", "zh-Hans": "试行", "th": "ทดลองใช้"}),
    (StageKind.DONE, {"en": "Live", "zh-Hans": "已落地", "th": "ใช้จริงแล้ว"}),
    (StageKind.DECLINED, {"en": "Declined", "zh-Hans": "未采纳", "th": "ไม่รับ"}),
)


def add_stage(db: Writer, *, kind: StageKind, names: dict[str, str], position: int) -> Stage:
    stage = Stage(kind=kind, names=names, position=position)
    db.add(stage)
    db.flush()
    return stage


def change_stage(db: Writer, *, stage_id: int, names: dict[str, str], position: int, active: bool) -> Stage:
    """The kind of a stage stays: credit was written by it. The last active one of `open` cannot go."""
    every = queries.stages(db, active=False)
    stage = next((row for row in every if row.id == stage_id), None)
    if stage is None:
        raise Invalid(_("Choose one of the stages."), field="stage")
    others = [row for row in every if row.active and row.kind == StageKind.OPEN and row.id != stage_id]
    if stage.kind == StageKind.OPEN and not active and not others:
        raise Invalid(_("Every new idea needs a first stage, so this one stays."), field="active")
    stage.names, stage.position, stage.active = names, position, active
    return stage


def add_first_stages(db: Writer) -> None:
    """What a new company starts with; it changes nothing later."""
    if not queries.stages(db, active=False):
        for position, (kind, names) in enumerate(FIRST_STAGES, 1):
            add_stage(db, kind=kind, names=names, position=position)
