"""Questions as complete readable HTML, for where nothing runs: only tags that JupyterLab's sanitiser keeps."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from immunolearn.display import markup
from immunolearn.display.diagram import read_picture
from immunolearn.questions import sketch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


def group(title: str, items: Iterable[Mapping[str, Any]], *, answers: bool = True) -> str:
    """Give a group of questions, from their element data, with folded answers and every reason, or without them."""
    return f"<p><strong>{escape(title)}</strong></p>" + "".join(
        _item(item, number, answers=answers) for number, item in enumerate(items, start=1)
    )


def key(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Give the answer to each question below what it asks and shows, with every reason: for those who teach."""
    for item in items:
        gaps = f"<p>{markup.html(item['text'])}</p>" if item["kind"] == "cloze" else ""
        yield f"<p><strong>{markup.html(item['stem'])}</strong></p>{beside(item)}{gaps}{answered(item)}"


def _item(item: Mapping[str, Any], number: int, *, answers: bool) -> str:
    return (
        f'<p style="margin-top:1.5em"><strong>{number}.</strong> {markup.html(item["stem"])}</p>'
        f"{asked(item)}{_fold('Answer and why', answered(item)) if answers else ''}"
    )


def asked(item: Mapping[str, Any]) -> str:
    """Give what stands below the stem of a question: its pictures, what to choose from, hints."""
    hints = _fold("Hints", _list(map(markup.html, item["hints"]), "ol")) if item["hints"] else ""
    return f"{''.join(map(_shown, item['show']))}{_FORMS[item['kind']][0](item)}{hints}"


def answered(item: Mapping[str, Any]) -> str:
    """Give the answers to a question with every reason, and its source."""
    return _FORMS[item["kind"]][1](item) + source(item)


def beside(item: Mapping[str, Any]) -> str:
    """Give the pictures, charts and tables of a question; to label, with the letters of its regions."""
    return "".join(map(_shown, item["show"])) + (_to_label(item) if item["kind"] == "label" else "")


def source(item: Mapping[str, Any]) -> str:
    """Give the source of a question."""
    return f"<p>Source: {markup.html(item['source'])}</p>"


def _shown(thing: Mapping[str, Any]) -> str:
    if "head" not in thing:
        return _picture(thing)
    table = _table(map(markup.html, thing["head"]), [map(markup.html, row) for row in thing["rows"]])
    if "src" not in thing:
        return table
    image = f'<img src="{thing["src"]}" alt="{escape(thing["alt"])}" style="width:100%;max-width:420px">'
    return f"{image}<p>{markup.html(thing['note'])}</p>{_fold('Data table', table)}"


def _picture(picture: Mapping[str, Any]) -> str:
    words = picture.get("words")
    folded = _fold("The picture in words", f"<p>{escape(words, quote=False)}</p>") if words else ""
    return f'<img src="{picture["src"]}" alt="{escape(picture["alt"])}" style="width:100%;max-width:640px">{folded}'


def _choice(item: Mapping[str, Any]) -> str:
    return _list(markup.html(option["text"]) for option in item["options"])


def _choice_answers(item: Mapping[str, Any]) -> str:
    return _list(map(_option, item["options"]))


def _option(option: Mapping[str, Any]) -> str:
    return f"{_mark(option['right'])} {_strong(markup.html(option['text']))} {markup.html(option['feedback'])}"


def _numeric(item: Mapping[str, Any]) -> str:
    units = _either(escape(unit["text"]) for unit in item["units"]) or escape(item["unit"])
    return f"<p>Your number: {markup.GAP} {units}</p>"


def _numeric_answers(item: Mapping[str, Any]) -> str:
    unit = item["unit"] or next((unit["text"] for unit in item["units"] if unit["factor"] == 1), "")
    tolerance = item["tolerance"]
    margin = f"{tolerance['absolute']:g}" if "absolute" in tolerance else f"{100 * tolerance['relative']:g} %"
    allowed = "" if margin in {"0", "0 %"} else f" (± {margin})"
    right = f"{_mark(right=True)} {_strong(_number(item['answer'], unit) + allowed)} {markup.html(item['right'])}"
    wrong = [
        f"{_mark(right=False)} {_strong(_number(w['value'], unit))} {markup.html(w['feedback'])}" for w in item["wrong"]
    ]
    return _list([right, *wrong, _otherwise(item)])


def _number(value: float, unit: str) -> str:
    return f"{value:.12g} {escape(unit)}".strip()


def _text(_item: Mapping[str, Any]) -> str:
    return f"<p>Your answer: {markup.GAP}</p>"


def _text_answers(item: Mapping[str, Any]) -> str:
    right = f"{_mark(right=True)} {_strong(markup.html(item['answer']))} {markup.html(item['right'])}"
    wrong = [
        f"{_mark(right=False)} {_strong(markup.html(w['text']))} {markup.html(w['feedback'])}" for w in item["wrong"]
    ]
    return _list([right, *wrong, _otherwise(item)])


def _otherwise(item: Mapping[str, Any]) -> str:
    return f"{_mark(right=False)} {_strong('Anything else')} {markup.html(item['otherwise'])}"


def _cloze(item: Mapping[str, Any]) -> str:
    choices = [
        f"Gap {number}: {_either(markup.html(option['text']) for option in gap['options'])}"
        for number, gap in enumerate(item["gaps"], start=1)
        if "options" in gap
    ]
    return f"<p>{markup.html(item['text'])}</p>" + (_list(choices) if choices else "")


def _cloze_answers(item: Mapping[str, Any]) -> str:
    return "".join(
        f"<p>Gap {number}</p>" + (_choice_answers(gap) if "options" in gap else _text_answers(gap))
        for number, gap in enumerate(item["gaps"], start=1)
    )


def _placed(item: Mapping[str, Any]) -> str:
    picture = _to_label(item) if item["kind"] == "label" else ""
    choices = _either(markup.html(choice["text"]) for choice in item["choices"])
    return f"{picture}{_list(markup.html(part['text']) for part in item['parts'])}<p>Choose from: {choices}</p>"


def _to_label(item: Mapping[str, Any]) -> str:
    return _picture({"src": read_picture(item["picture"]).address, "alt": markup.plain(item["alt"])})


def _placed_answers(item: Mapping[str, Any]) -> str:
    names = {choice["key"]: markup.html(choice["text"]) for choice in item["choices"]}
    return _list(
        f"{markup.html(part['text'])}: {_strong(names[part['is']])}. {markup.html(part['feedback'])}"
        for part in item["parts"]
    )


def _order(item: Mapping[str, Any]) -> str:
    texts = {step["key"]: markup.html(step["text"]) for step in item["steps"]}
    return _list(texts[key] for key in item["start"])


def _order_answers(item: Mapping[str, Any]) -> str:
    steps = (f"{_strong(markup.html(step['text']))} {markup.html(step['feedback'])}" for step in item["steps"])
    return _list(steps, "ol")


def _curve(item: Mapping[str, Any]) -> str:
    x, y = (_axis(item["axes"][name]) for name in "xy")
    return _table([x, y], [[f"{value:g}", markup.GAP] for value in item["asked"]])


def _curve_answers(item: Mapping[str, Any]) -> str:
    x, y = (_axis(item["axes"][name]) for name in "xy")
    limits = any("low" in point for point in item["points"])
    rows = [
        [f"{p['x']:g}", f"{p['y']:g}", *([f"{p['low']:g} to {p['high']:g}" if "low" in p else ""] if limits else [])]
        for p in item["points"]
    ]
    reasons = [f"{_strong(name.capitalize())}: {markup.html(text)}" for name, text in item["feedback"].items()]
    table = _table([x, y, *(["Interval"] if limits else [])], rows)
    return f"<p>{markup.html(item['real'])}</p>{_picture(sketch.curve(item))}{table}{_list(reasons)}"


def _axis(axis: Mapping[str, Any]) -> str:
    unit = f" ({escape(axis['unit'])})" if axis["unit"] else ""
    return markup.html(axis["label"]) + unit


def _mark(right: bool) -> str:  # noqa: FBT001 - said by every caller
    return "✓" if right else "✗"


def _strong(html: str) -> str:
    return f"<strong>{html}</strong>"


def _either(texts: Iterable[str]) -> str:
    return " / ".join(texts)


def _list(entries: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{entry}</li>' for entry in entries)}</{tag}>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>{lines}</table>"


def _fold(title: str, html: str) -> str:
    return f"<details><summary>{title}</summary>{html}</details>"


_FORMS: dict[str, tuple[Callable[[Mapping[str, Any]], str], Callable[[Mapping[str, Any]], str]]] = {
    "single": (_choice, _choice_answers),
    "multiple": (_choice, _choice_answers),
    "numeric": (_numeric, _numeric_answers),
    "text": (_text, _text_answers),
    "cloze": (_cloze, _cloze_answers),
    "match": (_placed, _placed_answers),
    "sort": (_placed, _placed_answers),
    "label": (_placed, _placed_answers),
    "order": (_order, _order_answers),
    "curve": (_curve, _curve_answers),
}
