"""The ``immunolearn`` command."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from immunolearn import __version__, paths
from immunolearn.errors import ContentError, ImmunolearnError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[], None]


_BUILD = {"jupytext", "kaleido", "nbclient", "nbconvert"}
"""What the extra "build" installs and reading a course does not need."""


class _Group(click.Group):
    """Shows our own errors as sentences."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ImmunolearnError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if not error.filename:
                raise
            raise click.ClickException(f"{error.filename}: {error.strerror}.") from error
        except ModuleNotFoundError as error:
            if error.name not in _BUILD:
                raise
            raise click.ClickException(
                f"This command needs {error.name}. Install what builds lessons: pip install 'immunolearn[build]'"
            ) from error


@click.group("immunolearn", cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="immunolearn")
def main() -> None:
    """A course in cancer immunotherapy."""


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("immunolearn-course"))
@click.option("--browser/--no-browser", default=None, help="Open a browser. [default: if there is a display]")
@click.argument("jupyter_options", nargs=-1, type=click.UNPROCESSED)
def lab(folder: Path, browser: bool | None, jupyter_options: tuple[str, ...]) -> None:  # noqa: FBT001
    """Open the course in JupyterLab.

    The lessons are copied to FOLDER. A lesson that you changed is never overwritten. Options for JupyterLab itself
    follow after "--". Where a JupyterHub starts this command, it is a student's server.
    """
    from immunolearn.course.syllabus import read_syllabus  # noqa: PLC0415 - one command's need
    from immunolearn.course.workspace import deliver  # noqa: PLC0415

    delivery = deliver(folder)
    for name in delivery.new:
        click.echo(f"new: {name}")
    for name in delivery.updated:
        click.echo(f"updated: {name}")
    for name in delivery.kept:
        newer = " (the course has a newer version; rename yours and start again to get it)"
        click.echo(f"kept as you changed it: {name}{newer if name in delivery.outdated else ''}")
    if delivery.first is None:
        raise click.ClickException("This installation holds no lessons. Reinstall it, or run: immunolearn build")
    if own := paths.own_course():
        os.environ["IMMUNOLEARN_COURSE"] = str(own)  # for the kernels, wherever FOLDER is
    options = [f"--ServerApp.root_dir={delivery.folder.resolve()}"]
    first = f"/lab/tree/{delivery.first.name}"
    if "JUPYTERHUB_API_TOKEN" in os.environ:
        from jupyterhub.singleuser import main as students_server  # noqa: PLC0415 - the hub extra

        sys.exit(students_server([*options, f"--ServerApp.default_url={first}", *jupyter_options]))
    if browser is None:
        browser = _has_display()
    click.echo(f"{read_syllabus().title}: starting JupyterLab on {delivery.folder.resolve()}. Stop it with Ctrl+C.")
    from jupyterlab.labapp import main as jupyterlab  # noqa: PLC0415 - slow, so that something is said before

    options.append(f"--LabApp.default_url={first}")
    if not browser:
        click.echo("No browser is opened: copy the address that appears below.")
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    sys.exit(jupyterlab([*options, *jupyter_options]))


@main.command()
@click.argument("names", nargs=-1)
def build(names: tuple[str, ...]) -> None:
    """Build notebooks from the lessons named; with no name from all, and the glossary and the data's descriptor."""
    from immunolearn.course.build import build as build_one  # noqa: PLC0415 - needs the build extra
    from immunolearn.course.build import build_glossary, notebook_file, write  # noqa: PLC0415
    from immunolearn.course.drawn import draw_charts  # noqa: PLC0415
    from immunolearn.course.workspace import GLOSSARY  # noqa: PLC0415
    from immunolearn.evidence import descriptor  # noqa: PLC0415

    _refuse_unlocked()

    def lesson(folder: Path, progress: Progress) -> str:
        draw_charts(folder)
        return _said(write(notebook_file(folder), build_one(folder, progress=progress)))

    others: dict[str, Callable[[], str]] = {
        "glossary": lambda: _said(write(paths.notebooks() / GLOSSARY, build_glossary())),
    }
    if _has_data():
        others = {"data": lambda: _said(bool(descriptor.write(paths.own_data()))), **others}
    from immunolearn.course import gallery  # noqa: PLC0415

    def drawn(source: Path) -> str:
        return _said(write(gallery.notebook_file(source), gallery.build(source)))

    for source in gallery.sources():
        others[source.stem] = partial(drawn, source)
    _do(names, lesson, others)


@main.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Compare notebooks with a build in memory: those named, or all, the glossary and the data's descriptor."""
    from immunolearn.course.check import check as check_one  # noqa: PLC0415 - needs the build extra
    from immunolearn.course.check import check_data, check_glossary, state  # noqa: PLC0415

    _refuse_unlocked()

    def lesson(folder: Path, progress: Progress) -> str:
        check_one(folder, progress=progress)
        return f"fresh\n    {state(folder)}"

    def fresh(job: Callable[[], None]) -> str:
        job()
        return "fresh"

    from immunolearn.course import gallery  # noqa: PLC0415

    others = {"data": lambda: fresh(check_data)} if _has_data() else {}
    others["glossary"] = lambda: fresh(check_glossary)
    for source in gallery.sources():
        others[source.stem] = partial(fresh, partial(gallery.check, source))
    _do(names, lesson, others)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="FILE holds questions: write them as quiz.yaml into this folder.",
)
@click.option("--format", "form", metavar="FORMAT", help="gift, csv or jupyterquiz. [default: by the file's ending]")
@click.option("--objective", default="imported", show_default=True, help="For questions that name none.")
@click.option("--level", default="recall", show_default=True, help="For questions that name none.")
@click.option("--source", help="For questions that name none. [default: the file's name]")
def import_file(
    file: Path, *, folder: Path | None, form: str | None, objective: str, level: str, source: str | None
) -> None:
    """Take in answers, or questions.

    Answers are a FILE as a page's "Download my answers" writes it; each is taken in once. Questions are a FILE of GIFT,
    CSV or JupyterQuiz, and need --into.
    """
    if folder is not None:
        from immunolearn.formats import import_questions  # noqa: PLC0415 - one command's need

        taken = import_questions(file, folder, form, objective=objective, level=level, source=source)
        for fault in taken.faults:
            click.echo(fault, err=True)
        filled = f"; {len(taken.faults)} things were left out or filled in, as said above" if taken.faults else ""
        click.echo(f"{taken.file}: {taken.questions} questions{filled}.")
        return
    if form or file.suffix.lower() in {".gift", ".csv"}:
        raise click.UsageError(f"{file.name} looks like questions. Say where to: --into FOLDER")
    from immunolearn.questions.answered import import_answers  # noqa: PLC0415 - one command's need

    new, known, faults = import_answers(file)
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"{new} answers taken in; {known} were here already.")
    if faults:
        raise click.ClickException(
            f"{len(faults)} lines could not be read, for the reasons above. The rest is taken in."
        )


@main.command()
@click.argument("name", required=False)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", metavar="FORMAT", help="gift, csv, ... [default: by the file's ending]")
@click.option("--progress", "answers", type=click.Path(dir_okay=False, path_type=Path), help="Write your answers.")
def export(*, name: str | None, file: Path | None, form: str | None, answers: Path | None) -> None:
    """Write questions for another system, or your own answers.

    NAME is a lesson (monoclonal-antibodies), one of its sets (monoclonal-antibodies/the-call), an exam by its seed
    (exam/7), or a folder with a quiz.yaml. The ending of FILE names the format: .gift, .csv, .xml (Moodle),
    .zip (QTI 2.1) or .apkg (Anki). What the format cannot carry is listed.

    With --progress, all your answers are written, to take them along or to hand them in: JSON Lines, no name in it.
    """
    if (answers is None) == (name is None) or (name is not None and file is None):
        raise click.UsageError("Give NAME and FILE for questions, or --progress FILE for your answers.")
    if answers is not None:
        from immunolearn import exchange, records  # noqa: PLC0415 - one command's need

        count = exchange.write(answers, records.answers())
        click.echo(f"{answers}: {count} answers. Take them in with: immunolearn import FILE")
        return
    from immunolearn.formats import export_questions  # noqa: PLC0415 - one command's need

    done = export_questions(str(name), file or Path(), form)
    for loss in done.losses:
        click.echo(f"not carried - {loss}", err=True)
    click.echo(
        f"{done.file}: {done.questions} questions" + (f", {done.left_out} left out" if done.left_out else "") + "."
    )


@main.command()
@click.option("--where", is_flag=True, help="Say where the answers are kept, and how much room they take.")
@click.option(
    "--exam", metavar="DAY", help="Day of an exam, as 2027-02-15: nothing comes back later. 'none' forgets it."
)
@click.option("--reset", is_flag=True, help="Begin anew. Asks first, and keeps a copy.")
def progress(*, where: bool, exam: str | None, reset: bool) -> None:
    """Say where you stand in the course."""
    from immunolearn import learning, records  # noqa: PLC0415 - one command's need
    from immunolearn.learning.words import said  # noqa: PLC0415

    if where:
        file = records.location()
        size = f"{file.stat().st_size / 1000:.0f} kB" if file.is_file() else "not there yet"
        click.echo(f"{file} ({size})")
        return
    if reset:
        click.confirm("Begin anew, with no answers? A copy of the old ones is kept", abort=True)
        kept = records.reset()
        click.echo(f"You begin anew. The old answers are in {kept}" if kept else "There were no answers.")
        return
    if exam is not None:
        learning.set_exam(None if exam == "none" else exam)
    found = learning.progress()
    begun = found.lessons[found.lessons["answered"] > 0]
    if begun.empty:
        click.echo(said("none"))
        return
    for row in begun.to_dict("records"):
        met = said("met", met=row["met"], all=row["objectives"])
        click.echo(f"{row['answered']:4} of {row['questions']:3} answered, {met} objectives met: {row['title']}")
    now, week = found.due_by(), found.due_by(7)
    click.echo(said("due-now", now=now, week=week) if now else said("due-none", week=week))
    if found.exam:
        click.echo(said("exam", day=found.exam.isoformat()))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("report"),
    show_default=True,
    help="Folder for the page and its tables.",
)
def report(files: tuple[Path, ...], out: Path) -> None:
    """Report on a class from the files that its learners exported: a page, and tables as CSV."""
    from immunolearn.learning.report import report as report_on  # noqa: PLC0415 - one command's need

    found = report_on(files)
    for fault in found.faults:
        click.echo(fault, err=True)
    page, *tables = found.write(out)
    click.echo(f"{found.learners} learners: {page}, and {', '.join(table.name for table in tables)} beside it.")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--offline", is_flag=True, help="Put plotly.js beside the pages, so that nothing asks another computer.")
@click.option("--zip", "packed", is_flag=True, help="Put everything into one zip file, too.")
@click.option("--release", metavar="TAG", help="A tag or commit: the index then links each lesson in nbviewer.")
def publish(folder: Path, *, offline: bool, packed: bool, release: str | None) -> None:
    """Write the course as pages into FOLDER, with an index: to put on any server, or to open from a disk."""
    from immunolearn.course.publish import pack  # noqa: PLC0415 - needs the build extra
    from immunolearn.course.publish import publish as publish_course  # noqa: PLC0415

    done = publish_course(folder, offline=offline, release=release)
    for name, size in done.sizes.items():
        click.echo(f"{size / 1000:8.0f} kB  {name}")
    inside, outside = done.links
    click.echo(f"{inside} links inside lead somewhere; {len(outside)} lead outside: immunolearn links {folder}")
    if packed:
        file = pack(folder)
        click.echo(f"{file.stat().st_size / 1000:8.0f} kB  {file}")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("names", nargs=-1)
def guide(folder: Path, names: tuple[str, ...]) -> None:
    """Write a teaching guide for the lessons named, or all, into FOLDER: pages for the teacher, with every answer."""
    from immunolearn.course.guide import guide as guide_to  # noqa: PLC0415 - one command's need
    from immunolearn.course.syllabus import read_syllabus  # noqa: PLC0415

    for lesson in _named(names, {one.name: one for one in read_syllabus().folders()}).values():
        file = folder / f"{lesson.name}-guide.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(guide_to(lesson), encoding="utf-8", newline="\n")
        click.echo(f"{file.stat().st_size / 1000:8.0f} kB  {file}")


@main.group(cls=_Group)
def new() -> None:
    """Begin a course of your own, or a lesson in it."""


@new.command("course")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def new_course(folder: Path) -> None:
    """Make FOLDER a course of your own: a course.yaml that lists our lessons, to choose from and to add to."""
    from immunolearn.course.begin import begin_course  # noqa: PLC0415 - one command's need

    file = begin_course(folder)
    click.echo(
        f"{file} lists all lessons: delete what you do not teach, and put the rest into your order. In {folder}:\n"
        "  immunolearn new lesson NAME   a lesson of your own\n"
        "  immunolearn build             builds everything that the file lists"
    )


@new.command("lesson")
@click.argument("name")
@click.option("--from", "model", metavar="LESSON", help="Begin with a copy of this lesson, to change.")
def new_lesson(name: str, model: str | None) -> None:
    """Write a lesson called NAME (as t-cell-memory) that already builds, for you to fill."""
    from immunolearn.course.begin import begin_lesson  # noqa: PLC0415 - one command's need

    folder = begin_lesson(name, model)
    click.echo(
        f"{folder}: lesson.md has the text, quiz.yaml the questions; comments say what to replace. It stands last in "
        f"{folder.parent / paths.COURSE}.\n"
        f"  immunolearn build {name}   builds it\n"
        f"  immunolearn check {name}   says what it lacks\n"
        f"  immunolearn lab           shows it"
    )


@main.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--nbgitpuller", "hub", metavar="HUB", help="Address of a JupyterHub: print its users' link to each lesson."
)
@click.option("--branch", help="Branch of the course's repository that those links copy. [default: its own]")
def links(folder: Path | None, hub: str | None, branch: str | None) -> None:
    """Follow every link inside a published FOLDER, and list those that lead outside; or make links for a hub."""
    from immunolearn.course.links import check_links, pull_links  # noqa: PLC0415 - one command's need

    if (folder is None) == (hub is None):
        raise click.UsageError("Name a published FOLDER, or a hub with --nbgitpuller.")
    if hub is not None:
        for name, link in pull_links(hub, branch).items():
            click.echo(f"{name}: {link}")
    if folder is not None:
        found = check_links(folder)
        for address, pages in found.outside.items():
            click.echo(f"{address}  ({', '.join(pages)})")
        click.echo(f"{found.inside} links inside lead somewhere; the {len(found.outside)} above lead outside.")


@main.command()
@click.argument("lessons", nargs=-1)
def regrade(lessons: tuple[str, ...]) -> None:
    """Score your answers again by today's questions, all lessons or those named; old scores are kept."""
    from immunolearn import records  # noqa: PLC0415 - one command's need
    from immunolearn.questions.answered import regrade as regrade_one  # noqa: PLC0415

    by_folder = {folder.name: lesson for lesson, folder in paths.lesson_folders().items()}
    for name in lessons or sorted({row["lesson"] for row in records.answers()} & set(paths.lesson_folders())):
        lesson = by_folder.get(name, name)
        changed, answers = regrade_one(lesson)
        click.echo(f"{lesson}: {changed} of {answers} scores changed.")


@main.command()
def schema() -> None:
    """Write the JSON Schema of quiz.yaml, for editors, to quiz.schema.json beside the course's lessons."""
    import json  # noqa: PLC0415 - one command's need

    from immunolearn.course.build import write  # noqa: PLC0415 - needs the build extra
    from immunolearn.questions.bank import json_schema  # noqa: PLC0415

    file = paths.course() / "quiz.schema.json"
    text = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    click.echo(f"{file.name}: {_said(write(file, text))}")


def _do(names: tuple[str, ...], lesson: Callable[[Path, Progress], str], others: dict[str, Callable[[], str]]) -> None:
    """Do what is named, or all, the data first, which lessons read; go on after a broken one, and fail at the end."""
    from immunolearn.course.build import read_cells  # noqa: PLC0415
    from immunolearn.course.source import read_lesson  # noqa: PLC0415
    from immunolearn.course.syllabus import read_syllabus  # noqa: PLC0415

    folders = {folder.name: folder for folder in read_syllabus().folders()}
    order = {**dict.fromkeys(others), **folders}
    chosen = _named(names, order)
    broken = 0
    for name in filter(chosen.__contains__, order):
        try:
            steps = len(read_cells(read_lesson(folders[name])).cells) if name in folders else 1
            with click.progressbar(length=steps, label=name, file=sys.stderr) as bar:
                if name in folders:
                    result = lesson(folders[name], lambda bar=bar: bar.update(1))  # type: ignore[misc]
                else:
                    result = others[name]()
                    bar.update(1)
            click.echo(f"{name}: {result}")
        except ContentError as error:
            broken += 1
            click.echo(f"{name}: {error}", err=True)
    if broken:
        raise click.ClickException(f"{broken} not done, for the reasons above.")


def _named(names: tuple[str, ...], known: dict[str, Any]) -> dict[str, Any]:
    """What is named, with its number or without it, or all that is known."""
    numbered = {name.partition("-")[2]: name for name in known}
    chosen = [numbered.get(name, name) for name in names] or list(known)
    for name in chosen:
        if name not in known:
            raise UnknownNameError("lesson", name, known)
    return {name: known[name] for name in chosen}


def _has_data() -> bool:
    """Whether there are tables to describe: an instructor's own course may have none, and ours are described."""
    return not paths.own_course() or bool(paths.own_data())


def _said(changed: bool) -> str:  # noqa: FBT001 - what is said
    return "written" if changed else "unchanged"


def _refuse_unlocked() -> None:
    from immunolearn.course.check import unlocked  # noqa: PLC0415

    differing = unlocked()
    if differing:
        raise click.ClickException(
            "Notebooks are built with the locked packages only, but "
            + "; ".join(differing)
            + ". Install them: pip install -c requirements.lock -e '.[test]'"
        )


def _has_display() -> bool:
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
