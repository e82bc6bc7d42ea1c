"""What a line of ideas holds, what its columns may be called, and how dates are written around the world."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, cast
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from app.core.clock import now
from app.core.i18n import _, known_language
from app.core.web.forms import Form, Line, Lines
from app.discussion.forms import LONGEST_BODY, LONGEST_TITLE
from app.ideas.forms import LONGEST_IN_SHORT
from app.people.roster.columns import known_department

LONGEST_NAME = 254
LONGEST_CHOICE = 200
MOST_VOTES = 1_000_000_000

IDEA_NAMES = {
    "id": ("external id", "编号", "รหัส"),
    "title": ("subject", "título", "titulo", "标题", "主题", "ชื่อเรื่อง", "หัวข้อ", "เรื่อง"),
    "in_short": ("summary", "resumen", "摘要", "一句话说清", "สรุป", "สรุปสั้น ๆ"),
    "body": ("text", "description", "descripción", "descripcion", "正文", "内容", "详情", "เนื้อหา", "รายละเอียด"),
    "author": ("posted by", "autor", "作者", "提出人", "ผู้เขียน", "ผู้เสนอ"),
    "votes": ("apoyos", "votos", "票数", "支持数", "คะแนนโหวต", "จำนวนโหวต"),
    "created_at": ("created", "date", "posted at", "fecha", "日期", "时间", "提出时间", "วันที่", "วันที่เสนอ"),
    "answer": ("response", "respuesta", "答复", "回复", "回应", "คำตอบ", "การตอบกลับ"),
    "answered_at": ("responded at", "答复时间", "回复时间", "วันที่ตอบ", "วันที่ตอบกลับ"),
    "updated_at": ("updated", "更新时间", "วันที่แก้ไข"),
    "department": ("departamento", "部门", "แผนก", "ฝ่าย"),
    "language": ("idioma", "语言", "ภาษา"),
}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# 2024-01-31, 2024/1/31, 2024年1月31日, 31/01/2024, 31.1.2024, each with or without a time and a zone.
_DATE = re.compile(
    r"(?:(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4}))"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d{2}:?(?:\d{2})?)?"
)
BUDDHIST_YEARS = 543
_FIRST_BUDDHIST = 2400


def instant(value: str, assumed: ZoneInfo) -> datetime:
    """A date as people write it; the day comes before the month, and Thai years are understood. Raises ValueError."""
    found = _DATE.fullmatch(value.strip())
    if found is None:
        raise ValueError(
            _("“%(value)s” is not a date. Write 2024-01-31, with or without 09:30.") % {"value": value[:60]}
        )
    year, month, day = (int(found[name] or found[f"{name}2"]) for name in "ymd")
    year -= BUDDHIST_YEARS if year >= _FIRST_BUDDHIST else 0
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(found["zone"]) or assumed).astimezone(UTC)
    except (ValueError, OverflowError):
        message = _("There is no such date as “%(value)s”. The day comes before the month.")
        raise ValueError(message % {"value": value[:60]}) from None


def language_tag(value: str) -> str:
    """A language as BCP 47 writes it. Raises ValueError."""
    if not value:
        return ""
    if not _TAG.fullmatch(value):
        raise ValueError(_("“%(value)s” is not a language tag, such as en, zh-Hans or th.") % {"value": value[:40]})
    return known_language(value) or value


def _zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written in {"Z", "UTC"}:
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)


def _when(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str) or not value.strip():
        return None
    around = cast(Around, info.context)
    found = instant(value, around.zone)
    # A zone that was guessed wrong is at most a day off.
    if found > now() + timedelta(days=1):
        raise ValueError(_("“%(value)s” is in the future.") % {"value": value[:60]})
    return min(found, now())


def _none_is_zero(value: object) -> object:
    return value.strip() or 0 if isinstance(value, str) else value


When = Annotated[datetime | None, BeforeValidator(_when)]


@dataclass(frozen=True)
class Around:
    """What lines are read by: the zone of dates that name none, and the open departments."""

    zone: ZoneInfo
    departments: Container[str]


class IdeaLine(Form):
    id: Annotated[Line, Field(max_length=LONGEST_CHOICE)] = ""
    title: Annotated[Line, Field(max_length=LONGEST_TITLE)] = ""
    in_short: Annotated[Line, Field(max_length=LONGEST_IN_SHORT)] = ""
    body: Annotated[Lines, Field(max_length=LONGEST_BODY)] = ""
    author: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    author_email: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    author_employee_id: Annotated[Line, Field(max_length=LONGEST_NAME)] = ""
    votes: Annotated[int, Field(ge=0, le=MOST_VOTES), BeforeValidator(_none_is_zero)] = 0
    created_at: When = None
    answer: Annotated[Lines, Field(max_length=LONGEST_BODY)] = ""
    answered_at: When = None
    updated_at: When = None
    status: Annotated[Line, Field(max_length=LONGEST_CHOICE)] = ""
    department: Annotated[Line, Field(max_length=LONGEST_CHOICE)] = ""
    language: Line = ""

    @field_validator("department")
    @classmethod
    def _open(cls, value: str, info: ValidationInfo) -> str:
        return known_department(value, cast(Around, info.context).departments)

    @field_validator("language")
    @classmethod
    def _tagged(cls, value: str) -> str:
        return language_tag(value)


FIELDS = tuple(IdeaLine.model_fields)
"""What `--map` can name."""
