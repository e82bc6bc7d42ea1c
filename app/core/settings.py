"""Settings: from `BYLINE_*` and `byline.toml`, read once and passed on."""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.core.clock import known_zones
from app.core.errors import Unusable

PREFIX = "BYLINE_"
ASIDE = ("BYLINE_TEST_", "BYLINE_CHROMIUM", "BYLINE_IS_RUNNING")
"""Not settings of the program: of its tests and its launcher."""
DEMO_MARK = "this-is-a-demo"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version() -> str:
    """Of this Byline, as its project file says."""
    found: str = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return found


class Settings(BaseSettings):
    """What can be set from outside; every field is `BYLINE_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file="byline.toml", frozen=True, extra="forbid")

    data: Path = Field(default=Path("data"), description="Folder of the database, the index and files.")
    database_url: str = Field(default="", description="Empty: SQLite in the data folder. Or postgresql://….")
    base_url: str = Field(default="", description="The address people use, when a proxy stands in front.")
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
    trusted_proxies: str = Field(default="127.0.0.1", description="Whose X-Forwarded-* headers are believed.")

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
            is_ours = not value or make_url(value).drivername in {"postgresql", "postgres", "postgresql+psycopg"}
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

    @field_validator("trusted_proxies")
    @classmethod
    def _of_addresses(cls, value: str) -> str:
        for one in filter(None, map(str.strip, value.split(","))):
            if one != "*" and not _is_network(one):
                shapes = "an address such as 10.0.0.5 nor a network such as 10.0.0.0/8"
                raise ValueError(f"has “{one}”, which is neither {shapes}")
        return value

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
    def is_demo(self) -> bool:
        return (self.data / DEMO_MARK).exists()

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _File(settings_cls)


class _File(TomlConfigSettingsSource):
    def _read_file(self, file_path: Any) -> dict[str, Any]:
        """Raises Unusable; a mark at its beginning, as Windows writes one, means nothing."""
        try:
            return tomllib.loads(file_path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise Unusable(f"The file {file_path.absolute()} cannot be read: {reason}.") from error


def settings_from_environment(**given: object) -> Settings:
    """Raises Unusable with one sentence a setting that is wrong."""
    _refuse_misspelled(os.environ)
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Unusable(f"A setting is wrong: {wrong}.") from error


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
