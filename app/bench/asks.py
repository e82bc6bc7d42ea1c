"""What the load asks for: five things people do all day, as bytes on the wire."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, cycle, product
from urllib.parse import quote, urlencode

from app.bench import queries
from app.bench.queries import Visitor
from app.bench.servers import HOST
from app.bench.story import FULL_PAGE, SEED
from app.bench.words import TONGUES, Writer
from app.core.db import Database
from app.core.db import Writer as Saver
from app.core.errors import Unusable
from app.core.settings import Settings
from app.people import commands as people
from app.people.passwords import Passwords
from app.people.queries import person

VISITORS = 32
PAGES = 50
PAIRS = 200
TURNS = 10_000
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass(frozen=True)
class Ask:
    """One of the things. `requests` never ends; `most_ms` is the CPU time it may take, None where none is set."""

    key: str
    name: str
    status: int
    most_ms: float | None
    requests: Iterator[bytes]


class Crowd:
    """People who are signed in, and what they would do; a page is asked for by each in turn."""

    def __init__(self, store: Database) -> None:
        rng = random.Random(SEED + 3)
        self._store = store
        self._writers = {tongue.tag: Writer(tongue, rng) for tongue in TONGUES}
        with store.writing() as db:
            self._visitors = [_signed_in(db, one) for one in queries.some_people(db, VISITORS)]
            self._pages = queries.addresses_with_comments(db, FULL_PAGE, PAGES)
            self._to_back = list(queries.to_back(db, [one.id for one in self._visitors]))
        if not self._to_back:
            raise Unusable("Everybody would back everything. Ask for fewer votes.")
        rng.shuffle(self._to_back)

    def asks(self) -> list[Ask]:
        return [
            Ask("list", "List", 200, 4.0, self._gets(["/ideas"])),
            Ask("idea", "Idea page", 200, 6.0, self._gets(self._pages)),
            Ask("search", "Search", 200, 15.0, self._gets(self._searches())),
            Ask("vote", "Vote", 200, 5.0, self._votes()),
            Ask("comment", "Comment", 303, None, self._comments()),
        ]

    def with_passwords(self, most: int) -> list[tuple[str, str]]:
        """Names and passwords of some of them, who have none otherwise."""
        sentence = "a sentence for the benchmark"
        hashed = Passwords(Settings().password_rounds).hash(sentence)
        with self._store.writing() as db:
            chosen = [person(db, visitor.id) for visitor in self._visitors[:most]]
            for one in chosen:
                one.password_hash = hashed
            return [(one.signs_in_with, sentence) for one in chosen]

    def _gets(self, paths: Sequence[str]) -> Iterator[bytes]:
        every = [_request("GET", path, visitor) for path in paths for visitor in self._visitors]
        random.Random(SEED).shuffle(every)
        return cycle(every)

    def _searches(self) -> list[str]:
        pairs = {writer.pair() for _ in range(PAIRS) for writer in self._writers.values()}
        return [f"/search?q={quote(pair)}" for pair in sorted(pairs)]

    def _votes(self) -> Iterator[bytes]:
        """Each once, since a second vote for the same idea would cost less; taken back again where they run out."""
        by_id = {visitor.id: visitor for visitor in self._visitors}
        for method, (post_id, person_id) in product(("POST", "DELETE") * TURNS, self._to_back):
            aim = {"HX-Request": "true", "HX-Target": f"form#vote_{post_id}"}
            yield _request(method, f"/ideas/{post_id}/vote", by_id[person_id], more=aim)

    def _comments(self) -> Iterator[bytes]:
        ideas = cycle([post_id for post_id, _person_id in self._to_back])
        for number, visitor, post_id in zip(count(), cycle(self._visitors), ideas):
            typed = {"body": self._writers[visitor.language].comment(), "key": f"{visitor.token[:20]}-{number}"}
            yield _request("POST", f"/ideas/{post_id}/comments", visitor, typed)


def _signed_in(db: Saver, visitor: Visitor) -> Visitor:
    return replace(visitor, token=people.start_session(db, person=person(db, visitor.id), browser=BROWSER))


def _request(
    method: str,
    path: str,
    visitor: Visitor,
    typed: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """As a browser sends it that has been here before."""
    body = urlencode(typed).encode() if typed else b""
    headers = {
        "Host": HOST,
        "User-Agent": BROWSER,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": f"{visitor.language},en;q=0.5",
        "Sec-Fetch-Site": "same-origin",
        "Cookie": f"byline={visitor.token}; byline-language={visitor.language}",
        **(more or {}),
    }
    if method == "POST":
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    lines = [
        f"{method} {quote(path, safe='/?=&%+-')} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
