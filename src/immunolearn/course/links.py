"""Links: those of a folder of pages are followed, those by which a hub's users get the lessons are made."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urldefrag, urlencode, urlsplit

from immunolearn.course.syllabus import read_syllabus
from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Links(NamedTuple):
    """What a folder's pages link to."""

    inside: int
    outside: dict[str, list[str]]
    """Pages by address."""


class _Page(HTMLParser):
    """Collects a page's anchors, and its links, those in the data of its elements too."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := given.get(name))}
        if tag == "script" and given.get("type") == "application/json":
            self._data = []
        self.links += [
            value for name in ("href", "src") if (value := given.get(name)) and not value.startswith("data:")
        ]

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            self.links += _links_in(json.loads("".join(self._data)))
            self._data = None


def _links_in(data: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(data, dict):
        yield from (value for value in [data.get("href")] if isinstance(value, str))
        for value in data.values():
            yield from _links_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _links_in(value)


def check_links(folder: Path) -> Links:
    """Follow every link of the pages in a folder.

    Parameters
    ----------
    folder
        With HTML files, as :func:`~immunolearn.course.publish.publish` writes it.

    Returns
    -------
    Links
        How many lead inside, and the outside addresses with the pages they stand on; those are not followed.

    Raises
    ------
    ContentError
        If a link leads nowhere: with the page, the link, and what is missing.
    """
    pages: dict[str, _Page] = {}
    for file in sorted(folder.glob("*.html")):
        pages[file.name] = _Page()
        pages[file.name].feed(file.read_text(encoding="utf-8"))
    if not pages:
        raise ContentError(f"There are no pages in {folder}. Write them first: immunolearn publish {folder}")
    outside: dict[str, list[str]] = {}
    broken: list[str] = []
    inside = 0
    for name, page in pages.items():
        for link in dict.fromkeys(page.links):
            if urlsplit(link).scheme or link.startswith("//"):
                outside.setdefault(link, []).append(name)
                continue
            inside += 1
            address, anchor = urldefrag(unquote(link))
            goal = address or name
            if goal in pages:
                if anchor and anchor not in pages[goal].anchors:
                    broken.append(f"{name}: {link}: {goal} has no place {anchor!r}")
            elif not (folder / goal).is_file():
                broken.append(f"{name}: {link}: no such file")
    if broken:
        raise ContentError(f"{len(broken)} links lead nowhere:\n" + "\n".join(broken))
    return Links(inside, dict(sorted(outside.items())))


def pull_links(hub: str, branch: str | None = None) -> dict[str, str]:
    """Links that copy the course's repository to whoever follows them on a JupyterHub, by nbgitpuller.

    Parameters
    ----------
    hub
        The hub's address, as https://hub.example.org.
    branch
        Of the course's repository; its default branch if None.

    Returns
    -------
    dict of str
        By lesson: a link that copies or updates the repository and opens this lesson. Changes of one's own are kept.

    Raises
    ------
    ContentError
        If the address is none.
    """
    if urlsplit(hub).scheme not in {"http", "https"} or not urlsplit(hub).netloc:
        raise ContentError(f"{hub!r} is no address of a hub. Give it as https://hub.example.org.")
    syllabus = read_syllabus()
    folder = syllabus.repository.rpartition("/")[2]

    def link(name: str) -> str:
        asked = {"repo": syllabus.repository, "urlpath": f"lab/tree/{folder}/notebooks/{name}.ipynb"}
        return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?" + urlencode(
            asked | ({"branch": branch} if branch else {})
        )

    return {lesson.name: link(lesson.name) for lesson in syllabus.folders()}
