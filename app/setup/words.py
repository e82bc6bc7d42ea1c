"""What follows from what people do, and why it failed, in the reader's language."""

from app.core.failing import Failing
from app.core.i18n import _


def follow_up(row: Failing) -> str:
    """A delivery by its reaction, a message by its channel and recipient; a name that is not listed stays as it is."""
    if row.is_message:
        return _("Message to %(recipient)s by %(channel)s") % {"recipient": row.how, "channel": row.what}
    return _reactions().get(row.how, row.how)


def why(last_error: str) -> str:
    """The kind of failure in a sentence; the error itself may hold what people wrote, so the log alone has it."""
    name = error_name(last_error)
    if not name:
        return _("It never failed, but waits for a day that is too far away.")
    found = (sentence for names, sentence in _reasons().items() if name in names.split())
    return next(found, _("Something went wrong inside Byline."))


def _reasons() -> dict[str, str]:
    """By the names of errors."""
    return {
        "OperationalError InterfaceError DisconnectionError": _("The database did not answer."),
        "ConnectionRefusedError ConnectionResetError TimeoutError gaierror ConnectError ConnectTimeout ReadTimeout "
        "SMTPServerDisconnected SMTPConnectError": _("The other side did not answer."),
        "NotFound NoResultFound": _("What it is about is no longer there."),
        "LookupError": _("This version of Byline does not know how to do it."),
        "TypeError KeyError ValueError JSONDecodeError": _("What was written down for it could not be read."),
        "RuntimeError": _("Byline ended in the middle of it, or could not do it."),
    }


def error_name(last_error: str) -> str:
    """As it stands in the log."""
    return last_error.partition("(")[0][:60]


def _reactions() -> dict[str, str]:
    return {
        "tell_of_comment": _("Tell people about a comment"),
        "tell_holder": _("Tell whoever is responsible about an idea"),
        "tell_of_response": _("Tell people about a response"),
        "tell_of_move_taken_back": _("Tell people that a change of stage was taken back"),
        "tell_receivers": _("Tell people that they were thanked or given an award"),
        "tell_of_stage": _("Tell people about a new stage"),
        "tell_authors": _("Tell people that something of theirs was hidden"),
        "tell_hr": _("Tell HR that a line of a record is said to be wrong"),
        "tell_of_answer": _("Tell people what HR answered about their record"),
    }
