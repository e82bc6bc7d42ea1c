"""Which language a text is in, by its script and by its words."""

import lzma
import math
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from zipfile import ZipFile

from app.core.letters import SCRIPTS

if TYPE_CHECKING:
    import numpy as np
    from py3langid.langid import LanguageIdentifier

_TAGS = list(SCRIPTS)
_RUN = re.compile("|".join(f"([{letters}]+)" for letters in SCRIPTS.values()))
_SAMPLE = 2_000
# Of a web address or an e-mail address, which are spelled in Latin letters whatever is spoken around them.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[!-~]+|[!-?A-~]{1,64}@[!-?A-~]+|\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/[!-~]*", re.IGNORECASE
)
_PIECE = 4_096
SURE_ENOUGH = 0.7
"""Of 2,700 short Spanish titles the model names 72 % at this, and fewer than one in 200 wrongly."""
_LATIN = ("en", "es", "pt", "fr", "it", "de", "nl", "da", "sv", "pl", "tr", "vi", "id", "ms", "tl")


def lang_of(text: str) -> str:
    """The BCP 47 tag that the script of a short text gives away, empty for Latin and for no letters at all.

    A letter of another script counts twice: such words are shorter, and foreign names stand in them unchanged.
    Addresses count for nothing.
    """
    letters: Counter[str] = Counter()
    for run in _RUN.finditer(_spoken(text)):
        letters[_tag(run)] += len(run[0])
    latin = letters.pop("", 0)
    # A few kana are a fashion in Chinese shop names; Japanese has far more of them.
    if letters["ja"] * 10 > letters["zh-Hans"]:
        letters["ja"] += letters.pop("zh-Hans", 0)
    tag, count = max(letters.items(), key=lambda pair: pair[1], default=("", 0))
    return tag if count * 2 > latin else ""


def guess_language(text: str, likely: str = "en") -> str:
    """The language a text is written in, `likely` where neither its script nor its words make that clear.

    The first Latin text loads a model, unless `load_languages` did: half a second, and some 70 MB that stay.
    """
    tag = lang_of(text)
    if tag:
        return tag
    words = " ".join(run[0] for run in _RUN.finditer(_spoken(text)) if not _tag(run))
    if words.count(" ") < 2:
        return likely
    found, confidence = _identifier().classify(words)
    return str(found) if confidence >= SURE_ENOUGH else likely


def load_languages() -> None:
    """Have the model ready, so that nobody's first text waits for it."""
    _identifier()


@cache
def _identifier() -> "LanguageIdentifier":
    """Imported only here, for it brings numpy; without the languages it need not know it keeps a quarter less."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier(**_tables(MODEL_DIR / MODEL_FILE), norm_probs=True)
    identifier._full_model = None
    return identifier


def _tables(path: Path) -> dict[str, object]:
    """As the library reads its file, but a table at a time, in pieces, and of the languages that are asked for alone:
    all at once it takes twice the memory that it keeps."""
    import numpy as np

    with TemporaryFile() as unpacked, lzma.open(path) as packed:
        shutil.copyfileobj(packed, unpacked, 1 << 20)
        with ZipFile(unpacked) as archive:
            pieces = partial(_pieces, archive)
            [classes] = pieces("classes")
            known = np.flatnonzero(np.isin(classes, _LATIN))
            return {
                "nb_ptc": np.concatenate([piece[:, known] for piece in pieces("ptc")]),
                "nb_pc": np.concatenate(list(pieces("pc")))[known],
                "nb_classes": [str(name) for name in classes[known]],
                "tk_nextmove": _mapped(pieces("nextmove")),
                "tk_row": np.concatenate(list(pieces("nextmove_row"))).tolist(),
                "tk_output": [int(one) for piece in pieces("out_feat") for one in piece],
            }


def _pieces(archive: ZipFile, name: str) -> Iterator["np.ndarray"]:
    """A table, so many rows at a time."""
    import numpy as np
    from numpy.lib import format as tables

    with archive.open(f"{name}.npy") as table:
        tables.read_magic(table)
        (_rows, *width), _order, dtype = tables.read_array_header_1_0(table)
        while piece := table.read(_PIECE * dtype.itemsize * math.prod(width)):
            yield np.frombuffer(piece, dtype).reshape(-1, *width)


def _mapped(pieces: Iterator["np.ndarray"]) -> "memoryview[int]":
    """Left on the disk, whence only that comes into memory which texts ask for: a small part of it."""
    with TemporaryFile() as kept:
        for piece in pieces:
            kept.write(piece.astype("uint32").tobytes())
        kept.flush()
        return memoryview(mmap(kept.fileno(), 0, access=ACCESS_READ)).cast("I")


def _spoken(text: str) -> str:
    return _ADDRESS.sub(" ", text[: 2 * _SAMPLE])[:_SAMPLE]


def _tag(run: re.Match[str]) -> str:
    return _TAGS[(run.lastindex or 1) - 1]
