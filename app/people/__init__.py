"""People and departments as in the roster: who somebody is, what they may do, and how they sign in."""
