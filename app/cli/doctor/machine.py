"""What the machine brings along: Python, how many files may be open, time zones and words."""

import platform
import resource
import sqlite3
from collections.abc import Iterator

from app.cli.doctor.finding import Case, Finding, bad, well, worth_a_look
from app.core.clock import known_zones
from app.core.settings import version
from app.core.web.protocol import MOST_CONNECTIONS, SPARED_DESCRIPTORS
from app.search.analysis import runs

ZONES = {"UTC", "Asia/Bangkok", "Asia/Shanghai", "America/New_York"}
SPOKEN = {"th": ("ระบบแสงสว่าง", 2), "zh": ("会议室照明", 2)}
"""What ICU has to know a dictionary for, and how many words it finds there at least."""
OLDEST_SQLITE = (3, 35)


def program(case: Case) -> Iterator[Finding]:
    said = f"Byline {version()} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield bad(f"{said}, with SQLite {sqlite3.sqlite_version}, which is too old. Use a newer Python.")
    else:
        yield well(f"{said}.")


def descriptors(case: Case) -> Iterator[Finding]:
    """`serve` asks for as many as it may, up to what it has use for."""
    wanted = MOST_CONNECTIONS + SPARED_DESCRIPTORS
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        yield worth_a_look(
            f"This account may have {hard} files and connections open, so {max(hard - SPARED_DESCRIPTORS, hard // 4)} "
            f"people at once. Allow {wanted}: LimitNOFILE= of systemd, ulimit -Hn, or --ulimit nofile of a container."
        )
    else:
        yield well(f"As many files and connections may be open as {MOST_CONNECTIONS} people at once need.")


def zones(case: Case) -> Iterator[Finding]:
    missing = ZONES - set(known_zones())
    if missing:
        yield bad(f"Time zones are missing: {', '.join(sorted(missing))}. Set Byline's packages up anew.")
    else:
        yield well(f"{len(known_zones())} time zones are known; the company's is {case.settings.time_zone}.")


def words(case: Case) -> Iterator[Finding]:
    unknown = [code for code, (text, least) in SPOKEN.items() if len(next(runs(text)).words) < least]
    if unknown:
        yield bad(
            f"ICU knows no dictionary for {', '.join(unknown)}, so search misses words. Set the packages up anew."
        )
    else:
        yield well("ICU cuts Chinese and Thai into words.")
