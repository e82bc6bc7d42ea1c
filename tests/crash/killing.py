"""Kills the server in the middle of writes, again and again, and looks at what is left.

`python -m tests.crash.killing [ROUNDS]` plays 200 rounds; the suite plays five.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx
from sqlalchemy import text
from sqlmodel import col, select

from app import wiring
from app.core.db import Database, Reader
from app.core.migrating import upgrade
from app.core.settings import Settings
from app.core.subjects import Subject
from app.discussion.models import Comment, Kind, Post, Vote
from app.people import commands as people
from app.people.queries import person
from app.search import jobs as search_jobs
from tests.cast import founded
from tests.makers import an_idea

MOST_WRITES = 80
PATIENCE_SECONDS = 30
ROOT = Path(__file__).parents[2]
Problem = str


@dataclass
class Acknowledged:
    """What the server said it had written."""

    comments: list[str] = field(default_factory=list)
    ideas: list[str] = field(default_factory=list)
    votes: dict[tuple[int, int], bool] = field(default_factory=dict)
    unsure: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0


@dataclass(frozen=True)
class Writer:
    person_id: int
    token: str


class Ground:
    """One data folder that many rounds are played on."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data=folder, worker="thread", base_url="http://127.0.0.1")
        self.acknowledged = Acknowledged()
        with self.opened() as store:
            upgrade(store)
            with store.writing() as db:
                cast = founded(db)
            ids = (cast.ana, cast.lea, cast.hana, cast.mia)
            self.writers = [Writer(id_, _signed_in(store, id_)) for id_ in ids]
            self.ideas = [an_idea(store, by=cast.otto, title=f"Idea {n}") for n in range(20)]

    @contextmanager
    def opened(self) -> Iterator[Database]:
        store = Database(self.settings.url, info=wiring.INFO)
        try:
            yield store
        finally:
            store.dispose()

    def play(self, chance: random.Random) -> list[Problem]:
        """Serve, write from several people at once, kill, and look."""
        port = _free_port()
        serving = _serve(self.settings.data, port)
        try:
            address = _when_ready(serving, port)
            stop = threading.Event()
            threads = [
                threading.Thread(target=self._write, args=(address, one, random.Random(chance.random()), stop))
                for one in self.writers
            ]
            for thread in threads:
                thread.start()
            self._wait_for_writes(chance.randrange(1, MOST_WRITES))
        finally:
            os.killpg(serving.pid, signal.SIGKILL)
            serving.wait()
        stop.set()
        for thread in threads:
            thread.join()
        return list(self.faults())

    def _wait_for_writes(self, wanted: int) -> None:
        """So many acknowledged, on a machine however slow; the kill comes in the middle of the next ones."""
        before, until = self.acknowledged.count, time.monotonic() + PATIENCE_SECONDS
        while self.acknowledged.count - before < wanted and time.monotonic() < until:
            time.sleep(0.002)

    def faults(self) -> Iterator[Problem]:
        """What was acknowledged and is not there, what does not add up, what the index has otherwise."""
        with self.opened() as store:
            with store.reading() as db:
                yield from self._broken(db)
                yield from self._lost(db)
                for problems in wiring.PROBLEMS:
                    yield from problems(db)
            yield from _index_faults(self.settings, store)

    def _write(self, address: str, one: Writer, chance: random.Random, stop: threading.Event) -> None:
        with httpx.Client(base_url=address, cookies={"byline": one.token}, timeout=5) as client:
            while not stop.is_set():
                try:
                    self._act(client, one, chance)
                except httpx.HTTPError:
                    return

    def _act(self, client: httpx.Client, one: Writer, chance: random.Random) -> None:
        idea, word = chance.choice(self.ideas), f"w{chance.getrandbits(60):x}"
        match chance.randrange(3):
            case 0:
                if client.post(f"/ideas/{idea}/comments", data={"body": word}).status_code == 303:
                    self.acknowledged.comments.append(word)
                    self.acknowledged.count += 1
            case 1:
                typed = {"title": word, "department": "operations"}
                if client.post("/ideas", data=typed).status_code == 303:
                    self.acknowledged.ideas.append(word)
                    self.acknowledged.count += 1
            case _:
                self._vote(client, (idea, one.person_id), chance.random() < 0.7)

    def _vote(self, client: httpx.Client, vote: tuple[int, int], back: bool) -> None:
        """Until it is answered nobody knows which of the two holds."""
        self.acknowledged.unsure.add(vote)
        ask = client.post if back else client.delete
        if ask(f"/ideas/{vote[0]}/vote").status_code == 303:
            self.acknowledged.votes[vote] = back
            self.acknowledged.unsure.discard(vote)
            self.acknowledged.count += 1

    def _broken(self, db: Reader) -> Iterator[Problem]:
        said = db.execute(text("PRAGMA integrity_check")).scalar_one()
        if said != "ok":
            yield f"SQLite says: {said}"

    def _lost(self, db: Reader) -> Iterator[Problem]:
        for what, words, held in (
            ("comment", self.acknowledged.comments, db.exec(select(Comment.body)).all()),
            ("idea", self.acknowledged.ideas, db.exec(select(Post.title).where(Post.kind == Kind.IDEA)).all()),
        ):
            yield from (f"The {what} {word} was acknowledged and is lost." for word in set(words) - set(held))
            twice = len(held) - len(set(held))
            if twice:
                yield f"{twice} {what}s are there twice."
        votes = set(db.exec(select(Vote.post_id, Vote.person_id).order_by(col(Vote.post_id))).all())
        for vote, back in self.acknowledged.votes.items():
            if vote not in self.acknowledged.unsure and (vote in votes) != back:
                yield f"The vote {vote} was acknowledged as {back} and is not so."
        self.acknowledged.unsure.clear()
        self.acknowledged.votes = {vote: vote in votes for vote in self.acknowledged.votes}


def _index_faults(settings: Settings, store: Database) -> Iterator[Problem]:
    """After what the worker does at its start, the index holds what the database says and nothing else."""
    index = wiring.open_index(settings)
    try:
        search_jobs.keep_up(store, index, wiring.KINDS.describe, wiring.KINDS.findable)
        with store.reading() as db:
            wanted = {Subject(kind, ref) for kind, refs in wiring.KINDS.findable.items() for ref in refs(db)}
        held = set(index.refs())
    finally:
        index.close()
    if wanted != held:
        yield f"The index lacks {sorted(map(str, wanted - held))} and has {sorted(map(str, held - wanted))} too much."


def _signed_in(store: Database, person_id: int) -> str:
    with store.writing() as db:
        return people.start_session(db, person=person(db, person_id), browser="A test")


def _serve(data: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app.cli", "serve", "--data", str(data), "--port", str(port)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _when_ready(serving: subprocess.Popen[bytes], port: int) -> str:
    address = f"http://127.0.0.1:{port}"
    for _try in range(600):
        if serving.poll() is not None:
            raise RuntimeError(f"The server ended with {serving.returncode}.")
        try:
            if httpx.get(f"{address}/healthz", timeout=1).status_code == 200:
                return address
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError("The server does not answer.")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def main(rounds: int) -> int:
    chance, bad = random.Random(20261122), 0
    with TemporaryDirectory(prefix="byline-killing-") as folder:
        ground = Ground(Path(folder))
        for number in range(1, rounds + 1):
            found = ground.play(chance)
            bad += bool(found)
            kept = ground.acknowledged
            said = f"round {number}: {len(kept.comments)} comments, {len(kept.ideas)} ideas, {len(kept.votes)} votes"
            sys.stdout.write(f"{said}; {'; '.join(found) or 'nothing lost'}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{rounds} rounds, {bad} with something lost or wrong\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
