"""A form that is sent twice makes one thing: it carries a key, and what it made remembers that."""

import secrets
from hashlib import sha256

from app.core.errors import Invalid
from app.core.i18n import _


class SentBefore(Invalid):
    """The key of this form made something else already: sent with a fresh one, it makes a second thing."""


def new_key() -> str:
    """For a form that is shown: 256 random bits, so that nobody else's is met by chance."""
    return secrets.token_urlsafe(32)


def sent_key(sender_id: int, key: str) -> str | None:
    """What is kept of a key, None for none. Two senders never have the same one, and it names neither of them."""
    return sha256(f"{sender_id}:{key}".encode()).hexdigest() if key else None


def ensure_same(made: object, sent: object) -> None:
    """A key that comes again is answered with what it made, but only if what came with it is that again."""
    if made != sent:
        raise SentBefore(
            _("This form was sent before, filled in differently, and that stands. Send it again if you want both.")
        )
