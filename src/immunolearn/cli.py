"""The ``immunolearn`` command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from immunolearn import __version__, paths
from immunolearn.errors import ContentError, ImmunolearnError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable


class _Group(click.Group):
    """Shows our own errors as sentences."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ImmunolearnError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """A course in cancer immunotherapy."""


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("immunolearn-course"))
@click.option("--browser/--no-browser", default=None, help="Open a browser. [default: if there is a display]")
@click.argument("jupyter_options", nargs=-1, type=click.UNPROCESSED)
def lab(folder: Path, browser: bool | None, jupyter_options: tuple[str, ...]) -> None:  # noqa: FBT001
    """Open the course in JupyterLab.

    The lessons are copied to FOLDER. A lesson that you changed is never overwritten. Options for JupyterLab itself
    follow after "--".
    """
    from immunolearn.course.workspace import deliver  # noqa: PLC0415 - one command's need

    delivery = deliver(folder)
    for name in delivery.new:
        click.echo(f"new: {name}")
    for name in delivery.updated:
        click.echo(f"updated: {name}")
    for name in delivery.kept:
        click.echo(
            f"kept as you changed it: {name} (the course has another version; rename yours and start again to get it)"
        )
    if delivery.first is None:
        raise click.ClickException("This installation holds no lessons. Reinstall it, or run: immunolearn build")
    if browser is None:
        browser = _has_display()
    click.echo(f"Starting JupyterLab on {delivery.folder.resolve()}. Stop it with Ctrl+C.")
    command = [sys.executable, "-m", "jupyterlab", str(delivery.first), f"--notebook-dir={delivery.folder}"]
    if not browser:
        click.echo("No browser is opened: copy the address that appears below.")
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    try:
        status = subprocess.run([*command, *jupyter_options], check=False).returncode
    except KeyboardInterrupt:
        status = 0
    raise SystemExit(status)


@main.command()
@click.argument("lessons", nargs=-1)
def build(lessons: tuple[str, ...]) -> None:
    """Build notebooks from lessons (all, or those named), the glossary and the data's descriptor."""
    from immunolearn.course.build import build as build_one  # noqa: PLC0415 - needs the build extra
    from immunolearn.course.build import build_glossary, notebook_file, write  # noqa: PLC0415
    from immunolearn.evidence import descriptor  # noqa: PLC0415

    _refuse_unlocked()

    def job(folder: Path, progress: Callable[[], None]) -> str:
        return "written" if write(notebook_file(folder), build_one(folder, progress=progress)) else "unchanged"

    descriptor.write()
    write(paths.notebooks() / "glossary.ipynb", build_glossary())
    _for_each(lessons, job)


@main.command()
@click.argument("lessons", nargs=-1)
def check(lessons: tuple[str, ...]) -> None:
    """Compare notebooks with a build in memory (all, or those named)."""
    from immunolearn.course.check import check as check_one  # noqa: PLC0415 - needs the build extra

    _refuse_unlocked()

    def job(folder: Path, progress: Callable[[], None]) -> str:
        check_one(folder, progress=progress)
        return "fresh"

    _for_each(lessons, job)


def _for_each(lessons: tuple[str, ...], job: Callable[[Path, Callable[[], None]], str]) -> None:
    """Do a job for every lesson with a progress bar; go on after a broken one, and fail at the end."""
    from immunolearn.course.build import read_cells  # noqa: PLC0415
    from immunolearn.course.source import read_lesson  # noqa: PLC0415

    broken = 0
    for folder in _chosen(lessons):
        try:
            cells = len(read_cells(read_lesson(folder)).cells)
            with click.progressbar(length=cells, label=folder.name, file=sys.stderr) as bar:
                result = job(folder, lambda bar=bar: bar.update(1))  # type: ignore[misc]
            click.echo(f"{folder.name}: {result}")
        except ContentError as error:
            broken += 1
            click.echo(f"{folder.name}: {error}", err=True)
    if broken:
        raise click.ClickException(f"{broken} not done, for the reasons above.")


def _chosen(lessons: tuple[str, ...]) -> list[Path]:
    """Folders of the lessons named, with or without their numbers; of all if none is named."""
    folders = paths.lesson_folders()
    by_name = folders | {folder.name: folder for folder in folders.values()}
    for name in lessons:
        if name not in by_name:
            raise UnknownNameError("lesson", name, [folder.name for folder in folders.values()])
    return [by_name[name] for name in lessons] or list(folders.values())


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
