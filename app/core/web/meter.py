"""Counts requests and tries to sign in, for whoever watches; made only where somebody may ask for the figures.

No label has values without bound: a request counts by the pattern of its address, never by the address itself.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from starlette.types import Scope

METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
T = TypeVar("T")


@dataclass(frozen=True)
class Gauge:
    """One figure as it is now, for each set of labels."""

    name: str
    about: str
    values: Iterable[tuple[Mapping[str, str], float]]


FRESH_SECONDS = 5.0
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class _Kind:
    """Two figures of one kind of request, looked up once."""

    count: Any
    seconds: Any


class Meter:
    """Its library is loaded with the first one. Each process counts for itself."""

    def __init__(self) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            GCCollector,
            Histogram,
            ProcessCollector,
            disable_created_metrics,
        )

        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        ours: dict[str, Any] = {"registry": self.registry, "namespace": "byline"}
        names = ("method", "route", "status")
        self._requests = Counter("requests", "Answered, by method, pattern and hundreds of the status.", names, **ours)
        self._seconds = Histogram("request_seconds", "Until it was answered.", ("route",), buckets=BUCKETS, **ours)
        self._tries = Counter("sign_ins", "Tries to get in, by how they ended.", ("result",), **ours)
        self.in_flight = 0
        self._kinds: dict[tuple[str, str, int], _Kind] = {}
        self._looking, self._fresh_until = Lock(), 0.0
        self._found: Any = None

    def fresh(self, asked: Callable[[], T]) -> T:
        """What was found lately, or is found now: however often somebody looks, the database is asked no oftener."""
        with self._looking:
            if time.monotonic() >= self._fresh_until:
                self._found = asked()
                self._fresh_until = time.monotonic() + FRESH_SECONDS
            found: T = self._found
            return found

    def answered(self, scope: Scope, status: int, seconds: float) -> None:
        key = (scope["method"], pattern(scope), status // 100)
        kind = self._kinds.get(key) or self._kind(*key)
        kind.count.inc()
        kind.seconds.observe(seconds)

    def told(self, gauges: Iterable[Gauge]) -> tuple[bytes, str]:
        """All figures as Prometheus reads them, and what kind of text that is."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

        now = CollectorRegistry()
        now.register(_Now([*gauges, Gauge("requests_in_flight", "Not answered yet.", [({}, self.in_flight)])]))
        return generate_latest(self.registry) + generate_latest(now), CONTENT_TYPE_LATEST

    def tried(self, result: str) -> None:
        self._tries.labels(result).inc()

    def _kind(self, method: str, route: str, hundreds: int) -> _Kind:
        """Kept for methods that we know alone: there is no end of others."""
        is_known = method in METHODS
        labels = (method if is_known else "other", route, f"{hundreds}xx")
        made = _Kind(self._requests.labels(*labels), self._seconds.labels(route))
        if is_known:
            self._kinds[method, route, hundreds] = made
        return made


class _Now:
    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        for gauge in self._gauges:
            values = list(gauge.values)
            family = GaugeMetricFamily(f"byline_{gauge.name}", gauge.about, labels=[*values[0][0]] if values else ())
            for labels, value in values:
                family.add_metric([*labels.values()], value)
            yield family


def pattern(scope: Scope) -> str:
    """Of the address; `none` for one that there is not."""
    if route := scope.get("route"):
        return str(route.path)
    return getattr(scope.get("endpoint"), "__name__", "none")
