"""The lesson opened in JupyterLab before anything runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import immunolearn as il
from immunolearn.course.workspace import deliver

TALL = {"width": 1280, "height": 3000}


@pytest.fixture
def delivered(lab, monkeypatch):
    """Our notebooks, trusted as ``immunolearn lab`` trusts them."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(lab.root / "data"))
    deliver(lab.folder)
    return "03-monoclonal-antibodies"


def troubles(page):
    """What must not be seen: error outputs, red text, object addresses, widgets that were not found."""
    return page.evaluate(
        """() => {
            const outputs = [...document.querySelectorAll(".jp-OutputArea-output")];
            const red = (element) => {
                const [r, g, b] = (getComputedStyle(element).color.match(/[0-9.]+/g) ?? []).map(Number);
                return element.textContent.trim() && r > 140 && g < 90 && b < 90;
            };
            const bad = /object at 0x|<immuno|model not found|error|traceback/i;
            return outputs.flatMap((output) => [
                ...[output, ...output.querySelectorAll("p, li, pre, span")].filter(red),
                ...(bad.test(output.innerText) || !output.innerHTML.trim() ? [output] : []),
                ...output.querySelectorAll("[data-mime-type*=stderr], .jp-mod-error"),
            ]).map((element) => element.outerHTML.slice(0, 300));
        }"""
    )


def test_untrusted_it_can_be_read_word_for_word(lab, open_notebook, lesson, photograph):
    lab.write("untrusted", lesson)
    page = open_notebook("untrusted", viewport=TALL).page
    expect(page.get_by_text("Run > Run All Cells makes this lesson live")).to_be_visible()
    photograph(page, "jupyterlab-untrusted")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    outputs = [output for cell in lesson.cells for output in cell.get("outputs", [])]
    html = [output.data["text/html"] for output in outputs if "data" in output and len(output.data) == 1]
    words = """element => element.textContent.replace(/\\s+/g, " ").trim()"""
    expected = page.evaluate(
        f"""texts => texts.map((text) => {{
            const {{ body }} = new DOMParser().parseFromString(text, "text/html");
            body.querySelectorAll("script").forEach((script) => script.remove());
            return ({words})(body);
        }})""",
        html,
    )
    assert len(expected) > 10
    shown = page.locator(".jp-OutputArea-output[data-mime-type='text/html']")
    page.evaluate("jupyterapp.shell.currentWidget.content.scrollToItem(10)")
    expect(shown).to_have_count(len(expected))
    assert shown.evaluate_all(f"outputs => outputs.map({words})") == expected
    assert page.locator("immuno-quiz").count() == 0
    assert troubles(page) == []
    pictures = page.locator(".jp-OutputArea-output[data-mime-type='text/html'] img")
    assert set(pictures.evaluate_all("images => images.map((image) => image.naturalWidth > 0)")) == {True}


def test_trusted_it_is_alive_before_anything_runs(open_notebook, delivered, questions, photograph):
    notebook = open_notebook(delivered, viewport=TALL)
    page = notebook.page
    quiz = notebook.answer("One key", questions[0].right)
    expect(quiz).to_contain_text(questions[0].why)
    expect(quiz).to_contain_text("will be sent when Python runs")
    expect(page.get_by_text("makes this lesson live")).to_be_hidden()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert troubles(page) == []
    photograph(page, "jupyterlab-trusted")
    assert il.answers().empty
    notebook.ready()
    notebook.run(0)
    expect(quiz.locator(".saved")).to_have_text("saved")
    assert list(il.answers()["item"]) == [questions[0].id]


def test_saved_and_reopened_after_its_kernel_was_shut_down_it_shows_no_error(
    lab, open_notebook, delivered, questions, photograph
):
    notebook = open_notebook(delivered, viewport=TALL)
    notebook.run_all()
    expect(notebook.answer("One key", questions[0].right).locator(".saved")).to_have_text("saved")
    notebook.save()
    notebook.page.context.close()
    lab.shut_down()
    page = open_notebook(delivered, viewport=TALL).page
    expect(page.locator("immuno-quiz").first).to_be_visible()
    picture = page.locator("img.plot-img").first  # JupyterLab kept it when the chart was drawn
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert troubles(page) == []
    assert page.locator(".jp-OutputArea-output[data-mime-type*=widget]").count() == 0
    photograph(page, "jupyterlab-reopened")


def test_in_the_dark_theme_it_is_dark(lab, open_notebook, delivered, photograph):
    lab.settings(**{"apputils-extension/themes": {"theme": "JupyterLab Dark"}})
    page = open_notebook(delivered, viewport=TALL).page
    root = page.locator("immuno-quiz .root").first
    expect(root).to_have_class("root dark")
    photograph(page, "jupyterlab-dark")


def test_on_a_phone_nothing_is_cut_off(open_notebook, delivered, photograph):
    page = open_notebook(delivered, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).page
    page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    quiz = page.locator("immuno-quiz").first
    quiz.scroll_into_view_if_needed()
    photograph(page, "jupyterlab-phone", whole=False)
    wide = quiz.evaluate("element => [element.scrollWidth, element.clientWidth]")
    assert wide[0] <= wide[1]
