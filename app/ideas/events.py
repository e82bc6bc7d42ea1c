from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class IdeaPosted(Event):
    idea_id: int
    author_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaResponded(Event):
    idea_id: int
    response_id: int
    responder_id: int


@dataclass(frozen=True, kw_only=True)
class StageChanged(Event):
    idea_id: int
    stage_id: int
    by_id: int
    with_response: bool = False


@dataclass(frozen=True, kw_only=True)
class IdeaAccepted(Event):
    """The idea came to a stage of kind `doing` for the first time."""

    idea_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaWentLive(Event):
    """The idea came to a stage of kind `done` for the first time."""

    idea_id: int
