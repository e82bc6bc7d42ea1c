"""What people wrote says which language it is in wherever it is cited, whatever language the page around it speaks."""

import re

import pytest

from app.core.subjects import Subject
from tests.makers import a_comment, a_topic, an_idea, hidden
from tests.recognition.giving import person, thanked

TONGUES = [
    ("th", "ชั้นวางสายไฟที่ส่งคืน", "en"),
    ("zh-Hans", "给退回的电缆做一个架子", "en"),
    ("es", "Una estantería para cables devueltos", "en"),
    ("en", "A shelf for returned cables by the dock", "th"),
]
in_every_tongue = pytest.mark.parametrize(("tongue", "title", "spoken"), TONGUES)


def links(page, title):
    """The tags of the links that have the title as their text."""
    return re.findall(rf"<a [^>]*>(?={title}</a>)", page)


def controls(page):
    """The tags in which a post's own words are typed."""
    return re.findall(r'<(?:input|textarea) id="f-(?:title|in_short|body)"[^>]*>', page)


@in_every_tongue
def test_a_title_says_its_language_where_it_is_cited(store, cast, as_, work, tongue, title, spoken):
    idea = an_idea(store, by=cast.ana, title=title)
    given = thanked(store, cast.otto, person(cast.ana), subject=Subject("idea", idea))
    a_comment(store, by=cast.otto, on=idea)
    work()
    ana = as_(cast.ana)
    for page in ("/recognition", f"/recognition/{given}", "/notices", "/me/record"):
        found = links(ana.get(f"{page}?lang={spoken}").text, title)
        assert found, page
        assert all(f' lang="{tongue}"' in link for link in found), page


@in_every_tongue
def test_a_title_says_its_language_on_the_pages_of_people_and_departments(
    store, cast, as_, work, tongue, title, spoken
):
    topic = a_topic(store, by=cast.ana, title=title)
    thanked(store, cast.otto, person(cast.ana), subject=Subject("topic", topic))
    idea = an_idea(store, by=cast.ana, title=title)
    work()
    about, credit = f'href="/topics/{topic}', f'href="/ideas/{idea}'
    for page, href in ((f"/people/{cast.ana}", about), ("/departments/sales", about), (f"/people/{cast.ana}", credit)):
        found = [link for link in links(as_(cast.otto).get(f"{page}?lang={spoken}").text, title) if href in link]
        assert found, page
        assert f' lang="{tongue}"' in found[-1], page


@in_every_tongue
def test_a_reason_says_its_language_to_whom_it_is_told(store, cast, as_, work, tongue, title, spoken):
    hidden(store, by=cast.mia, post=an_idea(store, by=cast.ana), reason=title)
    work()
    assert f'<span lang="{tongue}" dir="auto">{title}</span>' in as_(cast.ana).get(f"/notices?lang={spoken}").text


@in_every_tongue
def test_the_words_of_a_post_say_their_language_where_they_are_changed(store, cast, as_, tongue, title, spoken):
    idea, topic = (make(store, by=cast.ana, title=title, language=tongue) for make in (an_idea, a_topic))
    for page, count in ((f"/ideas/{idea}/edit", 3), (f"/topics/{topic}/edit", 2)):
        found = controls(as_(cast.ana).get(f"{page}?lang={spoken}").text)
        assert len(found) == count
        assert all(f' lang="{tongue}"' in control for control in found), page
