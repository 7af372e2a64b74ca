"""JupyterQuiz JSON, in: multiple and many choice, numbers, texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from immunolearn.errors import ContentError
from immunolearn.formats.complete import Draft
from immunolearn.formats.text import author, code

if TYPE_CHECKING:
    from collections.abc import Callable

_KNOWN = {"question", "type", "answers", "code", "precision"}
_FEWEST = 2


def read(text: str, name: str) -> Draft:
    """Questions of JupyterQuiz.

    Raises
    ------
    ContentError
        With line or question: if it is not JSON, or a question is not as JupyterQuiz has it.
    """
    try:
        questions = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise ContentError(f"Not JSON: {error}. Give a list of questions.", file=name, line=line) from error
    except RecursionError as error:
        raise ContentError("Too many lists in one another. Give a list of questions.", file=name) from error
    if not isinstance(questions, list):
        raise ContentError('A list of questions is needed, as [{"question": ..., "type": ...}].', file=name)
    draft = Draft()
    for number, question in enumerate(questions, start=1):
        item = _Reading(question, f"{name}: question {number}", draft.faults).item()
        if item:
            draft.add(item)
    return draft


class _Reading:
    """Takes one question apart."""

    def __init__(self, question: Any, place: str, faults: list[str]) -> None:  # noqa: ANN401 - any JSON
        self.place, self.faults = place, faults
        if not isinstance(question, dict) or not isinstance(question.get("question"), str):
            raise ContentError(f'{place}: an object with a text "question" is needed.')
        self.question: dict[str, Any] = question
        answers = question.get("answers")
        if not isinstance(answers, list) or not answers or not all(isinstance(one, dict) for one in answers):
            raise ContentError(f'{place}: a list of objects "answers" is needed.')
        self.answers: list[dict[str, Any]] = answers

    def item(self) -> dict[str, Any] | None:
        """The question as fields of quiz.yaml, as far as they are given."""
        kind = self.question.get("type")
        if kind not in _KINDS:
            raise ContentError(f"{self.place}: type: one of {', '.join(_KINDS)} is needed (given: {kind!r}).")
        for name in sorted({*self.question} - _KNOWN):
            self._tell(f"{name!r} is left out")
        if "precision" in self.question:
            self._tell(f"numbers are not rounded to {self.question['precision']} figures before they are compared")
        stem = self._said(self.question["question"])
        if self.question.get("code"):
            stem = f"{stem}\n\n{code(self._text(self.question, 'code'))}"
        fields = _KINDS[kind](self)
        return {"stem": stem, **fields} if fields else None

    def choice(self, *, several: bool) -> dict[str, Any] | None:
        """Options; JupyterQuiz takes any right one of a multiple choice."""
        options = [self._option(answer) for answer in self.answers]
        right = sum(option.get("right", False) for option in options)
        if len(options) < _FEWEST or not right:
            raise ContentError(f"{self.place}: two answers at least are needed, and one that is correct.")
        if not several and right > 1:
            self._tell("left out: it takes one of several right options, which has no like here")
            return None
        return {"kind": "multiple" if several else "single", "options": options}

    def _option(self, answer: dict[str, Any]) -> dict[str, Any]:
        said = [self._said(self._text(answer, "answer"))] if "answer" in answer else []
        said += [code(self._text(answer, "code"))] if "code" in answer else []
        if not said:
            raise ContentError(f'{self.place}: an answer has neither "answer" nor "code".')
        right = {"right": True} if self._is_correct(answer) else {}
        return {"text": "\n\n".join(said), **right, **self._feedback(answer, "feedback")}

    def number(self) -> dict[str, Any]:
        """One right number, numbers known to be wrong, and what is said to others."""
        fields: dict[str, Any] = {"kind": "numeric"}
        for answer in self.answers:
            if answer.get("type") == "default":
                fields |= self._feedback(answer, "feedback", "otherwise")
                continue
            value, tolerance = self._range(answer)
            if not self._is_correct(answer):
                wrong = {"value": value, **({"tolerance": tolerance} if tolerance else {})}
                fields.setdefault("wrong", []).append(wrong | self._feedback(answer, "feedback"))
            elif "answer" in fields:
                self._tell(f"a second right number, {value:g} ± {tolerance:g}, is left out")
            else:
                fields |= {"answer": value, "tolerance": tolerance} | self._feedback(answer, "feedback", "right")
        if "answer" not in fields:
            raise ContentError(f"{self.place}: no number is correct.")
        return fields

    def _range(self, answer: dict[str, Any]) -> tuple[float, float]:
        try:
            low, high = map(float, answer["range"] if "range" in answer else [answer["value"]] * 2)
        except (KeyError, TypeError, ValueError) as error:
            raise ContentError(f'{self.place}: a number "value" or a "range" of two numbers is needed.') from error
        return (low + high) / 2, abs(high - low) / 2

    def word(self) -> dict[str, Any]:
        """Right words, words known to be wrong, and what is said to others."""
        fields: dict[str, Any] = {"kind": "text"}
        for answer in self.answers:
            if answer.get("type") == "default":
                fields |= self._feedback(answer, "feedback", "otherwise")
                continue
            for name in ("match_case", "fuzzy_threshold"):
                if answer.get(name):
                    self._tell(f"{name!r} is left out: names are compared in their normal form, exactly")
            text = self._said(self._text(answer, "answer"))
            if not self._is_correct(answer):
                fields.setdefault("wrong", []).append({"text": text} | self._feedback(answer, "feedback"))
            elif "answer" in fields:
                fields.setdefault("accept", []).append(text)
            else:
                fields |= {"answer": text} | self._feedback(answer, "feedback", "right")
        if "answer" not in fields:
            raise ContentError(f"{self.place}: no answer is correct.")
        return fields

    def _is_correct(self, answer: dict[str, Any]) -> bool:
        correct = answer.get("correct", False)
        if not isinstance(correct, bool):
            raise ContentError(f'{self.place}: "correct" is true or false (given: {correct!r}).')
        return correct

    def _feedback(self, answer: dict[str, Any], name: str, into: str = "feedback") -> dict[str, str]:
        return {into: self._said(self._text(answer, name))} if answer.get(name) else {}

    def _text(self, answer: dict[str, Any], name: str) -> str:
        text = answer.get(name)
        if not isinstance(text, str):
            raise ContentError(f"{self.place}: {name!r} is a text (given: {text!r}).")
        return text

    def _said(self, source: str) -> str:
        faults: list[str] = []
        text = author(source, faults, tex=True)
        for fault in faults:
            self._tell(fault)
        return text

    def _tell(self, fault: str) -> None:
        self.faults.append(f"{self.place}: {fault}.")


_KINDS: dict[str, Callable[[_Reading], dict[str, Any] | None]] = {
    "multiple_choice": lambda reading: reading.choice(several=False),
    "many_choice": lambda reading: reading.choice(several=True),
    "numeric": _Reading.number,
    "string": _Reading.word,
}
