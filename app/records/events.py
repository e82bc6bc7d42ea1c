from app.core.events import Event


class LineDisputed(Event):
    dispute_id: int


class DisputeAnswered(Event):
    dispute_id: int
    by_id: int
