"""Notices: what happened to one's own contributions and what one follows, one entry per thing and hour."""
