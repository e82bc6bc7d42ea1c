"""Every drawing is shown somewhere, and every one that a page asks for is there."""

from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from tests.rules.sources import files, listed, templates

FOLDER = "icons/"
# A page's own table of them, such as one for each kind of notice, has this name.
TABLE = "icons"


def test_every_icon_is_used_and_every_used_icon_is_there(environment: Environment) -> None:
    there = {path.stem for path in files("static/icons", ".svg")}
    used = set().union(*asked(environment).values())
    assert listed(f"static/icons/{name}.svg is shown nowhere" for name in sorted(there - used)) == ""
    assert (
        listed(
            f"templates/{template}: there is no icon {name}"
            for template, names in asked(environment).items()
            for name in sorted(names - there)
        )
        == ""
    )


@pytest.mark.parametrize(
    "planted",
    [
        '{{ icon_svg("x-y") }}',
        '{{ icon_svg("x-y" if is_on else "check") }}',
        '{{ ui.link_button(_("Open"), "#", icon="x-y") }}',
        '{{ ui.link_button(_("Open"), "#", "main", "x-y") }}',
        '{% set icons = {"thanks": "x-y"} %}',
        '<link rel="icon" href="{{ asset("icons/x-y.svg") }}">',
    ],
)
def test_an_icon_is_seen_however_it_is_asked_for(environment: Environment, planted: str) -> None:
    places = taking_icons([environment.parse(source) for source in templates().values()])
    assert "x-y" in set(shown(environment.parse(planted), places))


def test_a_word_that_only_looks_like_one_is_not_taken_for_one(environment: Environment) -> None:
    words = environment.parse('{{ url("x-y") }}{% if kind == "x-y" %}{{ icon_svg(kind) }}{% endif %}')
    assert list(shown(words, {"icon_svg": 0})) == []


def asked(environment: Environment) -> dict[str, set[str]]:
    """The icons of every template that shows some."""
    parsed = {name: environment.parse(source) for name, source in templates().items()}
    places = taking_icons(list(parsed.values()))
    return {name: found for name, tree in parsed.items() if (found := set(shown(tree, places)))}


def taking_icons(trees: list[nodes.Template]) -> dict[str, int]:
    """Macros that are given an icon, and at which place they take it."""
    macros = (macro for tree in trees for macro in tree.find_all(nodes.Macro))
    names = ((macro.name, [argument.name for argument in macro.args]) for macro in macros)
    return {"icon_svg": 0} | {name: taken.index("icon") for name, taken in names if "icon" in taken}


def shown(tree: nodes.Template, places: dict[str, int]) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        name = call.node.attr if isinstance(call.node, nodes.Getattr) else getattr(call.node, "name", "")
        if name in places:
            yield from written(call.args[places[name] : places[name] + 1])
            yield from written([given.value for given in call.kwargs if given.key == "icon"])
        elif name == "asset":
            yield from (path.removeprefix(FOLDER)[:-4] for path in written(call.args) if path.startswith(FOLDER))
    for table in tree.find_all(nodes.Assign):
        if isinstance(table.node, nodes.Dict) and getattr(table.target, "name", "") == TABLE:
            yield from written([pair.value for pair in table.node.items])


def written(expressions: list[nodes.Expr]) -> Iterator[str]:
    """The names that stand there, either one where two are to choose from."""
    for one in expressions:
        if isinstance(one, nodes.CondExpr):
            yield from written([one.expr1, *([one.expr2] if one.expr2 else [])])
        elif isinstance(one, nodes.Const) and one.value:
            yield str(one.value)
