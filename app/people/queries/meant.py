"""Whom a file means by what it says of somebody. One rule for all that is brought: an employee ID is worth more than an
address, an address more than a name, and whoever has another ID is somebody else, whatever address they were given.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.core.addresses import same_address
from app.core.db import Reader
from app.core.letters import trimmed
from app.people.queries.known import By, Known, known_by_email, known_by_employee_id, known_by_name, only

# As mail programs and Git write them, and as mail was signed before them.
_ADDRESSED = (
    re.compile(r"(?P<name>[^<>]*)<\s*(?:mailto:)?(?P<email>[^<>\s@]+@[^<>\s@]+)\s*>"),
    re.compile(r"(?P<name>[^()@]+)\(\s*(?P<email>[^()\s@]+@[^()\s@]+)\s*\)"),
    re.compile(r"(?P<email>[^()\s@]+@[^()\s@]+)\s+\((?P<name>[^()@]+)\)"),
)


def addressed(name: str) -> tuple[str, str]:
    """Name and address of `Ann Lee <ann@example.com>`; no address in any other."""
    text = name.strip()
    found = next(filter(None, (one.fullmatch(text) for one in _ADDRESSED)), None) if "@" in text else None
    return (trimmed(trimmed(found["name"]).strip("\"'")), trimmed(found["email"])) if found else (name, "")


@dataclass(frozen=True)
class Mention:
    """What a file says of somebody."""

    employee_id: str = ""
    email: str = ""
    name: str = ""

    def __str__(self) -> str:
        """As they go by where they are nobody here."""
        return self.name or self.email or self.employee_id

    @property
    def apart(self) -> "Mention":
        """With the address that stands behind a name in its own place; one of a column of addresses counts more."""
        name, email = addressed(self.name)
        _name, other = addressed(self.email)
        return replace(self, name=name, email=other or self.email or email)

    @property
    def names(self) -> list[str]:
        """As they may be called: `Lee, Ann` may be Ann Lee."""
        family, comma, given = self.name.partition(",")
        turned = f"{trimmed(given)} {trimmed(family)}" if comma and "," not in given else ""
        return [one for one in (self.name, turned) if one.strip()]

    def may_be(self, person: Known) -> bool:
        """Whoever has another ID than the one that is said is somebody else."""
        return not (self.employee_id and person.employee_id) or "@" in self.employee_id


@dataclass(frozen=True)
class Meant:
    """Whoever some mentions may be about, looked up together; names count only where they are trusted."""

    ids: By
    emails: By
    names: By
    trusts_names: bool

    @classmethod
    def by(cls, db: Reader, every: Iterable[Mention], *, trusts_names: bool) -> "Meant":
        mentions = [one.apart for one in every]
        names = {name for one in mentions for name in one.names}
        texts = {text for one in mentions for text in (one.employee_id, one.email, one.name)}
        by_email = known_by_email(db, (text for text in texts if "@" in text))
        found = known_by_employee_id(db, texts), by_email, known_by_name(db, names)
        return cls(*found, trusts_names)

    def person(self, said: Mention) -> Known | None:
        said = said.apart
        sure = only(self.ids, said.employee_id)
        return sure or next((one for one in self._likely(said) if said.may_be(one)), None)

    def namesake(self, said: Mention) -> Known | None:
        """Exactly one person is so called, and may be them."""
        said = said.apart
        found = self._called(said)
        return found if found and said.may_be(found) else None

    def of_address(self, spelled: str) -> Known | None:
        """Whose address this is; with other accents it is another mailbox, and so somebody else's."""
        found = only(self.emails, spelled) if "@" in spelled else None
        return found if found and same_address(spelled, found.email) else None

    def _called(self, said: Mention) -> Known | None:
        """A name as it is written counts before one that is turned."""
        return next(filter(None, (only(self.names, name) for name in said.names)), None)

    def _likely(self, said: Mention) -> Iterator[Known]:
        """What stands in a column of another name is believed as well: many files have but one for who it was."""
        texts = list(filter(None, (said.employee_id, said.email, said.name)))
        found = [*map(self.of_address, texts), *(only(self.ids, text) for text in texts)]
        if self.trusts_names:
            found.append(self._called(said))
        yield from filter(None, found)
