"""GIFT, Moodle's format of plain text, both ways.

The body of a question says what GIFT can say, and is what is read. A comment above it carries the rest: what GIFT has
no place for, and how the author wrote a text that its HTML does not give back. What was changed in the body wins.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from immunolearn.errors import ContentError
from immunolearn.formats.complete import Draft, give_keys, slug
from immunolearn.formats.portable import BESIDE, OTHERWISE, SOURCE, absolute, decimal, grouped, percent, strings
from immunolearn.formats.text import author, escaped, html, literal, plain
from immunolearn.questions.names import accepted, normalise
from immunolearn.questions.numbers import number_at
from immunolearn.questions.typed import tolerance_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from immunolearn.formats.portable import Portable

LEFT_OUT = {"cloze", "curve"}
"""Kinds that GIFT has no question for."""
LEVELS = ("recall", "explain", "apply", "analyse")
_COMMENT = "// immunolearn "
_MARKED = "\\:#={}~\n"
_HIDDEN = [chr(0xFDD0 + place) for place in range(len(_MARKED))]
"""Stand for escaped characters while a question is taken apart."""
_REASON = re.compile(r'<div class="immuno-reason"><b>.*?</b>: (.*?)</div>', re.DOTALL)
_FORMAT = re.compile(r"\[(html|plain|markdown|moodle)\]")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_ELSEWHERE = (
    "source",
    "hints",
    "confidence",
    "rule",
    "pair",
    "exam",
    "shuffle",
    "show",
    "unit",
    "units",
    "picture",
    "alt",
)
"""Fields for which GIFT has no place."""
_LISTS = ("options", "wrong", "parts", "steps", "choices")


def takes(question: Portable) -> bool:
    """Tell whether GIFT can ask a question at all."""
    return question.item.kind not in LEFT_OUT and not any("->" in answer.text for answer in _typed_names(question))


def _typed_names(question: Portable) -> list[Any]:
    return question.answers if question.item.kind == "text" else []


def write(questions: Sequence[Portable]) -> bytes:
    """Questions as GIFT; those that it cannot ask are left out."""
    blocks = []
    for first, group in grouped(questions):
        about = {name: getattr(first.group, name) for name in ("id", "title", "kind")}
        path = f"{first.lesson}/{first.group.title.replace('/', '//')}"
        blocks.append(f"{_COMMENT}{_json({'group': about})}\n$CATEGORY: {' '.join(path.split())}")
        blocks += [_question(one) for one in group if takes(one)]
    return ("\n\n".join(blocks) + "\n").encode()


def _question(question: Portable) -> str:
    item = question.item
    body = _BODIES[item.kind](question)
    lines = [*body, f"####{_escaped(question.reasons + question.source)}"]
    rest = _rest(question)
    return "\n".join(
        [
            f"// [id:{question.name}] [tag:{item.objective}] [tag:{item.level}]",
            f"{_COMMENT}{_json(rest)}",
            f"::{item.id}::[html]{_escaped(question.stem)}{{{'#' if item.kind == 'numeric' else ''}",
            *(f"\t{line}" for line in lines),
            "}",
        ]
    )


def _choices(question: Portable) -> list[str]:
    single = question.item.kind == "single"
    return [
        ("=" if single and answer.share == 1 else "~" if single else f"~%{percent(answer.share)}%")
        + _rich(answer.text)
        + f"#{_rich(answer.feedback)}"
        for answer in question.answers
    ]


def _numbers(question: Portable) -> list[str]:
    return [
        f"~#{_rich(answer.feedback)}"
        if answer.text == OTHERWISE
        else f"=%{percent(answer.share)}%{_number(answer.text, answer.tolerance)}#{_rich(answer.feedback)}"
        for answer in question.answers
    ]


def _names(question: Portable) -> list[str]:
    *named, otherwise = question.answers
    return [
        *(
            f"=%{percent(one.share)}%{_escaped(one.text.replace('*', chr(92) + '*'))}#{_rich(one.feedback)}"
            for one in named
        ),
        f"=%0%{OTHERWISE}#{_rich(otherwise.feedback)}",
    ]


def _pairs(question: Portable) -> list[str]:
    pairs = [f"={_rich(pair.text)} -> {_escaped(escaped(pair.match))}" for pair in question.pairs]
    return pairs + [f"= -> {_escaped(escaped(name))}" for name in question.spare]


_BODIES: dict[str, Callable[[Portable], list[str]]] = {
    "single": _choices,
    "multiple": _choices,
    "numeric": _numbers,
    "text": _names,
    "match": _pairs,
    "sort": _pairs,
    "label": _pairs,
    "order": _pairs,
}


def _number(value: str, tolerance: float) -> str:
    return f"{value}:{decimal(tolerance)}"


def _rich(source: str) -> str:
    """HTML within a question whose stem is HTML."""
    return ("[html]" if source.startswith(("[", "%")) else "") + _escaped(source)


def _escaped(text: str) -> str:
    text = text.strip().replace("\r", "").replace("\\", "\\\\")
    return re.sub(r"([:#={}~])", r"\\\1", text).replace("\n", "\\n")


def _json(value: object) -> str:
    """JSON on one line, without what looks like a tag."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("[id:", "\\u005bid:")
        .replace("[tag:", "\\u005btag:")
    )


# --- what the body does not say


def _rest(question: Portable) -> dict[str, Any]:
    """What the comment carries."""
    fields = question.item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rest: dict[str, Any] = {name: fields[name] for name in ("kind", *_ELSEWHERE) if name in fields}
    borne = list(strings({name: value for name, value in fields.items() if name not in rest}))
    texts = [text for text in dict.fromkeys(borne) if not _gives_itself(text)]
    if texts:
        rest["texts"] = texts
    if question.item.kind == "numeric":
        rest["numbers"] = {
            _number(
                decimal(number_at(one[value])), absolute(tolerance_data(one.get("tolerance", 0)), number_at(one[value]))
            ): [
                one[value],
                one.get("tolerance", 0),
            ]
            for value, one in (("answer", fields), *(("value", wrong) for wrong in fields.get("wrong", [])))
        }
    if "accept" in fields:
        rest["accept"] = fields["accept"]
    for name in _LISTS:
        if name in fields:
            shown = (
                [pair.text for pair in question.pairs]
                if name == "parts"
                else [_shown_text(name, one) for one in fields[name]]
            )
            rest[name] = [
                [_digest(text), {key: one[key] for key in ("key", "misconception", "fixed") if key in one}]
                for text, one in zip(shown, fields[name], strict=True)
            ]
    return rest


def _gives_itself(text: str) -> bool:
    faults: list[str] = []
    try:
        return author(html(text), faults) == text and not faults
    except ContentError:
        return False


def _shown_text(name: str, thing: dict[str, Any]) -> str:
    """What stands in the body for an entry of one of the lists."""
    if "value" in thing:
        value = number_at(thing["value"])
        return _number(decimal(value), absolute(tolerance_data(thing.get("tolerance", 0)), value))
    text = thing.get("text", "")
    return plain(text) if name in {"wrong", "choices"} else html(text).strip()


def _digest(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


# --- reading


class _Block(NamedTuple):
    """A question as it stands in a file."""

    line: int
    comments: list[str]
    text: str


class _Answer(NamedTuple):
    """An answer of a body: its mark, its weight or None, text and feedback, still hidden."""

    mark: str
    weight: float | None
    text: str
    feedback: str


def read(text: str, name: str) -> Draft:
    """Questions of GIFT.

    Raises
    ------
    ContentError
        With the line: where braces, titles or numbers are not as GIFT has them.
    """
    draft = Draft()
    about: dict[str, Any] | None = None
    for block in _blocks(text):
        place = f"{name}:{block.line}"
        rest = _read_comment(block.comments, place)
        about = rest.get("group", about)
        if block.text.startswith("$CATEGORY:"):
            path = block.text.removeprefix("$CATEGORY:").strip().replace("//", "\0").split("/")
            title = path[-1].replace("\0", "/") or "Imported questions"
            known = about if about and " ".join(about["title"].split()) == title else {}
            draft.group(**{"title": title, **known})
        elif block.text:
            item = _Reading(block, rest, place, draft).item()
            if item:
                draft.add(item)
    return draft


def _blocks(text: str) -> list[_Block]:
    """What blank lines divide."""
    blocks, comments, lines, start = [], list[str](), list[str](), 0
    everything = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*everything, ""], start=1):
        if line.strip().startswith("//"):
            comments.append(line.strip())
        elif line.strip():
            start = start or number
            lines.append(line)
        elif lines:
            blocks.append(_Block(start, comments, "\n".join(lines).strip()))
            comments, lines, start = [], [], 0
    if comments:
        blocks.append(_Block(start, comments, ""))
    return blocks


def _read_comment(comments: list[str], place: str) -> dict[str, Any]:
    """What our own comments say, and the tags of Moodle's."""
    rest: dict[str, Any] = {}
    for comment in comments:
        if comment.startswith(_COMMENT):
            try:
                said = json.loads(comment.removeprefix(_COMMENT))
            except ValueError as error:
                raise ContentError(
                    f"{place}: the comment '{_COMMENT.strip()} ...' above is broken: {error}. Mend or delete it."
                ) from error
            if not isinstance(said, dict):
                raise ContentError(
                    f"{place}: the comment '{_COMMENT.strip()} ...' above holds no fields. Delete the line."
                )
            rest |= said
        else:
            for tag in _TAG.findall(comment):
                rest["level" if tag in LEVELS else "objective"] = tag
    return rest


class _Reading:
    """Takes one question apart."""

    def __init__(self, block: _Block, rest: dict[str, Any], place: str, draft: Draft) -> None:
        self.rest, self.place, self.draft = rest, place, draft
        self.title, self.stem, self.body = self._divided(_hide(block.text))
        self.body, _, self.general = self.body.partition("####")
        self.format = "moodle"
        found = _FORMAT.match(self.stem)
        if found:
            self.format = found[1]
        self.spelt = self._spellings()
        self.where = f"{place}: " + (f"{self.title!r}: " if self.title else "")

    def _divided(self, text: str) -> tuple[str, str, str]:
        title = ""
        if text.startswith("::"):
            title, end, text = text[2:].partition("::")
            if not end:
                raise ContentError(f"{self.place}: a title begins with :: and has no second ::. Write ::Title:: Text.")
        title = _show(title).strip()
        before, opened, after = text.partition("{")
        body, closed, behind = after.partition("}")
        if bool(opened) != bool(closed) or "}" in before or "{" in body or "{" in behind or "}" in behind:
            raise ContentError(
                f"{self.place}: a question has one {{ and one }} around its answers. Write \\{{ and \\}} for "
                "braces in a text, and an empty line between questions."
            )
        if not opened:
            return title, text, "\0"
        stem = before.strip() + (f" _____ {behind.strip()}" if behind.strip() else "")
        return title, stem.strip(), body.strip()

    def _spellings(self) -> dict[str, str]:
        """How the author wrote a text, by the HTML and the words it gives."""
        spelt: dict[str, str] = {}
        for text in self.rest.get("texts", []):
            try:
                spelt |= {html(text).strip(): text, f"\0{plain(text)}": text}
            except ContentError as error:
                self.draft.faults.append(f"{self.place}: {text[:60]!r} is taken as it stands in the body: {error}")
        return spelt

    def item(self) -> dict[str, Any] | None:
        """The question as fields of quiz.yaml, as far as they are given."""
        self._fault_of_format()
        kind, fields = self._answers()
        if not kind:
            return None
        told: dict[str, Any] = {name: self.rest[name] for name in ("objective", "level") if name in self.rest}
        told |= {name: self.rest[name] for name in _ELSEWHERE if name in self.rest}
        item = {"kind": kind, "stem": self._stem(), **told, **fields}
        if self.title:
            item["id"] = slug(self.title, "question")
        if self.general and not self.rest.get("source") and not fields.get("parts"):
            self._keep_general(item)
        return item

    def _fault_of_format(self) -> None:
        if self.format == "markdown":
            self.draft.faults.append(f"{self.where}Markdown is read as author text; look at what it became.")

    def _stem(self) -> str:
        stem, beside, below = _unmarked(self.stem).partition(_hide_html(BESIDE))
        if beside and not ({"show", "unit", "units", "picture"} & set(self.rest)):
            stem += below.removesuffix("</div>")
        return self._rich(stem) or "(no question given)"

    def _keep_general(self, item: dict[str, Any]) -> None:
        """General feedback is said with the right answer."""
        said = self._rich(_unmarked(self.general).partition(_hide_html(SOURCE))[0])
        right = next((option for option in item.get("options", []) if option.get("right")), None)
        if not said:
            return
        if right is not None:
            right["feedback"] = f"{right.get('feedback', '')}\n\n{said}".strip()
        elif item["kind"] in {"numeric", "text"}:
            item["right"] = f"{item.get('right', '')}\n\n{said}".strip()
        else:
            self.draft.faults.append(f"{self.where}left out, as there is no place for general feedback: {said[:200]}")
            return
        self.draft.faults.append(f"{self.where}the general feedback is said with the right answer.")

    # answers, by what they look like

    def _answers(self) -> tuple[str, dict[str, Any]]:
        body = self.body
        if body in {"\0", ""}:
            what = "a description without an answer" if body else "an essay question"
            self.draft.faults.append(f"{self.where}left out: {what} cannot be graded here.")
            return "", {}
        if body.startswith("#"):
            return "numeric", self._numeric(_split(body[1:], "=~"))
        if "~" in body:
            return self._choice(_split(body, "=~"))
        if "=" in body and "->" in body:
            return self._paired(_split(body, "="))
        word = body.partition("#")[0].strip()
        if word in {"T", "TRUE", "F", "FALSE"}:
            return "single", self._truth(word.startswith("T"), body.split("#")[1:3])
        return "text", self._text(_split(body, "="))

    def _choice(self, answers: list[_Answer]) -> tuple[str, dict[str, Any]]:
        marks = [answer.mark for answer in answers]
        several = "=" not in marks
        right = [answer.mark == "=" or (several and (answer.weight or 0) > 0) for answer in answers]
        if not any(right) or (not several and sum(right) > 1):
            reason = "none of its options is right" if not any(right) else "it takes one of several right options"
            self.draft.faults.append(f"{self.where}left out: {reason}, which has no like here.")
            return "", {}
        if not several and any(answer.weight for answer in answers):
            self.draft.faults.append(f"{self.where}half right options count as wrong.")
        options = [
            self._keyed("options", _shown(answer.text), {"text": self._rich(answer.text), "right": is_right})
            | self._feedback(answer.feedback)
            for answer, is_right in zip(answers, right, strict=True)
        ]
        for option in options:
            if not option["right"]:
                del option["right"]
        if len(options) < 2:  # noqa: PLR2004
            raise ContentError(f"{self.where}a choice has two options at least. Write {{=right ~wrong}}.")
        return "multiple" if several else "single", {"options": options}

    def _truth(self, true: bool, reasons: list[str]) -> dict[str, Any]:  # noqa: FBT001
        wrong, right = [*(reason.strip() for reason in reasons), "", ""][:2]
        options = [
            {"key": word.lower(), "text": word, **({"right": True} if is_right else {})}
            | self._feedback(right if is_right else wrong)
            for word, is_right in (("True", true), ("False", not true))
        ]
        return {"options": options}

    def _text(self, answers: list[_Answer]) -> dict[str, Any]:
        right = [answer for answer in answers if answer.weight in {None, 100.0}]
        wrong = [answer for answer in answers if not answer.weight and answer.weight is not None]
        if any(answer not in right and answer not in wrong for answer in answers):
            self.draft.faults.append(f"{self.where}answers that earn a part of the mark are left out.")
        if not right:
            raise ContentError(f"{self.where}no answer earns the mark. Write {{=right answer}}.")
        named = [name for answer in right if (name := self._name(answer.text))]
        kept = self.rest.get("accept")
        accept: list[str] = []
        for name in named[1:]:
            known = normalise(plain(name)) in accepted([plain(one) for one in (named[0], *accept)])
            if name in kept if kept is not None and known else not known:
                accept.append(name)
        fields: dict[str, Any] = {"answer": named[0], **({"accept": accept} if accept else {})}
        self._reason(fields, "right", right[0].feedback)
        for answer in wrong:
            if _show(answer.text).strip() == OTHERWISE:
                self._reason(fields, "otherwise", answer.feedback)
            else:
                shown = _show(answer.text).strip().replace("\\*", "*")
                mistake = self._keyed("wrong", shown, {"text": self._name(answer.text)})
                fields.setdefault("wrong", []).append(mistake | self._feedback(answer.feedback))
        return fields

    def _name(self, text: str) -> str:
        """An answer that is typed, as author text."""
        shown = _show(text).strip()
        if "*" in shown.replace("\\*", ""):
            self.draft.faults.append(f"{self.where}the * in {shown!r} stands for anything in Moodle, here for itself.")
        shown = shown.replace("\\*", "*")
        return self.spelt.get(f"\0{shown}", literal(shown))

    def _numeric(self, answers: list[_Answer]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for answer in answers:
            shown = _show(answer.text).strip()
            if answer.mark == "~" or shown == OTHERWISE:
                self._reason(fields, "otherwise", answer.feedback)
                continue
            value, tolerance = self.rest.get("numbers", {}).get(shown) or self._range(shown)
            if answer.weight in {None, 100.0} and "answer" not in fields:
                fields |= {"answer": value, "tolerance": tolerance}
                self._reason(fields, "right", answer.feedback)
            elif answer.weight == 0:
                mistake = self._keyed(
                    "wrong", shown, {"value": value, **({"tolerance": tolerance} if tolerance else {})}
                )
                fields.setdefault("wrong", []).append(mistake | self._feedback(answer.feedback))
            else:
                self.draft.faults.append(f"{self.where}{shown} is left out: here one number is right, wholly.")
        if "answer" not in fields:
            raise ContentError(f"{self.where}no number is right. Write {{#4.2:0.1}}.")
        return fields

    def _range(self, text: str) -> tuple[float, float]:
        try:
            if ".." in text:
                low, high = map(float, text.split(".."))
                return (low + high) / 2, (high - low) / 2
            value, _, tolerance = text.partition(":")
            return float(value), float(tolerance or 0)
        except ValueError as error:
            raise ContentError(
                f"{self.where}{text[:60]!r} is no number. Write 4.2 or 4.2:0.1 or 4.1..4.3, with a decimal point."
            ) from error

    def _paired(self, answers: list[_Answer]) -> tuple[str, dict[str, Any]]:
        pairs, spare = [], []
        for answer in answers:
            left, arrow, right = answer.text.partition("->")
            if not arrow:
                raise ContentError(f"{self.where}{_show(answer.text)[:60]!r} has no ->. Write =part -> choice.")
            match = _unescaped_html(_show(right).strip())
            if left.strip():
                pairs.append((left.strip(), match))
            else:
                spare.append(match)
        reasons = _REASON.findall(_show(self.general))
        reasons = reasons if len(reasons) == len(pairs) else [""] * len(pairs)
        if self.rest.get("kind") == "order":
            return "order", {"steps": self._steps(pairs, reasons)}
        choices = self._chosen([*(match for _, match in pairs), *spare])
        keys = {choice.pop("\0"): choice["key"] for choice in choices}
        parts = []
        for (left, match), reason in zip(pairs, reasons, strict=True):
            named = {} if self.rest.get("kind") == "label" else {"text": self._rich(left)}
            part = self._keyed("parts", _shown(left), {**named, "is": keys[match]})
            parts.append(part | ({"feedback": self._spelt_html(reason)} if reason else {}))
        once = len({part["is"] for part in parts}) == len(parts)
        kind = self.rest.get("kind") if self.rest.get("kind") in {"match", "sort", "label"} else None
        kind = kind if kind and (once or kind == "sort") else "match" if once else "sort"
        return kind, {"choices": choices, "parts": parts}

    def _steps(self, pairs: list[tuple[str, str]], reasons: list[str]) -> list[dict[str, Any]]:
        steps = []
        for (left, place), reason in zip(pairs, reasons, strict=True):
            if not place.isdigit():
                raise ContentError(f"{self.where}{place[:40]!r} is no place in an order. Write =step -> 1.")
            step = self._keyed("steps", _shown(left), {"text": self._rich(left)})
            steps.append((int(place), step | ({"feedback": self._spelt_html(reason)} if reason else {})))
        return [step for _, step in sorted(steps, key=lambda one: one[0])]

    def _chosen(self, matches: list[str]) -> list[dict[str, Any]]:
        """The choices, in the author's order where it is known."""
        authored = [digest for digest, _ in self.rest.get("choices", [])]
        choices = [
            self._keyed("choices", match, {"text": self.spelt.get(f"\0{match}", literal(match)), "\0": match})
            for match in dict.fromkeys(matches)
        ]
        give_keys(choices, "choice")
        return sorted(
            choices, key=lambda one: authored.index(d) if (d := _digest(one["\0"])) in authored else len(authored)
        )

    # pieces

    def _keyed(self, name: str, shown: str, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields with the key and what else the comment knows of the entry that shows this."""
        entries = self.rest.get(name, [])
        for entry in entries:
            if entry[0] == _digest(shown):
                entries.remove(entry)
                return {**entry[1], **fields}
        return dict(fields)

    def _feedback(self, text: str) -> dict[str, str]:
        said = self._rich(text)
        return {"feedback": said} if said else {}

    def _reason(self, fields: dict[str, Any], name: str, text: str) -> None:
        if text.strip():
            fields[name] = self._rich(text)

    def _rich(self, text: str) -> str:
        """A text of the body as author text, by the format that it or its stem names."""
        found = _FORMAT.match(text.strip())
        kind = found[1] if found else self.format
        shown = _show(_unmarked(text)).strip()
        if kind == "html":
            return self._spelt_html(shown)
        if kind == "plain":
            return literal(shown)
        if kind == "markdown":
            return shown.replace("{{", "\\{\\{").replace("](term:", "]\\(term:")
        return self._spelt_html(shown.replace("\n", "<br>" if "\n" in shown and "<" not in shown else " "))

    def _spelt_html(self, source: str) -> str:
        if source.strip() in self.spelt:
            return self.spelt[source.strip()]
        faults: list[str] = []
        text = author(source, faults, tex=True)
        self.draft.faults += [f"{self.where}{fault}" for fault in faults]
        return text


def _split(body: str, marks: str) -> list[_Answer]:
    """The answers of a body: each begins with its mark."""
    pieces = re.split(f"([{marks}])", body)
    answers = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    return [_answer(mark, text.strip()) for mark, text in answers if text.strip() or mark == "~"]


def _answer(mark: str, text: str) -> _Answer:
    found = _WEIGHT.match(text)
    text = text[found.end() :] if found else text
    said, _, feedback = text.partition("#")
    return _Answer(mark, float(found[1]) if found else None, said.strip(), feedback.strip())


def _hide(text: str) -> str:
    """Escaped characters as others that mean nothing."""

    def hidden(found: re.Match[str]) -> str:
        return _HIDDEN[_MARKED.index("\n" if found[1] == "n" else found[1])]

    return re.sub(r"\\([\\:#={}~n])", hidden, text)


def _show(text: str) -> str:
    """The characters that were hidden."""
    return text.translate({ord(hidden): mark for hidden, mark in zip(_HIDDEN, _MARKED, strict=True)})


def _shown(text: str) -> str:
    return _show(_unmarked(text)).strip()


def _hide_html(text: str) -> str:
    return _hide(_escaped(text))


def _unmarked(text: str) -> str:
    """A text without the name of its format."""
    return _FORMAT.sub("", text.strip(), count=1) if _FORMAT.match(text.strip()) else text


def _unescaped_html(text: str) -> str:
    from html import unescape  # noqa: PLC0415

    return unescape(text)
