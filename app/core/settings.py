"""Settings: from `BYLINE_*` and `byline.toml`, read once and passed on."""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, PrivateAttr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.core.clock import known_zones
from app.core.errors import Unusable
from app.core.whereabouts import LAUNCHER, whereabouts

PREFIX = "BYLINE_"
ASIDE = ("BYLINE_TEST_", "BYLINE_CHROMIUM", "BYLINE_IS_RUNNING")
"""Not settings of the program: of its tests and its launcher."""
SHORTEST_KEY = 20
DEMO_MARK = "this-is-a-demo"
PROJECT = LAUNCHER / "pyproject.toml"


def version() -> str:
    """Of this Byline, as its project file says."""
    found: str = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return found


class Settings(BaseSettings):
    """What can be set from outside; every field is `BYLINE_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(default=Path("data"), description="Folder of the database, the index and files.")
    database_url: str = Field(default="", description="Empty: SQLite in the data folder. Or postgresql://….")
    base_url: str = Field(default="", description="The address people use, when a proxy stands in front.")
    hosts: str = Field(default="", description="More names and addresses it may be opened by, with commas.")
    language: Literal["en", "zh-Hans", "th"] = Field(default="en", description="For visitors whose browser asks none.")
    time_zone: str = Field(default="UTC", description="For people who have not chosen one.")
    threads: int = Field(default=8, ge=2, le=200, description="Requests worked on at once, and connections.")
    worker: Literal["thread", "separate", "none"] = Field(default="thread", description="Where the worker runs.")
    development: bool = Field(default=False, description="Shows the pattern page and reloads templates.")
    session_idle_days: int = Field(default=7, ge=1, le=365, description="Signed out after so long without a visit.")
    session_days: int = Field(default=30, ge=1, le=365, description="Signed out after so long in any case.")
    invitation_days: int = Field(default=14, ge=1, le=90, description="How long an invitation link works.")
    password_rounds: int = Field(default=5, ge=1, le=50, description="argon2id time cost; 5 is 50 ms or more.")
    max_body_bytes: int = Field(default=1_000_000, ge=100_000, description="Largest form that is read.")
    metrics_key: str = Field(default="", description="Who shows it gets /metrics and all of /readyz.")
    trusted_proxies: str = Field(default="127.0.0.1", description="Whose X-Forwarded-* headers are believed.")
    _file: Path | None = PrivateAttr(default=None)

    backup_recipient: str = Field(default="", description="Public keys of age that backups are encrypted for.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in known_zones():
            raise ValueError("is not a time zone name such as Asia/Bangkok")
        return value

    @field_validator("database_url")
    @classmethod
    def _of_postgresql(cls, value: str) -> str:
        """SQLite is always the file in the data folder: a copy of another would not be of what is used."""
        try:
            address = make_url(value or "postgresql://")
            # Where a sign in the password is not written as it has to be, the end of it is taken for a name.
            is_torn = "@" in f"{address.host}{address.database}"
            is_ours = address.drivername in {"postgresql", "postgres", "postgresql+psycopg"} and not is_torn
        except (ArgumentError, ValueError):
            is_ours = False
        if not is_ours:
            # Never shown: it may hold a password.
            raise ValueError(
                "is not an address such as postgresql://user:password@host/name; signs such as @ or / inside the "
                "password are written %40 and %2F"
            )
        return value

    @field_validator("base_url")
    @classmethod
    def _of_a_site(cls, value: str) -> str:
        address = urlsplit(value)
        is_site = address.scheme in {"http", "https"} and address.hostname and not address.path.strip("/")
        if value and (not is_site or address.query or address.fragment or address.username):
            raise ValueError("is not an address such as https://byline.example.com, with nothing behind the host")
        return value.rstrip("/")

    @field_validator("metrics_key")
    @classmethod
    def _not_guessed(cls, value: str) -> str:
        if value and (len(value) < SHORTEST_KEY or not value.isascii() or any(map(str.isspace, value))):
            raise ValueError(f"has to be {SHORTEST_KEY} letters, digits or signs or more, without spaces")
        return value

    @field_validator("hosts")
    @classmethod
    def _of_hosts(cls, value: str) -> str:
        for one in filter(None, map(str.strip, value.split(","))):
            if set(one) & set("/@*?# ") or (":" in one and not _is_network(one)):
                raise ValueError(
                    f"has “{one}”, which is no name such as byline.example.com and no address; no port either"
                )
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _of_addresses(cls, value: str) -> str:
        for one in filter(None, map(str.strip, value.split(","))):
            if one != "*" and not _is_network(one):
                shapes = "an address such as 10.0.0.5 nor a network such as 10.0.0.0/8"
                raise ValueError(f"has “{one}”, which is neither {shapes}")
        return value

    @field_validator("backup_recipient")
    @classmethod
    def _of_keys(cls, value: str) -> str:
        """Noticed when Byline starts, and not when the first backup fails at night."""
        for one in value.replace(",", " ").split():
            if not re.fullmatch("age1[a-z0-9]+", one):
                raise ValueError(f"has “{one}”, which is no public key of age such as age1…")
        return value

    @property
    def backup_recipients(self) -> list[str]:
        return self.backup_recipient.replace(",", " ").split()

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{self.database_file}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgresql", "postgres"} else self.database_url

    @property
    def database_file(self) -> Path:
        """Where the database is, unless an address of another one is set."""
        return self.data / "byline.db"

    @property
    def index_folder(self) -> Path:
        return self.data / "index"

    @property
    def known_hosts(self) -> list[str]:
        """By which it may be opened, besides this machine's own."""
        named = [one.strip() for one in self.hosts.split(",") if one.strip()]
        return [*named, urlsplit(self.base_url).hostname or ""] if self.base_url else named

    @property
    def is_demo(self) -> bool:
        """Never beside a database that other folders share: the mark lets anybody in."""
        return not self.database_url and (self.data / DEMO_MARK).exists()

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def file(self) -> Path | None:
        """The `byline.toml` that they were read from."""
        return self._file

    @property
    def place(self) -> str:
        """The database in words, without a password."""
        if not self.database_url:
            return str(self.database_file)
        address = make_url(self.database_url)
        return f"{address.database or 'a database'} of PostgreSQL on {address.host or 'this machine'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings


def settings_from_environment(*, data: Path | None = None, **given: object) -> Settings:
    """Raises Unusable with one sentence a setting that is wrong; the folder's path is a whole one.

    What is given is stronger than the environment, and that than the file.
    """
    _refuse_misspelled(os.environ)
    found = whereabouts(data, os.environ.get(f"{PREFIX}DATA", ""))
    variables = {name.upper() for name in os.environ}
    said = {name: value for name, value in found.said.items() if PREFIX + name.upper() not in variables}
    stronger = {name: value for name, value in given.items() if value is not None}
    try:
        settings = Settings(**{**said, **stronger, "data": found.data})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Unusable(f"A setting is wrong: {wrong}.") from error
    settings._file = found.file
    return settings


def _refuse_misspelled(environment: Mapping[str, str]) -> None:
    """A setting that is not one would be taken for set."""
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(one for one in environment if one.startswith(PREFIX) and not one.startswith(ASIDE)):
        said = name.removeprefix(PREFIX)
        if said.upper() not in known:
            near = get_close_matches(said.upper(), known, 1)
            hint = f" Is {PREFIX}{near[0]} meant?" if near else ""
            raise Unusable(f"A setting is wrong: there is no {name}.{hint}")


def _is_network(written: str) -> bool:
    try:
        ip_network(written, strict=False)
    except ValueError:
        return False
    return True
