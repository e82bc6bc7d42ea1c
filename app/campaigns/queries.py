from dataclasses import dataclass
from functools import cache

from sqlmodel import col, select

from app.campaigns.models import Direction
from app.core.columns import Statement
from app.core.db import Reader
from app.core.i18n import locale


@dataclass(frozen=True)
class Spoken:
    """A statement and the language it is shown in, which may not be the reader's."""

    text: str
    language: str


def direction(db: Reader) -> Direction | None:
    return db.exec(select(Direction).where(col(Direction.active)).order_by(col(Direction.id)).limit(1)).first()


def direction_line(db: Reader) -> Spoken:
    """What stands under the masthead: in the reader's language where it was written in it."""
    texts = db.execute(_texts()).scalar() or {}
    language = next((tag for tag in (locale.get(), "en", *texts) if texts.get(tag)), "")
    return Spoken(texts.get(language, ""), language)


@cache
def _texts() -> Statement:
    """Every page asks this, so it is put together once."""
    return select(Direction.texts).where(col(Direction.active)).order_by(col(Direction.id)).limit(1)
