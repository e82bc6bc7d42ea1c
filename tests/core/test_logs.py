"""What stands in the log: an outage is told once, then counted; and what libraries say is written like our own."""

import gc
import json
import logging
import sys
import weakref
from typing import Any

import pytest
import structlog

from app.core import logs


class Watch:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def watch(monkeypatch):
    made = Watch()
    monkeypatch.setattr(logs.Calm.__init__, "__defaults__", (made,))
    return made


@pytest.fixture
def written(watch, capsys):
    """The lines on standard error, after logs were set up as a server does."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up_logs(development=False)
    lines: list[dict[str, Any]] = []

    def so_far():
        lines.extend(map(json.loads, capsys.readouterr().err.splitlines()))
        return lines

    yield so_far
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(event="job_failed", error=None, **names):
    try:
        raise error or OSError("disk full")
    except Exception:
        structlog.get_logger().exception(event, **names)


def test_of_an_outage_the_first_failure_has_its_traceback_and_then_a_line_a_minute_counts(written, watch):
    for second in range(0, 181):
        watch.seconds = second
        fail(job="deliver")
    first, *later = written()
    assert "Traceback" in first["exception"]
    assert [(line["times"], line["error"], line["job"]) for line in later] == [
        (60, "OSError('disk full')", "deliver")
    ] * 3
    assert not any("exception" in line for line in later)


def test_after_an_hour_the_traceback_stands_there_once_more(written, watch):
    for minute in range(62):
        watch.seconds = minute * 60.0
        fail()
    assert [place for place, line in enumerate(written()) if "exception" in line] == [0, 60]


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"job": "deliver"}, {"job": "index"}),
        ({"event": "job_failed"}, {"event": "request_failed"}),
        ({"error": OSError()}, {"error": ValueError()}),
        ({"reaction": "tell_holder"}, {"reaction": "tell_receivers"}),
    ],
)
def test_each_kind_of_failure_has_a_traceback_of_its_own(written, one, another):
    for names in (one, another) * 3:
        fail(**names)
    assert len(written()) == 2
    assert all("Traceback" in line["exception"] for line in written())


def test_the_same_error_from_another_place_is_another_kind(written):
    def elsewhere():
        raise ValueError("same words")

    def here():
        raise ValueError("same words")

    for deed in (elsewhere, here):
        try:
            deed()
        except ValueError:
            structlog.get_logger().exception("request_failed")
    assert len(written()) == 2


def test_what_came_again_and_then_no_more_is_told_by_whoever_speaks_next(written, watch):
    for _n in range(5):
        fail(job="deliver")
    watch.seconds = 61
    structlog.get_logger().info("request")
    counted, request = written()[1:]
    assert (counted["event"], counted["times"], counted["error"]) == ("job_failed", 4, "OSError('disk full')")
    assert request["event"] == "request"
    watch.seconds = 122
    structlog.get_logger().info("request")
    assert len(written()) == 4


def test_what_is_no_failure_is_never_held_back(written):
    for _n in range(100):
        structlog.get_logger().info("request", path="/ideas")
    assert len(written()) == 100


def test_what_a_failure_was_about_is_not_kept_alive(written):
    class Thing:
        pass

    def failing():
        thing = Thing()
        kept.append(weakref.ref(thing))
        raise OSError("gone")

    kept: list = []
    for _n in range(2):
        try:
            failing()
        except OSError:
            structlog.get_logger().exception("job_failed")
    gc.collect()
    assert [one() for one in kept] == [None, None]


def test_a_library_speaks_in_lines_like_ours_and_is_counted_when_it_repeats_itself(written, watch):
    uvicorn = logging.getLogger("uvicorn.error")
    uvicorn.info("Started.")
    for watch.seconds in (*[0.0] * 100, 60.0):
        uvicorn.warning("Invalid %s request received.", "HTTP")
    first, second = written()
    assert (first["event"], first["library"], first["level"]) == (
        "Invalid HTTP request received.",
        "uvicorn.error",
        "warning",
    )
    assert "place" not in first
    assert second["times"] == 100


def test_a_librarys_failure_has_its_traceback(written):
    try:
        raise RuntimeError("loop")
    except RuntimeError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    [line] = written()
    assert (line["library"], "RuntimeError: loop" in line["exception"]) == ("asyncio", True)


def test_a_log_that_cannot_be_written_fails_nobody(written, monkeypatch):
    tried = []

    class Full:
        def write(self, text):
            tried.append(text)
            raise OSError(28, "No space left on device")

        def flush(self):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    structlog.get_logger().info("request")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert "request" in "".join(tried)
    assert "Invalid HTTP request received." in "".join(tried)
