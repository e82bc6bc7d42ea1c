"""Every page that somebody can open, and who opens it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx2 as httpx
from playwright.sync_api import Page

from tests.journeys.company import ADMIN, DISPATCH_LEAD, DRIVER, HR, LEADER, PICKER, Site
from tests.journeys.visiting import ready

NOBODY = ""
OWN = "Put a prepaid parking card in every van"
ANSWERED = "Let drivers mark “gate closed” without phoning the desk"
IN_CHINESE = "把退货原因做成选项，而不是自由填写"
TOPIC = "What would have to be true for the 4:30 start to become 5:30?"
LAST = re.compile(r"/(\d+)")


@dataclass(frozen=True)
class Place:
    """`act` is what somebody does there before it is looked at."""

    name: str
    who: str
    path: str
    act: Callable[[Page], object] | None = None


def places(site: Site) -> list[Place]:
    """Where nothing in the demo shows a state, it is brought about first."""
    return [
        *_before_the_door(site),
        *_of_an_employee(site),
        *_of_lost_things(site),
        *_of_special_roles(site),
        *_of_an_administrator(site),
    ]


Act = Callable[[Page], object] | None


def _before_the_door(site: Site) -> Iterator[Place]:
    yield Place("sign-in", NOBODY, "/sign-in")
    yield Place("sign-in-refused", NOBODY, "/sign-in", _sign_in_wrongly)
    yield Place("privacy-to-strangers", NOBODY, "/privacy")
    yield Place("welcome", NOBODY, _invitation(site))
    yield Place("welcome-refused", NOBODY, _invitation(site), _choose_a_short_password)
    yield Place("welcome-used", NOBODY, "/welcome/used")


def _of_an_employee(site: Site) -> Iterator[Place]:
    own, answered = site.posts[OWN], site.posts[ANSWERED]
    about = f"to=person:{site.people[PICKER]}&to=department:quality-lab&subject=idea:{_number(answered)}"
    places: list[tuple[str, str, Act]] = [
        ("front", "/", None),
        ("menu", "/", _open_the_menu),
        ("ideas", "/ideas", None),
        ("ideas-waiting", "/ideas?sort=waiting&department=dispatch", None),
        ("ideas-none", "/ideas?sort=waiting&department=nowhere&stage=7", None),
        ("idea-new", "/ideas/new?department=dispatch", None),
        ("idea-preview", f"{_bare(own)}/edit", _preview),
        ("idea-refused", "/ideas/new", _send_empty),
        ("idea-own", own, _open_folds),
        ("idea-answered", answered, None),
        ("idea-in-chinese", site.posts[IN_CHINESE], None),
        ("idea-edit", f"{_bare(own)}/edit", _ask_to_remove),
        ("topics", "/topics", None),
        ("topic", site.posts[TOPIC], None),
        ("topic-new", "/topics/new", None),
        ("recognition", "/recognition", None),
        ("recognition-of-one", f"/recognition?person={site.people[PICKER]}", None),
        ("recognition-one", "/recognition/1", None),
        ("thank", f"/recognition/new?{about}", None),
        ("thank-picking", "/recognition/new", _type_a_name),
        ("thank-refused", "/recognition/new", _send_empty),
        ("departments", "/departments", None),
        ("department", "/departments/dispatch", None),
        ("person", f"/people/{site.people[PICKER]}", None),
        ("person-own", f"/people/{site.people[DRIVER]}", None),
        ("notices", "/notices", None),
        ("me", "/me", None),
        ("me-refused", "/me", _repeat_wrongly),
        ("my-record", "/me/record", None),
        ("search", "/search", None),
        ("search-found", "/search?q=drivers", None),
        ("search-in-thai", "/search?q=เวลานัดส่ง", None),
        ("search-none", "/search?q=zeppelin", None),
        ("privacy", "/privacy", None),
    ]
    yield from (Place(name, DRIVER, path, act) for name, path, act in places)


def _of_lost_things(site: Site) -> Iterator[Place]:
    hidden, removed = _posted(site, "A thing to hide"), _posted(site, "A thing to remove")
    thanks = _thanked(site)
    with site.as_(ADMIN) as admin:
        admin.post(f"/moderation/idea/{_number(hidden)}", data={"reason": "It named a customer."})
    with site.as_(DRIVER) as author:
        author.delete(f"/ideas/{_number(removed)}")
        author.delete(f"/recognition/{thanks}")
    yield Place("idea-hidden", LEADER, hidden)
    yield Place("idea-hidden-own", DRIVER, hidden)
    yield Place("idea-removed", LEADER, removed)
    yield Place("thanks-withdrawn", LEADER, f"/recognition/{thanks}")
    yield Place("moderation-hidden", ADMIN, f"/moderation/idea/{_number(hidden)}")
    yield Place("not-found", DRIVER, "/ideas/999999")
    yield Place("not-yours", DRIVER, "/setup")


def _of_special_roles(site: Site) -> Iterator[Place]:
    waiting = site.posts["Learn each clinic’s unloading time from last month’s stops"]
    yield Place("front-of-a-lead", DISPATCH_LEAD, "/")
    yield Place("waiting-for-me", DISPATCH_LEAD, "/ideas?sort=waiting&mine=yes")
    yield Place("idea-to-respond", DISPATCH_LEAD, site.posts[ANSWERED], _open_folds)
    yield Place("idea-response-refused", ADMIN, waiting, _respond_with_nothing)
    yield Place("award", LEADER, "/recognition/new?kind=award")
    yield Place("records", HR, "/records", _open_folds)
    yield Place("records-preview", HR, "/records?since=2026-01-01&until=2026-12-31")
    yield Place("records-refused", HR, "/records", _export_for_nothing)


def _of_an_administrator(site: Site) -> Iterator[Place]:
    person = f"/setup/people/{site.people[PICKER]}"
    places: list[tuple[str, str, Act]] = [
        ("moderation-post", f"/moderation/idea/{_number(site.posts[OWN])}", None),
        ("moderation-comment", "/moderation/comment/1", None),
        ("moderation-recognition", "/moderation/recognition/1", None),
        ("setup", "/setup", None),
        ("setup-departments", "/setup/departments", None),
        ("setup-department-new", "/setup/departments/new", None),
        ("setup-department", "/setup/departments/3", None),
        ("setup-people", "/setup/people", None),
        ("setup-people-none", "/setup/people?q=zeppelin", None),
        ("setup-person-new", "/setup/people/new", None),
        ("setup-person-refused", "/setup/people/new", _send_empty),
        ("setup-person", person, None),
        ("setup-invited", person, _invite),
        ("setup-stages", "/setup/stages", None),
        ("setup-stage-new", "/setup/stages/new", None),
        ("setup-stage", "/setup/stages/2", None),
        ("setup-award-kinds", "/setup/awards", None),
        ("setup-award-kind-new", "/setup/awards/new", None),
        ("setup-award-kind", "/setup/awards/1", None),
        ("setup-direction", "/setup/direction", None),
        ("setup-follow-ups", "/setup/follow-ups", None),
        ("setup-audit", "/setup/audit", None),
    ]
    yield from (Place(name, ADMIN, path, act) for name, path, act in places)


def _invitation(site: Site) -> str:
    with site.as_(ADMIN) as admin:
        page = admin.post(f"/setup/people/{site.people['Tom Ferreira']}/invitation").text
    found = re.search(r"/welcome/[\w-]+", page)
    assert found
    return found[0]


def _posted(site: Site, title: str) -> str:
    with site.as_(DRIVER) as author:
        return _location(author.post("/ideas", data={"title": title, "department": "dispatch"}))


def _thanked(site: Site) -> str:
    typed = {"receivers": f"person:{site.people[PICKER]}", "message": "For the map of the depot."}
    with site.as_(DRIVER) as giver:
        return _location(giver.post("/recognition", data=typed)).rpartition("-")[2]


def _location(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _number(path: str) -> str:
    found = LAST.search(path)
    assert found
    return found[1]


def _bare(path: str) -> str:
    return path.partition("-")[0]


def _sign_in_wrongly(page: Page) -> None:
    page.locator("#f-email").fill("nobody@example.com")
    page.locator("#f-password").fill("not the password")
    page.locator("form.sheet button").click()


def _choose_a_short_password(page: Page) -> None:
    page.locator("#f-password").fill("short")
    page.locator("#f-repeated").fill("other")
    page.locator("main form button").click()


def _repeat_wrongly(page: Page) -> None:
    page.locator("#f-current").fill("what it was")
    _choose_a_short_password_on(page)


def _choose_a_short_password_on(page: Page) -> None:
    page.locator("#f-password").fill("short")
    page.locator("#f-repeated").fill("other")
    page.locator("form[action^='/me/password'] button").click()


def _open_the_menu(page: Page) -> None:
    page.locator(".menu summary").click()


def _open_folds(page: Page) -> None:
    page.locator("main details:not(confirm-dialog details)").evaluate_all(
        "all => all.forEach(one => { one.open = true; })"
    )


def _preview(page: Page) -> None:
    page.locator("button[name=preview]").click()
    page.locator("#preview .prose").wait_for()


def _send_empty(page: Page) -> None:
    _send(page, "main form.sheet")


def _respond_with_nothing(page: Page) -> None:
    _open_folds(page)
    _send(page, "#respond form.sheet")


def _export_for_nothing(page: Page) -> None:
    _send(page, "main form.sheet")


def _send(page: Page, form: str) -> None:
    """As somebody would whose browser does not look first."""
    with page.expect_navigation():
        page.locator(form).first.evaluate(
            "form => { form.noValidate = true; form.requestSubmit(form.querySelector('.button--main')); }"
        )


def _ask_to_remove(page: Page) -> None:
    ready(page)
    page.locator("confirm-dialog summary").first.click()


def _type_a_name(page: Page) -> None:
    ready(page)
    page.locator("#f-receivers").fill("a")
    page.locator("[role=option]").first.wait_for()


def _invite(page: Page) -> None:
    page.locator("form[action*='/invitation'] button").click()
    page.locator("#invitation").wait_for()
