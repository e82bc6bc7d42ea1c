"""Forms with files: taken while they arrive, measured by the route's own limit, and gone when nobody keeps them."""

import os
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from app import wiring
from app.core.web.forms import MOST_FIELDS
from app.core.web.multipart import LONGEST_LABEL, label_of
from app.core.web.uploads import ABANDONED, FOLDER, READ_ON, Limits, forget_abandoned
from tests.web.uploading import LONGEST
from tests.web.uploading import application as uploading

IN_PARTS = {"Content-Type": "multipart/form-data; boundary=x"}
USUAL = 1_000_000


@pytest.fixture
def create():
    return uploading


@pytest.fixture
def visitor(as_) -> TestClient:
    return as_(0)


@pytest.fixture
def left(settings):
    """What stands in the folder of arriving files."""
    return lambda: sorted((settings.data / FOLDER).glob("*"))


def part(name, value, filename=None):
    named = f'; filename="{filename}"'.encode() if isinstance(filename, str) else filename or b""
    start = b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + named
    return start + b"\r\n\r\n" + value + b"\r\n"


def sent(visitor, *parts, address="/photos", method="POST", end=b"--x--\r\n", **headers):
    return visitor.request(method, address, content=b"".join(parts) + end, headers=IN_PARTS | headers)


def test_files_arrive_beside_what_was_typed_and_are_kept(visitor, settings, left):
    files = [("photos", ("ประตู.jpg", b"one" * 1000)), ("photos", ("门.png", b"two"))]
    response = visitor.post("/photos", data={"title": "Trees"}, files=files)
    assert response.json() == [["ประตู.jpg", 3000], ["门.png", 3]]
    assert (settings.data / "files" / "0").read_bytes() == b"one" * 1000
    assert (settings.data / "files" / "1").read_bytes() == b"two"
    assert (left(), oct((settings.data / "files" / "0").stat().st_mode)[-3:]) == ([], "600")


def test_without_a_file_it_is_a_form_like_any_other(visitor, left):
    assert visitor.post("/photos", data={"title": "Trees"}).json() == []
    assert sent(visitor, part("title", b"Trees")).json() == []
    assert sent(visitor, part("title", b"Trees"), part("photos", b"", "")).json() == []
    assert left() == []


def test_a_file_that_is_needed_is_asked_for(visitor):
    for response in (sent(visitor, part("title", b"x"), address="/films"), visitor.post("/films", data={"film": "x"})):
        assert response.status_code == 422


def test_a_refused_form_loses_nothing_typed_and_keeps_no_file(visitor, left):
    parts = (part("body", "种树".encode()), part("photos", b"one", "one.jpg"), part("title", b"x" * 21))
    response = sent(visitor, *parts)
    assert (response.status_code, response.json()["typed"]) == (422, {"body": ["种树"], "title": ["x" * 21]})
    assert response.json()["errors"] == {"title": "This is too long. It can have up to 20 characters."}
    assert left() == []


@pytest.mark.parametrize("over", [1, LONGEST, LONGEST * READ_ON])
def test_a_file_that_is_too_large_is_a_sentence_at_its_field(visitor, left, over):
    large = part("photos", b"x" * (LONGEST + over), "one.jpg")
    response = sent(visitor, part("title", b"Trees"), large, part("body", b"after it"))
    assert response.status_code == 422
    assert response.json() == {
        "typed": {"title": ["Trees"], "body": ["after it"]},
        "errors": {"photos": "This file is too large. It can have up to 1 MB."},
    }
    assert left() == []


@pytest.mark.parametrize("size", [0, 1, LONGEST])
def test_a_file_that_is_just_small_enough_is_taken(visitor, size):
    response = sent(visitor, part("title", b"Trees"), part("photos", b"x" * size, "one.jpg"))
    assert response.json() == [["one.jpg", size]]


def test_too_many_files_are_a_sentence_at_their_field(visitor, left):
    response = sent(visitor, part("title", b"Trees"), *(part("photos", b"x", f"{n}.jpg") for n in range(3)))
    assert (response.status_code, response.json()["errors"]) == (422, {"photos": "Choose at most 2."})
    assert left() == []


def test_a_file_nobody_asked_for_is_read_past(visitor, left):
    response = sent(visitor, part("other", b"x" * 5000, "a.exe"), part("title", b"Trees", "t.txt"), part("title", b"T"))
    assert (response.json(), left()) == ([], [])


def test_a_text_in_place_of_a_file_is_no_file(visitor):
    assert sent(visitor, part("title", b"Trees"), part("photos", b"one.jpg")).json() == []


@pytest.mark.parametrize(("method", "address"), [("DELETE", "/photos"), ("POST", "/photos?_method=DELETE")])
def test_a_route_that_refuses_keeps_no_file(visitor, left, method, address):
    response = sent(visitor, part("title", b"T"), part("photos", b"x", "a"), method=method, address=address)
    assert (response.status_code, "Somebody else replaced 1." in response.text, left()) == (409, True, [])


def test_a_route_that_fails_keeps_no_file(visitor, left):
    with capture_logs():
        response = sent(visitor, part("title", b"T"), part("photos", b"x", "a"), address="/photos/1")
    assert (response.status_code, left()) == (500, [])


@pytest.mark.parametrize("end", [b"", b"--x", b"\r\n--y--\r\n"])
def test_a_body_that_stops_in_the_middle_is_refused(visitor, left, end):
    response = sent(visitor, part("title", b"T"), part("photos", b"x" * 200_000, "a")[:-2], end=end)
    assert (response.status_code, left()) == (400, [])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=" + "x" * 5000, b"x"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"a" * 100_000),
        ("multipart/form-data; boundary=x", b"--x\r\nA:b\r\n" * 20_000),
        ("multipart/form-data; boundary=x; charset=utf-7", b"--x--\r\n"),
    ],
)
def test_what_is_no_form_is_refused(visitor, left, kind, body):
    response = visitor.post("/photos", content=body, headers={"Content-Type": kind})
    assert (response.status_code, "<html" in response.text, left()) == (400, True, [])


def test_very_many_parts_are_refused(visitor, left):
    some = (part("other", b"", f"{n}") for n in range(MOST_FIELDS + 1))
    assert (sent(visitor, part("photos", b"x", "a"), *some).status_code, left()) == (400, [])


def test_text_that_is_no_utf8_is_refused_and_not_lost(visitor, left):
    response = sent(visitor, part("title", "caf\xe9".encode("latin-1")), part("photos", b"\xff\xfe", "a"))
    assert response.json() == {
        "typed": {"title": ["caf\N{REPLACEMENT CHARACTER}"]},
        "errors": {"title": "This text could not be read. Send it as UTF-8."},
    }
    assert left() == []


@pytest.mark.parametrize(
    ("filename", "label"),
    [
        (b"a.txt", "a.txt"),
        ("种树 ที่.jpg".encode(), "种树 ที่.jpg"),
        (b"../../etc/passwd", "passwd"),
        (b"..\\..\\boot.ini", "boot.ini"),
        (b"/", "file"),
        (b"..", "file"),
        (b" ", "file"),
        (b"a\0b\r\n.txt", "ab .txt"),
        ("invoice\u202egpj.exe".encode(), "invoicegpj.exe"),
        ("退货.jpg".encode("gb18030"), "�˻�.jpg"),
        (b"x" * 300 + b".jpeg", "x" * (LONGEST_LABEL - 5) + ".jpeg"),
        (b"x." + b"y" * 300, "x." + "y" * (LONGEST_LABEL - 2)),
    ],
)
def test_what_a_file_is_called_is_only_a_label(filename, label):
    assert label_of(filename) == label


def test_a_name_leads_nowhere(visitor, settings, left):
    named = part("photos", b"x", b'; filename="../../files/../escaped\xff.txt"')
    assert sent(visitor, part("title", b"T"), named).json() == [["escaped\N{REPLACEMENT CHARACTER}.txt", 1]]
    assert list(settings.data.parent.rglob("*escaped*")) == []
    assert [path.name for path in (settings.data / "files").iterdir()] == ["0"]


WHOLE = USUAL + 2 * LONGEST * READ_ON
LARGE = [
    ("POST", "/photos", WHOLE),
    ("DELETE", "/photos", WHOLE),
    ("POST", "/photos?_method=DELETE", WHOLE),
    ("POST", "/photos/7", WHOLE),
    ("PUT", "/photos", USUAL),
    ("POST", "/photos?_method=PUT", USUAL),
    ("PATCH", "/photos", USUAL),
    ("POST", "/photos/", USUAL),
    ("POST", "/ideas", USUAL),
    ("POST", "/nowhere", USUAL),
    ("POST", "/sign-in", USUAL),
]


@pytest.mark.parametrize(("method", "address", "longest"), LARGE)
@pytest.mark.parametrize("announced", [True, False])
def test_a_body_is_measured_by_the_route_it_is_for(visitor, left, method, address, longest, announced):
    """One byte too much, whether its length was said before or not."""
    body = part("photos", b"x" * longest, "one.jpg")[: longest + 1]
    content = body if announced else pieces(body)
    response = visitor.request(method, address, content=content, headers=IN_PARTS)
    unread = {"/photos/": 404, "/nowhere": 404, "/ideas": 303} | ({"/photos": 405} if method == "PATCH" else {})
    assert response.status_code == (413 if announced else unread.get(address, 413))
    assert left() == []


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json", "text/plain", ""])
@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_read_whole_gets_no_more_where_files_are_taken(visitor, kind, announced):
    body = b"title=" + b"x" * USUAL
    content = body if announced else pieces(body)
    assert visitor.post("/photos", content=content, headers={"Content-Type": kind}).status_code == 413


def test_a_length_that_is_a_lie_helps_nobody(visitor, left):
    body = part("photos", b"x" * WHOLE, "one.jpg")
    response = visitor.post("/photos", content=pieces(body), headers=IN_PARTS | {"Content-Length": "10"})
    assert (response.status_code, left()) == (413, [])


def test_much_text_is_refused_where_files_are_taken_too(visitor, left):
    parts = (part("photos", b"x", "a"), part("title", b"T"), *(part("body", b"x" * 400_000) for _n in range(3)))
    response = sent(visitor, *parts)
    assert (response.status_code, "What you sent is too large." in response.text, left()) == (413, True, [])


def test_a_form_of_another_site_is_refused_unread(visitor, left):
    response = sent(visitor, part("photos", b"x", "a"), **{"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, left()) == (403, [])


def test_the_sentences_are_in_the_readers_language(visitor):
    large = part("photos", b"x" * (LONGEST + 1), "one.jpg")
    said = {lang: sent(visitor, large, address=f"/photos?lang={lang}").json()["errors"]["photos"] for lang in TONGUES}
    assert said == TONGUES


TONGUES = {
    "en": "This file is too large. It can have up to 1 MB.",
    "zh-Hans": "这个文件太大，最大为 1 MB。",
    "th": "ไฟล์นี้ใหญ่เกินไป ขนาดสูงสุดคือ 1 MB",
}


def test_only_the_usual_limit_stands_where_no_route_takes_files():
    assert Limits([], USUAL).of("POST", "/photos", "multipart/form-data; boundary=x") == USUAL


def test_what_a_process_left_when_it_ended_is_forgotten_after_a_day(settings, store, application, left):
    folder = settings.data / FOLDER
    folder.mkdir()
    old, new = folder / "old", folder / "new"
    for file, age in ((old, ABANDONED.total_seconds() + 60), (new, 60)):
        file.write_bytes(b"x")
        os.utime(file, (time.time() - age, time.time() - age))
    [job] = [
        one for one in wiring.jobs(settings, store, application.state.parts.index) if one.name == "forget abandoned"
    ]
    job.run()
    assert left() == [new]
    assert forget_abandoned(settings.data / "nowhere") == 0


def pieces(body: bytes) -> Iterator[bytes]:
    return (body[start : start + 50_000] for start in range(0, len(body), 50_000))
