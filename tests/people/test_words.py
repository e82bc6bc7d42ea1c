"""What a session is called, by the words browsers send of themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.i18n import speaking
from app.people.words import browser_words

CHROMIUM = "(KHTML, like Gecko) Chrome/142.0.0.0"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {CHROMIUM} Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 {CHROMIUM} Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " Version/26.0 Mobile/15E148 Safari/604.1",
            "Safari on iOS",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 {CHROMIUM} Safari/537.36",
            "Chrome on ChromeOS",
        ),
        ("curl/8.5", "curl/8.5"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_called_by_its_name(sent, words):
    assert browser_words(sent) == words


def test_its_name_is_told_in_the_language_of_the_reader():
    with speaking("zh-Hans"):
        assert browser_words("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0") == "Linux上的Firefox"


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                [
                    "Firefox/",
                    "Chrome/",
                    "Safari",
                    "Version/",
                    "Edg/",
                    "MSIE",
                    "OPR/",
                    "Android",
                    "Linux",
                    "Windows",
                    "NT",
                    "(",
                    ")",
                    ";",
                    "/",
                    "iPhone",
                    "bot",
                ]
            ),
        )
    ).map("".join)
)
def test_whatever_is_sent_has_words(sent):
    assert browser_words(sent)
