"""Backups that only the holder of an age key can read: https://age-encryption.org."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage
from pyrage import x25519

from app.core.errors import Unusable

BEGINS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how every key begins


@contextmanager
def sealed(target: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """Whatever is written to what this yields comes to `target` encrypted, or as it is where nobody is named.

    Nothing stands anywhere unencrypted: a pipe leads to a thread that encrypts.
    """
    if not recipients:
        yield target
        return
    keys = [_recipient(one) for one in recipients]
    reading, writing = os.pipe()
    encrypting = _Encrypting(reading, target, keys)
    encrypting.start()
    try:
        with os.fdopen(writing, "wb") as plain:
            yield plain
    finally:
        encrypting.join()
        if encrypting.failure:
            # It says more than the broken pipe that whoever wrote heard of.
            raise encrypting.failure


class _Encrypting(threading.Thread):
    """Reads from a pipe until its other end is closed; `failure` is what came in between."""

    def __init__(self, reading: int, target: IO[bytes], keys: Sequence[x25519.Recipient]) -> None:
        super().__init__(name="byline-sealing", daemon=True)
        self.failure: OSError | None = None
        self._reading, self._target, self._keys = reading, target, keys

    def run(self) -> None:
        with os.fdopen(self._reading, "rb") as plain:
            try:
                pyrage.encrypt_io(plain, self._target, self._keys)
            except (pyrage.EncryptError, OSError) as error:
                # Closing this end breaks the pipe: whoever writes hears of it at once.
                self.failure = OSError(str(error))


def is_sealed(source: IO[bytes]) -> bool:
    """By its first bytes, which are read and put back."""
    found = source.read(max(map(len, BEGINS)))
    source.seek(0)
    return found.startswith(BEGINS)


def unseal(name: str, source: IO[bytes], identity: Path | None, target: IO[bytes]) -> None:
    """Raises Unusable without the right key, and for a file that was cut off or changed."""
    if not identity:
        raise Unusable(f"{name} is encrypted. Say --age-identity and the file with the key; nothing was changed.")
    keys = _identities(identity)
    try:
        pyrage.decrypt_io(source, target, keys)
    except pyrage.DecryptError as error:
        reason = f"no key in {identity} fits" if "matching keys" in str(error) else "it is damaged"
        raise Unusable(f"{name} cannot be decrypted: {reason}. Nothing was changed.") from error
    except OSError as error:
        reason = error.strerror or "it is damaged or was cut off"
        raise Unusable(f"{name} cannot be decrypted: {reason}. Nothing was changed.") from error
    target.seek(0)


def _recipient(written: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(written)
    except pyrage.RecipientError as error:
        raise Unusable(f"“{written}” is no public key of age such as age1…; nothing was written.") from error


def _identities(file: Path) -> list[x25519.Identity]:
    """A line each; age-keygen puts remarks between them."""
    try:
        lines = file.read_text("utf-8").split()
        found = [x25519.Identity.from_str(line) for line in lines if line.startswith(SECRET)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise Unusable(
            f"The key in {file} cannot be read: {getattr(error, 'strerror', None) or 'it is damaged'}."
        ) from error
    if not found:
        raise Unusable(f"There is no key of age in {file}; it begins with {SECRET}.")
    return found
