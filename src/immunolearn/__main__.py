"""``python -m immunolearn``: the command where it is not on the path."""

from immunolearn.cli import main

if __name__ == "__main__":
    main(prog_name="immunolearn")
