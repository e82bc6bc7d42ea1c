"""In which language each idea is written: found out once, kept in two bytes each."""

from array import array
from collections import Counter

from app.core.languages import guess_language
from app.discussion.importing import SAMPLE
from app.ideas.importing.shape import IdeaRow


class Tongues:
    """Of every row that is taken, in their order. What is too short to tell is in the language of most of the file."""

    def __init__(self) -> None:
        self._tags = [""]
        self._every = array("H")
        self._counts: Counter[str] = Counter()

    def add(self, value: IdeaRow, wished: str) -> None:
        text = f"{value.title}\n{value.in_short}\n{value.body[:SAMPLE]}"
        tag = value.language or wished or guess_language(text, likely="")
        if tag not in self._tags:
            self._tags.append(tag)
        self._every.append(self._tags.index(tag))
        self._counts[tag] += 1

    def pass_over(self) -> None:
        """For what is here already."""
        self._every.append(0)

    def __getitem__(self, number: int) -> str:
        return self._tags[self._every[number]] or self.most

    @property
    def most(self) -> str:
        clear = [(count, tag) for tag, count in self._counts.items() if tag]
        return max(clear, key=lambda pair: pair[0])[1] if clear else "en"

    def counts(self) -> list[tuple[str, int]]:
        """How many are in which language, most first."""
        told: Counter[str] = Counter()
        for tag, count in self._counts.items():
            told[tag or self.most] += count
        return told.most_common()
