"""Floor 0: what any web application needs, knowing nothing about Byline."""
