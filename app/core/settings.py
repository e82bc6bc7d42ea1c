"""Settings: from `BYLINE_*` and `byline.toml`, read once and passed on."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.core.clock import known_zones
from app.core.errors import Unusable

DEMO_MARK = "this-is-a-demo"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version() -> str:
    """Of this Byline, as its project file says."""
    found: str = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return found


class Settings(BaseSettings):
    """What can be set from outside; every field is `BYLINE_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="BYLINE_", toml_file="byline.toml", frozen=True, extra="forbid")

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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def settings_from_environment(**given: object) -> Settings:
    """Raises Unusable with one sentence a setting that is wrong."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Unusable(f"A setting is wrong: {wrong}.") from error
