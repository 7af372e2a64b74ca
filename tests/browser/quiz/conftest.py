"""Pages with questions of every kind, and how each is answered."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

from immunolearn import paths
from immunolearn.display.element import Element
from immunolearn.questions import load_bank
from immunolearn.questions.element import Quiz

HERE = Path(__file__).parent
SITE = "http://127.0.0.1"
LESSON = "every-kind"
OBJECTIVES = {"who-kills": "Say who does the killing", "find-the-target": "Find the target"}


@pytest.fixture(scope="module")
def bank():
    """The questions; their pictures stand in place of the course's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "lessons", lambda: HERE)
        yield load_bank(HERE / LESSON)


@pytest.fixture
def quiz_page(open_context, bank):
    """Open a published notebook with a group of questions; all of them, or those named."""

    def opened(*ids, kind="checkpoint", first=(), **options):
        groups = [group(bank, first, "before")] if first else []
        groups.append(group(bank, ids or [item.id for item in bank.groups[1].items], kind))
        header = Element("immuno-lesson", static="", data=lesson_data(groups), runtime=True)
        html = notebook_html(header, *(Quiz(LESSON, bank, one) for one in groups))
        return open_page(open_context(**options), html)

    return opened


def group(bank, ids, kind):
    items = [item for item in bank.items if item.id in ids]
    return bank.groups[1].model_copy(update={"id": kind, "title": "One of each", "kind": kind, "items": items})


def lesson_data(groups):
    items = [{"id": item.id, "objective": item.objective} for group in groups for item in group.items]
    return {
        "lesson": LESSON,
        "place": "Lesson 3 of 13",
        "title": "Every kind",
        "promise": ["One question of each."],
        "minutes": 5,
        "before": [],
        "objectives": [{"id": name, "text": [text]} for name, text in OBJECTIVES.items()],
        "items": items,
    }


def notebook_html(*elements):
    outputs = [nbformat.v4.new_output("display_data", {"text/html": element._repr_html_()}) for element in elements]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    return HTMLExporter().from_notebook_node(notebook)[0]


def open_page(context, html):
    page = context.new_page()
    page.set_default_timeout(5_000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    headers = {"Content-Security-Policy": "connect-src 'none'"}
    page.route(f"{SITE}/**", lambda route: route.fulfill(body=html, content_type="text/html", headers=headers))
    page.goto(f"{SITE}/quiz.html", wait_until="domcontentloaded")
    return page


@pytest.fixture(scope="module")
def answering():
    """How a question of each kind is answered with the mouse: by its id, right and wrong."""
    return {
        "one-choice": (
            lambda quiz: option(quiz, "receives a stop signal").click(),
            lambda quiz: (option(quiz, "dies at once").click(), quiz.locator(".segment").get_by_text("Sure").click()),
        ),
        "many-choices": (
            lambda quiz: (option(quiz, "Its Fc part").click(), option(quiz, "HER2 on the cell").click()),
            lambda quiz: (option(quiz, "Its Fc part").click(), option(quiz, "A payload").click()),
        ),
        "a-number": (lambda quiz: number(quiz, "12,4", "mg"), lambda quiz: number(quiz, "125", "mg")),
        "a-word": (lambda quiz: type_in(quiz, "b7 h1"), lambda quiz: type_in(quiz, "PD-1")),
        "a-plain-word": (lambda quiz: type_in(quiz, "Epitope"), lambda quiz: type_in(quiz, "eptiope")),
        "some-gaps": (lambda quiz: gaps(quiz, "PD 1", "held back"), lambda quiz: gaps(quiz, "PD-L1", "killed")),
        "partners": (
            lambda quiz: lists(quiz, trastuzumab="HER2", nivolumab="PD-1", rituximab="CD20"),
            lambda quiz: lists(quiz, trastuzumab="HER2", nivolumab="CD3"),
        ),
        "groups": (
            lambda quiz: sort(quiz, ["antibody-drug", "radio"], ["naked", "bispecific"]),
            lambda quiz: sort(quiz, ["naked", "radio"], ["bispecific"]),
        ),
        "regions": (
            lambda quiz: regions(quiz, "tumour cell", "antibody", "natural killer cell"),
            lambda quiz: regions(quiz, "tumour cell", "B cell", ""),
        ),
        "steps": (
            lambda quiz: [move(quiz, text, place) for place, text in enumerate(STEPS)],
            lambda quiz: move(quiz, STEPS[-1], 0),
        ),
        "drawn": (
            lambda quiz: values(quiz, 60, 42, 30, 22, 20),
            lambda quiz: draw(quiz, [(0.2, 95), (2, 80), (5, 50), (10, 10)]),
        ),
    }


STEPS = ["The antibody grips", "A killer cell grips", "The killer cell releases", "The tumour cell dies"]
LEFT, TOP, RIGHT, BOTTOM = 62, 14, 16, 50


def option(quiz, text):
    return quiz.locator("label.option").filter(has_text=text)


def type_in(quiz, text):
    quiz.locator("input.typed").fill(text)


def number(quiz, text, unit):
    type_in(quiz, text)
    quiz.get_by_label("Unit").select_option(label=unit)


def gaps(quiz, typed, chosen):
    quiz.get_by_label("Gap 1").fill(typed)
    quiz.get_by_label("Gap 2").select_option(label=chosen)


def lists(quiz, **choices):
    for part, choice in choices.items():
        quiz.get_by_role("combobox", name=part).select_option(label=choice)


def regions(quiz, *names):
    for letter, name in zip("ABC", names, strict=True):
        if name:
            quiz.get_by_role("combobox", name=f"Region {letter}").select_option(label=name)


def sort(quiz, itself, calls):
    for names, place in ((itself, "It kills itself"), (calls, "It calls a killer")):
        for name in names:
            quiz.locator(".chip").filter(has_text=name).click()
            quiz.get_by_role("button", name=f"Put it into: {place}").click()


def move(quiz, text, place):
    """Press the button beside a step until the step is at its place."""
    while (at := index_of(quiz, text)) != place:
        quiz.locator(".step").nth(at).locator(".up" if at > place else ".down").click()


def index_of(quiz, text):
    return next(i for i, step in enumerate(quiz.locator(".step").all_inner_texts()) if text in step)


def values(quiz, *numbers):
    for field, value in zip(quiz.locator(".values input").all(), numbers, strict=True):
        field.fill(str(value))


def draw(quiz, points):
    """Draw through points given in the axes' units."""
    mouse = quiz.page.mouse
    for index, (x, y) in enumerate(on_screen(quiz, points)):
        mouse.move(x, y, steps=6)
        if not index:
            mouse.down()
    mouse.up()


@pytest.fixture(scope="module")
def places():
    return on_screen


def on_screen(quiz, points):
    """Where points of the axes are on the screen."""
    drawing = quiz.locator("svg.drawable")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    width, height = (int(number) for number in drawing.get_attribute("viewBox").split()[2:])
    scale = box["width"] / width
    return [
        (
            box["x"] + scale * (LEFT + x / 10 * (width - LEFT - RIGHT)),
            box["y"] + scale * (TOP + (1 - y / 100) * (height - TOP - BOTTOM)),
        )
        for x, y in points
    ]
