"""How pages stand: on a phone what matters first, on every page the same for the same."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page, expect

from tests.journeys.company import ADMIN, DISPATCHER, DRIVER, PICKER, Site
from tests.journeys.look import LANGUAGES, TOO_WIDE
from tests.journeys.places import ANSWERED, OWN, TOPIC, places
from tests.journeys.test_ideas import comment_on, share_idea
from tests.journeys.visiting import PHONE, WIDE, reload_until

pytestmark = pytest.mark.journey

LONG = "Let whoever closes the depot in the evening also set the lights, the heating and the gate for the early shift tomorrow"
CUT = """() => [...document.querySelectorAll(".tabs a")].filter(tab => {
  const box = tab.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth || tab.scrollWidth > tab.clientWidth;
}).map(tab => tab.textContent)"""
ROWS = "element => new Set([...element.children].map(one => Math.round(one.getBoundingClientRect().top))).size"
# Pages whose title is nobody's own: a post, a person and a department say their names larger.
TITLED = re.compile(
    "ideas|topics|departments|notices|me|my-record|records|setup|recognition|idea-new|idea-edit|topic-new|thank|award|"
    "moderation-post|setup-.*"
)
# Where the third line begins, all behind it made invisible.
REST_GONE = """text => {
  const node = text.firstChild, range = document.createRange();
  const height = parseFloat(getComputedStyle(text).lineHeight), top = text.getBoundingClientRect().top;
  for (let at = 0; at < node.length; at++) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getClientRects()[0];
    if (!box || box.top - top < 1.5 * height) continue;
    const rest = document.createElement("span"), words = node.splitText(at);
    rest.style.color = "transparent";
    words.replaceWith(rest);
    rest.append(words);
    return true;
  }
  return false;
}"""
WHOLE = "text => { text.style.clipPath = 'none'; }"
THAI = "ที่ปี่ป้าปู่ฝั่งฟ้าที่ยิ่งใหญ่นี้ ผู้ที่อยู่ที่นี่ได้ยินกันทั้งปี ก็ยังไม่รู้ว่าที่ใดที่เป็นที่อยู่ "


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_vote_stands_at_the_title(visit, site: Site, language: str) -> None:
    with site.as_(DRIVER) as author:
        author.post("/ideas", data={"title": LONG, "department": "dispatch"})
    page = visit(PICKER, phone=True, language=language)
    page.goto("/ideas?sort=newest")
    for path in (page.locator(".idea h2 a").first.get_attribute("href"), site.posts[ANSWERED], site.posts[TOPIC]):
        assert path
        page.goto(path)
        vote = page.locator(".vote-form button")
        expect(vote).to_have_count(1)
        box = vote.bounding_box()
        assert box
        assert box["y"] + box["height"] < 844


def test_beside_the_vote_stand_the_stage_and_the_holder(visit, site: Site) -> None:
    for phone in (True, False):
        page = visit(PICKER, phone=phone)
        page.goto(site.posts[ANSWERED])
        head = page.locator(".post-head")
        expect(head.get_by_text("Held by")).to_be_in_viewport()
        expect(head.locator(".chip")).to_be_in_viewport()
        order = page.locator(".post-head h1, .post-head .vote, .post-head .byline").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().top)"
        )
        assert order == sorted(order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_cuts_no_word_of_the_sections(visit, language: str) -> None:
    page = visit(DISPATCHER, phone=True, language=language)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for path in ("/", "/ideas", "/departments"):
            page.goto(path)
            assert page.evaluate(CUT) == []
            assert page.evaluate(TOO_WIDE) is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_take_one_row_each_on_a_phone(visit, language: str) -> None:
    page = visit(DISPATCHER, phone=True, language=language)
    for path in ("/ideas?sort=waiting&department=dispatch", "/recognition?kind=award", "/search?q=gate"):
        page.goto(path)
        assert page.locator(".filters__items").evaluate_all(f"all => all.map({ROWS})") == [1]
        assert page.evaluate(TOO_WIDE) is False
    page.goto("/ideas?sort=waiting")
    assert (
        page.locator("form.toolbar > :is(select, button)").evaluate_all(
            "all => new Set(all.map(one => Math.round(one.getBoundingClientRect().y + one.offsetHeight / 2))).size"
        )
        == 1
    )


def test_a_long_direction_opens_on_a_phone(visit, site: Site) -> None:
    line = "Every clinic is stocked by seven in the morning, " * 4
    phone, wide = visit(DISPATCHER, phone=True), visit(DISPATCHER)
    phone.goto("/")
    assert height(phone) < 70
    with site.as_(ADMIN) as admin:
        admin.post("/setup/direction", data={"text_en": line.strip()})
    phone.reload()
    assert height(phone) < 70
    phone.locator(".vision summary").click()
    assert height(phone) > 90
    wide.goto("/")
    expect(wide.locator(".vision summary")).to_be_hidden()
    expect(wide.locator(".vision")).to_contain_text(line.strip())


def height(page: Page) -> float:
    box = page.locator(".vision").bounding_box()
    assert box
    return box["height"]


def test_the_titles_of_pages_have_one_size(visit, site: Site) -> None:
    pages: dict[str, Page] = {}
    sizes: dict[str, list[str]] = {}
    for place in places(site):
        if TITLED.fullmatch(place.name):
            page = pages[place.who] = pages.get(place.who) or visit(place.who)
            page.goto(place.path)
            for size in (WIDE, PHONE):
                page.set_viewport_size(size)
                title = page.get_by_role("heading", level=1)
                sizes.setdefault(place.name, []).append(title.evaluate("title => getComputedStyle(title).fontSize"))
    assert len(sizes) > 20
    assert len(set(map(tuple, sizes.values()))) == 1, sizes


def test_new_notices_stand_under_old_ones(visit, site: Site) -> None:
    with site.as_(DISPATCHER) as colleague:
        colleague.post(f"{site.posts[OWN].partition('-')[0]}/comments", data={"body": "Who keeps the card?"})
    page = visit(DRIVER)
    page.goto("/notices")
    reload_until(page, page.locator(".notice--new"))
    assert page.locator(".notice:not(.notice--new)").count()
    starts = page.locator(".notice > p").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(set(starts)) == 1


def test_what_was_just_posted_is_marked_softly_and_fades(visit) -> None:
    page = visit(PICKER)
    share_idea(page, "Paint the edge of the ramp")
    comment_on(page, "White would do.")
    comment = page.locator(".comment:target")
    still = comment.evaluate("one => getComputedStyle(one).backgroundColor")
    page.emulate_media(reduced_motion="no-preference")
    fading = comment.evaluate("one => one.getAnimations().map(each => each.animationName)")
    comment.evaluate("one => one.getAnimations().forEach(each => each.finish())")
    gone = comment.evaluate("one => getComputedStyle(one).backgroundColor")
    error = page.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--accent-wash')")
    assert fading == ["fade"]
    assert gone == "rgba(0, 0, 0, 0)" != still
    assert still not in error
    expect(page.get_by_role("button", name="Stop following")).to_have_css("background-color", sunk(page))


def sunk(page: Page) -> str:
    return str(
        page.evaluate(
            """() => { const one = document.body.appendChild(document.createElement("i"));
            one.style.background = "var(--sunk)"; return getComputedStyle(one).backgroundColor; }"""
        )
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_mark_of_a_third_thai_line_is_seen(visit, site: Site, theme: str) -> None:
    """And no mark of the second one is cut off."""
    with site.as_(DRIVER) as author:
        author.post("/ideas", data={"title": "ที่", "in_short": THAI * 3, "department": "dispatch", "language": "th"})
    page = visit(DRIVER, phone=True)
    page.emulate_media(color_scheme=theme)
    for width in range(340, 400, 10):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto("/ideas?sort=newest")
        page.evaluate("() => document.fonts.ready")
        text = page.locator(".inshort:lang(th)").first
        shown = picture(text)
        assert text.evaluate(REST_GONE)
        text.evaluate(WHOLE)
        assert not differing(shown, picture(text)), width


def picture(text: Locator) -> Image.Image:
    return Image.open(BytesIO(text.screenshot())).convert("L")


def differing(one: Image.Image, other: Image.Image) -> bool:
    """Below the first row, which a box that begins between two pixels shares with what is above it."""
    area = (0, 1, *one.size)
    return (
        ImageChops.difference(one.crop(area), other.crop(area)).point(lambda depth: depth > 24 and 255).getbbox()
        is not None
    )
