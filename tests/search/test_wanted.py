import pytest

from app.search.wanted import LONGEST, MOST_TERMS, parse


def words(text: str) -> list[str]:
    return [run.text for run in parse(text).words]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Covered parking", ["covered", "parking"]),
        ('"covered parking" bikes', ["covered", "parking", "bikes"]),
        ("node.js", ["node", "js"]),
        ("well-known", ["well", "known"]),
        ("covered AND title:bike*", ["covered", "and", "title", "bike"]),
        ("退货原因 node", ["退货原因", "node"]),
        ("iPhone手机ส่ง", ["iphone", "手机", "ส่ง"]),
        ("same Same SAME", ["same"]),
        ('"never closed', ["never", "closed"]),
        ("?!", []),
    ],
)
def test_a_question_is_words(text, wanted):
    assert words(text) == wanted


@pytest.mark.parametrize("text", ["parking -bikes", 'parking -"bikes"', "parking\t-bikes"])
def test_a_minus_before_a_word_leaves_it_out(text):
    assert words(text) == ["parking"]
    assert [[run.text for run in group] for group in parse(text).without] == [["bikes"]]


def test_a_minus_inside_or_alone_is_none():
    assert parse("well-known - fact").without == ()


@pytest.mark.parametrize("quotes", ['""', "“”", "«»", "「」", "『』"])
def test_quotes_of_every_language_quote(quotes):
    assert len(parse(f"{quotes[0]}退货 原因{quotes[1]}").phrases) == 1


@pytest.mark.parametrize(
    ("text", "is_in"),
    [
        ("the covered parking lot", True),
        ("covered, parking", True),
        ("covered parkings", False),
        ("uncovered parking", False),
        ("covered old parking", False),
        ("coveredparking", False),
        ("有covered parking吗", True),
    ],
)
def test_a_phrase_is_its_words_side_by_side(text, is_in):
    assert parse('"Covered parking"').phrases[0].is_in(text) is is_in


def test_a_question_costs_only_so_much():
    assert len(words("a" * 5_000)[0]) == 64
    assert sum(len(run.weighted) for run in parse("退货原因" * 2_000).words) <= MOST_TERMS
    assert len(words(" ".join(f"w{n}" for n in range(1_000)))) <= MOST_TERMS
    assert words("x " * LONGEST + "late") == ["x"]
