"""Every write about people, departments and sign-in."""

from app.people.commands.roster import (
    add_department,
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
    end_other_sessions,
    end_session,
    forget_expired,
    invite,
    new_password_hash,
    note_seen,
    set_password,
    start_session,
)

__all__ = [
    "accept_invitation",
    "add_department",
    "add_person",
    "change_department",
    "change_person",
    "choose_language",
    "choose_settings",
    "end_other_sessions",
    "end_session",
    "forget_expired",
    "invite",
    "new_password_hash",
    "note_privacy_read",
    "note_seen",
    "set_active",
    "set_lead",
    "set_password",
    "set_roles",
    "start_session",
]
