"""All verbs, in the order `--help` shows them."""

from app.cli import serving, people, importing, exporting, keeping, inspecting, deliveries, doctor, benching  # noqa: F401, I001 - importing a module adds its verbs
from app.cli.common import cli, refusing


def run() -> None:
    with refusing():
        cli(prog_name="./byline")
