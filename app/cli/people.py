"""Who may come in: the first administrator, and invitations."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.audit import commands as audit
from app.cli.common import HERE, Data, cli, err, opened, out, settings_for, settings_of_existing
from app.cli.exporting import write_privately
from app.core.addresses import email_address
from app.core.db import Reader, Writer
from app.core.english import so_many
from app.core.errors import Unusable
from app.core.letters import clean
from app.core.settings import Settings
from app.people import commands, queries
from app.people.models import Person
from app.people.roles import MATRIX, Permission, Role

BaseUrl = Annotated[
    str, typer.Option("--base-url", help="Where people open Byline.", show_default="BYLINE_BASE_URL, else this machine")
]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port that serve listens on, where no address is set.")]


@cli.command()
def admin(
    who: Annotated[str, typer.Argument(help="Their e-mail address, or the employee ID of somebody who is here.")],
    name: Annotated[str, typer.Option(help="Their name, if they are new.", show_default="made of the address")] = "",
    base_url: BaseUrl = "",
    port: Port = 8000,
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
        named = clean(name, lines=False)
        notes = [_about_name(person, named, who)]
        person = person or commands.add_person(db, name=named or _name_made_of(who), email=_checked(who))
        commands.set_roles(db, person, {*queries.roles_of(db, person.id), Role.ADMIN})
        audit.note(db, actor=None, act="role.changed", label=person.name, roles=["admin"])
        [(_person, link)], more = _invited(db, settings, [person], port)
    days = so_many(settings.invitation_days, "day")
    out.print(f"{person.name} is administrator. This link works once, for {days}:\n{link}")
    _tell(*notes, *more)


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
    again: Annotated[
        bool, typer.Option("--again", help="Also those who have a link that still works, which then no longer does.")
    ] = False,
    base_url: BaseUrl = "",
    port: Port = 8000,
    data: Data = HERE,
) -> None:
    """Make one-time links with which people choose a password."""
    if bool(who) == everyone:
        raise Unusable("Name one e-mail address or employee ID, or say --all.")
    settings = settings_of_existing(data, base_url=base_url or None)
    with opened(settings) as store, store.writing() as db:
        people, left_out = ([_active(db, who)], 0) if who else _waiting(db, again)
        invited, notes = _invited(db, settings, people, port)
        if file:
            links = [(person.name, person.email, person.employee_id, link) for person, link in invited]
            write_privately(file, ["name", "email", "employee_id", "link"], links)
    if file:
        said = so_many(len(invited), "link is", "links are")
        out.print(f"{said} in {file}. Whoever has a link can sign in with it: keep the file to yourself.")
    elif invited:
        out.print("\n".join(f"{person.name} <{person.signs_in_with}> {link}" for person, link in invited))
    else:
        out.print("Everybody has a password." if not left_out else "Everybody has a password or a link.")
    if left_out:
        have = so_many(left_out, "person has", "people have")
        notes.append(f"{have} a link that still works, and got no other. Say --again to replace it.")
    _tell(*notes)


@cli.command()
def roles(data: Data = HERE) -> None:
    """Print which role may do what."""
    for permission in Permission:
        holders = ", ".join(role for role, allowed in MATRIX.items() if permission in allowed)
        out.print(f"{permission.value:<50} {holders}")


def _waiting(db: Reader, again: bool) -> tuple[list[Person], int]:
    """Who has no password, and how many of these were left out: a mail that was sent must not lead nowhere."""
    everyone = queries.people_without_password(db)
    invited = set() if again else queries.people_with_link(db)
    return [person for person in everyone if person.id not in invited], sum(one.id in invited for one in everyone)


def _invited(
    db: Writer, settings: Settings, people: Sequence[Person], port: int
) -> tuple[list[tuple[Person, str]], list[str]]:
    """Each with their link, and what else there is to know of it."""
    replaced = len({person.id for person in people} & queries.people_with_link(db))
    base = settings.base_url or f"http://127.0.0.1:{port}"
    tokens = [commands.invite(db, person=person, days=settings.invitation_days) for person in people]
    notes = (
        [f"{so_many(replaced, 'earlier link')} no longer {'works' if replaced == 1 else 'work'}."] if replaced else []
    )
    if people and not settings.base_url:
        notes.append(
            "Links lead to this machine alone. Set BYLINE_BASE_URL to the address that people use, or say it with "
            "--base-url; --port says where serve listens here."
        )
    return [(person, f"{base}/welcome/{token}") for person, token in zip(people, tokens, strict=True)], notes


def _tell(*notes: str) -> None:
    """Beside the links, which may be going into a file."""
    for note in filter(None, notes):
        err.print(note)


def _about_name(person: Person | None, named: str, who: str) -> str:
    if person and named and named != person.name:
        return f"{person.name} is here already and keeps that name; it is changed in the setup, under People."
    if not person and not named:
        return f"The name {_name_made_of(who)} is made of the address; it is changed in the setup, under People."
    return ""


def _name_made_of(address: str) -> str:
    """`ana.ruiz+work@example.com` is Ana Ruiz."""
    local = address.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-\s]+", local) if word and not word.isdigit()]
    return " ".join(word[0].upper() + word[1:] for word in words) or local


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


def _checked(who: str) -> str:
    try:
        return email_address(clean(who, lines=False))
    except ValueError:
        nobody = "" if "@" in who or not who else "is nobody's employee ID here, and "
        raise Unusable(f"“{who}” {nobody}is not an e-mail address.") from None
