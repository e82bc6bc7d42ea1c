from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RecognitionGiven(Event):
    recognition_id: int
    kind: str
    giver_id: int


@dataclass(frozen=True, kw_only=True)
class RecognitionWithdrawn(Event):
    recognition_id: int
    giver_id: int


@dataclass(frozen=True, kw_only=True)
class RecognitionHidden(Event):
    recognition_id: int
    by_id: int
