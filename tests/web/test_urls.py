"""Addresses: made from names, kept on this site, and never larger than an identifier."""

import pytest
from starlette.routing import Route

from app.core.web.urls import Links, own_path, parted


async def answer(request):
    raise AssertionError("nobody asks")


@pytest.fixture
def links():
    return Links(
        [
            Route("/ideas", answer, name="ideas.board", methods=["GET"]),
            Route("/ideas", answer, name="ideas.create", methods=["POST"]),
            Route("/ideas/{post_id:int}-{slug}", answer, name="ideas.show", methods=["GET"]),
            Route("/ideas/{post_id:int}/vote", answer, name="ideas.vote", methods=["POST"]),
            Route("/ideas/{post_id:int}/vote", answer, name="ideas.withdraw_vote", methods=["DELETE"]),
        ]
    )


@pytest.mark.parametrize(
    ("name", "params", "address"),
    [
        ("ideas.board", {}, "/ideas"),
        ("ideas.show", {"post_id": 7, "slug": "trees"}, "/ideas/7-trees"),
        ("ideas.show", {"post_id": 7, "slug": "trees", "after": "a b"}, "/ideas/7-trees?after=a+b"),
        ("ideas.board", {"sort": "newest", "stage": "", "department": None}, "/ideas?sort=newest"),
        ("ideas.board", {"kind": ["a", "b"]}, "/ideas?kind=a&kind=b"),
        ("ideas.board", {"q": "ä&x=1"}, "/ideas?q=%C3%A4%26x%3D1"),
        ("ideas.board", {"name": "x"}, "/ideas?name=x"),
        ("ideas.board", {"page": 0}, "/ideas?page=0"),
    ],
)
def test_an_address_is_made_from_a_name(links, name, params, address):
    assert links(name, **params) == address


@pytest.mark.parametrize(("name", "params"), [("ideas.sing", {}), ("ideas.show", {"post_id": 7})])
def test_an_unknown_name_or_a_missing_part_is_a_mistake(links, name, params):
    with pytest.raises(LookupError):
        links(name, **params)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/ideas", ["GET", "HEAD", "POST"]),
        ("/ideas/7/vote", ["DELETE", "POST"]),
        ("/ideas/7-trees", ["GET", "HEAD"]),
        ("/nowhere", []),
    ],
)
def test_the_methods_of_an_address_are_all_of_its_routes(links, path, methods):
    assert links.methods(path) == methods


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/ideas", "/ideas"),
        ("/ideas?sort=newest&after=a", "/ideas?sort=newest&after=a"),
        ("/ideas/1-种树", "/ideas/1-%E7%A7%8D%E6%A0%91"),
        ("/ideas/1-%E7%A7%8D", "/ideas/1-%E7%A7%8D"),
        ("/search?q=种树", "/search?q=%E7%A7%8D%E6%A0%91"),
        ("/ideas#response", "/ideas"),
        ('/ideas?q="><script>', "/ideas?q=%22%3E%3Cscript%3E"),
    ],
)
def test_an_address_of_ours_is_kept(address, path):
    assert own_path(address) == path


@pytest.mark.parametrize(
    "address",
    [
        *("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example"),
        *("https:evil.example", "https://evil.example", "http:/evil.example", "//evil.example/ideas", "//["),
        *("javascript:alert(1)", "data:text/html,x", "mailto:a@example.com", "evil.example", "ideas", "?x=1", ""),
        *("/\t/evil.example", "/\n/evil.example", " //evil.example", "/ideas\r\nSet-Cookie: a=b", "\0/ideas"),
        *("/ideas/\\evil.example", "//user@evil.example", "http://[::1", "//\u2028evil.example"),
    ],
)
def test_an_address_that_leads_elsewhere_is_not_followed(address):
    assert own_path(address) == "/"
    assert own_path(address, "/ideas") == "/ideas"


def test_what_is_no_address_has_no_parts():
    assert parted("http://[").netloc == parted("http://[").path == ""
    assert parted("http://host/a").netloc == "host"
