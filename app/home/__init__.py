"""The front page: what is moving now, who was thanked, what waits for the reader."""
