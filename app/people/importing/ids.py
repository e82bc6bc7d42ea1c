"""Employee IDs as a company writes them, and what a spreadsheet makes of them on the way.

What can be undone is undone; what cannot is refused with its cause, for an ID that is only nearly right is somebody
else's, or nobody's.
"""

import re
import unicodedata
from collections.abc import Callable

from app.core.i18n import _
from app.core.letters import APOSTROPHES, clean, key, looks, visible

LONGEST = 60
DIGITS_KEPT = 15
"""A spreadsheet keeps so many digits of a number, and writes zeros for the rest."""
NOTHING = frozenset({"-", "–", "—", "n/a", "na", "null", "none", "nil", "#n/a", "无", "無", "ไม่มี", "."})
"""What stands where somebody has none; asked by `is_nothing`, in whatever letters it is written."""
_NOTHING_KEYS = frozenset(map(key, NOTHING))

_WRAPPED = re.compile(r'="([^"]*)"')
_FRACTION = re.compile(r"([0-9]+)[.,]0+")
_EXPONENT = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?E\+[0-9]+|[+-]?[0-9][.,][0-9]+E[0-9]+", re.IGNORECASE)
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez)[a-z]{0,6}"
_DATE = re.compile(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00(:00)?)?|[0-9]{1,2}月[0-9]{1,2}日"
    f"|[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}}",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#(REF|VALUE|NAME|DIV/0|NUM|NULL)[!?]?|#+")
_LEADING = re.compile(r"(?<![0-9])0+(?=[0-9])")
_CAUSES: list[tuple[re.Pattern[str], Callable[[], str]]] = [
    (
        _EXPONENT,
        lambda: _("A spreadsheet has shortened this ID to a power of ten. Take it from its source again, as text."),
    ),
    (_DATE, lambda: _("A spreadsheet has turned this ID into a date. Take it from its source again, as text.")),
    (_ERROR, lambda: _("This cell holds an error of the spreadsheet instead of an ID.")),
]


def is_nothing(text: str) -> bool:
    """Whether this says that there is nothing: `Ｎ/Ａ` does as well as `n/a`."""
    return key(text) in _NOTHING_KEYS


def as_meant(typed: str) -> str:
    """The ID that a cell means; empty where it means none. Raises ValueError with the cause."""
    text = unicodedata.normalize("NFKC", visible(clean(typed, lines=False))).strip()
    wrapped = _WRAPPED.fullmatch(text)
    text = (wrapped[1] if wrapped else text.lstrip(APOSTROPHES + "`")).strip()
    if is_nothing(text):
        return ""
    for pattern, cause in _CAUSES:
        if pattern.fullmatch(text):
            raise ValueError(cause())
    whole = _FRACTION.fullmatch(text)
    return whole[1] if whole else text


def likeness(employee_id: str) -> str:
    """What is left of an ID without signs, spaces, leading zeros and alphabets: two that share it may well be one."""
    kept = "".join(char for char in looks(employee_id) if char.isalnum())
    return _LEADING.sub("", kept)


def is_rounded(employee_id: str) -> bool:
    """Whether it has more digits than a spreadsheet keeps, and zeros where these were."""
    return employee_id.isdigit() and len(employee_id) > DIGITS_KEPT and not employee_id[DIGITS_KEPT:].strip("0")


def is_long(employee_id: str) -> bool:
    return employee_id.isdigit() and len(employee_id) > DIGITS_KEPT


def rounded_message() -> str:
    return _(
        "A spreadsheet keeps only 15 digits of a number and has turned the others of this ID into zeros. Take the IDs "
        "from their source again, as text."
    )


def alike_message() -> str:
    return _(
        "Somebody has almost this ID: they differ only in leading zeros, signs, spaces or letters that look alike, "
        "which a spreadsheet or a keyboard may have changed. Bring the IDs as text; say --renumber OLD=NEW where an ID "
        "is really another now, or --distinct-ids where these are other people."
    )
