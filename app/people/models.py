import re
import unicodedata
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.tables import Instant


def sorted_as(name: str) -> str:
    """A name without case and without accents on Latin letters: `Émile` stands beside `Emil`, and each finds both."""
    apart = unicodedata.normalize("NFD", name.casefold())
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", apart))


class Department(SQLModel, table=True):
    """A department as it presents itself. `contacts` and the other texts are in the department's own language."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    code: str = Field(unique=True)
    name: str = Field(unique=True)
    purpose: str = ""
    serves: str = ""
    hours: str = ""
    time_zone: str = ""
    contacts: str = ""
    # No foreign key: person and department point at each other, and nobody is ever deleted.
    lead_id: int | None = Field(default=None, index=True)
    active: bool = True


class Person(SQLModel, table=True):
    """A person of the roster. An empty `password_hash` means they have not been welcomed yet.

    `sort_name` is the name as lists sort it: neither database does that alike with all letters.
    """

    __table_args__ = (Index("ix_person_sort_name", "sort_name", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    employee_id: str | None = Field(default=None, unique=True)
    email: str = Field(unique=True)
    name: str
    sort_name: str = ""
    title: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    locale: str = ""
    time_zone: str = ""
    active: bool = True
    password_hash: str = ""
    is_leader: bool = False
    is_hr: bool = False
    is_admin: bool = False
    privacy_read_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=now, sa_type=Instant)


class SignInSession(SQLModel, table=True):
    """One browser somebody is signed in with. The cookie holds the secret, this row its SHA-256."""

    __tablename__ = "sign_in_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    browser: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    seen_at: datetime = Field(default_factory=now, sa_type=Instant)


class Invitation(SQLModel, table=True):
    """A one-time link to choose a password with; only its SHA-256 is kept."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
