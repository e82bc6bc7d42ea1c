from datetime import timedelta

from app.core.db import Database
from app.people import commands


def forget_expired(store: Database, *, idle: timedelta, whole: timedelta) -> None:
    """Sessions and invitations that let nobody in any more are of no use to anybody."""
    with store.writing() as db:
        commands.forget_expired(db, idle=idle, whole=whole)


def forget_tries(store: Database) -> None:
    """Of windows that are over: strangers who try without end leave hundreds a minute."""
    with store.writing() as db:
        commands.forget_counts(db)
