"""How a file of thanks is read, and what its rows come to."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.core.sheets import RowError
from app.core.subjects import Subject
from app.imports.judging import Refused
from app.people.queries import Known
from app.recognition.importing.matching import Received


@dataclass(frozen=True)
class How:
    """How the rows of a file are read: what is not said by themselves. What reads dates and texts raises ValueError.

    `others` are sources that thanks came from before, and `site` where addresses of this company begin. `awards` are
    kinds of award by what the file calls them, as keys; `day` is when those were given that say no date.
    """

    source: str
    others: Sequence[str]
    date_of: Callable[[str], datetime | None]
    text_of: Callable[[str], str] = str
    site: str = ""
    awards: Mapping[str, int] = field(default_factory=dict)
    day: datetime | None = None
    trusts_names: bool = False
    keeps_names: bool = False


@dataclass(frozen=True)
class Brought:
    """A row as the thanks it becomes, or the award; without `giver` whoever gave it is nobody here.

    With `has_namesake` exactly one person here is called so, but a name alone was not to be believed.
    """

    row: int
    external_id: str
    award_kind_id: int | None
    giver: Known | None
    giver_name: str
    received: Sequence[Received]
    message: str
    at: datetime
    subject: Subject | None = None
    subject_label: str = ""
    has_namesake: bool = False


@dataclass
class Found:
    """What some rows come to. `elsewhere` counts what is here already by the source that it came from.

    `kinds` are those that are no award here, `links` how many lead to nothing here.
    """

    thanks: list[Brought] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    repeats: list[RowError] = field(default_factory=list)
    present: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    links: int = 0
    points: int = 0
