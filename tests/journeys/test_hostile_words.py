"""Words that would like to act stand on every page as what they are: read in a real browser, none of them runs."""

import socket
import threading
from contextlib import contextmanager
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn

from app.campaigns import commands as campaigns
from app.core.clock import now
from app.credits.models import Party
from app.discussion import commands as discussion
from app.discussion.models import Kind
from app.ideas import commands as ideas
from app.people import commands as people
from app.people.queries import colleague
from app.recognition import commands as recognition
from app.records import commands as records
from app.records.queries import Period
from app.topics import commands as topics
from tests.journeys.hostile import ARMED, HOSTILE, TELL
from tests.makers import hidden

pytestmark = [pytest.mark.journey, pytest.mark.sqlite]
POLICY = "Content Security Policy"


class Heard:
    """What a window's pages did that they should not have."""

    def __init__(self, context):
        self.ran, self.breaches, self.dialogs = [], [], []
        context.on("console", self._hear)
        context.on("dialog", self._answer)
        context.add_init_script(TELL)

    def _hear(self, message):
        if "PWNED" in message.text:
            self.ran.append(message.text)
        if POLICY in message.text:
            self.breaches.append(message.text)

    def _answer(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def everything(self):
        return [*self.ran, *self.breaches, *self.dialogs]


@contextmanager
def serving(application):
    """On a port of its own, in this process, whose store the words are written to by commands."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False, lifespan="off"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join()


@pytest.fixture
def filled(store, cast, work):
    """Every word in every field that shows one; the number of the idea where all are said, and of topics."""
    with store.writing() as db:
        ana, ben, otto = (colleague(db, who) for who in (cast.ana, cast.ben, cast.otto))
        body = "\n\n".join(HOSTILE[:20])
        talked = ideas.post_idea(
            db, author=ana, department="operations", title=HOSTILE[2], in_short=HOSTILE[3], body=body
        )
        for number, word in enumerate(HOSTILE):
            discussion.post_comment(db, author=otto, post_id=talked.id, kind=Kind.IDEA, body=word)
            title = word[:140]
            ideas.post_idea(db, author=otto, department="quality", title=title, in_short=title, body=word)
            if number % 4 == 0:
                heard, decision, reasons, step = [*HOSTILE, *HOSTILE][number : number + 4]
                said: dict[str, Any] = {"heard": heard, "decision": decision, "reasons": reasons, "next_step": step}
                ideas.respond(db, responder=ben, idea_id=talked.id, stage=None, **said)
        opened = [topics.open_topic(db, author=otto, title=word[:140], body=word).id for word in HOSTILE[::3]]
        _people_and_thanks(db, cast)
    for word, topic in zip(HOSTILE, opened[:2], strict=False):
        hidden(store, by=cast.mia, post=topic, reason=word)
    work()
    return talked.id, opened


def _people_and_thanks(db, cast):
    lea, hana = colleague(db, cast.lea), colleague(db, cast.hana)
    made = [
        people.add_department(db, name=word[:70], purpose=word, serves=word, hours=word[:80], contacts=word)
        for word in HOSTILE[::4]
    ]
    for number, word in enumerate(HOSTILE):
        unit = made[number % len(made)]
        about: dict[str, Any] = {"title": word[:80], "department_id": unit.id, "employee_id": f"W{number}"}
        one = people.add_person(db, name=word[:100], **about)
        people.set_lead(db, unit, lead_id=one.id)
        receivers = [(Party.PERSON, one.id), (Party.DEPARTMENT, unit.id)]
        recognition.thank(db, giver=lea, receivers=receivers, message=word)
    kind = recognition.add_award_kind(db, names={"en": HOSTILE[2]}, position=9)
    recognition.award(db, giver=lea, kind_id=kind.id, receivers=[(Party.PERSON, one.id)], message=HOSTILE[15])
    campaigns.set_direction(db, texts={"en": HOSTILE[2], "th": HOSTILE[3]})
    today = now().date()
    for word in HOSTILE[:9]:
        records.begin_export(db, exporter=hana, period=Period(today, today, "UTC"), purpose=word)


def pages(filled):
    """Who opens what: every page that shows such words, and those that give back what an address says."""
    (talked, opened), (said, other) = filled, map(quote, HOSTILE[2:4])
    everybody = [f"/ideas/{talked}", "/", "/ideas", "/topics", f"/topics/{opened[5]}", "/recognition", "/departments"]
    everybody += [
        f"/search?q={said}",
        "/search?q=tap",
        f"/nowhere/{said}",
        f"/ideas/new?title={said}&department={other}",
    ]
    everybody += ["/people/9", "/departments/img-src-x", f"/recognition/new?to=person:9&subject=idea:{talked}"]
    setup = ["/setup/people", "/setup/people/9", "/setup/departments", "/setup/departments/6", "/setup/audit", "/setup"]
    setup += ["/setup/award_kinds", "/setup/stages", "/setup/direction", f"/setup/people?q={said}"]
    setup += [f"/moderation/idea/{talked}", f"/moderation/topic/{opened[0]}", f"/topics/{opened[0]}"]
    own = ["/me", "/me/record", "/notices", f"/topics/{opened[1]}"]
    return {"ben": everybody, "mia": setup, "otto": own, "hana": ["/records", f"/records?department={said}"]}


def all_of(page, address):
    """The address and every page of its list or discussion that follows."""
    page.goto(address)
    yield
    following = page.locator("a[rel=next], .pager a")
    for _n in range(4):
        if not following.count():
            return
        page.goto(following.last.get_attribute("href"))
        yield


def opened(context, address, as_, cast, some):
    """How many pages were looked at, and what stands armed in them."""
    page, seen, armed = context.new_page(), 0, []
    for who, addresses in some.items():
        token = as_(getattr(cast, who)).cookies["byline"]
        context.add_cookies([{"name": "byline", "value": token, "url": address}])
        for one in addresses:
            for _page in all_of(page, one):
                seen += 1
                armed += [f"{page.url}: {what}" for what in page.evaluate(ARMED)]
    return seen, armed


def test_no_word_acts_on_any_page(browser, application, cast, as_, filled):
    """Nor where all are said without the policy that would hold them back: they are harmless by themselves."""
    some = pages(filled)
    with serving(application) as address:
        for is_held, looked_at, least in ((True, some, 50), (False, {"ben": some["ben"][:3]}, 6)):
            context = browser.new_context(base_url=address, locale="en", bypass_csp=not is_held)
            heard = Heard(context)
            seen, armed = opened(context, address, as_, cast, looked_at)
            assert (heard.everything, armed) == ([], [])
            assert seen >= least
            context.close()


def test_words_that_run_are_heard(browser):
    """On a page of their own, as they would stand there if nobody took care."""
    context = browser.new_context(base_url="http://planted.example")
    heard = Heard(context)
    page = context.new_page()
    each = "".join(f'<iframe srcdoc="{escape(word)}"></iframe>' for word in HOSTILE)
    page.route("**/*", lambda route: route.fulfill(body=f"<!doctype html>{each}", content_type="text/html"))
    page.goto("/")
    page.wait_for_timeout(500)
    assert len(heard.ran) >= 30
    armed = [frame.evaluate(ARMED) for frame in page.main_frame.child_frames]
    assert sum(map(bool, armed)) >= 40
    page.unroute("**/*")
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body="<script>pwned=1</script>",
            headers={"Content-Security-Policy": "script-src 'self'", "Content-Type": "text/html"},
        ),
    )
    page.goto("/held")
    page.wait_for_timeout(100)
    assert heard.breaches
    context.close()
