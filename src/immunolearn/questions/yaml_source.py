"""YAML read with line numbers, so that an error can say where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from immunolearn.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Path_ = tuple[str | int, ...]


LARGEST = 1_000_000
"""Characters of the largest document that is read."""

DEEPEST = 30
"""Lists and mappings that may stand in one another."""


_HINTS = {
    "mapping values are not allowed": " Put a text that holds a colon in quotes.",
    "found character '\\t'": " Indent with spaces, not with tabs.",
    "found unknown escape character": " Put a text that holds a backslash in single quotes.",
    "cannot start any token": " Put a text that begins with a special character in quotes.",
}
"""What to do about the commonest slips, by PyYAML's words."""


class _Loader(yaml.SafeLoader):
    """Reads plain YAML: without anchors, aliases and tags, and not without end."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - as PyYAML has it
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse("anchors and aliases are not read here; write it out", event)
        if event.tag is not None:
            self._refuse(f"the tag {event.tag} is not read here; leave it out", event)
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse(f"more than {DEEPEST} lists or mappings stand in one another", event)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse(self, reason: str, event: Any) -> None:  # noqa: ANN401 - PyYAML's own type does not fit itself
        raise yaml.composer.ComposerError(None, None, reason, event.start_mark)


@dataclass
class Source:
    """A YAML document and the line of every value in it."""

    file: Path
    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, place: Sequence[str | int]) -> int | None:
        """Line of the value at ``place``, or of the nearest value around it."""
        path = tuple(place)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    @property
    def name(self) -> str:
        """Folder and name of the file, as messages show it."""
        return f"{self.file.parent.name}/{self.file.name}"

    def error(self, message: str, place: Sequence[str | int] = ()) -> ContentError:
        """An error that names file and line."""
        return ContentError(message, file=self.name, line=self.line(place))


def read_yaml(file: Path, text: str | None = None, *, first_line: int = 1, edit: Callable[[str], str] = str) -> Source:
    """Read one YAML document.

    Parameters
    ----------
    file
        Where it stands.
    text
        The document, if it is only a part of ``file``.
    first_line
        Line of ``file`` on which ``text`` begins.
    edit
        What becomes of the document before it is read, line by line as it was.

    Raises
    ------
    ContentError
        If it is not YAML in UTF-8, a mapping names a key twice, it uses an anchor, an alias or a tag, or it is too
        large or too deep.
    """
    source = Source(file)
    try:
        document = file.read_text(encoding="utf-8") if text is None else text
        if len(document) > LARGEST:
            raise ContentError(f"{len(document)} characters; at most {LARGEST} are read.", file=source.name)
        loader = _Loader(edit(document))
        node = loader.get_single_node()
        if node is not None:
            source.value = _value(loader, node, (), source, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else None
        hint = next((hint for words, hint in _HINTS.items() if words in (error.problem or "")), "")
        raise ContentError(f"Not YAML: {error.problem or error.context}.{hint}", file=source.name, line=line) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"Not readable as YAML in UTF-8: {error}.", file=source.name) from error
    return source


def _value(loader: yaml.SafeLoader, node: yaml.Node, path: Path_, source: Source, first_line: int) -> Any:  # noqa: ANN401
    line = first_line + node.start_mark.line
    if path in source.lines:
        raise ContentError(f"{path[-1]!r} is given twice.", file=source.name, line=line)
    source.lines[path] = line
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, child, (*path, index), source, first_line) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return {
            (name := loader.construct_object(key, deep=True)): _value(loader, child, (*path, name), source, first_line)
            for key, child in node.value
            if _is_plain(key, source, first_line)
        }
    try:
        return loader.construct_object(node)
    except (ValueError, OverflowError) as error:
        raise ContentError(f"{node.value[:40]!r} cannot be read: {error}.", file=source.name, line=line) from error


def _is_plain(key: yaml.Node, source: Source, first_line: int) -> bool:
    if isinstance(key, yaml.ScalarNode) and key.tag == "tag:yaml.org,2002:str":
        return True
    raise ContentError("A key must be a plain word.", file=source.name, line=first_line + key.start_mark.line)
