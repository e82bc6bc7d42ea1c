from app.core.events import Event


class TakenFromSight(Event):
    """An administrator hid the subject of this kind and id, of whatever kind."""

    kind: str
    ref: int
    by_id: int
