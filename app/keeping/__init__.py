"""Copies of everything Byline keeps, as one file, and back again."""
