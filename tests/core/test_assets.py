"""Assets: one joined style sheet, names that change with the content, nothing that was not asked for by name."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from app.core.web.assets import Assets, static

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "css/app.css": '@layer tokens, base;\n\n@import url("tokens.css");\n@import url("components/button.css");\n',
        "css/tokens.css": '@font-face { src: url("../fonts/paper.woff2") format("woff2"); }\n',
        "css/components/button.css": '.button { background: url("data:image/gif;base64,x"), url("../../icons/dot.svg"); }\n',
        "fonts/paper.woff2": "a face",
        "icons/dot.svg": '<!-- a remark -->\n<svg class="x" width="24" viewBox="0 0 24 24"><path d="M1 1"/></svg>\n',
        "js/app.js": 'import { go } from "./lib/go.js";\nconst later = () => import("./elements/late.js");\ngo(later);\n',
        "js/lib/go.js": "export const go = (f) => f();\n",
        "js/elements/late.js": 'import { go } from "../lib/go.js";\ngo(() => 1);\n',
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def body(assets: Assets, path: str) -> str:
    answer = assets.answer(assets.url(path).removeprefix("/static/"), accept_gzip=False)
    assert answer is not None
    return answer[0].decode()


def test_an_address_carries_a_hash_of_the_content(folder):
    first = Assets(folder).url("js/lib/go.js")
    assert re.fullmatch(r"/static/js/lib/go\.[0-9a-f]{8}\.js", first)
    assert Assets(folder).url("js/lib/go.js") == first
    (folder / "js/lib/go.js").write_text("export const go = () => 2;\n")
    assert Assets(folder).url("js/lib/go.js") != first


def test_the_sheets_are_joined_in_the_order_of_their_imports(folder):
    sheet = body(Assets(folder), "css/app.css")
    assert "@import" not in sheet
    assert sheet.index("@layer tokens, base;") < sheet.index("@font-face") < sheet.index(".button")


def test_a_sheet_names_fonts_and_drawings_by_the_addresses_they_are_sent_under(folder):
    assets = Assets(folder)
    sheet = body(assets, "css/app.css")
    assert f'url("{assets.url("fonts/paper.woff2")}")' in sheet
    assert f'url("{assets.url("icons/dot.svg")}")' in sheet
    assert 'url("data:image/gif;base64,x")' in sheet


def test_a_module_imports_others_by_the_addresses_they_are_sent_under(folder):
    assets = Assets(folder)
    module = body(assets, "js/app.js")
    assert f'from "{assets.url("js/lib/go.js")}"' in module
    assert f'import("{assets.url("js/elements/late.js")}")' in module


def test_a_change_in_a_module_renames_those_that_import_it(folder):
    before = Assets(folder).url("js/app.js")
    (folder / "js/lib/go.js").write_text("export const go = () => 2;\n")
    assert Assets(folder).url("js/app.js") != before


def test_text_is_sent_packed_to_those_who_can_unpack_it(folder):
    assets = Assets(folder)
    name = assets.url("css/app.css").removeprefix("/static/")
    packed = assets.answer(name, accept_gzip=True)
    plain = assets.answer(name, accept_gzip=False)
    assert packed is not None
    assert plain is not None
    assert gzip.decompress(packed[0]) == plain[0]
    assert packed[1]["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain[1]
    assert plain[1]["Vary"] == "Accept-Encoding"


def test_a_face_is_packed_already_and_sent_as_it_is(folder):
    assets = Assets(folder)
    answer = assets.answer(assets.url("fonts/paper.woff2").removeprefix("/static/"), accept_gzip=True)
    assert answer is not None
    assert answer[0] == b"a face"
    assert answer[1]["Content-Type"] == "font/woff2"
    assert "Content-Encoding" not in answer[1]


@pytest.mark.parametrize(
    "path", ["css/app.css", "js/app.js", "js/app.00000000.js", "../pyproject.toml", "css/tokens.css", ""]
)
def test_only_what_was_named_is_answered(folder, path):
    assert Assets(folder).answer(path, accept_gzip=False) is None


def test_an_unknown_file_or_drawing_is_an_error_where_it_is_asked_for(folder):
    assets = Assets(folder)
    with pytest.raises(LookupError):
        assets.url("css/missing.css")
    with pytest.raises(LookupError):
        assets.icon("missing")


def test_a_drawing_stands_in_the_page_without_remarks_and_silent(folder):
    drawing = str(Assets(folder).icon("dot"))
    assert drawing == '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path d="M1 1"/></svg>'


def test_in_development_a_changed_file_is_read_anew_and_else_it_is_not(folder):
    fixed, living = Assets(folder), Assets(folder, development=True)
    before = fixed.url("js/lib/go.js")
    (folder / "js/lib/go.js").write_text("export const go = () => 3; // changed\n")
    assert fixed.url("js/lib/go.js") == before
    assert living.url("js/lib/go.js") != before


def test_a_visit_gets_the_file_for_a_year_and_a_stranger_name_gets_404(folder):
    app = Starlette(routes=[Route("/static/{path:path}", static)])
    app.state.parts = SimpleNamespace(assets=Assets(folder))
    client = TestClient(app)
    found = client.get(app.state.parts.assets.url("css/app.css"))
    assert found.status_code == 200
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert found.headers["content-type"] == "text/css; charset=utf-8"
    assert ".button" in found.text
    missing = client.get("/static/css/app.css")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers["cache-control"]


def test_every_sheet_of_ours_is_imported_and_stands_in_a_layer():
    entry = (STATIC / "css/app.css").read_text(encoding="utf-8")
    sheets = {file for file in (STATIC / "css").rglob("*.css") if file.name != "app.css"}
    assert {STATIC / "css" / path for path in re.findall(r'@import url\("(.+)"\);', entry)} == sheets
    layers = re.findall(r"@layer ([\w, ]+);", entry)[0].split(", ")
    for file in sheets:
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
        opening = re.match(r"@layer (\w+) \{", text)
        assert opening is not None, file
        assert opening[1] in layers, file


def test_our_sheets_keep_to_the_house_rules():
    physical = re.compile(
        r"\b(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|bottom|width|height)\s*:"
        r"|text-align:\s*(?:left|right)|(?:min|max)-(?:width|height)\s*:"
    )
    for file in (STATIC / "css").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "!important" not in text, file
        assert not physical.search(text), (file, physical.search(text))
        assert not re.search(r"#[a-zA-Z][\w-]*[^;{}()]*\{", text), f"an id in {file}"


def test_every_drawing_of_ours_can_be_shown():
    assets = Assets(STATIC)
    for file in (STATIC / "icons").glob("*.svg"):
        assert "<svg" in assets.icon(file.stem)


def test_no_module_of_ours_is_long_or_makes_code_from_text():
    for file in (STATIC / "js").rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 70, file
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|window\.\w+ =", text), file
