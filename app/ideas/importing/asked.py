from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from app.core.columns import Values
from app.discussion.importing import Asked as AnyAsked
from app.discussion.importing import chosen, told_of_any
from app.ideas.models import StageKind


@dataclass(frozen=True, kw_only=True)
class Asked(AnyAsked):
    """Also what the statuses of a file mean, by what it calls them, and what an answer without one does."""

    stages: Mapping[str, StageKind] = field(default_factory=dict)
    answered: StageKind = StageKind.ANSWERED
    department: str = ""


def asked_of(source: str, told: Values, *, columns: Mapping[str, str], zone: ZoneInfo) -> Asked:
    """Raises Unusable for what was said wrongly. `columns` were chosen now, those that are told held before."""
    stages = {value: chosen(StageKind, kind, "a kind of stage") for value, kind in told.get("stages", {}).items()}
    answered = chosen(StageKind, told.get("answered", StageKind.ANSWERED), "a kind of stage")
    kept = {"stages": stages, "answered": answered, "department": told.get("department", "")}
    return Asked(source=source, zone=zone, **kept, **told_of_any(told, columns))
