"""What every table shares: names for constraints, instants in UTC, and how large a number may be."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, DateTime, Dialect, TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LARGEST_ID = 2**31 - 1
"""PostgreSQL's INTEGER ends here, and to look for more is an error there rather than nothing found."""

LARGEST_NUMBER = 2**53 - 1
"""Above this a JavaScript number, and so OpenAPI's, is no longer exact."""


SHOWN, HIDDEN = "shown", "hidden"


class InSight:
    """Something with a `state`: shown, hidden, or in any other taken back by whoever made it."""

    if TYPE_CHECKING:
        state: str

    @property
    def is_shown(self) -> bool:
        return self.state == SHOWN

    @property
    def is_hidden(self) -> bool:
        return self.state == HIDDEN

    @property
    def is_taken_back(self) -> bool:
        return not (self.is_shown or self.is_hidden)


def digits(text: str) -> int | None:
    """The number that these digits are, None for anything else; at most `LARGEST_NUMBER`.

    Digits of other scripts are none, and of thousands Python makes no number.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text.lstrip("0")[:20] or "0"), LARGEST_NUMBER)


def identifier(text: str) -> int | None:
    """The number that these digits are, if a database can be asked for it as an id."""
    found = digits(text)
    return found if found is not None and found <= LARGEST_ID else None


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on both databases; SQLite stores it without the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Hideable(InSight, SQLModel):
    """A row that an administrator can take from sight, with a reason its author reads, and show again.

    Once it is taken back its words are nobody's to read; when that was and by whom says `app.core.removing`.
    """

    state: str = SHOWN
    hidden_reason: str = ""
    taken_back_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_back_by_id: int | None = None


class Json(TypeDecorator[Any]):
    """A small JSON value, the same type on both databases."""

    impl = JSON
    cache_ok = True
