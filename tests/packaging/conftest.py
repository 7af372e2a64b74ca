"""The course as others get it: sdist, wheel, and an environment with nothing of this source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, **options):
    """Run a command that must succeed; what it says."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="session")
def dist(tmp_path_factory):
    """The sdist of this tree, and the wheel that is built from the sdist alone."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=ROOT)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as sdist:
        sdist.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=unpacked)
    return folder


class Environment:
    """A fresh environment that has the locked dependencies of this one, but not this package."""

    def __init__(self, folder):
        venv.create(folder, with_pip=True)
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(self.bin / "python")
        here = sysconfig.get_path("purelib")
        self.packages = Path(run(self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"))
        # A path named in a .pth file lends its packages, but not its own .pth files: not an editable immunolearn
        (self.packages / "dependencies.pth").write_text(here + "\n", encoding="utf-8")
        shared = Path(sys.prefix) / "share" / "jupyter"
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY"}
        }
        self.environ = kept | {
            "JUPYTERLAB_DIR": str(shared / "lab"),
            "JUPYTER_PATH": str(shared),
            "JUPYTER_DATA_DIR": str(folder / "jupyter"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        }

    def install(self, *what):
        """Install by pip, without dependencies and without a network."""
        pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-index"]
        run(self.python, *pip, "--no-build-isolation", *map(str, what), env=self.environ)

    def run(self, code, **options):
        """Run Python code; what it prints."""
        return run(self.python, "-c", code, env=self.environ, **options)


@pytest.fixture(scope="session")
def installed(dist, tmp_path_factory):
    """An environment with the wheel."""
    made = Environment(tmp_path_factory.mktemp("environment") / "venv")
    made.install(next(dist.glob("*.whl")))
    return made


@pytest.fixture(scope="session")
def editable(tmp_path_factory):
    """An environment with an editable install of a copy of this tree, and the copy."""
    folder = tmp_path_factory.mktemp("editable")
    tree = folder / "tree"
    tree.mkdir()
    for name in ["src", "data", "lessons", "notebooks"]:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ["pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "requirements.lock"]:
        shutil.copy(ROOT / name, tree)
    made = Environment(folder / "venv")
    made.install("-e", tree)
    return made, tree
