"""Sheets that work in every direction of writing, and that a later layer can always overrule."""

import re

from tests.rules.sources import ROOT, files, listed

PHYSICAL = re.compile(
    r"""(?<![\w-])                                      # a whole property
        (?: [a-z-]*-(?:left|right)(?:-[a-z-]+)? | left | right
          | (?:margin|padding|border|scroll-margin|scroll-padding)-(?:top|bottom)(?:-[a-z]+)? | top | bottom )\s*:
      | (?:text-align|float|clear)\s*:\s*(?:left|right)""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files("static/css", ".css")
        for number, line in enumerate(without_comments(path.read_text("utf-8")).splitlines(), 1)
        if pattern.search(line)
    ]


def without_comments(sheet: str) -> str:
    """Their line breaks stay, so that numbers of lines are right."""
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), sheet)


def test_there_are_sheets_and_a_broken_rule_would_be_found() -> None:
    assert lines_with(re.compile("@layer"))


def test_sheets_name_no_physical_sides() -> None:
    assert listed(lines_with(PHYSICAL)) == ""


def test_sheets_shout_nothing_down() -> None:
    assert listed(lines_with(re.compile("!important"))) == ""


def test_the_wash_of_the_accent_says_that_something_is_wrong() -> None:
    """And nothing else: neither what is new nor what is chosen looks like a mistake."""
    used = lines_with(re.compile(r"var\(--accent-wash\)"))
    assert [line.partition("{")[0].split(": ", 1)[1].strip() for line in used] == [".status--hot"]
