"""The figures of the house, measured: `python -m tests.house` prints them, and `tests/rules` holds them to their goals."""
