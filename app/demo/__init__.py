"""The demo company: made up, in three languages, played through the real commands."""
