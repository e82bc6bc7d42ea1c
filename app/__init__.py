"""Byline: an employee idea exchange where every contribution carries a byline."""
