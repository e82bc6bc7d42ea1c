"""Running Byline: as a demo, for real, and its worker apart."""

import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app import wiring
from app.cli.common import HERE, Data, begin, cli, err, opened, out, settings_for, settings_of_existing, steps
from app.core.db import Database
from app.core.errors import Unusable
from app.core.logs import set_up_logs
from app.core.migrating import state
from app.core.settings import DEMO_MARK, Settings, settings_from_environment
from app.core.web.protocol import bounded
from app.core.web.proxied import Proxied
from app.demo import company, play
from app.keeping.backups import copy_before_migrating
from app.main import create_app

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]

LOOPBACK = "127.0.0.1"
ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not listened on
GRACE_SECONDS = 10
MOST_DESCRIPTORS = 8_192


@cli.command()
def demo(data: Data = HERE, host: Host = LOOPBACK, port: Port = 8000) -> None:
    """Make a demo company, if there is none yet, and serve it."""
    _ensure_free_for_demo(settings_from_environment(data=data).data)
    with _listening(host, port) as listening:
        settings = settings_for(data)
        if settings.database_url:
            raise Unusable("A demo keeps to its own folder. Unset BYLINE_DATABASE_URL, or serve that database instead.")
        if "time_zone" not in settings.model_fields_set:
            settings = settings.model_copy(update={"time_zone": company.HOME.key})
        (settings.data / DEMO_MARK).touch()
        with opened(settings, current=False) as store:
            _bring_forward(settings, store)
            _fill(store)
        _say_where(_where(settings, host, port))
        _run(settings, listening, host)


@cli.command()
def serve(data: Data = HERE, host: Host = LOOPBACK, port: Port = 8000) -> None:
    """Serve Byline, after bringing the database forward."""
    with _listening(host, port) as listening:
        settings = settings_for(data)
        with opened(settings, current=False) as store:
            _bring_forward(settings, store)
        out.print(f"Byline is at {_where(settings, host, port)}")
        if not settings.base_url and not _is_own(host):
            out.print("Others open it by an address of this machine; by a name once BYLINE_BASE_URL says it.")
        _run(settings, listening, host)


@cli.command()
def worker(data: Data = HERE) -> None:
    """Carry out what is due, as a process of its own; `serve` then runs with BYLINE_WORKER=separate."""
    settings = settings_of_existing(data)
    set_up_logs(development=settings.development)
    with opened(settings) as store:
        index = wiring.open_index(settings)
        running, courier = wiring.loops(settings, store, index, kind="separate")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: threading.Thread(target=running.stop).start())
        _when_hung_up(lambda: threading.Thread(target=running.stop).start())
        if courier.jobs:
            courier.start()
        running.run()
        courier.stop()
        index.close()


@cli.command()
def migrate(data: Data = HERE) -> None:
    """Bring the database forward to this version, after taking a copy."""
    settings = settings_for(data)
    with opened(settings, current=False) as store:
        _bring_forward(settings, store)
    out.print("The database is up to date.")


def _bring_forward(settings: Settings, store: Database) -> None:
    if state(store) == "behind":
        copy_before_migrating(settings)
    begin(store)


def _ensure_free_for_demo(data: Path) -> None:
    """A demo writes only where nothing is, or where a demo is."""
    if data.is_dir() and any(data.iterdir()) and not (data / DEMO_MARK).exists():
        raise Unusable(f"The folder {data} holds something that is not a demo. Name another one with --data.")


def _fill(store: Database) -> None:
    with store.reading() as db:
        if play.is_filled(db):
            return
    with steps("Making the demo company") as step:
        play.fill(store, step)


def _where(settings: Settings, host: str, port: int) -> str:
    """The address people use, or one that opens it on this machine."""
    name = LOOPBACK if host in ANYWHERE else host
    return settings.base_url or f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _is_own(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def _say_where(address: str) -> None:
    out.print(f"\nByline is at {address}\n")
    out.print("Open it and choose who you want to be. For example:")
    for name, what in company.proposed():
        out.print(f"  {name:<20} {what}")
    out.print("\nStop it with Ctrl+C.")


def _listening(host: str, port: int) -> socket.socket:
    """Bound before anything is made, so that a port in use leaves no trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family=family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise Unusable(
            f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port."
        ) from error
    return listening


def _descriptors() -> int:
    """How many files and connections this process may have open: as many as the system lets it ask for."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def _when_hung_up(stop: Callable[[], object]) -> None:
    """A terminal that is closed ends it as Ctrl+C does; what was begun with `nohup` goes on."""
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: stop())


def _run(settings: Settings, listening: socket.socket, host: str) -> None:
    set_up_logs(development=settings.development)
    known = settings.model_copy(update={"hosts": f"{settings.hosts},{host}"})
    config = uvicorn.Config(
        Proxied(create_app(known), settings.trusted_proxies),  # type: ignore[arg-type]
        http=bounded(settings.trusted_proxies, _descriptors()),
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=15,
        lifespan="on",
    )
    # Uvicorn raises the signal that stopped it once more; being told to end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = uvicorn.Server(config)
    _when_hung_up(lambda: server.handle_exit(signal.SIGTERM, None))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        err.print("Stopped.")
