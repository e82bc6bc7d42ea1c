from app.search.excerpts import LENGTH, Marker
from app.search.wanted import parse

FILLER = "Nothing of interest stands in this sentence at all. "


def marker(question: str, **options) -> Marker:
    return Marker(parse(question).words, **options)


def test_words_are_marked_in_their_own_spelling():
    assert marker("lavanderias").mark("La LAVANDERÍA, lavanderías") == (
        "La <mark>LAVANDERÍA</mark>, <mark>lavanderías</mark>"
    )


def test_a_word_inside_another_is_not_marked():
    assert marker("park bus").mark("parking business park") == "parking business <mark>park</mark>"


def test_the_beginning_of_a_word_is_marked_where_it_was_enough():
    assert marker("recycl", begun=True).mark("Recycling") == "<mark>Recycling</mark>"


def test_single_letters_are_marked_as_words_only():
    assert marker("y").mark("calles y yates") == "calles <mark>y</mark> yates"


def test_chinese_is_marked_whole_before_its_parts():
    assert marker("退货原因").mark("退货原因，原因") == "<mark>退货原因</mark>，<mark>原因</mark>"


def test_what_the_writer_typed_is_escaped():
    assert marker("b").mark("<b> & b") == "&lt;<mark>b</mark>&gt; &amp; <mark>b</mark>"
    assert marker("script").mark("<script>") == "&lt;<mark>script</mark>&gt;"


def test_an_excerpt_shows_the_place_where_most_words_stand():
    text = FILLER * 5 + "A bicycle stands alone. " + FILLER * 20 + "The covered parking for a bicycle. " + FILLER * 5
    excerpt = marker("covered bicycle parking").excerpt(text)
    assert "The <mark>covered</mark> <mark>parking</mark> for a <mark>bicycle</mark>" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")


def test_an_excerpt_without_the_words_is_the_beginning():
    excerpt = marker("umbrella").excerpt(FILLER * 20)
    assert excerpt.startswith("Nothing of interest")
    assert len(excerpt) <= LENGTH + 1


def test_an_excerpt_begins_and_ends_with_whole_words():
    excerpt = marker("umbrella").excerpt(FILLER * 7 + "umbrella " + FILLER * 7)
    inside = excerpt.removeprefix("…").removesuffix("…").replace("<mark>", "").replace("</mark>", "").split()
    assert set(inside) <= {*FILLER.split(), "umbrella"}


def test_an_excerpt_cuts_no_thai_letter_from_its_signs():
    excerpt = marker("ร่ม").excerpt("ที่นี่" * 60 + "ร่ม" + "ที่นี่" * 60).removeprefix("…").removesuffix("…")
    assert excerpt[0] in "ทน"
    assert "<mark>ร่ม</mark>" in excerpt


def test_a_short_text_is_shown_whole():
    assert marker("bikes").excerpt("Two\nbikes.") == "Two <mark>bikes</mark>."
