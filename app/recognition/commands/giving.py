from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn, Required, TypedDict, Unpack

from app.core.clock import now
from app.core.columns import Values
from app.core.db import Writer, once_keyed
from app.core.errors import Conflict, Invalid, NotFound, TooLate
from app.core.events import record
from app.core.i18n import _
from app.core.kinds import kinds_of
from app.core.languages import guess_language
from app.core.once import ensure_same, sent_key
from app.core.policy import Verdict, ensure
from app.core.removing import take_back
from app.core.subjects import Subject
from app.credits import commands as credits
from app.credits.models import Act, Party, Role
from app.people.roles import Colleague
from app.recognition import policy, queries
from app.recognition.events import RecognitionGiven, RecognitionWithdrawn
from app.recognition.models import Receiver, Recognition, RecognitionKind, RecognitionState
from app.recognition.queries import Addressee

Parties = Sequence[tuple[Party, int]]
# Kept in the ledger, which is read in any language: a code, not a sentence.
WITHDRAWN = "withdrawn"


class Giving(TypedDict, total=False):
    """What is given with a thanks and an award alike. The same twice with one `key` is one."""

    receivers: Required[Parties]
    message: Required[str]
    subject: Subject | None
    key: str
    at: datetime


def thank(db: Writer, *, giver: Colleague, **given: Unpack[Giving]) -> Recognition:
    """Every receiver is credited in the same transaction."""
    return _give(
        db, giver, Recognition(kind=RecognitionKind.THANKS, giver_id=giver.id, **_written(giver, given)), given
    )


def award(db: Writer, *, giver: Colleague, kind_id: int, **given: Unpack[Giving]) -> Recognition:
    """As `thank`, for leaders, with a kind that is on the list."""
    ensure(policy.award(giver))
    award_kind_id = _active_kind(db, kind_id)
    made = Recognition(
        kind=RecognitionKind.AWARD, giver_id=giver.id, award_kind_id=award_kind_id, **_written(giver, given)
    )
    return _give(db, giver, made, given)


def withdraw(db: Writer, *, giver: Colleague, recognition_id: int) -> Recognition:
    """The words go from sight and the credit is countered; nothing is deleted. Doing it twice is doing it once."""
    recognition = queries.recognition_to_change(db, recognition_id)
    ensure(policy.withdraw(giver, recognition))
    if recognition.is_shown or recognition.is_hidden:
        take_back(recognition, RecognitionState.WITHDRAWN, by_id=giver.id)
        db.flush()
        credits.counter(db, subject=recognition.subject, reason=WITHDRAWN)
        record(db, RecognitionWithdrawn(recognition_id=recognition_id, giver_id=giver.id))
    return recognition


def give_again(db: Writer, recognition: Recognition) -> None:
    """What was credited with a withdrawn one, as it was then; not what an import brought that was taken back since."""
    if recognition.run_id and queries.is_run_undone(db, recognition.run_id):
        raise TooLate(_("The import that brought this was taken back, so it can't be undone any more."))
    act = Act.AWARDED if recognition.kind == RecognitionKind.AWARD else Act.THANKED
    credits.give_back(db, subject=recognition.subject, act=act, at=recognition.at)


def _written(giver: Colleague, given: Giving) -> Values:
    key, at = sent_key(giver.id, given.get("key", "")), given.get("at") or now()
    return {"giver_name": giver.name, "message": given["message"], "key": key, "at": at}


def _give(db: Writer, giver: Colleague, given: Recognition, about: Giving) -> Recognition:
    receivers, subject = about["receivers"], about.get("subject")
    if subject:
        given.subject_kind, given.subject_ref = subject.kind, subject.ref
    earlier = queries.recognition_keyed(db, given.key)
    if earlier:
        return _same(db, earlier, given, receivers)
    addressees = _addressees(db, giver, receivers)
    _describe(db, giver, given, subject)
    if not once_keyed(db, given):
        return _same(db, queries.recognition_keyed(db, given.key) or _lost(), given, receivers)
    _hand_over(db, given, addressees)
    record(db, RecognitionGiven(recognition_id=given.id, kind=given.kind, giver_id=giver.id))
    return given


def _same(db: Writer, earlier: Recognition, given: Recognition, receivers: Parties) -> Recognition:
    """What was given before, if it was this, to the same, in whatever order they were named."""
    named = {(one.party_kind, one.party_id) for one in queries.receivers(db, earlier.id)}
    ensure_same((_substance(earlier), named), (_substance(given), set(receivers)))
    return earlier


def _substance(given: Recognition) -> tuple[object, ...]:
    return given.kind, given.award_kind_id, given.message, given.subject_kind, given.subject_ref


def _addressees(db: Writer, giver: Colleague, receivers: Parties) -> list[Addressee]:
    parties = list(dict.fromkeys(receivers))
    _ensure_fits(policy.receive(giver, parties), field="receivers")
    try:
        found = queries.addressees(db, parties)
    except NotFound:
        raise Invalid(_("Choose people and departments from the list."), field="receivers") from None
    for one in found:
        if not one.active:
            raise Invalid(
                _("%(name)s is no longer active. Take that name out and try again.") % {"name": one.name},
                field="receivers",
            )
    return found


def _describe(db: Writer, giver: Colleague, given: Recognition, subject: Subject | None) -> None:
    if not given.message:
        raise Invalid(_("Say what they did and what it changed."), field="message")
    given.language = guess_language(given.message, likely=giver.locale or "en")
    given.giver_department_id, given.giver_department_name = giver.department_id, giver.department_name
    if subject:
        given.subject_label = _title(db, subject)


def _title(db: Writer, subject: Subject) -> str:
    try:
        return kinds_of(db).cite(db, subject).title
    except NotFound:
        raise Invalid(
            _("This idea or topic is not there any more. Leave it out, or cite another."), field="subject"
        ) from None


def _hand_over(db: Writer, given: Recognition, addressees: Sequence[Addressee]) -> None:
    """A row and a line in the ledger for each."""
    db.add_all(_receiver(given, place, one) for place, one in enumerate(addressees))
    is_award = given.kind == RecognitionKind.AWARD
    shares = credits.even_shares([(one.party, one.id) for one in addressees], Role.AWARD if is_award else Role.THANKS)
    act = Act.AWARDED if is_award else Act.THANKED
    credits.credit(db, parties=shares, act=act, subject=given.subject, label=given.label, at=given.at)


def _receiver(given: Recognition, position: int, one: Addressee) -> Receiver:
    return Receiver(
        recognition_id=given.id,
        party_kind=one.party,
        party_id=one.id,
        position=position,
        name=one.name,
        department_id=one.department_id,
    )


def _active_kind(db: Writer, kind_id: int) -> int:
    try:
        is_active = queries.award_kind(db, kind_id).active
    except NotFound:
        is_active = False
    if not is_active:
        raise Invalid(_("Choose one of the awards."), field="kind")
    return kind_id


def _ensure_fits(verdict: Verdict, *, field: str) -> None:
    """A no that the form can put right stands at its field."""
    if not verdict:
        raise Invalid(verdict.reason, field=field)


def _lost() -> NoReturn:
    raise Conflict(_("This could not be saved. Please try again."))
