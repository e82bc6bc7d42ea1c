"""Templates that work: they compile, their links lead somewhere, and what they aim at is there."""

import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, TemplateSyntaxError, nodes

from app.core.web.page import ALONE
from tests.rules.sources import listed, templates

BLOCK = re.compile(r"{%-?\s*block\s+(\w+)")
ID = re.compile(r'\bid="([\w-]+)"')
# A target that is put together as the page is drawn cannot be read here.
TARGET = re.compile(r'\bhx-target="#([\w-]+)"')
WRITTEN = re.compile(r"[\"'](/[^\"'/][^\"']*|/)[\"']")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
# What a kind or a page fills such a form with may stand elsewhere.
WRITING = re.compile(r"<textarea|multiline=true|block fields|caller\(\)|_fields\(|name_en|text_en")
# On every page, since errors and notes land there.
EVERYWHERE = {"toasts"}
# Pieces of many pages aim at what those pages hold.
PIECES = re.compile(r"^(ui|layout)/|(^|/)parts\.html$")


def test_every_template_compiles(environment: Environment) -> None:
    assert templates()
    assert listed(complaint for name in templates() if (complaint := what_is_wrong(environment, name))) == ""


def test_every_link_names_a_route(environment: Environment, addresses: dict[str, set[str]]) -> None:
    assert (
        listed(
            f"templates/{name}:{line}: there is no route {link}"
            for name, source in templates().items()
            for line, link in links(environment.parse(source))
            if link not in addresses
        )
        == ""
    )


def test_a_block_that_is_had_alone_stands_in_no_condition(environment: Environment) -> None:
    """By itself it is drawn without what its page asks first, such as whether this may be read."""
    found = {
        (block.name, name, guarded)
        for name, source in templates().items()
        for block, guarded in blocks(environment.parse(source))
        if block.name in ALONE
    }
    assert {block for block, _name, _guarded in found} == ALONE
    assert listed(f"templates/{name}: {block}" for block, name, guarded in found if guarded) == ""


def test_no_address_is_written_out() -> None:
    """One that is made by its name moves with its route, and is missed at once when that goes."""
    # What the page of patterns shows leads nowhere.
    pages = ((name, source) for name, source in templates().items() if not name.startswith("patterns/"))
    assert listed(f"templates/{name}: {found}" for name, source in pages for found in WRITTEN.findall(source)) == ""


@pytest.mark.parametrize("planted", ['<a href="/ideas/new">', '{{ ui.link_button(_("Search"), "/search") }}'])
def test_an_address_that_is_written_out_is_caught(planted: str) -> None:
    assert WRITTEN.findall(planted)


def test_every_target_is_a_block_and_an_id_of_its_page() -> None:
    anywhere = set().union(*(landings(source) for source in templates().values()))
    assert (
        listed(
            f"templates/{name}: there is no block #{target}"
            for name, source in templates().items()
            for target in set(TARGET.findall(source)) - EVERYWHERE
            if target not in (anywhere if PIECES.search(name) else landings(source))
        )
        == ""
    )


def test_every_form_in_which_somebody_writes_keeps_what_is_typed() -> None:
    written = {name: FORM.findall(source) for name, source in templates().items() if not name.startswith("patterns/")}
    writing = [(name, form) for name, forms in written.items() for form in forms if WRITING.search(form)]
    assert len(writing) > 8
    assert listed(f"templates/{name}: {form[:80]}" for name, form in writing if "data-kept" not in form) == ""


def what_is_wrong(environment: Environment, name: str) -> str:
    try:
        environment.get_template(name)
    except TemplateSyntaxError as error:
        return f"templates/{error.name}:{error.lineno}: {error.message}"
    return ""


def links(tree: nodes.Template) -> list[tuple[int, str]]:
    """Line and route of every link whose route is written out."""
    return [
        (call.lineno, call.args[0].value)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "url"
        if call.args and isinstance(call.args[0], nodes.Const)
    ]


def landings(source: str) -> set[str]:
    """What a swap can aim at: the block is what the server answers with, the id is where it goes."""
    return set(BLOCK.findall(source)) & set(ID.findall(source))


def blocks(node: nodes.Node, *, guarded: bool = False) -> Iterator[tuple[nodes.Block, bool]]:
    """Each with whether it stands in a condition or a loop."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child, guarded
        yield from blocks(child, guarded=guarded or isinstance(child, nodes.If | nodes.For))
