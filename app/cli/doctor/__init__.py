"""`./byline doctor`: tries what Byline stands on, and says what to do.

A check is a function of a `Case` that yields findings; a new one is written in one of the modules here and named in
`examining.CHECKS`. None of them changes anything.
"""

from app.cli.doctor import examining

__all__ = ["examining"]
