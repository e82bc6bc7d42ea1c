"""The benchmark: a large made-up store, the real server under load, and beside it the least that could do the same."""
