"""Keeping everything safe: a backup as one file, and back again."""
