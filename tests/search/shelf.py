"""Things to be found, without the features they belong to."""

from collections.abc import Sequence
from functools import partial

from app.core.db import Database, Reader
from app.core.subjects import Subject
from app.search import commands, jobs
from app.search.index import Document, Index, Question


class Shelf:
    """Stands for the features whose things are found: titles by ref, for two kinds."""

    def __init__(self) -> None:
        self.titles: dict[str, dict[int, str]] = {"idea": {}, "topic": {}}
        self.asked: list[int] = []

    @property
    def describe(self) -> dict[str, jobs.Describe]:
        return {kind: self._describing(kind) for kind in self.titles}

    @property
    def every(self) -> dict[str, jobs.Every]:
        return {kind: partial(_refs, titles) for kind, titles in self.titles.items()}

    def _describing(self, kind: str) -> jobs.Describe:
        def described(db: Reader, refs: Sequence[int]) -> list[Document]:
            self.asked.append(len(refs))
            titles = self.titles[kind]
            return [Document(subject=Subject(kind, ref), title=titles[ref]) for ref in refs if ref in titles]

        return described


def _refs(titles: dict[int, str], db: Reader) -> list[int]:
    return list(titles)


def post(store: Database, shelf: Shelf, ref: int, title: str, kind: str = "idea") -> None:
    shelf.titles[kind][ref] = title
    touch(store, Subject(kind, ref))


def touch(store: Database, *subjects: Subject) -> None:
    with store.writing() as db:
        commands.touch(db, *subjects)


def found(index: Index, words: str) -> list[int]:
    return sorted(hit.subject.ref for hit in index.search(Question(words, audiences=["everyone"])).hits)
