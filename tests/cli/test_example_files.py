"""Files as fourteen systems give them out: each goes in with two commands, or stops with one sentence that says how."""

from typing import Any

import pytest

from app import wiring
from app.discussion.models import Authorship, Origin, Post
from app.ideas.models import Stage
from tests.imports.examples import EXAMPLES
from tests.makers import rows

IDEAS = [example for example in EXAMPLES if example.verb == "ideas"]


@pytest.mark.parametrize("example", IDEAS, ids=lambda example: example.name)
def test_a_file_goes_in_with_two_commands_or_stops_with_what_to_say(byline, store, here, as_, tmp_path, example):
    file = tmp_path / example.name
    file.write_bytes(example.content)
    if example.stops:
        code, _said, complaint = byline("import", "ideas", file)
        assert code in {1, 2}
        assert example.stops in complaint
        assert rows(store, Post) == []
    code, said, complaint = byline("import", "ideas", file, *example.options, "--dry-run")
    assert (code, rows(store, Post)) == (0, []), said + complaint
    code, said, complaint = byline("import", "ideas", file, *example.options)
    assert code == 0, said + complaint
    posts = rows(store, Post)
    assert len(posts) == example.brings
    with store.reading() as db:
        assert [problem for find in wiring.PROBLEMS for problem in find(db)] == []
    first = example.first
    post, origin = posts[0], rows(store, Origin)[0]
    page = as_(here.ana).get(f"/ideas/{post.id}-{post.slug}")
    assert page.status_code == 200
    found: dict[str, Any] = {
        "title": post.title,
        "author": rows(store, Authorship)[0].name,
        "votes": post.votes_brought,
        "day": post.created_at.date().isoformat(),
        "kind": {stage.id: stage.kind for stage in rows(store, Stage)}[post.stage_id or 0],
        "comments": post.comment_count,
        "tags": [tag for tag in [origin.category, *origin.tags] if tag],
        "ends": post.title[-1],
    }
    assert set(first.get("tags", [])) <= set(found.pop("tags"))
    assert {name: found[name] for name in first if name in found} == {n: v for n, v in first.items() if n in found}
    for text in first.get("shows", []):
        assert text in page.text
    for text in first.get("hides", []):
        assert text not in page.text
