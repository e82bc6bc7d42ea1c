"""One row judged: the thanks it becomes, or everything that is wrong with it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from app.core.i18n import _
from app.core.letters import clean, key
from app.people.queries import Known
from app.recognition import policy
from app.recognition.forms import LONGEST_MESSAGE
from app.recognition.importing.columns import ThanksLine
from app.recognition.importing.matching import Company, Whom
from app.recognition.importing.plan import How

T = TypeVar("T")
Wrong = tuple[str, str]
"""A field, empty for the whole row, and a sentence."""


@dataclass(frozen=True)
class Read:
    """What a row says, as far as it could be read, and what is `wrong` with it."""

    line: ThanksLine
    giver: Known | None
    whom: Whom
    message: str
    at: datetime | None
    has_namesake: bool
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def giver_name(self) -> str:
        """Of whoever is here their name here, since nothing says whether the file has a better one."""
        return (
            self.giver.name if self.giver else self.line.giver or self.line.giver_email or self.line.giver_employee_id
        )

    @property
    def external_id(self) -> str:
        """Its own id, else what it says: who thanked whom, in which words, and when.

        By what people are called before anything else, so that columns of addresses which come later change nothing.
        """
        line = self.line
        giver = line.giver or line.giver_email or line.giver_employee_id
        whom = line.receivers or line.receiver_email or line.receiver_employee_id
        said = [key(giver), sorted(map(key, [*whom, line.department])), self.message, str(self.at)]
        return line.id or _digest(said)

    @property
    def matched_id(self) -> str:
        """Tells two apart who are called alike, where the file says by address or employee ID whom it means."""
        parties = sorted([one.kind, one.id] for one in self.whom.received)
        return _digest([self.external_id, self.giver.id if self.giver else 0, parties])


def _digest(said: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def read_row(line: ThanksLine, company: Company, how: How) -> Read:
    giver, whom = company.giver(line), company.whom(line, keeps_names=how.keeps_names)
    wrong = [("receivers", sentence) for sentence in (*whom.unknown, *_misfits(giver, whom))]
    message = _tried(wrong, "message", lambda: _message(line, how)) or ""
    at = _tried(wrong, "created_at", lambda: _at(line, how))
    has_namesake = giver is None and company.has_namesake(line)
    return Read(line, giver, whom, message, at, has_namesake, wrong)


def _tried(wrong: list[Wrong], name: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ValueError as error:
        wrong.append((name, str(error)))
        return None


def _message(line: ThanksLine, how: How) -> str:
    """A kind alone says what for as well: many only choose a badge."""
    text = clean(how.text_of(line.message), lines=True) or line.kind
    if not text:
        raise ValueError(_("This row does not say what for."))
    if len(text) > LONGEST_MESSAGE:
        raise ValueError(_("This is too long. It can have up to %(most)s characters.") % {"most": LONGEST_MESSAGE})
    return text


def _at(line: ThanksLine, how: How) -> datetime:
    at = how.date_of(line.created_at) if line.created_at else how.day
    if at is None:
        raise ValueError(_("This row has no date."))
    return at


def _misfits(giver: Known | None, whom: Whom) -> Iterator[str]:
    """As the form refuses them, said to whoever brings them."""
    parties = [(one.kind, one.id) for one in whom.received]
    if not parties and not whom.unknown:
        yield _("This row does not say who is thanked.")
    if len(parties) > policy.MOST_RECEIVERS:
        message = _("%(count)d are thanked here, and one thank-you can go to %(most)d at most.")
        yield message % {"count": len(parties), "most": policy.MOST_RECEIVERS}
    if giver and policy.is_oneself(giver.id, parties):
        yield _("Nobody can thank themselves: %(name)s is both giver and receiver.") % {"name": giver.name}
    if giver and policy.is_own_department(giver.department_id, parties):
        message = _("This is the giver's own department. Name the people who are meant, or another department.")
        yield message
