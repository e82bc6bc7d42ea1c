"""Passwords: argon2id with the memory OWASP asks for, at most two at a time so that signing in cannot fill a node."""

import asyncio
import os
import re
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from threading import BoundedSemaphore, get_native_id
from unicodedata import category, normalize

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn  # type: ignore[import-untyped]

SHORTEST = 15
LONGEST = 200
LONGEST_JUDGED = 72
SAFE = 3
"""Of zxcvbn's scores, 0 to 4: beyond a hundred million guesses."""
MEMORY_KIB = 19_456
AT_ONCE = 2


class Passwords:
    """`rounds` is argon2's time cost; 5 takes 50 ms or more."""

    def __init__(self, rounds: int) -> None:
        self._hasher = PasswordHash((Argon2Hasher(time_cost=rounds, memory_cost=MEMORY_KIB, parallelism=1),))
        self._at_once = BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._aside = ThreadPoolExecutor(AT_ONCE, "password", initializer=_give_way)

    def hash(self, password: str) -> str:
        with self._at_once:
            return self._hasher.hash(_spellings(password)[0])

    def fits(self, password: str, password_hash: str) -> bool:
        """Takes as long for nobody (an empty hash) as for somebody."""
        with self._at_once:
            fits = any(self._hasher.verify(one, password_hash or self._nobody) for one in _spellings(password))
        return fits and bool(password_hash)

    async def fits_aside(self, password: str, password_hash: str) -> bool:
        """The same in a thread apart, behind whatever else the processor has to do."""
        return await asyncio.get_running_loop().run_in_executor(self._aside, self.fits, password, password_hash)


def _spellings(password: str) -> list[str]:
    """The letters as RFC 8265 puts them together, then as an earlier hash may have them: an ü is typed in two ways."""
    whole = normalize("NFC", "".join(" " if category(sign) == "Zs" else sign for sign in password))
    return list(dict.fromkeys([whole, password, normalize("NFD", password)]))


def _give_way() -> None:
    """Where a thread has a priority of its own, which is on Linux."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, get_native_id(), 10)


def is_easy(password: str, about: Sequence[str]) -> bool:
    """Whether repeats, a list of common ones, or what is known of its owner give it away in a hundred million tries."""
    known = [part for text in about for part in (text, *re.split(r"[\s@.]+", text)) if part]
    return int(zxcvbn(password[:LONGEST_JUDGED], user_inputs=[*known, "byline"])["score"]) < SAFE


def new_token() -> str:
    """A secret for a cookie or a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()
