"""Thanks, as recognition programs and lists of one's own give them out."""

from tests.imports.examples.example import Example, table

KUDOS = (
    ("Ána Øen", "Takk for hjelpen på lageret.", "2020-05-14"),
    ("Bjørn Åse", "Du reddet dagen.", "2020-06-02"),
)
BONUSLY = (
    ("Date", "Giver Name", "Giver Email", "Receiver Name", "Receiver Email", "Amount", "Reason", "Hashtags"),
    (
        "2023-02-01",
        "Ána Øen",
        "ana@corp.example",
        "Bjørn Åse",
        "bjorn@corp.example",
        "10",
        "For staying late with the loading.",
        "#team",
    ),
    (
        "2023-02-03",
        "Gone Person",
        "gone@corp.example",
        "Ána Øen",
        "ana@corp.example",
        "5",
        "For the clear plan.",
        "#plan",
    ),
)

THANKS = [
    Example(
        "kudos.csv",
        "thanks",
        table(*KUDOS, separator="|", encoding="latin-1"),
        2,
        ("--columns", "receivers,message,created_at", "--encoding", "cp1252", "--match-names"),
        "--columns|--encoding",
    ),
    Example("bonusly.csv", "thanks", table(*BONUSLY), 2, first={"day": "2023-02-01"}),
]
