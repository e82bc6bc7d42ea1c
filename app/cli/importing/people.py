"""Bringing in the people of the roster."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.common import HERE, Data, opened, settings_for
from app.cli.importing import asking
from app.cli.importing.complaints import Complaints
from app.cli.importing.listing import Listing
from app.cli.importing.opening import Given, open_given
from app.cli.importing.options import DryRun, Encoding, File, importer, pair
from app.cli.importing.planning import Planning
from app.core.dates import DayOrder
from app.core.db import Database
from app.core.errors import Unusable
from app.core.letters import key
from app.people import queries
from app.people.importing import Asked, Told
from app.people.roles import Role

Full = Annotated[bool, typer.Option("--full", help="The file names everybody: deactivate whoever is not in it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Also when that is more than a tenth of all people.")]
Renumber = Annotated[
    list[str], typer.Option("--renumber", help="OLD=NEW: the same person has another employee id now; may be repeated.")
]
Reuse = Annotated[
    bool, typer.Option("--reuse-addresses", help="Addresses of people who have left may be given to others.")
]
Distinct = Annotated[
    bool, typer.Option("--distinct-ids", help="Employee ids that are almost the same are different people's.")
]
Add = Annotated[bool, typer.Option("--add-departments", help="Make the departments that are missing.")]
Named = Annotated[
    list[str],
    typer.Option("--deactivate-admin", help="Address or id of an administrator who may be deactivated, with --yes."),
]
Left = Annotated[list[str], typer.Option("--left", help="A word of the status that means that somebody has left.")]


@importer.command()
def people(
    file: File,
    columns: asking.Map = asking.NONE,
    full: Full = False,
    yes: Yes = False,
    renumber: Renumber = asking.NONE,
    reuse_addresses: Reuse = False,
    distinct_ids: Distinct = False,
    add_departments: Add = False,
    deactivate_admin: Named = asking.NONE,
    left: Left = asking.NONE,
    dates: asking.Dates = "",
    header: asking.Header = "",
    sheet: asking.Worksheet = "",
    leave: asking.Leave = asking.NONE,
    skip_bad: asking.SkipBad = None,
    dry_run: DryRun = False,
    encoding: Encoding = "",
    data: Data = HERE,
) -> None:
    """Bring in the people of the roster.

    Fields: employee_id, name or given_name and family_name, email, title, department (code, name or path), locale,
    time_zone, roles (such as leader, hr), enabled, disabled, status, left_on. A name and either an id or an address are
    enough. People are found by employee id, else by e-mail; nobody is deleted. Locale and time zone count only until
    somebody chooses their own.
    """
    told = asking.told(
        columns=asking.mapping(columns),
        **{"dates": dates, "header": header, "sheet": sheet, "encoding": encoding, "leave": leave, "left": left},
    )
    settings = settings_for(data)
    with opened(settings, begins=True) as store:
        given = open_given(store, "people", file, "", told, dry_run=dry_run)
        asked = Asked(
            full=full,
            told=Told(_renumbered(renumber), reuse_addresses, distinct_ids),
            adds_departments=add_departments,
            order=_order(given),
            left=frozenset(map(key, given.told.get("left", []))),
            deactivated=_administrators(store, deactivate_admin, is_meant=yes),
            zone=ZoneInfo(settings.time_zone),
        )
        skipped = None if dry_run else skip_bad
        with (
            Complaints(settings, given.source, given.sheet, skipped) as complaints,
            Listing(settings, given) as listing,
        ):
            planning = Planning(store, given, told["columns"], asked, complaints, listing)
            planning.make(skips=bool(skip_bad))
            planning.say(is_confirmed=yes, is_dry=dry_run)
            if not dry_run:
                planning.do()


def _renumbered(given: list[str]) -> dict[str, str]:
    """The old id by the key of the new one."""
    return {key(new): old for old, new in (pair(one, "--renumber 7001=7002") for one in given)}


def _order(given: Given) -> DayOrder | None:
    said = given.told.get("dates", "")
    try:
        return DayOrder(said) if said else None
    except ValueError:
        raise Unusable(f"“{said}” is no order of dates. There are: {', '.join(DayOrder)}.") from None


def _administrators(store: Database, named: list[str], *, is_meant: bool) -> frozenset[int]:
    """Those who may be deactivated; naming them takes a yes as well. Raises Unusable."""
    found = set()
    with store.reading() as db:
        for who in named:
            person = queries.person_known_as(db, who)
            if person is None or Role.ADMIN not in queries.roles_of(db, person.id):
                raise Unusable(f"Nobody with the e-mail address or employee id {who} is administrator.")
            found.add(person.id)
    return frozenset(found if is_meant else ())
