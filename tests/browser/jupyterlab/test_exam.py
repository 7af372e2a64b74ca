"""The whole final exam with a kernel behind it, and its kernel restarted in the middle."""

from __future__ import annotations

import nbformat
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.learning.final import QUESTIONS

SEED = 12
MIDDLE = QUESTIONS // 2


def test_an_exam_goes_on_after_its_kernel_was_restarted_and_ends_with_a_page_to_print(
    lab, open_notebook, give, lesson, photograph
):
    items = il.exam(seed=SEED).data["items"]
    missed = [place for place, item in enumerate(items) if item["kind"] == "single"][::5]
    cell = nbformat.v4.new_code_cell(f"import immunolearn as il; il.exam(seed={SEED})")
    lab.write("exam", nbformat.v4.new_notebook(metadata=lesson.metadata, cells=[cell]))
    notebook = open_notebook("exam", viewport={"width": 1280, "height": 1000})
    notebook.run_all()
    page = notebook.page
    exam = page.locator("immuno-quiz").filter(visible=True)
    exam.get_by_role("button", name="Begin the exam").click()
    for place, item in enumerate(items):
        expect(exam.get_by_text(f"{place + 1} of {QUESTIONS}", exact=True)).to_be_visible()
        give(exam, item, right=place not in missed)
        exam.get_by_text("Think so" if place in missed else "Sure", exact=True).click()
        exam.get_by_role("button", name="Keep my answer").click()
        expect(exam.locator(".result")).to_have_text("Kept, without marks.")
        expect(exam.get_by_role("button", name="Change my answer")).to_be_visible()
        expect(exam.locator(".why, .source")).to_have_count(0)
        if place == MIDDLE:
            expect(exam.locator(".saved")).to_have_text("saved")
            photograph(page, "jupyterlab-exam")
            lab.restart_kernel("exam")
            notebook.ready()
        if place < QUESTIONS - 1:
            exam.get_by_role("button", name="Next question").click()
    notebook.run_all()
    expect(exam.get_by_text(f"All {QUESTIONS} are answered.")).to_be_visible()
    for _ in range(120):  # those that waited for Python are on their way
        if len(il.answers()) == QUESTIONS:
            break
        page.wait_for_timeout(500)
    assert len(il.answers()) == QUESTIONS
    exam.get_by_role("button", name="See the result").click()
    expect(exam.get_by_role("heading", name=f"{QUESTIONS - len(missed)} of {QUESTIONS} right.")).to_be_focused()
    expect(exam).to_contain_text(f"Think so: 0 %, 0 of {len(missed)} right")
    photograph(page, "jupyterlab-exam-result")
    notebook.run_all()
    expect(exam.get_by_role("heading", name=f"{QUESTIONS - len(missed)} of {QUESTIONS} right.")).to_be_visible()
    with page.expect_popup() as opened:
        exam.get_by_role("button", name="Completion page to print").click()
    expect(opened.value.locator("main")).to_contain_text("It is no certificate, no grade and no licence")
    assert opened.value.pdf(format="A4").count(b"/Type /Page\n") == 1
