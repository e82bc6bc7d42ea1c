"""An engine that promises what every one does and nothing more: it has no files, so nothing of it can be damaged."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple
from uuid import uuid4

from app.core.letters import folded
from app.core.subjects import Subject
from app.search.analysis import Run, impacts, tidy
from app.search.excerpts import Marker
from app.search.index import NOTHING, Document, Found, Hit, Question, Stamped
from app.search.wanted import Phrase, Wanted, parse, title_words

ALIKE_SHARE = 0.4


class Held(NamedTuple):
    document: Document
    seq: int
    text: str
    terms: dict[str, float]

    @classmethod
    def of(cls, document: Document, seq: int) -> "Held":
        title, text = tidy(document.title), tidy(f"{document.in_short}\n{document.body}")
        return cls(document, seq, text, impacts(title, text))

    def has(self, word: Run, *, begun: bool = False) -> bool:
        is_whole = any(all(term in self.terms for term in terms) for terms in word.needs)
        return is_whole or (begun and any(term.startswith(word.words[0]) for term in self.terms))

    def says(self, phrases: Iterable[Phrase]) -> bool:
        letters = folded(f"{tidy(self.document.title)}\n{self.text}")
        return all(phrase.is_in(letters) for phrase in phrases)

    def hit(self, marker: Marker) -> Hit:
        carried = {k: v for k, v in vars(self.document).items() if k not in {"in_short", "body", "audience"}}
        return Hit(title_marked=marker.mark(tidy(self.document.title)), excerpt=marker.excerpt(self.text), **carried)


class MemoryIndex:
    def __init__(self) -> None:
        self._name = uuid4().hex
        self._held: dict[Subject, Held] = {}

    @property
    def name(self) -> str:
        return self._name

    def write(self, documents: Sequence[Stamped], gone: Collection[Subject] = ()) -> None:
        written = {document.subject: Held.of(document, seq) for document, seq in documents}
        self._held = {s: held for s, held in self._held.items() if s not in {*gone, *written}} | written

    def replace(self, documents: Iterable[Stamped]) -> None:
        self._held = {document.subject: Held.of(document, seq) for document, seq in documents}

    def search(self, question: Question) -> Found:
        wanted = parse(question.words)
        if not wanted.words:
            return NOTHING
        allowed = [held for held in self._allowed(question) if not _has_unwanted(held, wanted)]
        begun = [len(word.text) for word in wanted.words] == [1] and not wanted.words[0].is_spaced
        loosened = False
        found = _with_all(allowed, wanted, begun=begun)
        if not found:
            begun = True
            found = _with_all(allowed, wanted, begun=True)
        if not found:
            found = [held for held in allowed if any(held.has(word) for word in wanted.words)]
            loosened = bool(found)
        docs = self._best(wanted, _of_kinds(found, question))
        marker = Marker(wanted.words, begun=begun)
        hits = tuple(held.hit(marker) for held in docs[question.offset : question.end])
        counts = Counter(held.document.kind for held in found)
        return Found(hits, len(docs), len(docs) > question.end, counts, loosened)

    def similar(self, question: Question) -> Sequence[Hit]:
        wanted = title_words(question.words)
        least = max(1, ALIKE_SHARE * len(wanted.words))
        alike = [held for held in self._allowed(question) if sum(map(held.has, wanted.words)) >= least]
        docs = self._best(wanted, _of_kinds(alike, question))
        return [held.hit(Marker(wanted.words)) for held in docs[question.offset : question.end]]

    def refs(self) -> dict[Subject, int]:
        return {subject: held.seq for subject, held in self._held.items()}

    def close(self) -> None:
        pass

    def _allowed(self, question: Question) -> list[Held]:
        return [
            held
            for held in self._held.values()
            if held.document.audience in question.audiences
            and question.department in {"", held.document.department_slug}
        ]

    def _best(self, wanted: Wanted, found: list[Held]) -> list[Held]:
        def rank(held: Held) -> float:
            return sum(
                rarity(term) * held.terms.get(term, 0) for word in wanted.words for term, _weight in word.weighted
            )

        rarity = _rarities(list(self._held.values()))
        return sorted(found, key=rank, reverse=True)


def _rarities(every: list[Held]) -> Callable[[str], float]:
    holders = Counter(term for held in every for term in held.terms)
    return lambda term: math.log(1 + (len(every) - holders[term] + 0.5) / (holders[term] + 0.5))


def _with_all(allowed: list[Held], wanted: Wanted, *, begun: bool) -> list[Held]:
    def is_wanted(held: Held) -> bool:
        return all(held.has(word, begun=begun and _may_begin(word)) for word in wanted.words)

    return [held for held in allowed if is_wanted(held) and held.says(wanted.phrases)]


def _may_begin(word: Run) -> bool:
    return len(word.text) > 2 if word.is_spaced else len(word.text) == 1


def _has_unwanted(held: Held, wanted: Wanted) -> bool:
    return any(all(map(held.has, words)) for words in wanted.without)


def _of_kinds(found: list[Held], question: Question) -> list[Held]:
    return [held for held in found if not question.kinds or held.document.kind in question.kinds]
