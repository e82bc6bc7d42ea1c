"""Every write about people, departments and sign-in."""

from app.people.commands.roster import (
    add_department,
    add_people,
    add_person,
    change_department,
    change_person,
    set_active,
    set_lead,
    set_roles,
)
from app.people.commands.settings import choose_language, choose_settings, note_privacy_read
from app.people.commands.signing_in import (
    accept_invitation,
    end_session,
    end_sessions,
    forget_expired,
    invite,
    new_password_hash,
    note_seen,
    note_signed_in_from,
    set_password,
    start_session,
)
from app.people.commands.tries import Counted, count_try, forget_counts, forgive_tries, take_back_try

__all__ = [
    "Counted",
    "count_try",
    "forgive_tries",
    "take_back_try",
    "accept_invitation",
    "add_department",
    "add_people",
    "add_person",
    "change_department",
    "change_person",
    "choose_language",
    "choose_settings",
    "end_sessions",
    "end_session",
    "forget_counts",
    "forget_expired",
    "invite",
    "new_password_hash",
    "note_privacy_read",
    "note_seen",
    "note_signed_in_from",
    "set_active",
    "set_lead",
    "set_password",
    "set_roles",
    "start_session",
]
