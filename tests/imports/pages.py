"""What a reader sees of a page, to compare it with what was written."""

import re
from html.parser import HTMLParser

from app.core.markdown import render


class Page(HTMLParser):
    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self._texts: list[str] = []
        self.feed(render(markdown))
        self.close()

    @property
    def text(self) -> str:
        return letters(" ".join(self._texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self._texts.append(data)


def letters(text: str) -> str:
    """Without spaces, whether or not they can be seen."""
    return re.sub("[\\s\u200b]", "", text)
