"""Author text becomes nodes; nothing in it becomes HTML."""

from __future__ import annotations

import pytest

from immunolearn.display import markup
from immunolearn.display.element import json_script
from immunolearn.errors import ContentError


def test_marks_become_nodes_and_tags_stay_text():
    assert markup.parse("*a* <script>") == [["em", "a"], " <script>"]
    assert markup.html(markup.parse("*a* <script>")) == "<em>a</em> &lt;script&gt;"


def test_a_link_to_a_script_is_refused():
    with pytest.raises(ContentError, match="javascript"):
        markup.parse("[x](javascript:alert(1))")


def test_data_cannot_close_its_own_script():
    assert "</script" not in json_script({"text": "</script><b>"}).removesuffix("</script>")


def test_no_line_ends_between_a_figure_and_its_per_cent_sign():
    assert markup.expand("Between 12 and 40 % responded") == "Between 12 and 40\u00a0% responded"
    assert "17\u00a0%" in markup.expand('{{ rate("mdx010-20", "ipi-gp100", measure="grade3plus_trae") }}')
