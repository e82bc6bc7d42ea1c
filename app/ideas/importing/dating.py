"""When what came from elsewhere happened there."""

from datetime import datetime

from app.core.clock import now
from app.ideas.importing.asked import Asked
from app.ideas.importing.shape import IdeaRow


def created(value: IdeaRow, asked: Asked) -> datetime:
    """Without a date of its own, the first that the row has, else the day that was said for the file."""
    return value.created_at or value.updated_at or value.answered_at or asked.day or now()


def dates_in(value: IdeaRow) -> list[datetime]:
    """Every date that a row has."""
    return [at for at in (value.created_at, value.updated_at, value.answered_at) if at]


def answered(value: IdeaRow, at: datetime) -> datetime | None:
    return (value.answered_at or value.updated_at or at) if value.answer else None
