"""``python -m immunolearn`` is the ``immunolearn`` command."""

from immunolearn.cli import main

main(prog_name="immunolearn")
