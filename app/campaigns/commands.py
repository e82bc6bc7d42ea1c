from app.campaigns import queries
from app.campaigns.models import Direction
from app.core.db import Writer


def set_direction(db: Writer, *, texts: dict[str, str]) -> Direction:
    """Replaces the line; languages without a text are left out, and no text at all takes the line away."""
    direction = queries.direction(db) or Direction()
    direction.texts = {tag: text for tag, text in texts.items() if text}
    db.add(direction)
    db.flush()
    return direction
