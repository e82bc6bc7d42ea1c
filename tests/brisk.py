"""What keeps tests of pages brisk; without it most of their time goes into compiling and into painted tracebacks."""

from collections.abc import Iterator
from functools import partial

import pytest
import structlog
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from app.core.web import page


class _Kept(BytecodeCache):
    """Jinja compares the source, so a template that was changed is compiled anew."""

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._compiled.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = (bucket.checksum, bucket.bytecode_to_string())


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Every environment of templates made in this process shares what was compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "Environment", partial(Environment, bytecode_cache=_Kept()))
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> Iterator[None]:
    """As in production: structlog's own default paints every frame of a traceback."""
    before = structlog.get_config()
    merge, level = structlog.contextvars.merge_contextvars, structlog.processors.add_log_level
    traceback, json = structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
    structlog.configure(processors=[merge, level, traceback, json])
    yield
    structlog.configure(**before)
