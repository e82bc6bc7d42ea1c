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


def _before_the_door(site: Site) -> Iterator[Place]:
    yield Place("sign-in", NOBODY, "/sign-in")
    yield Place("sign-in-refused", NOBODY, "/sign-in", _sign_in_wrongly)
    yield Place("privacy-to-strangers", NOBODY, "/privacy")
    yield Place("welcome", NOBODY, _invitation(site))
    yield Place("welcome-refused", NOBODY, _invitation(site), _choose_a_short_password)
    yield Place("welcome-used", NOBODY, "/welcome/used")


def _of_an_employee(site: Site) -> Iterator[Place]:
    def at(name: str, path: str, act: Callable[[Page], object] | None = None) -> Place:
        return Place(name, DRIVER, path, act)

    own, answered = site.posts[OWN], site.posts[ANSWERED]
    about = f"to=person:{site.people[PICKER]}&to=department:quality-lab&subject=idea:{_number(answered)}"
    yield at("front", "/")
    yield at("menu", "/", _open_the_menu)
    yield at("ideas", "/ideas")
    yield at("ideas-waiting", "/ideas?sort=waiting&department=dispatch")
    yield at("ideas-none", "/ideas?sort=waiting&department=nowhere&stage=6")
    yield at("idea-new", "/ideas/new?department=dispatch")
    yield at("idea-preview", f"{_bare(own)}/edit", _preview)
    yield at("idea-refused", "/ideas/new", _send_empty)
    yield at("idea-own", own, _open_folds)
    yield at("idea-answered", answered)
    yield at("idea-in-chinese", site.posts[IN_CHINESE])
    yield at("idea-edit", f"{_bare(own)}/edit", _ask_to_remove)
    yield at("topics", "/topics")
    yield at("topic", site.posts[TOPIC])
    yield at("topic-new", "/topics/new")
    yield at("recognition", "/recognition")
    yield at("recognition-of-one", f"/recognition?person={site.people[PICKER]}")
    yield at("recognition-one", "/recognition/1")
    yield at("thank", f"/recognition/new?{about}")
    yield at("thank-picking", "/recognition/new", _type_a_name)
    yield at("thank-refused", "/recognition/new", _send_empty)
    yield at("departments", "/departments")
    yield at("department", "/departments/dispatch")
    yield at("person", f"/people/{site.people[PICKER]}")
    yield at("person-own", f"/people/{site.people[DRIVER]}")
    yield at("notices", "/notices")
    yield at("me", "/me")
    yield at("me-refused", "/me", _repeat_wrongly)
    yield at("my-record", "/me/record")
    yield at("search", "/search")
    yield at("search-found", "/search?q=drivers")
    yield at("search-in-thai", "/search?q=เวลานัดส่ง")
    yield at("search-none", "/search?q=zeppelin")
    yield at("privacy", "/privacy")


def _of_lost_things(site: Site) -> Iterator[Place]:
    hidden, removed = _posted(site, "A thing to hide"), _posted(site, "A thing to remove")
    thanks = _thanked(site)
    with site.as_(ADMIN) as admin:
        admin.post(f"/moderation/posts/{_number(hidden)}", data={"reason": "It named a customer."})
    with site.as_(DRIVER) as author:
        author.delete(f"/ideas/{_number(removed)}")
        author.delete(f"/recognition/{thanks}")
    yield Place("idea-hidden", LEADER, hidden)
    yield Place("idea-hidden-own", DRIVER, hidden)
    yield Place("idea-removed", LEADER, removed)
    yield Place("thanks-withdrawn", LEADER, f"/recognition/{thanks}")
    yield Place("moderation-hidden", ADMIN, f"/moderation/posts/{_number(hidden)}")
    yield Place("not-found", DRIVER, "/ideas/999999")
    yield Place("not-yours", DRIVER, "/setup")


def _of_special_roles(site: Site) -> Iterator[Place]:
    waiting = site.posts["Learn each clinic’s unloading time from last month’s stops"]
    yield Place("front-of-a-lead", DISPATCH_LEAD, "/")
    yield Place("idea-to-respond", DISPATCH_LEAD, site.posts[ANSWERED], _open_folds)
    yield Place("idea-response-refused", ADMIN, waiting, _respond_with_nothing)
    yield Place("award", LEADER, "/recognition/new?kind=award")
    yield Place("records", HR, "/records", _open_folds)
    yield Place("records-preview", HR, "/records?since=2026-01-01&until=2026-12-31")
    yield Place("records-refused", HR, "/records", _export_for_nothing)


def _of_an_administrator(site: Site) -> Iterator[Place]:
    def at(name: str, path: str, act: Callable[[Page], object] | None = None) -> Place:
        return Place(name, ADMIN, path, act)

    yield at("moderation-post", f"/moderation/posts/{_number(site.posts[OWN])}")
    yield at("moderation-comment", "/moderation/comments/1")
    yield at("moderation-recognition", "/moderation/recognition/1")
    yield at("setup", "/setup")
    yield at("setup-departments", "/setup/departments")
    yield at("setup-department-new", "/setup/departments/new")
    yield at("setup-department", "/setup/departments/3")
    yield at("setup-people", "/setup/people")
    yield at("setup-people-none", "/setup/people?q=zeppelin")
    yield at("setup-person-new", "/setup/people/new")
    yield at("setup-person-refused", "/setup/people/new", _send_empty)
    yield at("setup-person", f"/setup/people/{site.people[PICKER]}")
    yield at("setup-invited", f"/setup/people/{site.people[PICKER]}", _invite)
    yield at("setup-stages", "/setup/stages")
    yield at("setup-stage-new", "/setup/stages/new")
    yield at("setup-stage", "/setup/stages/2")
    yield at("setup-award-kinds", "/setup/award-kinds")
    yield at("setup-award-kind-new", "/setup/award-kinds/new")
    yield at("setup-award-kind", "/setup/award-kinds/1")
    yield at("setup-direction", "/setup/direction")
    yield at("setup-audit", "/setup/audit")


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
    page.locator("form[action='/me/password'] button").click()


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
    page.locator("form[action$=invitation] button").click()
    page.locator("#invitation").wait_for()
