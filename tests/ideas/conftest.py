from tests.brisk import compiled_once, plain_logs  # noqa: F401 - for every test here
