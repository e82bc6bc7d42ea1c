"""The whole benchmark: a store is filled or found, measured on a copy, and the numbers put together."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from app import wiring
from app.bench import filling, flood, load, machine, servers
from app.bench.asks import Ask, Crowd
from app.bench.filling import Progress
from app.bench.flood import Flood
from app.bench.load import Load
from app.bench.servers import Server
from app.bench.story import Size
from app.core.db import Database
from app.core.deliveries import anything_due
from app.core.errors import Unusable
from app.core.migrating import upgrade
from app.core.settings import Settings
from app.search import queries as search_queries

CLIENTS = (1, 8, 32)
LONGEST_WARM_UP = 1.0
ROUNDS = 5
PATIENCE_SECONDS = 120
ENTERING = 20
"""So many people sign in while strangers try to."""


@dataclass
class Cost:
    """What one thing cost on one server: how each number of clients fared, and the CPU time of each."""

    loads: list[Load] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    @property
    def per_request(self) -> list[float]:
        """By load."""
        return [cpu / load.requests for cpu, load in zip(self.cpu_ms, self.loads, strict=True)]

    @property
    def at_best(self) -> float:
        """Of the cheapest load: what else the machine does can only add to it."""
        return min(self.per_request)


@dataclass(frozen=True)
class Measured:
    """One thing, with Byline and without."""

    ask: Ask
    byline: Cost
    bare: Cost


@dataclass
class Result:
    """Everything that was found: `memory` is megabytes in the end and at the peak by name of the server, `elsewhere`
    the share of the machine that other programs used meanwhile."""

    size: Size
    things: list[Measured]
    memory: dict[str, tuple[float, float]]
    elsewhere: float


@dataclass(frozen=True)
class Grown:
    """What a request cost in the small and in the large store."""

    name: str
    small_ms: float
    large_ms: float

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms


def filled(folder: Path, size: Size, progress: Progress) -> Path:
    """The data folder of a store of this size, made when it is not there yet. Raises Unusable for one that is wrong."""
    whole = folder / f"{size.people}-{size.ideas}-{size.comments}-{size.votes}"
    if whole.exists():
        return whole
    part = whole.with_suffix(".unfinished")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with _opened(part) as store:
        upgrade(store)
        index = wiring.open_index(_settings(part))
        filling.fill(store, index, size, progress)
        index.close()
        found = filling.problems(store)
    if found:
        raise Unusable(f"The filled store is wrong in {len(found)} places: {found[0]}")
    part.rename(whole)
    return whole


def measured(data: Path, size: Size, seconds: float, progress: Progress) -> Result:
    """Each thing at each number of clients, on Byline and bare by turns."""
    with ExitStack() as stack:
        ours, its = (stack.enter_context(_copied(data)) for _ in range(2))
        crowds = [stack.enter_context(_crowd(copy)) for copy in (ours, its)]
        byline = stack.enter_context(servers.byline(ours))
        asks, bare_asks = (crowd.asks() for crowd in crowds)
        bare = stack.enter_context(servers.bare(its, _bodies(byline, asks, its / "bodies")))
        watch = _Watch([byline, bare])
        things = []
        for n, (ask, bare_ask) in enumerate(zip(asks, bare_asks, strict=True)):
            progress("Measuring", n, len(asks))
            things.append(Measured(ask, *_by_turns([(byline, ask), (bare, bare_ask)], CLIENTS, seconds)))
        memory = {server.name: server.memory_mb for server in (byline, bare)}
        return Result(size, things, memory, watch.elsewhere())


def grown(small: Path, large: Path, seconds: float, progress: Progress) -> list[Grown]:
    """The same on a small and a large store by turns."""
    with ExitStack() as stack:
        copies = [stack.enter_context(_copied(data)) for data in (small, large)]
        asks = [stack.enter_context(_crowd(copy)).asks() for copy in copies]
        both = [stack.enter_context(servers.byline(copy)) for copy in copies]
        found = []
        for n, pair in enumerate(zip(*asks, strict=True)):
            progress("Measuring growth", n, len(asks[0]))
            less, more = _by_turns(list(zip(both, pair, strict=True)), (8,) * ROUNDS, seconds)
            found.append(Grown(pair[0].name, less.at_best, more.at_best))
        return found


def flooded(data: Path, seconds: float) -> Flood:
    """Strangers try to sign in without end, on a copy of a store."""
    with _copied(data) as copy, _crowd(copy) as crowd, servers.byline(copy) as server:
        pages = next(ask.requests for ask in crowd.asks() if ask.key == "list")
        return flood.measured(server, pages, crowd.with_passwords(ENTERING), seconds)


def _by_turns(turns: list[tuple[Server, Ask]], clients: tuple[int, ...], seconds: float) -> list[Cost]:
    """Side by side, so that what else the machine does falls on all of them alike."""
    costs = [Cost() for _ in turns]
    for server, ask in turns:
        load.send(server, ask.requests, status=ask.status, clients=clients[-1], seconds=min(seconds, LONGEST_WARM_UP))
        _settle(server)
    for count in clients:
        for cost, (server, ask) in zip(costs, turns, strict=True):
            before = server.cpu_ms
            cost.loads.append(load.send(server, ask.requests, status=ask.status, clients=count, seconds=seconds))
            _settle(server)
            cost.cpu_ms.append(server.cpu_ms - before)
    return costs


def _settle(server: Server) -> None:
    """What the worker has yet to do belongs to the requests that caused it. Nothing carries it out on the bare one."""
    if server.name != "Byline":
        return
    with _opened(server.data) as store:
        until = monotonic() + PATIENCE_SECONDS
        while _is_behind(store):
            if monotonic() > until:
                raise Unusable("The worker did not finish in time what the load gave it to do.")
            sleep(0.05)


def _is_behind(store: Database) -> bool:
    with store.reading() as db:
        return anything_due(db) or bool(search_queries.marks(db, limit=1))


def _bodies(server: Server, asks: list[Ask], folder: Path) -> Path:
    """Byline's first answer to each, for the bare server to send."""
    folder.mkdir()
    for ask in asks:
        answer = load.ask(server, next(ask.requests))
        if answer.status != ask.status:
            raise Unusable(f"{ask.name} was answered with {answer.status} instead of {ask.status}.")
        (folder / ask.key).write_bytes(answer.body)
    return folder


@contextmanager
def _copied(data: Path) -> Iterator[Path]:
    """A filled store stays as it was made, and every run begins with the same one."""
    with TemporaryDirectory(prefix="run-", dir=data.parent) as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy)
        yield copy


@contextmanager
def _crowd(data: Path) -> Iterator[Crowd]:
    with _opened(data) as store:
        upgrade(store)
        yield Crowd(store)


@contextmanager
def _opened(data: Path) -> Iterator[Database]:
    store = Database(_settings(data).url, threads=2, info=wiring.INFO)
    try:
        yield store
    finally:
        store.dispose()


def _settings(data: Path) -> Settings:
    """Always SQLite, whatever is set: that is what the numbers are about."""
    return Settings(data=data, database_url="")


class _Watch:
    """How much of the machine others use while we measure."""

    def __init__(self, own: list[Server]) -> None:
        self._own = own
        self._before = self._counts()

    def elsewhere(self) -> float:
        whole, busy, ours = (now - then for now, then in zip(self._counts(), self._before, strict=True))
        return max(busy - ours, 0) / whole

    def _counts(self) -> tuple[float, float, float]:
        ours = machine.own_cpu_ms() + sum(server.cpu_ms for server in self._own)
        return machine.whole_ms(), machine.busy_ms(), ours
