"""Refusals a person may see. Each carries the status it answers with and a whole sentence."""


class Refusal(Exception):
    status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class SignInNeeded(Refusal):
    """Nobody is signed in; the visitor is shown the way to the sign-in page."""

    status = 401


class Forbidden(Refusal):
    status = 403


class NotFound(Refusal):
    status = 404


class Conflict(Refusal):
    status = 409


class SomebodyElse(Conflict):
    """The page that this came from was made for another person than who is signed in now."""


class TooLate(Conflict):
    """The thing was changed or taken away while the person was looking at it."""


class TooLarge(Refusal):
    """More bytes than are read."""

    status = 413


class Invalid(Refusal):
    """A value the person can correct; `field` is where the form shows it.

    `errors` are the sentences of a whole form by its fields, where it is the form that is refused.
    """

    status = 422

    def __init__(self, message: str, *, field: str = "", errors: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.errors = errors or ({field: message} if field else {})


class TooMany(Refusal):
    """Asked too often; `seconds` says when it is worth trying again."""

    status = 429

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Unusable(Exception):
    """A command cannot start or go on as asked: a clear sentence for the terminal, exit code 2, nothing changed."""
