from tests.cli.conftest import byline

__all__ = ["byline"]
