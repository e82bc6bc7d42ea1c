"""Who may come in: the first administrator, and invitations."""

import csv
import os
from pathlib import Path
from typing import Annotated

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, cli, opened, out, settings_for, settings_of_existing
from app.core.db import Writer
from app.core.errors import Unusable
from app.core.settings import Settings
from app.core.tabular import defused
from app.core.text import clean
from app.people import commands, queries
from app.people.models import Person
from app.people.roles import MATRIX, Permission


@cli.command()
def admin(
    email: Annotated[str, typer.Argument(help="Their e-mail address.")],
    name: Annotated[str, typer.Option(help="Their name, if they are new.")] = "",
    base_url: Annotated[str, typer.Option("--base-url", help="Where people open Byline.")] = "",
    data: Data = HERE,
) -> None:
    """Make somebody administrator and print a one-time link for them."""
    settings = settings_for(data, base_url=base_url or None)
    with opened(settings, begins=True) as store, store.writing() as db:
        person = queries.person_by_email(db, email)
        if person and not person.active:
            raise Unusable(f"{person.name} is deactivated. Name somebody else, or have them activated in the setup.")
        person = person or commands.add_person(
            db, name=clean(name, lines=False) or email.partition("@")[0], email=_checked(email)
        )
        commands.set_roles(db, person, leader=person.is_leader, hr=person.is_hr, admin=True)
        audit.note(db, actor=None, act="role.changed", label=person.name, roles=["admin"])
        link = _link(settings, commands.invite(db, person=person, days=settings.invitation_days))
    out.print(f"{person.name} is administrator. This link works once, for {settings.invitation_days} days:\n{link}")


@cli.command()
def invite(
    email: Annotated[str, typer.Argument(help="One person's e-mail address; leave it out with --all.")] = "",
    everyone: Annotated[bool, typer.Option("--all", help="Everybody who has no password yet.")] = False,
    file: Annotated[
        Path | None, typer.Option("--out", help="Write name, address and link to a CSV file not there yet.")
    ] = None,
    base_url: Annotated[str, typer.Option("--base-url", help="Where people open Byline.")] = "",
    data: Data = HERE,
) -> None:
    """Make one-time links with which people choose a password."""
    if bool(email) == everyone:
        raise Unusable("Name one e-mail address, or say --all.")
    settings = settings_of_existing(data, base_url=base_url or None)
    with opened(settings) as store, store.writing() as db:
        rows = _invited(db, settings, email)
        if file:
            _write(file, rows)
    if file:
        out.print(
            f"{len(rows)} links are in {file}. Whoever has a link can sign in with it: keep the file to yourself."
        )
    else:
        out.print(
            "\n".join(f"{name} <{address}> {link}" for name, address, link in rows) or "Everybody has a password."
        )


@cli.command()
def roles(data: Data = HERE) -> None:
    """Print which role may do what."""
    for permission in Permission:
        holders = ", ".join(role for role, allowed in MATRIX.items() if permission in allowed)
        out.print(f"{permission.value:<50} {holders}")


def _invited(db: Writer, settings: Settings, email: str) -> list[tuple[str, str, str]]:
    if email:
        person = queries.person_by_email(db, email)
        if person is None or not person.active:
            raise Unusable(f"Nobody active has the e-mail address {email}.")
        people: list[Person] = [person]
    else:
        people = queries.people_without_password(db)
    return [
        (p.name, p.email, _link(settings, commands.invite(db, person=p, days=settings.invitation_days))) for p in people
    ]


def _link(settings: Settings, token: str) -> str:
    return f"{settings.base_url.rstrip('/') or 'http://127.0.0.1:8000'}/welcome/{token}"


def _checked(email: str) -> str:
    if "@" not in email.strip("@ "):
        raise Unusable(f"“{email}” is not an e-mail address.")
    return email


def _write(file: Path, rows: list[tuple[str, str, str]]) -> None:
    """For its maker's eyes only: whoever has a link can sign in with it."""
    try:
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8-sig", newline=""
        ) as links:
            writer = csv.writer(links)
            writer.writerow(["name", "email", "link"])
            writer.writerows([[defused(cell) for cell in row] for row in rows])
    except FileExistsError:
        raise Unusable(f"There is a file {file} already. Name another one.") from None
    except OSError as error:
        raise Unusable(f"The file {file} cannot be written: {error.strerror}.") from error
