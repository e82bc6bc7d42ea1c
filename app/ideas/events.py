from app.core.events import Event


class IdeaPosted(Event):
    """`by_id` is whose act it was, 0 where nobody is to be named."""

    idea_id: int
    by_id: int


class IdeaResponded(Event):
    idea_id: int
    response_id: int
    responder_id: int


class StageChanged(Event):
    idea_id: int
    stage_id: int
    by_id: int
    with_response: bool = False


class MoveTakenBack(Event):
    """The last move of an idea was a mistake: it is at the stage before again, which is `stage_id`."""

    idea_id: int
    stage_id: int
    by_id: int


class IdeaAccepted(Event):
    """The idea came to a stage of kind `doing`, or a move away from there was taken back."""

    idea_id: int


class IdeaWentLive(Event):
    """The idea came to a stage of kind `done`, or a move away from there was taken back."""

    idea_id: int


class ClaimEnded(Event):
    """An idea is accepted no longer, or live no longer: `act` says which, `reason` why, as codes."""

    idea_id: int
    act: str
    reason: str
