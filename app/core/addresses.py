"""E-mail addresses: what can be one, and the two ways to write the same host."""

import unicodedata

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, ValidatedEmail, validate_email

from app.core.i18n import _
from app.core.letters import seen, visible

# A company's own network may well be called `company.local`; the library lets its users shorten this list.
SPECIAL_USE_DOMAIN_NAMES.clear()


def email_address(value: str) -> str:
    """An e-mail address in small letters, also one of an intranet; no server is asked about it. Raises ValueError.

    Programs put signs into addresses that nobody sees, such as where a line may break; these are taken out.
    """
    try:
        return _parsed(visible(value)).normalized.lower()
    except EmailNotValidError:
        message = _("“%(value)s” is not an e-mail address, such as name@example.com.")
        raise ValueError(message % {"value": value[:60]}) from None


def written_otherwise(address: str) -> str:
    """`nia@xn--bcher-kva.example` for `nia@bücher.example`, and the other way round; itself where there is no other.

    A browser's field for addresses sends the one, a roster holds the other.
    """
    if address.isascii() and "xn--" not in address:
        return address
    try:
        found = _parsed(address)
    except EmailNotValidError:
        return address
    host = found.domain if address.isascii() else found.ascii_domain
    return f"{found.local_part}@{host}".lower()


def same_address(one: str, other: str) -> bool:
    """Whether both lead to one mailbox, however they were typed. Accents tell two apart, though none may differ so."""
    return _meant(one) in (_meant(other), _meant(written_otherwise(other)))


def _meant(address: str) -> str:
    return unicodedata.normalize("NFKC", seen(address)).casefold()


def _parsed(value: str) -> ValidatedEmail:
    return validate_email(value, check_deliverability=False, globally_deliverable=False)
