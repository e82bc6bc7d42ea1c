from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, event, inspect
from sqlmodel import Field, SQLModel

from app.core.clock import now
from app.core.letters import key
from app.core.tables import Instant


class Department(SQLModel, table=True):
    """A department as it presents itself. `contacts` and the other texts are in the department's own language.

    Columns in `KEYS` are what others are compared by, and are kept by themselves.
    """

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    code: str = Field(unique=True)
    code_key: str = Field(default="", unique=True)
    name: str = Field(unique=True)
    name_key: str = Field(default="", unique=True)
    purpose: str = ""
    serves: str = ""
    hours: str = ""
    time_zone: str = ""
    contacts: str = ""
    # The department that this one is a part of.
    parent_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    # No foreign key: person and department point at each other, and nobody is ever deleted.
    lead_id: int | None = Field(default=None, index=True)
    active: bool = True


class Person(SQLModel, table=True):
    """A person of the roster, known by an e-mail address, an employee ID, or both: never by an empty one.

    An empty `password_hash` means they have not been welcomed yet.

    Columns in `KEYS` are what others are compared by, and are kept by themselves; lists are sorted by `sort_name`, for
    neither database does that alike with all letters.
    """

    __table_args__ = (Index("ix_person_sort_name", "sort_name", "id"),)

    id: int = Field(default=None, primary_key=True)
    employee_id: str | None = Field(default=None, unique=True)
    employee_key: str | None = Field(default=None, unique=True)
    email: str | None = Field(default=None, unique=True)
    email_key: str | None = Field(default=None, unique=True)
    name: str
    sort_name: str = ""
    title: str = ""
    title_key: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    locale: str = ""
    time_zone: str = ""
    active: bool = True
    password_hash: str = ""
    privacy_read_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=now, sa_type=Instant)

    @property
    def signs_in_with(self) -> str:
        """What they type to sign in, and what tells them from others of their name; who left may have nothing."""
        return self.email or self.employee_id or ""


class RoleGiven(SQLModel, table=True):
    """A role that somebody holds because it was given to them, by whom and when as far as that is known.

    What a role may depend on later, such as a department or a first and a last day, has its place here and not with
    the person, and is heeded in `queries.given` and `queries.holders`, through which everybody reads roles.
    """

    __tablename__ = "role_given"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    role: str = Field(index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = Field(default=None, sa_type=Instant)


KEYS = {
    Department: {"code": "code_key", "name": "name_key"},
    Person: {"employee_id": "employee_key", "email": "email_key", "name": "sort_name", "title": "title_key"},
}
"""Which column holds the key of which: see `app.core.letters`. What is shown stays as it was typed."""


@event.listens_for(Department, "before_insert")
@event.listens_for(Department, "before_update")
@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_keys(_mapper: object, _connection: object, row: Department | Person) -> None:
    """Only of what changes: a key that a migration had to make up stays until its row is spelled otherwise."""
    attributes = inspect(row).attrs
    for column, folded in KEYS[type(row)].items():
        if attributes[column].history.has_changes():
            value = getattr(row, column)
            setattr(row, folded, value and key(value))


class SignInSession(SQLModel, table=True):
    """One browser somebody is signed in with. The cookie holds the secret, this row its SHA-256."""

    __tablename__ = "sign_in_session"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    browser: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=Instant)
    seen_at: datetime = Field(default_factory=now, sa_type=Instant)


class Invitation(SQLModel, table=True):
    """A one-time link to choose a password with; only its SHA-256 is kept."""

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(default_factory=now, sa_type=Instant)


class SignedInFrom(SQLModel, table=True):
    """A browser, or an address, that somebody signed in from: only a digest of it and whose it is."""

    __tablename__ = "signed_in_from"
    __table_args__ = (UniqueConstraint("person_id", "digest"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    digest: str
    seen_at: datetime = Field(default_factory=now, sa_type=Instant)


class SignInCount(SQLModel, table=True):
    """Tries of passwords since a window of time began; `name` is a digest of whose, and from where."""

    __tablename__ = "sign_in_count"

    name: str = Field(primary_key=True)
    tries: int
    ends_at: datetime = Field(sa_type=Instant, index=True)
