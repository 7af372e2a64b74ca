"""The map of the course."""

from __future__ import annotations

import immunolearn as il


def test_the_map_links_to_every_lesson_that_is_written_and_names_the_others(tree):
    course = tree.lessons / "course.yaml"
    text = course.read_text(encoding="utf-8")
    course.write_text(text.replace("  - tiny", "  - tiny\n  - still-to-come"), encoding="utf-8")
    made = il.course_map()
    assert '<a href="90-tiny.ipynb">Tiny</a></li>' in made.static
    assert ". Still to come</li>" in made.static
    first, *_, last = made.data["lessons"]
    assert (made.data["start"], first["place"], last["href"]) == (first["name"], "0", None)
