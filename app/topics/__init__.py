"""Topics: an open discussion of one subject."""
