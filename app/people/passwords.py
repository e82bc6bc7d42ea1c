"""Passwords: argon2id with the memory OWASP asks for, at most two at a time so that signing in cannot fill a node."""

import secrets
from hashlib import sha256
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 15
LONGEST = 200
MEMORY_KIB = 19_456


class Passwords:
    """`rounds` is argon2's time cost; 5 takes 50 ms or more."""

    def __init__(self, rounds: int) -> None:
        self._hasher = PasswordHash((Argon2Hasher(time_cost=rounds, memory_cost=MEMORY_KIB, parallelism=1),))
        self._at_once = BoundedSemaphore(2)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        with self._at_once:
            return self._hasher.hash(password)

    def fits(self, password: str, password_hash: str) -> bool:
        """Takes as long for nobody (an empty hash) as for somebody."""
        with self._at_once:
            fits = self._hasher.verify(password, password_hash or self._nobody)
        return fits and bool(password_hash)


def new_token() -> str:
    """A secret for a cookie or a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()
