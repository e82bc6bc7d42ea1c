"""A second column of texts or dates is not dropped unsaid, and nothing else stops."""

import pytest

from app.core.sheets import Row
from app.imports.columns import matched, table
from app.imports.suspects import Look, seconds

REASONS = [
    "We have looked at it and will not do it, since it costs far too much.",
    "It is a good thought, and the works begin as soon as the snow has gone.",
    "Somebody else has done the same for the other house, so nothing is left to do.",
]
BODIES = [
    "The lamp at the gate has been dark since spring and nobody mends it.",
    "A roof above the bicycles would keep them dry through the winter.",
    "Two more chairs in the hall, for those who wait there for the doctor.",
]
SHORT = ["Not this year, sorry.", "Yes, next spring.", "We will ask the baker first."]
DAYS = ["2024-03-01", "2024-04-02", "2024-05-03"]


def stops(kind, header, *columns):
    """For each column that stops, the fields that are offered for it, and with what it can be put together."""
    names = header.split("|")
    rows = [Row(n, n, dict(zip(names, cells, strict=True))) for n, cells in enumerate(zip(*columns, strict=True), 2)]
    found = matched(kind, names, table()[kind])
    looks = {name: Look() for name in found.unused}
    for row in rows:
        for name, look in looks.items():
            look.see(row.cells[name])
    return [(one.column, one.field, one.joined) for one in seconds(kind, rows, found, looks)]


def beside(name, cells):
    """An idea with a title, a text and a date, and one more column."""
    return stops("ideas", f"title|body|created_at|{name}", ["A", "B", "C"], BODIES, DAYS, cells)


@pytest.mark.parametrize(
    ("name", "cells", "field", "joined"),
    [
        ("What the office replied", REASONS, "answer", "body=body+What the office replied"),
        ("Grounds for the decision", SHORT, "answer", "body=body+Grounds for the decision"),
        (
            "办公室的答复意见书",
            ["已转有关部门研究，谢谢您的来信。"] * 2 + ["好的"],
            "answer",
            "body=body+办公室的答复意见书",
        ),
        ("What it brings us", REASONS, "", "body=body+What it brings us"),
        ("Two + two", REASONS, "", ""),
        ("Remarks of colleagues", REASONS, "comments", "body=body+Remarks of colleagues"),
        ("Ruled on", DAYS, "answered_at", ""),
        ("Decision taken", ["1 May 2024", "2 May 2024", "4 May 2024"], "answered_at", ""),
    ],
)
def test_a_second_text_or_date_is_told_with_what_it_may_be(name, cells, field, joined):
    assert beside(name, cells) == [(name, field, joined)]


def test_the_second_column_of_a_name_is_told_where_it_says_something_else():
    header = "title|body|created_at|title 2|body 2"
    every = [["A lamp", "A roof", "Chairs"], BODIES, DAYS]
    others = [["A new lamp at night", "One more green roof", "Four soft chairs here"], REASONS]
    assert stops("ideas", header, *every, *others) == [
        ("title 2", "", "title=title+title 2"),
        ("body 2", "", "body=body+body 2"),
    ]
    assert stops("ideas", header, *every, *every[:2]) == []


def test_where_an_answer_is_used_the_second_one_can_be_put_to_it():
    header = "title|body|created_at|Response|Answer of the second office"
    found = stops("ideas", header, ["A", "B", "C"], BODIES, DAYS, SHORT, REASONS)
    assert found == [("Answer of the second office", "", "answer=Response+Answer of the second office")]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Legacy key", ["LK-00017", "LK-00018", "LK-00019"]),
        ("Checksum", [f"{n}f" * 32 for n in range(3)]),
        ("Where", ["At the gate", "In the hall", "Roof"]),
        ("See", [f"https://ideas.example/a/very/long/path/to/number/{n}/and/more" for n in range(3)]),
        ("Cost", ["1,200", "90", "-4.5"]),
        ("Share", ["10%", "20 %", "3%"]),
        ("Raw data", ['{"a": "one and two and three and four and five and six and seven"}'] * 3),
        ("Place", ["13.7563309, 100.5017651, 13.7563309, 100.5017651"] * 3),
        ("Date updated by hand", DAYS),
        ("Last seen", DAYS),
        ("Published At", DAYS),
        ("created_at 2", DAYS),
        ("Due", DAYS),
        ("board.opened", DAYS),
        ("Day of week", ["Monday", "Tuesday", "Friday"]),
        ("Content again", BODIES),
        ("Body HTML", [f"<p>{body.replace('and', '<b>and</b>')}</p>" for body in BODIES]),
        ("Excerpt of it", [body[:48] for body in BODIES]),
        ("Response time", ["3 days", "2 days", "1 day"]),
        ("Response ID", ["r-1", "r-2", "r-3"]),
        ("Assignee", ["Ann Example", "Bo Example", "Cy Example"]),
    ],
)
def test_labels_codes_links_numbers_and_what_is_said_already_stop_nothing(name, cells):
    assert beside(name, cells) == []


def test_the_same_few_texts_in_many_rows_are_choices():
    question = [
        "How might we make the way to work safer for all of us?",
        "What would you do with a free day each month?",
    ]
    header = "title|body|created_at|Campaign text"
    bodies = [f"{body} It is number {n} of them." for n in range(4) for body in BODIES]
    titles = [f"T{n}" for n in range(12)]
    assert stops("ideas", header, titles, bodies, DAYS * 4, question * 6) == []


def test_in_a_file_of_comments_what_their_idea_is_called_stops_nothing():
    header = "idea_id|body|created_at|Title of the idea|What the moderator thought"
    found = stops("comments", header, ["1", "2", "3"], BODIES, DAYS, [f"{one} Truly." for one in REASONS], REASONS)
    assert found == [("What the moderator thought", "", "body=body+What the moderator thought")]


def test_a_second_text_of_a_thanks_can_be_put_to_its_message():
    header = "receivers|message|date|What the jury wrote"
    found = stops("thanks", header, ["Ann", "Bo", "Cy"], BODIES, DAYS, REASONS)
    assert found == [("What the jury wrote", "", "message=message+What the jury wrote")]
