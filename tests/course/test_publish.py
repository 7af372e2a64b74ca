"""The course as a folder of pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from immunolearn.cli import main
from immunolearn.course.links import check_links
from immunolearn.course.publish import pack, publish
from immunolearn.course.syllabus import read_syllabus
from immunolearn.errors import ContentError


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("site") / "course", offline=True, release="v1.2.0")


def test_every_lesson_the_glossary_and_an_index_are_there(published):
    expected = {f"{folder.name}.html" for folder in read_syllabus().folders()} | {"glossary.html", "index.html"}
    assert {name for name in published.sizes if name.endswith(".html")} == expected


def test_offline_no_page_asks_for_a_file_from_outside(published):
    for file in published.folder.glob("*.html"):
        text = file.read_text()
        asked = re.findall(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="((?!data:)[^"]*)"', text)
        assert asked == [], file.name
        assert "cdn.plot.ly" not in text
        assert "mathjax" not in text.casefold()


def test_machinery_is_left_out_and_exercises_stay(published):
    text = "".join(file.read_text() for file in published.folder.glob("*.html"))
    assert not re.search(r"il</span><span class=\"o\">\.</span><span class=\"n\">(quiz|lesson)\b", text)
    assert re.search(r"wilson_interval", text)


def test_no_page_leads_to_a_notebook(published):
    for file in published.folder.glob("*.html"):
        assert not re.search(r'"[\w-]+\.ipynb', file.read_text()), file.name


def test_the_index_names_the_release_in_every_link_to_nbviewer(published):
    text = (published.folder / "index.html").read_text()
    found = re.findall(r"https://nbviewer\.org/\S+?/blob/([^/]+)/notebooks/[\w-]+\.ipynb", text)
    assert found == ["v1.2.0"] * len(read_syllabus().folders())


@pytest.mark.parametrize("branch", ["main", "master", "HEAD", "feature/x", "latest"])
def test_a_branch_is_refused(branch, tmp_path):
    with pytest.raises(ContentError, match="no release"):
        publish(tmp_path, release=branch)
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_leads_nowhere_is_named(tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html#x">b</a><a href="c.html">c</a><p id="here"><a href="#here">h</a>')
    (tmp_path / "b.html").write_text('<script type="application/json">{"t": [["a", {"href": "d.html"}, "d"]]}</script>')
    with pytest.raises(ContentError) as error:
        check_links(tmp_path)
    assert str(error.value).splitlines()[1:] == [
        "a.html: b.html#x: b.html has no place 'x'",
        "a.html: c.html: no such file",
        "b.html: d.html: no such file",
    ]


def test_links_to_the_outside_are_listed_with_their_pages(published):
    done = CliRunner().invoke(main, ["links", str(published.folder)])
    assert done.exit_code == 0, done.output
    assert re.search(r"^https://doi\.org/\S+  \(.*\.html\)$", done.output, re.MULTILINE)


def test_a_folder_without_pages_is_refused(tmp_path):
    with pytest.raises(ContentError, match="Write them first"):
        check_links(tmp_path)


def test_the_zip_holds_everything_and_is_the_same_each_time(published):
    file = pack(published.folder)
    first = file.read_bytes()
    assert pack(published.folder).read_bytes() == first
    with ZipFile(file) as archive:
        assert {name.partition("/")[2] for name in archive.namelist()} == set(published.sizes)
    assert len(first) < sum(published.sizes.values()) / 2


@pytest.mark.parametrize(("more", "branch"), [([], None), (["--branch", "autumn term"], ["autumn term"])])
def test_each_lesson_has_a_link_that_a_hubs_users_pull_it_by(more, branch):
    done = CliRunner().invoke(main, ["links", "--nbgitpuller", "https://hub.example.org/", *more])
    assert done.exit_code == 0
    links = dict(line.split(": ", 1) for line in done.output.splitlines())
    assert list(links) == [folder.name for folder in read_syllabus().folders()]
    for name, link in links.items():
        address, _, query = link.partition("?")
        assert address == "https://hub.example.org/hub/user-redirect/git-pull"
        asked = parse_qs(query)
        repository = read_syllabus().repository
        folder = repository.split("/")[-1]  # where nbgitpuller puts it
        assert asked["repo"] == [repository]
        assert asked["urlpath"] == [f"lab/tree/{folder}/notebooks/{name}.ipynb"]
        assert asked.get("branch") == branch


@pytest.mark.parametrize(("asked", "said"), [([], "Name a published FOLDER"), (["--nbgitpuller", "hub"], "no address")])
def test_links_of_nothing_are_refused(asked, said):
    done = CliRunner().invoke(main, ["links", *asked])
    assert done.exit_code != 0
    assert said in done.output
