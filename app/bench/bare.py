"""The least a program in Python could do for the same answers: the SQL by hand, and the bytes as they are."""

import argparse
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from app.bench.servers import LOOPBACK

Endpoint = Callable[[Request], Awaitable[Response]]

VISITOR = """
SELECT p.id, p.name, p.email, p.department_id, d.name AS department_name, p.locale, p.time_zone,
  (SELECT group_concat(role) FROM role_given WHERE person_id = p.id),
  (SELECT group_concat(id) FROM department WHERE lead_id = p.id AND active), s.id AS session_id
FROM sign_in_session s JOIN person p ON p.id = s.person_id LEFT JOIN department d ON d.id = p.department_id
WHERE s.token_hash = ? AND p.active AND s.seen_at > ? AND s.created_at > ?
"""
UNREAD = "SELECT count(*) FROM notice WHERE person_id = ? AND seen_at IS NULL"
DIRECTION = "SELECT texts FROM direction WHERE active ORDER BY id LIMIT 1"
STAGES = "SELECT id, kind, names, active FROM stage ORDER BY position, id"
DEPARTMENTS = "SELECT id, slug, name FROM department WHERE active ORDER BY name"
LIST = """
SELECT p.id, p.title, p.language, w.person_id, coalesce(a.name, w.name), d.name, p.stage_id, p.backing,
  p.votes_brought, p.comment_count, p.moved_at, i.in_short,
  EXISTS (SELECT 1 FROM vote v WHERE v.post_id = p.id AND v.person_id = ?)
FROM post p JOIN idea i ON i.post_id = p.id JOIN authorship w ON w.post_id = p.id AND w.position = 0
  LEFT JOIN person a ON a.id = w.person_id LEFT JOIN department d ON d.id = p.department_id
WHERE p.kind = 'idea' AND p.state = 'shown' ORDER BY p.moved_at DESC, p.id DESC LIMIT 21
"""
IDEA = """
SELECT p.*, i.*, a.name, h.name, d.name, ad.name,
  EXISTS (SELECT 1 FROM vote v WHERE v.post_id = p.id AND v.person_id = :me),
  EXISTS (SELECT 1 FROM follow f WHERE f.post_id = p.id AND f.person_id = :me AND f.active)
FROM post p JOIN idea i ON i.post_id = p.id LEFT JOIN department d ON d.id = p.department_id
  JOIN authorship w ON w.post_id = p.id AND w.position = 0
  LEFT JOIN person a ON a.id = w.person_id LEFT JOIN department ad ON ad.id = a.department_id
  LEFT JOIN person h ON h.id = i.holder_id
WHERE p.id = :post
"""
ENTRIES = "SELECT id, stage_id, by_id, at, taken_back_at FROM stage_entry WHERE idea_id = ? ORDER BY id"
RESPONSES = """
SELECT r.*, d.name, s.kind FROM response r JOIN stage s ON s.id = r.stage_id
  LEFT JOIN department d ON d.id = r.department_id WHERE r.idea_id = ? ORDER BY r.at DESC, r.id DESC
"""
BACKERS = """
SELECT d.name, count(*) FROM vote v LEFT JOIN department d ON d.id = v.department_id
WHERE v.post_id = ? GROUP BY d.id, d.name ORDER BY 2 DESC, 1
"""
COMMENTS = """
SELECT c.id, c.parent_id, c.state, c.author_id, p.name, c.department_name, c.language, c.body_html, c.created_at,
  c.edited_at FROM comment c JOIN person p ON p.id = c.author_id WHERE c.post_id = ? ORDER BY c.id
"""
CREDITS = """
SELECT c.party_kind, c.party_id, i.name, c.role, c.share FROM credit_line c JOIN identity i ON i.id = c.identity_id
WHERE c.subject_kind = 'idea' AND c.subject_ref = ? AND c.act = 'posted' AND c.counters = 0
"""
POST = """
SELECT p.id, w.person_id, p.state, p.title, p.language FROM post p
  JOIN authorship w ON w.post_id = p.id AND w.position = 0 WHERE p.id = ?
"""
VOTE = "INSERT INTO vote (post_id, person_id, department_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
TAKEN_BACK = "DELETE FROM vote WHERE post_id = ? AND person_id = ?"
BACKED = "UPDATE post SET vote_count = vote_count + ?, moved_at = ? WHERE id = ? RETURNING vote_count"
COMMENT = """
INSERT INTO comment (post_id, state, author_id, author_name, department_name, language, body, body_html, renderer,
  created_at, hidden_reason, key) VALUES (?, 'shown', ?, ?, ?, 'en', ?, ?, 1, ?, '', ?)
"""
COMMENTED = "UPDATE post SET comment_count = comment_count + 1, moved_at = ? WHERE id = ?"
FOLLOW = "INSERT INTO follow (post_id, person_id, active) VALUES (?, ?, 1) ON CONFLICT DO NOTHING"
STALE = "INSERT INTO stale_mark (kind, ref) VALUES ('idea', ?)"
DELIVERY = """
INSERT INTO delivery (fact, reaction, payload, due_at, attempts, last_error) VALUES ('', '', ?, ?, 0, '')
"""


class Bare:
    """The routes; one connection, used in the event loop, where nothing waits for anybody."""

    def __init__(self, data: Path, bodies: Path) -> None:
        self._bodies = {body.stem: body.read_bytes() for body in bodies.iterdir()}
        self._db = sqlite3.connect(data / "byline.db", isolation_level=None)
        self._db.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
            self._db.execute(f"PRAGMA {pragma}")

    def routes(self) -> list[Route]:
        return [
            Route("/ideas", self.board),
            Route("/ideas/{post_id:int}-{slug}", self.idea),
            Route("/search", self.search),
            Route("/ideas/{post_id:int}/vote", self.vote, methods=["POST", "DELETE"]),
            Route("/ideas/{post_id:int}/comments", self.comment, methods=["POST"]),
        ]

    async def board(self, request: Request) -> Response:
        me = self._visitor(request)
        self._read(STAGES)
        self._read(DEPARTMENTS)
        self._read(LIST, me["id"])
        return HTMLResponse(self._bodies["list"])

    async def idea(self, request: Request) -> Response:
        me, post_id = self._visitor(request), request.path_params["post_id"]
        self._db.execute(IDEA, {"me": me["id"], "post": post_id}).fetchall()
        self._read(STAGES)
        for statement in (ENTRIES, RESPONSES, BACKERS, COMMENTS, CREDITS):
            self._read(statement, post_id)
        return HTMLResponse(self._bodies["idea"])

    async def search(self, request: Request) -> Response:
        """Only what stands in the database: the index is Byline's own."""
        self._visitor(request)
        self._read(DEPARTMENTS)
        return HTMLResponse(self._bodies["search"])

    async def vote(self, request: Request) -> Response:
        me, post_id, at = self._visitor(request), request.path_params["post_id"], str(datetime.now(UTC))
        self._db.execute("BEGIN IMMEDIATE")
        self._read(POST, post_id)
        if request.method == "POST":
            self._db.execute(VOTE, (post_id, me["id"], me["department_id"], at))
        else:
            self._db.execute(TAKEN_BACK, (post_id, me["id"]))
        self._read(BACKED, 1 if request.method == "POST" else -1, at, post_id)
        self._db.execute("COMMIT")
        return HTMLResponse(self._bodies["vote"])

    async def comment(self, request: Request) -> Response:
        me, post_id, at = self._visitor(request), request.path_params["post_id"], str(datetime.now(UTC))
        typed = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        self._db.execute("BEGIN IMMEDIATE")
        self._read(POST, post_id)
        self._db.execute(
            COMMENT,
            (post_id, me["id"], me["name"], me["department_name"], typed["body"], typed["body"], at, typed["key"]),
        )
        self._db.execute(COMMENTED, (at, post_id))
        self._db.execute(FOLLOW, (post_id, me["id"]))
        self._db.execute(STALE, (post_id,))
        self._db.execute(DELIVERY, (typed["key"], at))
        self._db.execute("COMMIT")
        return RedirectResponse("/comments/1", 303)

    def _visitor(self, request: Request) -> sqlite3.Row:
        """Who is signed in, and what stands around every page."""
        at = datetime.now(UTC)
        token = sha256(request.cookies["byline"].encode()).hexdigest()
        me = self._read(VISITOR, token, str(at - timedelta(days=7)), str(at - timedelta(days=30)))[0]
        self._read(UNREAD, me["id"])
        self._read(DIRECTION)
        return me

    def _read(self, statement: str, *given: object) -> list[sqlite3.Row]:
        return self._db.execute(statement, given).fetchall()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bodies", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    app = Starlette(routes=Bare(given.data, given.bodies).routes())
    uvicorn.run(app, host=LOOPBACK, port=given.port, access_log=False, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
