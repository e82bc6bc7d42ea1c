"""What every kind of post shares: the post itself, votes, comments and following."""
