"""Templates that work: they compile, their links lead somewhere, and what they aim at is there."""

import re

from jinja2 import Environment, TemplateSyntaxError, nodes

from tests.rules.sources import listed, templates

BLOCK = re.compile(r"{%-?\s*block\s+(\w+)")
ID = re.compile(r'\bid="([\w-]+)"')
# A target that is put together as the page is drawn cannot be read here.
TARGET = re.compile(r'\bhx-target="#([\w-]+)"')
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
