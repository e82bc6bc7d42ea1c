from app.core.events import Event


class RecognitionGiven(Event):
    recognition_id: int
    kind: str
    giver_id: int


class RecognitionWithdrawn(Event):
    """Its credit is countered by the command, and nobody is told that somebody thought better of it."""

    recognition_id: int
    giver_id: int | None


class RecognitionReworded(Event):
    """Its giver put it in other words; receivers have heard of it, and hear of no typo that was mended."""

    recognition_id: int
