"""The verbs of `./byline`: each a function here or beside, with a sentence that `--help` shows."""

from app.cli.common import cli

__all__ = ["cli"]
