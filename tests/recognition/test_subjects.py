"""What a thanks is about is found by a word, a number or an address, with scripts and without."""

import html
import re

from app.discussion.models import Kind
from app.recognition.models import Recognition
from tests.makers import a_topic, an_idea, hidden, removed, rows


def offered(visitor, words):
    page = visitor.get("/recognition/subjects", params={"q_subject": words}).text
    return re.findall(r'data-value="([^"]*)" data-text="([^"]*)"', html.unescape(page))


def test_by_a_part_of_a_title_in_any_script(store, cast, as_, work):
    lamp = an_idea(store, by=cast.ana, title="A brighter lamp over the loading ramp")
    shelf = a_topic(store, by=cast.otto, title="货架标签太小")
    work()
    visitor = as_(cast.lea)
    assert offered(visitor, "load") == [(f"idea:{lamp}", "A brighter lamp over the loading ramp")]
    assert offered(visitor, "标签") == [(f"topic:{shelf}", "货架标签太小")]


def test_by_its_number_before_the_index_knows_it(store, cast, as_):
    an_idea(store, by=cast.ana)
    topic = a_topic(store, by=cast.otto, title="Lunch together")
    visitor = as_(cast.lea)
    for typed in (f"#{topic}", f"{topic}", f"＃{topic}", f" #{topic} ", f"/topics/{topic}-lunch-together"):
        assert offered(visitor, typed) == [(f"topic:{topic}", "Lunch together")], typed
    for typed in ("#0", "#99999999999999", "#٣", "#", "", "%", "x" * 900):
        assert offered(visitor, typed) == []


def test_what_is_not_there_for_everybody_is_not_offered(store, cast, as_, work):
    gone, away = an_idea(store, by=cast.ana, title="Vanished gate"), an_idea(store, by=cast.ana, title="Vanished door")
    work()
    hidden(store, by=cast.mia, post=gone)
    removed(store, by=cast.ana, post=away)
    for typed in ("vanished", f"#{gone}", f"#{away}"):
        assert offered(as_(cast.mia), typed) == []
        assert "Nothing found." in as_(cast.mia).get("/recognition/subjects", params={"q_subject": typed}).text


def test_without_scripts_words_lead_to_choices_and_nothing_typed_is_lost(store, cast, as_, work):
    lamp = an_idea(store, by=cast.ana, title="A brighter lamp")
    work()
    visitor = as_(cast.lea)
    typed = {"receivers": f"person:{cast.ana}", "message": "For the light.", "q_subject": "lamp"}
    page = visitor.post("/recognition", data=typed | {"find_subject": "yes"})
    assert page.status_code == 200
    assert f'type="radio" name="subject" value="idea:{lamp}"' in page.text
    assert "For the light.</textarea>" in page.text and 'value="lamp"' in page.text
    refused = visitor.post("/recognition", data=typed)
    assert refused.status_code == 422
    assert "Choose one of those that were found, or leave this empty." in html.unescape(refused.text)
    assert f'value="idea:{lamp}"' in refused.text
    assert rows(store, Recognition) == []
    assert visitor.post("/recognition", data=typed | {"subject": f"idea:{lamp}"}).status_code == 303
    assert [(row.subject_kind, row.subject_ref) for row in rows(store, Recognition)] == [(Kind.IDEA, lamp)]


def test_an_address_in_the_box_is_enough_and_an_award_has_the_same_box(store, cast, as_):
    topic = a_topic(store, by=cast.otto)
    about = {"receivers": f"person:{cast.ana}", "message": "Well.", "q_subject": f"https://x.example/topics/{topic}-y"}
    assert as_(cast.lea).post("/recognition/awards", data=about | {"kind": "1"}).status_code == 303
    assert [row.subject_ref for row in rows(store, Recognition)] == [topic]


def test_nothing_in_particular_is_a_choice(store, cast, as_):
    typed = {"receivers": f"person:{cast.ana}", "message": "Well.", "subject": "", "q_subject": ""}
    assert as_(cast.lea).post("/recognition", data=typed).status_code == 303
    assert [row.subject_kind for row in rows(store, Recognition)] == [""]
