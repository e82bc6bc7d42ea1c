"""Two people, or two tabs, change the same: the second is told what is there now, and undoes nothing unawares."""

import html
import re
from typing import Any

import pytest

from app.campaigns.models import Direction
from app.credits.models import Party
from app.discussion.models import Comment, Post
from app.ideas.models import Stage
from app.people.models import Department, Person
from app.people.queries import colleague
from app.recognition.commands import thank
from app.recognition.models import AwardKind, Recognition
from tests.makers import a_comment, an_idea, rows


def opened(visitor, page):
    """Everything that the form of a page to change something sends, by field, and where to."""
    shown = visitor.get(page, follow_redirects=True).text
    start = shown.index('<form class="sheet')
    form = shown[start : shown.index("</form>", start)]
    typed = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.findall(f' {part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and (" checked" in tag or not re.search('type="(checkbox|radio)"', tag)):
            typed[name[0]] = html.unescape(value[0]) if value else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S):
        typed[name] = html.unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        typed[name] = next(iter(re.findall(r'value="([^"]*)"[^>]* selected', options)), "")
    return html.unescape(re.findall(r'action="([^"]*)"', form)[0]), typed


def a_thanks(store, cast):
    with store.writing() as db:
        mia = colleague(db, cast.mia)
        return thank(db, giver=mia, receivers=[(Party.PERSON, cast.ana)], message="For the lifts.").id


EDITS: dict[str, tuple[str, str, Any]] = {
    "an idea": ("/ideas/{idea}/edit", "body", Post),
    "a comment": ("/comments/{comment}/edit", "body", Comment),
    "a thanks": ("/recognition/{thanks}/edit", "message", Recognition),
    "a department": ("/setup/departments/{sales}", "purpose", Department),
    "a person": ("/setup/people/{otto}", "title", Person),
    "a stage": ("/setup/stages/1", "name_en", Stage),
    "an award kind": ("/setup/awards/1", "name_en", AwardKind),
    "the direction": ("/setup/direction", "text_en", Direction),
}


@pytest.mark.parametrize("what", EDITS)
def test_whoever_saves_second_sees_what_is_there_and_decides(store, cast, as_, what):
    idea = an_idea(store, by=cast.mia)
    comment = a_comment(store, by=cast.mia, on=idea)
    page, field, model = EDITS[what]
    page = page.format(idea=idea, comment=comment, thanks=a_thanks(store, cast), sales=cast.sales, otto=cast.otto)
    first, second = as_(cast.mia), as_(cast.mia)
    to, typed = opened(first, page)
    assert typed["version"]
    _to, stale = opened(second, page)
    assert first.post(to, data=typed | {field: "What the first one wrote"}).status_code == 303
    refused = second.post(to, data=stale | {field: "What the second one wrote"})
    assert refused.status_code == 422
    assert "What the first one wrote" in refused.text
    assert "What the second one wrote" in refused.text
    assert "What the second one wrote" not in str(rows(store, model))
    version = re.findall('name="version" value="([^"]*)"', refused.text)[0]
    assert second.post(to, data=stale | {field: "What the second one wrote", "version": version}).status_code == 303
    assert "What the second one wrote" in str(rows(store, model))


CHOICES: dict[str, tuple[str, dict[str, Any], str]] = {
    "a lead": ("/setup/departments/{sales}", {"lead": "{lea}"}, "Lea"),
    "no lead any more": ("/setup/departments/{operations}", {"lead": ""}, "No lead yet"),
    "what is above": ("/setup/departments/{sales}", {"parent": "{quality}"}, "Quality"),
    "a time zone": ("/setup/departments/{sales}", {"time_zone": "Asia/Bangkok"}, "Asia/Bangkok"),
    "roles": ("/setup/people/{otto}", {"roles": ["hr", "leader"]}, "HR and Leader|Leader and HR"),
    "no role any more": ("/setup/people/{hana}", {"roles": []}, "–"),
    "a department": ("/setup/people/{otto}", {"department": "{quality}"}, "Quality"),
    "a language": ("/setup/people/{otto}", {"locale": "th"}, "ไทย"),
    "a stage given up": ("/setup/stages/3", {"active": None}, "No"),
}


def there_now(page: str) -> list[str]:
    """What a form says is stored now, in whichever of its fields."""
    return [
        html.unescape(re.sub("<[^>]*>", "", found))
        for found in re.findall(r"<b>What is stored now:</b> <bdi>(.*?)</bdi>", page, re.S)
    ]


@pytest.mark.parametrize("what", CHOICES)
def test_what_was_chosen_meanwhile_is_said_at_its_field_and_nothing_of_the_others(store, cast, as_, what):
    page, chosen, name = CHOICES[what]
    page = page.format_map(vars(cast))
    first, second = as_(cast.mia), as_(cast.mia)
    to, typed = opened(first, page)
    sent = {field: one.format_map(vars(cast)) if isinstance(one, str) else one for field, one in chosen.items()}
    first_one = {field: one for field, one in (typed | sent).items() if one is not None}
    assert first.post(to, data=first_one).status_code == 303
    refused = second.post(to, data=typed)
    assert refused.status_code == 422
    [there] = there_now(refused.text)
    assert there in name.split("|")
    version = re.findall('name="version" value="([^"]*)"', refused.text)[0]
    assert second.post(to, data=typed | {"version": version}).status_code == 303


def test_roles_in_another_order_are_the_same_ones(store, cast, as_):
    page = f"/setup/people/{cast.otto}"
    to, typed = opened(as_(cast.mia), page)
    as_(cast.mia).post(to, data=typed | {"roles": ["leader", "hr"]})
    _to, stale = opened(as_(cast.mia), page)
    as_(cast.mia).post(to, data=stale | {"roles": ["hr", "leader"], "title": "Porter"})
    refused = as_(cast.mia).post(to, data=stale | {"roles": ["leader", "hr"]})
    assert (refused.status_code, there_now(refused.text)) == (422, ["Porter"])


@pytest.mark.parametrize("what", EDITS)
def test_the_same_form_once_more_is_no_conflict_where_nothing_was_changed(store, cast, as_, what):
    idea = an_idea(store, by=cast.mia)
    comment = a_comment(store, by=cast.mia, on=idea)
    about = {"thanks": a_thanks(store, cast), "sales": cast.sales, "otto": cast.otto}
    page = EDITS[what][0].format(idea=idea, comment=comment, **about)
    to, typed = opened(as_(cast.mia), page)
    assert as_(cast.mia).post(to, data=typed).status_code == 303
    assert opened(as_(cast.mia), page)[1] == typed
