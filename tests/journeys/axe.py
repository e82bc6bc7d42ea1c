"""axe-core in a page: what it holds against it, one line each."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, rules]) => {
  const only = rules.length ? {type: "rule", values: rules} : {type: "tag", values: tags};
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return found.violations.flatMap(one => one.nodes.map(node => {
    const said = node.any.concat(node.all, node.none).map(check => check.message);
    return `${one.id}: ${node.target.join(" ")}: ${said.join(" ")}`;
  }));
}"""


def violations(page: Page, *rules: str) -> list[str]:
    """By every rule of the standards above, or only by these. The policy of our pages lets no script in but by hand."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(RUN, [TAGS, list(rules)])
    return found


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
