"""The readable address of an idea: the number decides, the words follow the title."""

import pytest

from app.discussion.models import Kind
from tests.makers import a_comment, a_topic, an_idea, hidden, removed


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Plant trees", "plant-trees"),
        ("种树，好吗？", "%E7%A7%8D%E6%A0%91-%E5%A5%BD%E5%90%97"),
        ("ปลูกต้นไม้", "%E0%B8%9B%E0%B8%A5%E0%B8%B9%E0%B8%81%E0%B8%95%E0%B9%89%E0%B8%99%E0%B9%84%E0%B8%A1%E0%B9%89"),
        ("Über 50 % weniger / Müll?", "uber-50-weniger-mull"),
        ("???", "post"),
    ],
)
def test_a_bare_number_leads_to_the_whole_address(store, cast, as_, title, slug):
    idea = an_idea(store, by=cast.ana, title=title)
    response = as_(cast.ana).get(f"/ideas/{idea}")
    assert (response.status_code, response.headers["location"]) == (303, f"/ideas/{idea}-{slug}")
    assert as_(cast.ana).get(response.headers["location"]).status_code == 200


@pytest.mark.parametrize("taken_away", [hidden, removed])
@pytest.mark.parametrize(("kind", "make"), [(Kind.IDEA, an_idea), (Kind.TOPIC, a_topic)])
def test_no_address_tells_the_title_of_what_was_taken_away(store, cast, as_, kind, make, taken_away):
    post = make(store, by=cast.ana, title="Zebra stripes")
    comment = a_comment(store, by=cast.ana, on=post, kind=kind)
    taken_away(store, by=cast.mia if taken_away is hidden else cast.ana, post=post)
    section, visitor = kind.section, as_(cast.otto)
    for address in (f"/{section}/{post}", f"/{section}/{post}-zebra-stripes", f"/comments/{comment}"):
        answer = visitor.get(address)
        assert (answer.status_code, answer.headers["location"].partition("#")[0]) == (303, f"/{section}/{post}-post")
    assert visitor.delete(f"/{section}/{post}/follow").headers["location"] == f"/{section}/{post}-post#follow_{post}"
    page = visitor.get(f"/{section}/{post}-post")
    assert (page.status_code, "zebra" in page.text.lower()) == (200, False)


@pytest.mark.parametrize("wrong", ["fell-trees", "Plant-Trees", "plant-trees-", "%00", "%2e%2e", "a%2fb", "种树"])
def test_a_wrong_slug_leads_to_the_right_one(store, cast, as_, wrong):
    idea = an_idea(store, by=cast.ana)
    response = as_(cast.ana).get(f"/ideas/{idea}-{wrong}")
    # A slash, even a written one, is another address.
    expected = 404 if "%2f" in wrong else 303
    assert response.status_code == expected
    if expected == 303:
        assert response.headers["location"] == f"/ideas/{idea}-plant-trees"


def test_the_page_of_a_discussion_survives_a_wrong_slug(store, cast, as_):
    idea = an_idea(store, by=cast.ana)
    assert as_(cast.ana).get(f"/ideas/{idea}-wrong?after=abc").headers["location"] == (
        f"/ideas/{idea}-plant-trees?after=abc"
    )


def test_a_link_that_leads_nowhere_any_more_is_a_page_with_a_sentence(cast, as_):
    response = as_(cast.ana).get("/ideas/12345-gone")
    assert (response.status_code, "There is nothing here" in response.text) == (404, True)
