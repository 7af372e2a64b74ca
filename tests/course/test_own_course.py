"""An instructor's own course: the example of docs/teaching.md, run as it stands there, and what is refused."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from click.testing import CliRunner

import immunolearn as il
from immunolearn import paths
from immunolearn.cli import main
from immunolearn.course import guide
from immunolearn.course.source import read_lesson
from immunolearn.errors import ContentError
from immunolearn.questions.mentions import renumbered

PAGE = (Path(__file__).parents[2] / "docs" / "teaching.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^(````?)(\w+)\n(.*?)^\1$", PAGE, re.DOTALL | re.MULTILINE)
OWN, LESSON = "our-survey", "01-our-survey"


def run(*arguments):
    """Run a command; its status and all it says."""
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The page's commands and files, one after another; the course's folder, and what each command said."""
    root = tmp_path_factory.mktemp("teaching")
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMMUNOLEARN_HOME", str(root / "home"))
        patch.setenv("PYTHONPATH", str(paths.PACKAGE.parent))
        patch.chdir(root)
        for _, kind, text in BLOCKS:
            if kind == "console":
                for line in text.splitlines():
                    command = shlex.split(line.removeprefix("$ "))
                    if command[0] == "cd":
                        patch.chdir(command[1])
                    elif command[1] != "lab":  # tests/packaging starts it
                        status, said[" ".join(command[1:3])] = run(*command[1:])
                        assert status == 0, (line, said)
            elif kind == "markdown":
                file = Path(LESSON) / "lesson.md"
                before, _, after = file.read_text(encoding="utf-8").partition("## Of how many?")
                file.write_text(
                    f"{before}{text}\n{{{{ closing }}}}{after.partition('{{ closing }}')[2]}", encoding="utf-8"
                )
            else:
                name, _, content = text.partition("\n")
                file = Path(name.removeprefix("# "))
                file.parent.mkdir(exist_ok=True)
                file.write_text(content, encoding="utf-8")
    return root / "my-course", said


@pytest.fixture
def course(example, monkeypatch):
    """Stand in the example's folder."""
    monkeypatch.chdir(example[0])
    return example[0]


def text_of(notebook):
    cells = nbformat.read(notebook, as_version=4).cells
    outputs = [output.get("data", {}).get("text/html", "") for cell in cells for output in cell.get("outputs", [])]
    return "\n".join([*(cell.source for cell in cells), *map("".join, outputs)])


def test_the_page_is_one_page():
    assert len(PAGE.splitlines()) < 120
    assert {kind for _, kind, _ in BLOCKS} == {"console", "yaml", "csv", "markdown"}


def test_the_example_is_built_in_its_order_with_its_own_table(course):
    built = {file.name for file in (course / "notebooks").glob("*.ipynb")}
    assert built == {f"{LESSON}.ipynb", "00-start-here.ipynb", "glossary.ipynb"}
    own = text_of(course / "notebooks" / f"{LESSON}.ipynb")
    assert "Of 24 people, 17 agreed" in own
    assert "Lesson 1 of 1" in own
    assert "Sources" not in own  # it cites none


def test_a_lesson_of_ours_names_other_lessons_as_this_course_counts_them(course):
    ours = text_of(course / "notebooks" / "00-start-here.ipynb")
    assert "Immunotherapy in two evenings" in ours
    assert "Lessons 3 to 8 of \N{LEFT DOUBLE QUOTATION MARK}Cancer immunotherapy" in ours
    assert f"({LESSON}.ipynb)" in ours
    assert renumbered("lesson 6", course / LESSON) == "lesson 6"
    file = course / "course.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "  - cytokines\n  - immune-system\n", encoding="utf-8")
    folder = paths.lesson_folder("cytokines")
    assert renumbered("Lessons 0, 6 and 1 or lesson 6", folder) == "Lessons 0, 2 and 3 or lesson 2"
    assert renumbered("lessons 6 and 7", folder).startswith("lessons 6 and 7 of ")
    file.write_text(text, encoding="utf-8")


def test_check_says_what_is_lacking_and_what_is_stale(course, example):
    assert f"{LESSON}: fresh" in example[1]["check our-survey"]
    assert "lacks: There is no section" in example[1]["check our-survey"]
    file = course / LESSON / "lesson.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{{ closing }}", "One sentence more.\n\n{{ closing }}"), encoding="utf-8")
    status, said = run("check", OWN)
    file.write_text(text, encoding="utf-8")
    assert status == 1
    assert "The notebook is stale: the text of cell" in said


def test_the_published_course_is_whole_and_names_ours(course):
    names = {file.name for file in (course / "site").glob("*.html")}
    assert names == {"index.html", "glossary.html", f"{LESSON}.html", "00-start-here.html"}
    index = (course / "site" / "index.html").read_text(encoding="utf-8")
    assert index.index("00-start-here.html") < index.index(f"{LESSON}.html")
    assert "Immunotherapy in two evenings" in index
    assert "https://github.com/you/my-course" in index
    assert "With lessons of" in index
    with ZipFile(course / "site.zip") as archive:
        assert "site/vendor" in " ".join(archive.namelist())


@pytest.mark.usefixtures("course")
def test_own_tables_stand_beside_ours():
    assert il.load_table("survey").loc["rare", "agreed"] == 9
    assert {"survey", "outcomes"} <= set(il.tables().index)


def test_the_course_is_found_from_its_folders_and_ours_elsewhere(course, monkeypatch, tmp_path):
    monkeypatch.chdir(course / "notebooks")
    assert il.quiz(f"{OWN}/exit").lesson == OWN
    monkeypatch.chdir(tmp_path)
    assert paths.course() == paths.lessons()
    monkeypatch.setenv("IMMUNOLEARN_COURSE", str(course))
    assert il.quiz(f"{OWN}/exit").lesson == OWN
    monkeypatch.chdir(course)
    monkeypatch.setenv("IMMUNOLEARN_COURSE", "")
    assert paths.course() == paths.lessons()
    monkeypatch.setenv("IMMUNOLEARN_COURSE", str(tmp_path))
    with pytest.raises(ContentError, match=r"no course\.yaml in it"):
        paths.course()


@pytest.mark.usefixtures("course")
def test_a_report_counts_own_questions_and_the_lab_holds_the_lessons(tmp_path):
    from immunolearn.course.workspace import deliver
    from immunolearn.learning.report import _items

    assert {lesson for lesson, _ in _items()} == {OWN, "start-here"}
    assert deliver(tmp_path / "work").first.name == "00-start-here.ipynb"


def test_what_students_get_holds_nothing_of_the_guide(course):
    prompts = [guide.discussion(name)[0] for name in (OWN, "start-here")]
    assert prompts[0] in (course / "guides" / f"{LESSON}-guide.html").read_text(encoding="utf-8")
    assert prompts[1] in (course / "guides" / "00-start-here-guide.html").read_text(encoding="utf-8")
    for file in [*(course / "notebooks").iterdir(), *(course / "site").glob("*.html")]:
        text = file.read_text(encoding="utf-8")
        assert not [found for found in [*prompts, "Teaching guide"] if found in text], file.name


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """A course that was just begun."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "course", ".")[0] == 0
    return tmp_path


def test_a_new_course_lists_every_lesson_with_its_title(fresh):
    text = (fresh / "course.yaml").read_text(encoding="utf-8")
    assert "  - cytokines # Cytokines: the messages between cells" in text
    status, said = run("new", "course", ".")
    assert status == 1
    assert "This is a course already" in said


def test_a_new_lesson_stands_last_and_can_be_read(fresh):
    said = run("new", "lesson", "t-cell-memory")[1]
    assert "immunolearn build t-cell-memory" in said
    assert (fresh / "course.yaml").read_text(encoding="utf-8").endswith("\n  - t-cell-memory\n")
    assert read_lesson(fresh / "01-t-cell-memory").header.title == "T cell memory"
    assert run("new", "lesson", "another")[0] == 0
    assert (fresh / "02-another" / "quiz.yaml").is_file()


def test_a_new_lesson_may_begin_with_a_copy_of_ours(fresh):
    assert run("new", "lesson", "messages", "--from", "cytokines")[0] == 0
    lesson = read_lesson(fresh / "01-messages")
    assert 'il.quiz("messages/exit")' in lesson.body
    assert '"cytokines/' not in lesson.body
    assert lesson.header.status == "draft"
    assert il.chart("messages/interferon") == il.chart("cytokines/interferon")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("T cells!", "as t-cells."),
        ("3-cells", "beginning with a letter."),
        ("cytokines", "The name 'cytokines' is taken"),
        ("glossary", "The name 'glossary' is taken"),
    ],
)
def test_a_name_that_is_none_or_taken_is_refused(fresh, name, said):
    status, output = run("new", "lesson", name)
    assert status == 1
    assert said in output
    assert not list(fresh.glob("0*"))


def test_an_existing_folder_is_never_written_into(fresh):
    (fresh / "01-memory").mkdir()
    status, said = run("new", "lesson", "memory")
    assert status == 1
    assert "There is such a folder already" in said


@pytest.mark.usefixtures("fresh")
def test_a_folder_that_cannot_be_made_is_told_in_a_sentence():
    status, said = run("new", "course", "course.yaml/mine")
    assert status == 1
    assert said.startswith("Error: ")
    assert "Not a directory" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  - cytokines #", "  - cytokine #", "Did you mean 'cytokines'?"),
        ("title:", "titel:", "course.yaml:3: title: Field required"),
    ],
)
def test_a_slip_in_the_courses_file_is_answered_with_its_line(fresh, old, new, said):
    file = fresh / "course.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    status, output = run("guide", "guides")
    assert status == 1
    assert said in output
    assert "course.yaml:" in output


def test_a_clash_of_names_is_told_for_lessons_pictures_and_tables(fresh):
    run("new", "lesson", "memory")
    lesson = fresh / "01-memory"
    shutil.copy(paths.lesson_folder("cytokines") / "leak.svg", lesson)
    with pytest.raises(ContentError, match="There is a picture 'leak' already"):
        il.diagram("leak")
    (lesson / "leak.svg").rename(lesson / "my-leak.svg")
    assert il.diagram("my-leak")
    (fresh / "data").mkdir()
    for end in ("csv", "yaml"):
        shutil.copy(paths.data() / f"organs.{end}", fresh / "data")
    status, said = run("build", "data")
    assert status == 1
    assert "The course has a table 'organs' already" in said
    shutil.rmtree(fresh / "data")
    lesson.rename(fresh / "01-cytokines")
    with pytest.raises(ContentError, match="There is a lesson 'cytokines' already"):
        paths.lesson_folders()


def test_an_own_table_may_refer_to_ours(fresh):
    run("new", "lesson", "memory")
    data = fresh / "data"
    data.mkdir()
    (data / "heard.yaml").write_text(
        "title: Heard\nrow: One claim.\nsources: Heard.\nkey: [claim]\n"
        "fields:\n  claim: {type: string, meaning: Claim., required: true}\n  reference:\n"
    )
    (data / "heard.csv").write_text("claim,reference\nrare,atkins1999\n")
    assert run("build", "data")[0] == 0
    assert list(il.sources(il.load_table("heard")).index) == ["atkins1999"]
    (data / "heard.csv").write_text("claim,reference\nrare,nobody1999\n")
    status, said = run("build", "data")
    assert status == 1
    assert "heard.csv, line 2, reference: 'nobody1999'. Expected: a value of reference in references.csv" in said


def test_a_slip_in_the_questions_to_discuss_is_answered_with_its_line(fresh):
    (fresh / "discuss.yaml").write_text("cytokine:\n  - Why?\n")
    with pytest.raises(ContentError, match=r"discuss\.yaml:2: No lesson named 'cytokine'. Did you mean 'cytokines'"):
        guide.discussion("cytokines")
    (fresh / "discuss.yaml").write_text("cytokines:\n  Why?\n")
    with pytest.raises(ContentError, match=r"discuss\.yaml:2: A lesson's name is needed"):
        guide.discussion("cytokines")


@pytest.mark.parametrize("name", list(paths.lesson_folders()))
def test_a_guide_plans_every_minute_and_answers_every_question(name):
    lesson = read_lesson(paths.lesson_folder(name))
    steps = [step for part in guide.plan(lesson) for step in part]
    assert (steps[0].start, steps[-1].end) == (0, lesson.header.minutes)
    assert all(one.end == other.start for one, other in pairwise(steps))
    ends = [part[-1].end - part[0].start for part in guide.plan(lesson)]
    assert ends == (lesson.header.parts or [lesson.header.minutes])
    page = guide.guide(lesson.folder)
    assert len(guide.discussion(name)) in {2, 3}
    for item in lesson.bank.items:
        assert f'id="{item.id}"' in page
        for belief in guide._wrong(item):
            assert belief.said in page
            assert belief.reply in page
        if item.kind == "cloze":
            assert page.partition(f'id="{item.id}"')[2].partition("</div>")[0].count("_____") == len(item.gaps)
        if item.kind == "label":
            assert "<img" in page.partition(f'id="{item.id}"')[2].partition("</div>")[0]
    assert "{{" not in page
    assert len(re.findall(r' id="([^"]+)"', page)) == len(set(re.findall(r' id="([^"]+)"', page)))
