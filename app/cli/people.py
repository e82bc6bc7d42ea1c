"""Who may come in: the first administrator, and invitations."""

from pathlib import Path
from typing import Annotated

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, cli, opened, out, settings_for, settings_of_existing
from app.cli.exporting import write_privately
from app.core.addresses import email_address
from app.core.db import Writer
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.letters import clean
from app.core.settings import Settings
from app.people import commands, queries
from app.people.models import Person
from app.people.roles import MATRIX, Permission, Role


@cli.command()
def admin(
    who: Annotated[str, typer.Argument(help="Their e-mail address, or the employee ID of somebody who is here.")],
    name: Annotated[str, typer.Option(help="Their name, if they are new.")] = "",
    base_url: Annotated[str, typer.Option("--base-url", help="Where people open Byline.")] = "",
    data: Data = HERE,
) -> None:
    """Make somebody administrator and print a one-time link for them."""
    settings = settings_for(data, base_url=base_url or None)
    with opened(settings, begins=True) as store, store.writing() as db:
        person = queries.person_known_as(db, who)
        if person and not _is_just_so(person, who):
            # Whoever is spelled alike would get everything that an administrator may do.
            raise Unusable(f"{person.name} has {_known_by(person)}. Write it just so, if you mean them.")
        if person and not person.active:
            raise Unusable(f"{person.name} is deactivated. Name somebody else, or have them activated in the setup.")
        person = person or commands.add_person(
            db, name=clean(name, lines=False) or who.partition("@")[0], email=_checked(who)
        )
        commands.set_roles(db, person, {*queries.roles_of(db, person.id), Role.ADMIN})
        audit.note(db, actor=None, act="role.changed", label=person.name, roles=["admin"])
        link = _link(settings, commands.invite(db, person=person, days=settings.invitation_days))
    days = so_many(settings.invitation_days, "day")
    out.print(f"{person.name} is administrator. This link works once, for {days}:\n{link}")


@cli.command()
def invite(
    who: Annotated[
        str, typer.Argument(help="One person's e-mail address or employee ID; leave it out with --all.")
    ] = "",
    everyone: Annotated[bool, typer.Option("--all", help="Everybody who has no password yet.")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--out", help="Write name, address, employee ID and link to a CSV file not there yet."),
    ] = None,
    base_url: Annotated[str, typer.Option("--base-url", help="Where people open Byline.")] = "",
    data: Data = HERE,
) -> None:
    """Make one-time links with which people choose a password."""
    if bool(who) == everyone:
        raise Unusable("Name one e-mail address or employee ID, or say --all.")
    settings = settings_of_existing(data, base_url=base_url or None)
    with opened(settings) as store, store.writing() as db:
        invited = _invited(db, settings, who)
        if file:
            links = [(person.name, person.email, person.employee_id, link) for person, link in invited]
            write_privately(file, ["name", "email", "employee_id", "link"], links)
    if file:
        said = so_many(len(invited), "link is", "links are")
        out.print(f"{said} in {file}. Whoever has a link can sign in with it: keep the file to yourself.")
    else:
        lines = [f"{person.name} <{person.signs_in_with}> {link}" for person, link in invited]
        out.print("\n".join(lines) or "Everybody has a password.")


@cli.command()
def roles(data: Data = HERE) -> None:
    """Print which role may do what."""
    for permission in Permission:
        holders = ", ".join(role for role, allowed in MATRIX.items() if permission in allowed)
        out.print(f"{permission.value:<50} {holders}")


def _invited(db: Writer, settings: Settings, who: str) -> list[tuple[Person, str]]:
    """Each with their link."""
    people = [_active(db, who)] if who else queries.people_without_password(db)
    tokens = [commands.invite(db, person=person, days=settings.invitation_days) for person in people]
    return [(person, _link(settings, token)) for person, token in zip(people, tokens, strict=True)]


def _active(db: Writer, who: str) -> Person:
    person = queries.person_known_as(db, who)
    if person is None or not person.active:
        raise Unusable(f"Nobody active has the {'e-mail address' if '@' in who else 'employee ID'} {who}.")
    return person


def _is_just_so(person: Person, who: str) -> bool:
    typed = clean(who, lines=False)
    return person.email == typed.lower() or person.employee_id == typed


def _known_by(person: Person) -> str:
    return f"the e-mail address {person.email}" if person.email else f"the employee ID {person.employee_id}"


def _link(settings: Settings, token: str) -> str:
    return f"{settings.base_url.rstrip('/') or 'http://127.0.0.1:8000'}/welcome/{token}"


def _checked(who: str) -> str:
    try:
        return email_address(clean(who, lines=False))
    except ValueError:
        nobody = "" if "@" in who or not who else "is nobody's employee ID here, and "
        raise Unusable(f"“{who}” {nobody}is not an e-mail address.") from None
