"""What was hidden or removed is named nowhere: every address and every file is asked by everybody, and none tells it."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.routing import iter_route_contexts

from app.core.clock import now
from app.core.subjects import Subject
from app.core.tabular import CSV_BOM
from app.credits.models import Party
from app.credits.queries import credits_of
from app.ideas.models import StageKind
from app.people import commands as people
from app.people.queries import colleague, person
from app.people.roles import Role
from app.recognition import commands as recognition
from app.records import commands as records
from tests.doors.test_doors import PARAMETER
from tests.makers import a_comment, a_response, a_topic, a_vote, an_idea, hidden, removed
from tests.profiles.test_routes import statements
from tests.records.test_export import rows

WORD = "zebedee"
EVER = {"since": "1970-01-01", "until": "2100-12-31"}
PURPOSE = EVER | {"purpose": "The yearly review."}
OTHERS = ("stranger", "otto", "ben", "lea", "hana")
EVERYONE = (*OTHERS, "ana", "mia")
Addresses = list[str]


@pytest.fixture
def told(store, cast, work) -> dict[str, int]:
    """What tells on somebody: an idea that went live, a topic, a thanks; and a comment and a thanks that do not."""
    idea = an_idea(store, by=cast.ana, title="Blame Zebedee", in_short="It was Zebedee.", body="Zebedee did it.")
    topic = a_topic(store, by=cast.ana, title="Is it Zebedee?", body="I say it is Zebedee.")
    comment = a_comment(store, by=cast.otto, on=idea)
    a_vote(store, by=cast.otto, on=idea)
    for stage in (StageKind.DOING, StageKind.DONE):
        response = a_response(store, by=cast.ben, to=idea, stage=stage, heard=f"That it is Zebedee, {stage}.")
    with store.writing() as db:
        ana, lea = colleague(db, cast.ana), colleague(db, cast.lea)
        to = [(Party.PERSON, cast.ana), (Party.DEPARTMENT, cast.sales)]
        citing = recognition.thank(db, giver=lea, receivers=to, message="You asked.", subject=Subject("idea", idea))
        thanks = recognition.thank(db, giver=ana, receivers=[(Party.PERSON, cast.ben)], message="For telling Zebedee.")
        line_id = credits_of(db, party=Party.PERSON, party_id=cast.ana).rows[0].id
        dispute = records.dispute(db, person=ana, line_id=line_id, said="I said so together with others.")
    work()
    ids = {"idea": idea, "topic": topic, "thanks": thanks.id}
    ids |= {"line": line_id, "dispute": dispute}
    return ids | {"comment": comment, "response": response, "citing": citing.id}


@pytest.fixture
def asked(application, cast, told) -> Addresses:
    """Every address there is to be read, about each of these and about whom they concern."""
    return list(dict.fromkeys(_addresses(application, cast, told)))


def _addresses(application, cast, told) -> Iterator[str]:
    for route in iter_route_contexts(application.routes):
        if "GET" in (route.methods or ()) and route.name != "core.static":
            for some in _params(cast, told, topic=str(route.name).startswith("topics.")):
                given = {key: some[key] for key in PARAMETER.findall(str(route.path))}
                yield application.state.parts.links(route.name, **given)
    yield from (
        "/search?q=blame",
        "/search?q=say",
        "/search?q=did&kind=idea",
        "/records?since=2020-01-01&until=2099-01-01",
    )
    yield from (f"/recognition/new?subject=idea:{told['idea']}", "/recognition?department=sales", "/ideas?sort=newest")
    yield from ("/ideas?sort=backed", "/setup/audit?act=post.hidden", f"/recognition?person={cast.ana}")


def _params(cast, told, *, topic: bool) -> Iterator[dict[str, object]]:
    about = {"comment_id": told["comment"], "response_id": told["response"], "token": "x", "word": "x", "session_id": 1}
    about |= {"line_id": told["line"], "dispute_id": told["dispute"]}
    about |= {"department_id": cast.sales, "stage_id": 1, "award_kind_id": 1}
    kinds = ("idea", "topic", "comment", "recognition")
    refs = (told["idea"], told["topic"], told["comment"], told["thanks"])
    people_ = (cast.ana, cast.ben, cast.otto, cast.lea)
    slugs, given = ("sales", "operations", "post", "is-it"), (told["thanks"], told["citing"]) * 2
    for kind, ref, who, slug, id_ in zip(kinds, refs, people_, slugs, given, strict=True):
        post = told["topic" if topic else "idea"]
        yield about | {"kind": kind, "ref": ref, "person_id": who, "slug": slug, "recognition_id": id_, "post_id": post}


def _taken_away_by_an_administrator(store, cast, told) -> None:
    for what in ("idea", "topic"):
        hidden(store, by=cast.mia, post=told[what], reason="It names somebody.")
    hidden(store, by=cast.mia, recognition=told["thanks"], reason="It names somebody.")


def _taken_back(store, cast, told) -> None:
    for what in ("idea", "topic"):
        removed(store, by=cast.ana, post=told[what])
    with store.writing() as db:
        recognition.withdraw(db, giver=colleague(db, cast.ana), recognition_id=told["thanks"])


def answers(client, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """Everything that is said under each address, heads and the way there included."""
    for address in addresses:
        said = client.get(address, follow_redirects=True)
        assert said.status_code < 500, address
        yield address, "\n".join(_all_of(one) for one in [*said.history, said])


def _all_of(answer) -> str:
    return f"{answer.headers} {answer.text}".lower()


def telling(as_, cast, who: str, addresses: Addresses) -> list[str]:
    client = as_(getattr(cast, who) if who != "stranger" else 0)
    return [address for address, said in answers(client, addresses) if WORD in said]


def test_the_sweep_finds_it_as_long_as_it_is_there(as_, cast, asked):
    found = {address.partition("?")[0].split("/")[1] for address in telling(as_, cast, "otto", asked)}
    assert {"", "ideas", "topics", "search", "people", "departments", "recognition", "notices"} <= found
    assert "me" in {address.split("/")[1] for address in telling(as_, cast, "ana", asked)}


@pytest.mark.parametrize("indexed", [False, True], ids=["at once", "later"])
@pytest.mark.parametrize(
    ("take", "readers"), [(_taken_away_by_an_administrator, OTHERS), (_taken_back, EVERYONE)], ids=["hidden", "removed"]
)
def test_no_page_names_it_to_whoever_may_not_read_it(store, cast, as_, work, told, asked, take, readers, indexed):
    take(store, cast, told)
    if indexed:
        work()
    for who in readers:
        assert telling(as_, cast, who, asked) == [], who


ACTS: tuple[Callable[[dict[str, int]], tuple[str, str, dict[str, str]]], ...] = (
    lambda told: ("POST", f"/ideas/{told['idea']}/vote", {}),
    lambda told: ("DELETE", f"/ideas/{told['idea']}/vote", {}),
    lambda told: ("POST", f"/ideas/{told['idea']}/comments", {"body": "Who?"}),
    lambda told: ("PUT", f"/ideas/{told['idea']}/follow", {}),
    lambda told: ("DELETE", f"/ideas/{told['idea']}/follow", {}),
    lambda told: ("POST", f"/comments/{told['comment']}", {"body": "Who, then?"}),
    lambda told: ("POST", f"/ideas/{told['idea']}/response", {"heard": "Hm.", "decision": "No."}),
    lambda told: ("PUT", f"/ideas/{told['idea']}/stage", {"stage": "1"}),
    lambda told: ("POST", f"/ideas/{told['idea']}", {"title": "Mine", "department": "sales"}),
    lambda told: (
        "POST",
        "/recognition",
        {"subject": f"idea:{told['idea']}", "message": "Hm.", "receivers": "person:3"},
    ),
)


@pytest.mark.parametrize(
    "heads", [{}, {"accept": "application/json"}, {"HX-Request": "true"}], ids=["page", "json", "htmx"]
)
@pytest.mark.parametrize("take", [_taken_away_by_an_administrator, _taken_back], ids=["hidden", "removed"])
def test_no_answer_to_an_act_names_it(store, cast, as_, told, take, heads):
    take(store, cast, told)
    for who in ("otto", "ben"):
        client = as_(getattr(cast, who))
        for act in ACTS:
            method, address, typed = act(told)
            said = client.request(method, address, data=typed or None, headers=heads, follow_redirects=True)
            assert WORD not in "\n".join(_all_of(one) for one in [*said.history, said]), (who, method, address)


@pytest.mark.parametrize("take", [_taken_away_by_an_administrator, _taken_back], ids=["hidden", "removed"])
def test_no_record_names_it_not_even_to_its_author_or_an_administrator(store, cast, as_, told, take):
    before = now().isoformat()
    take(store, cast, told)
    with store.writing() as db:
        people.set_roles(db, person(db, cast.mia), {Role.ADMIN, Role.HR}, by=None)
    for who in (cast.ana, cast.ben):
        for address in ("/me/record", "/me/record.csv"):
            assert WORD not in as_(who).get(address).text.lower()
    for who in (cast.hana, cast.mia):
        for wish in ({}, {"as_of": before}):
            assert WORD not in as_(who).post("/records.csv", data=PURPOSE | wish).text.lower()


def test_its_lines_stay_without_title_and_without_link(store, cast, as_, told):
    _taken_away_by_an_administrator(store, cast, told)
    found = rows(as_(cast.hana).post("/records.csv", data=PURPOSE))
    gone = [row for row in found if row["subject"] == "hidden"]
    assert sorted((row["name"], row["kind"], row["act"]) for row in gone) == [
        ("Ana", "idea", "accepted"),
        ("Ana", "idea", "live"),
        ("Ana", "idea", "posted"),
        ("Ben", "recognition", "thanked"),
        ("Ben", "response", "responded"),
        ("Ben", "response", "responded"),
    ]
    assert {row["link"] for row in gone} == {""}
    others = [row for row in found if row not in gone]
    assert {row["subject"] for row in others} == {"You asked."}
    assert all(row["link"] for row in others)
    page = as_(cast.ana).get("/me/record").text
    assert page.count("Idea, no longer shown") == 3
    assert f"/ideas/{told['idea']}" not in page
    mine = as_(cast.ana).get("/me/record.csv").text.removeprefix(CSV_BOM).splitlines()[1:]
    assert set(mine) <= set(as_(cast.hana).post("/records.csv", data=PURPOSE).text.splitlines())


def test_the_same_moment_gives_the_same_lines_and_hiding_changes_their_title_alone(store, cast, as_, told):
    moment = PURPOSE | {"as_of": now().isoformat()}
    hana = as_(cast.hana)
    first = rows(hana.post("/records.csv", data=moment))
    _taken_away_by_an_administrator(store, cast, told)
    hiding = hana.post("/records.csv", data=moment)
    second = rows(hiding)
    told_of = ("line", "employee_id", "name", "department", "role", "act", "share", "kind", "date", "party")
    assert [[row[name] for name in told_of] for row in second] == [[row[name] for name in told_of] for row in first]
    assert [row["subject"] for row in second] != [row["subject"] for row in first]
    assert hana.post("/records.csv", data=moment).content == hiding.content
    assert "what was hidden or removed since is no longer named" in hana.get("/records").text


def test_what_is_shown_again_is_named_again(store, cast, as_, told):
    _taken_away_by_an_administrator(store, cast, told)
    as_(cast.mia).delete(f"/moderation/idea/{told['idea']}")
    assert "Blame Zebedee" in as_(cast.ana).get("/me/record").text
    assert "Blame Zebedee" in as_(cast.hana).post("/records.csv", data=PURPOSE).text


def test_a_record_asks_once_a_page_what_it_may_name(store, cast, as_):
    """More rows are no statement more."""
    hana, ana = as_(cast.hana), as_(cast.ana)
    asks = (lambda: hana.post("/records.csv", data=PURPOSE), lambda: ana.get("/me/record"))
    an_idea(store, by=cast.ana)
    few = [statements(store, ask) for ask in asks]
    for _n in range(5):
        an_idea(store, by=cast.ana)
    assert [statements(store, ask) for ask in asks] == few


def test_the_audit_list_names_it_only_to_who_may_still_read_it(store, cast, as_, told):
    _taken_away_by_an_administrator(store, cast, told)
    assert "Blame Zebedee" in as_(cast.mia).get("/setup/audit").text
    removed(store, by=cast.ana, post=told["idea"])
    page = as_(cast.mia).get("/setup/audit").text
    assert "Blame Zebedee" not in page
    assert "Idea, no longer shown" in page
