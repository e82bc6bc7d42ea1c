"""The figures for Prometheus: who gets them, what they count, and that no stranger can make them endless."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app.core import runs
from app.core.clock import now
from app.core.deliveries import Delivery
from app.core.heartbeats import WORKER, Heart
from app.core.web import meter
from tests.makers import an_idea
from tests.people.conftest import PASSWORD, ana

KEY = "a-key-of-some-length-4711"
GIVEN = {"Authorization": f"Bearer {KEY}"}
__all__ = ["ana"]


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"metrics_key": KEY})


@pytest.fixture
def client(application, monkeypatch):
    monkeypatch.setattr(meter, "FRESH_SECONDS", 0.0)
    return TestClient(application, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def figures(client):
    """Every sample as it is now: by its name and labels."""

    def figures():
        answer = client.get("/metrics", headers=GIVEN)
        assert answer.headers["content-type"].startswith("text/plain")
        families = text_string_to_metric_families(answer.text)
        return {(one.name, *sorted(one.labels.items())): one.value for family in families for one in family.samples}

    return figures


def requests(found):
    """How often each kind of request was answered, the asking for figures aside."""
    counted = {name[1:]: value for name, value in found.items() if name[0] == "byline_requests_total"}
    kinds = {tuple(value for _label, value in labels): int(value) for labels, value in counted.items()}
    return {kind: count for kind, count in kinds.items() if kind[1] != "/metrics"}


def test_without_a_key_there_are_none(settings, create):
    application = create(settings.model_copy(update={"metrics_key": ""}))
    parts = application.state.parts
    for headers in ({}, {"Authorization": "Bearer "}, GIVEN):
        assert TestClient(application).get("/metrics", headers=headers).status_code == 404
    assert parts.meter is None
    parts.index.close()
    parts.store.dispose()


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", f"Basic {KEY}", f"Bearer {KEY}x", f"Bearer {KEY[:-1]}"])
def test_another_key_opens_nothing(client, given):
    answer = client.get("/metrics", headers={"Authorization": given} if given else {})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "byline_" not in answer.text


def test_administrators_have_no_key_either(as_, cast):
    assert as_(cast.mia).get("/metrics").status_code == 401


def test_requests_are_counted_by_their_pattern(client, figures, cast):
    for address in ("/ideas/1", "/ideas/2", "/ideas/3-words", "/healthz", "/static/nothing.css"):
        client.get(address)
    client.head("/sign-in")
    client.put("/sign-in")
    assert requests(figures()) == {
        ("GET", "/ideas/{post_id:int}", "3xx"): 2,
        ("GET", "/ideas/{post_id:int}-{slug}", "3xx"): 1,
        ("GET", "/healthz", "2xx"): 1,
        ("GET", "static", "4xx"): 1,
        ("HEAD", "/sign-in", "2xx"): 1,
        ("PUT", "/sign-in", "4xx"): 1,
    }


def test_a_stranger_who_makes_up_addresses_and_methods_adds_no_line(client, figures):
    client.get("/nowhere/0")
    client.request("BREW", "/nowhere/0")
    figures()
    before = len(figures())
    for number in range(50):
        client.get(f"/nowhere/{number}?{number}")
        client.request(f"BREW{number}", f"/{number}")
    after = figures()
    assert len(after) == before
    assert requests(after) == {("GET", "none", "4xx"): 51, ("other", "none", "4xx"): 51}


def test_how_long_it_took_is_counted_in_buckets(client, figures):
    for _n in range(3):
        client.get("/healthz")
    found = figures()
    route = ("route", "/healthz")
    assert found["byline_request_seconds_count", route] == 3
    assert 0 < found["byline_request_seconds_sum", route] < 60
    assert found["byline_request_seconds_bucket", ("le", "+Inf"), route] == 3


def test_a_failure_is_counted_as_one(client, figures, application, monkeypatch):
    def gone():
        raise OSError("no disk")

    with monkeypatch.context() as broken:
        broken.setattr(application.state.parts.store, "reading", gone)
        client.get("/ideas", cookies={"byline": "x" * 43})
    found = figures()
    assert requests(found) == {("GET", "/ideas", "5xx"): 1}
    # The one that asks.
    assert found["byline_requests_in_flight",] == 1


def test_tries_to_get_in_are_counted_by_how_they_ended(client, figures, ana):
    for password in ("wrong", "wrong", PASSWORD):
        client.post("/sign-in", data={"email": "ana@example.com", "password": password})
    found = figures()
    assert found["byline_sign_ins_total", ("result", "refused")] == 2
    assert found["byline_sign_ins_total", ("result", "accepted")] == 1
    assert found["byline_sign_ins_in_line",] == 0


def test_what_waits_and_who_is_at_work_is_told(figures, store, cast, work):
    work()
    an_idea(store, by=cast.ana)
    Heart(store, WORKER, "separate").beat()
    with store.writing() as db:
        db.add(Delivery(fact="f", reaction="r", payload="{}", due_at=now() - timedelta(hours=1)))
        db.add(Delivery(fact="f", reaction="r", payload="{}", attempts=20, set_aside_at=now()))
    runs.note_done(store, runs.BACKUP, now() - timedelta(days=1))
    found = figures()
    # The idea has one as well.
    assert found["byline_follow_ups", ("of", "deliveries"), ("state", "due")] == 2
    assert found["byline_follow_ups", ("of", "deliveries"), ("state", "set_aside")] == 1
    assert found["byline_follow_ups", ("of", "outgoing"), ("state", "due")] == 0
    assert 3600 <= found["byline_follow_ups_late_seconds", ("of", "deliveries")] < 3700
    assert found["byline_search_marks",] == 1
    assert 0 <= found["byline_search_marks_late_seconds",] < 60
    assert 0 <= found["byline_worker_silent_seconds", ("loop", "worker")] < 60
    assert 86_400 <= found["byline_backup_age_seconds",] < 86_500
    assert found["byline_connections",] >= found["byline_connections_in_use",] >= 0
    assert found["byline_disk_free_bytes",] > 0
    assert found["process_resident_memory_bytes",] > 0


def test_before_the_first_backup_and_worker_there_are_no_such_figures(figures):
    names = {name[0] for name in figures()}
    assert not names & {"byline_backup_age_seconds", "byline_worker_silent_seconds"}


def test_without_its_database_a_process_still_tells_of_itself(client, figures, application, monkeypatch):
    def gone():
        raise OSError("gone")

    assert figures()["byline_database_up",] == 1
    client.get("/healthz")
    monkeypatch.setattr(application.state.parts.store, "reading", gone)
    found = figures()
    assert found["byline_database_up",] == 0
    assert requests(found) == {("GET", "/healthz", "2xx"): 1}


def test_the_database_is_asked_no_oftener_however_often_somebody_looks(client, figures, store, monkeypatch):
    monkeypatch.setattr(meter, "FRESH_SECONDS", 3600.0)
    asked, reading = [], store.reading

    def counted():
        asked.append(1)
        return reading()

    monkeypatch.setattr(store, "reading", counted)
    for _n in range(5):
        figures()
    assert len(asked) == 1
