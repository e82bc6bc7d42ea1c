from app.audit.words import told
from app.core.i18n import speaking


def test_details_are_said_in_words():
    with speaking("en"):
        assert told({"fields": ["email", "title"], "now": ["admin", "hr"]}) == [
            ("Changed", "E-mail address and Job title"),
            ("Now", "Administrator and HR"),
        ]


def test_empty_details_are_left_out_and_unknown_ones_kept():
    with speaking("en"):
        assert told({"before": "", "now": [], "since": None, "rows": 0, "odd": "x"}) == [("Rows", "0"), ("odd", "x")]
