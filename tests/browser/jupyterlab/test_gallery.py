"""The galleries in JupyterLab: read by its own sanitiser, and alive with a kernel, light and dark."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

from immunolearn.course.gallery import notebook_file, sources
from immunolearn.display.renderer import MIME

TALL = {"width": 1280, "height": 3000}
WORDS = r'element => element.textContent.replace(/\s+/g, " ").trim()'
UNSEEN = f"""texts => texts.map((text) => {{
    const {{ body }} = new DOMParser().parseFromString(text, "text/html");
    body.querySelectorAll("script, style").forEach((unseen) => unseen.remove());
    return ({WORDS})(body);
}})"""


@pytest.fixture(params=sources(), ids=lambda source: source.stem)
def gallery(request):
    return nbformat.read(notebook_file(request.param), as_version=4)


def bundles(notebook):
    """The data of every output."""
    return [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]


def test_untrusted_every_word_picture_and_number_stays(lab, open_notebook, gallery, photograph):
    lab.write("gallery", gallery)
    notebook = open_notebook("gallery", viewport=TALL)
    page = notebook.page
    for cell in range(0, len(gallery.cells), 5):
        notebook.look(cell)
    html = [data["text/html"] for data in bundles(gallery) if MIME not in data]
    shown = page.locator(".jp-OutputArea-output[data-mime-type='text/html']")
    expect(shown).to_have_count(len(html))
    assert shown.evaluate_all(f"outputs => outputs.map({WORDS})") == page.evaluate(UNSEEN, html)
    pictures = shown.locator("img")
    assert pictures.count() == sum(text.count("<img ") for text in html)
    assert pictures.evaluate_all("all => all.every((picture) => picture.naturalWidth > 0 && picture.alt.length > 20)")
    assert page.locator("immuno-statistics, immuno-quiz").count() == 0
    photograph(page, f"jupyterlab-untrusted-{gallery.metadata.get('title', 'gallery')}")


def test_with_a_kernel_every_chart_and_element_is_alive_in_the_light_and_in_the_dark(
    lab, open_notebook, gallery, photograph
):
    lab.write("gallery", gallery)
    notebook = open_notebook("gallery", viewport=TALL)
    page = notebook.page
    notebook.run_all()
    charts = sum(MIME in data for data in bundles(gallery))
    elements = sum("<immuno-statistics>" in data.get("text/html", "") for data in bundles(gallery))
    for cell in range(0, len(gallery.cells), 3):
        notebook.look(cell)
        page.wait_for_timeout(100)
    expect(page.locator(".js-plotly-plot .main-svg:first-of-type")).to_have_count(charts)
    expect(page.locator(".immuno-notes")).to_have_count(
        sum("immuno-notes" in d.get("text/html", "") for d in bundles(gallery))
    )
    expect(page.locator("immuno-statistics section")).to_have_count(elements)
    assert (
        page.locator(
            ".jp-OutputArea-output[data-mime-type*=stderr], .jp-OutputArea-output[data-mime-type*=error]"
        ).count()
        == 0
    )
    for theme, root in {"Light": "root", "Dark": "root dark"}.items():
        notebook.command("apputils:change-theme", theme=f"JupyterLab {theme}")
        for element in page.locator("immuno-statistics .root").all():
            expect(element).to_have_class(root)
        photograph(page, f"jupyterlab-gallery-{theme.lower()}-{charts}")
