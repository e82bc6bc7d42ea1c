"""nginx and Caddy with the samples of `deploy/`, on ports of the tests' own and with a certificate of their own making."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

from tests import debian
from tests.cli import terminal
from tests.rules.sources import ROOT

NAME = "byline.example.com"
HERE = "127.0.0.1"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Certificate:
    """Signed by itself, for `NAME`."""

    file: Path
    key: Path


@dataclass(frozen=True)
class Site:
    """What a browser sees of Byline behind a proxy."""

    port: int
    certificate: Certificate

    @property
    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate.file))

    def client(self) -> httpx.Client:
        """Asks the proxy here as if its name led here."""
        headers = {"Host": NAME, "Origin": f"https://{NAME}"}
        return httpx.Client(base_url=f"https://{HERE}:{self.port}", verify=self.tls, headers=headers, timeout=60)

    def ask(self, client: httpx.Client, method: str, path: str, **more: object) -> httpx.Response:
        return client.request(method, path, extensions={"sni_hostname": NAME}, **more)  # type: ignore[arg-type]

    @contextmanager
    def connection(self) -> Iterator[ssl.SSLSocket]:
        """Bare, for what no client does."""
        plain = socket.create_connection((HERE, self.port), timeout=30)
        with self.tls.wrap_socket(plain, server_hostname=NAME) as secured:
            yield secured


def found(program: str) -> str | None:
    """Where it is. It is installed for a run of CI alone: on somebody's machine it would begin to serve."""
    if not _which(program) and os.environ.get("CI") == "true" and debian.may_install():
        debian.install(program)
    return _which(program)


def _which(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def certified(folder: Path) -> Certificate:
    made = Certificate(folder / "fullchain.pem", folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    about = ["-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(made.key), "-out", str(made.file)]
    subprocess.run([*command, *about, *files], check=True, capture_output=True)
    return made


@contextmanager
def byline(data: Path) -> Iterator[tuple[int, str]]:
    """The program, told that a proxy stands in front; its port, and where an administrator chooses a password."""
    port = terminal.free_port()
    settings = {"BYLINE_BASE_URL": f"https://{NAME}", "BYLINE_DATA": str(data), "BYLINE_PASSWORD_ROUNDS": "1"}
    environment = {**_without_settings(), **settings}
    program = [sys.executable, "-m", "tests.deploy.behind"]
    told = subprocess.run(
        [*program, "admin", f"ann@{NAME}"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    with _running([*program, "serve", "--port", str(port)], data / "said", environment) as running:
        comes_true(lambda: _answers(port), running, data / "said")
        yield port, told.stdout.decode().split(NAME)[-1].strip()


@contextmanager
def nginx(program: str, folder: Path, server: int, certificate: Certificate) -> Iterator[Site]:
    """With deploy/nginx.conf, and as little around it as it takes."""
    site, plain = Site(terminal.free_port(), certificate), terminal.free_port()
    sample = _changed(ROOT / "deploy" / "nginx.conf", {
        "127.0.0.1:8000": f"{HERE}:{server}",
        "listen 80;": f"listen {HERE}:{plain};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl": f"listen {HERE}:{site.port} ssl",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/ssl/byline/fullchain.pem": str(certificate.file),
        "/etc/ssl/byline/key.pem": str(certificate.key),
        "client_header_timeout 10s": "client_header_timeout 1s",
    })  # fmt: skip
    (folder / "byline.conf").write_text(sample)
    places = "".join(
        f"{one}_temp_path {folder}/{one};\n" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    owner = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{owner}daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{ worker_connections 256; }}\n"
        f"http {{\n{places}access_log off; include {folder}/byline.conf;\n}}\n"
    )
    command = [program, "-p", str(folder), "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]
    with _running(command, folder / "said", dict(os.environ)) as running:
        comes_true(lambda: _listens(site.port), running, folder / "errors")
        yield site


@contextmanager
def caddy(program: str, folder: Path, server: int, certificate: Certificate) -> Iterator[Site]:
    """With deploy/Caddyfile, which would fetch a certificate and listen on ports that others may have."""
    site = Site(terminal.free_port(), certificate)
    sample = _changed(ROOT / "deploy" / "Caddyfile", {
        "grace_period 10s": f"grace_period 1s\n\tadmin off\n\tauto_https off\n\tdefault_bind {HERE}",
        "{$BYLINE_HOST:byline.example.com} {": f"https://{NAME}:{site.port} {{\n\ttls {certificate.file} {certificate.key}",
        "read_header 10s": "read_header 1s",
    })  # fmt: skip
    (folder / "Caddyfile").write_text(sample)
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    environment = {**os.environ, **homes, "BYLINE_SERVER": f"{HERE}:{server}"}
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(command, folder / "said", environment) as running:
        comes_true(lambda: _listens(site.port), running, folder / "said")
        yield site


def comes_true(is_so: Callable[[], bool], running: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        ended = running.poll() is not None
        assert not ended and time.monotonic() < until, said.read_text() if said.exists() else running.returncode
        time.sleep(0.1)


@contextmanager
def _running(command: list[str], said: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _changed(sample: Path, changes: dict[str, str]) -> str:
    """A sample whose words are gone is tested no more: that fails."""
    text = sample.read_text("utf-8")
    for old, new in changes.items():
        assert old in text, f"{sample.name} has no {old!r}"
        text = text.replace(old, new)
    return text


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex((HERE, port)) == 0


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://{HERE}:{port}/healthz").status_code == 200
    except httpx.HTTPError:
        return False
