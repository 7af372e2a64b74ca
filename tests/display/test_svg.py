"""Pictures are made short without changing what is seen."""

from __future__ import annotations

from urllib.parse import unquote

from immunolearn.display import svg

HEAD = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
DOT = "M5,0A5,5 0 1,1 0,-5A5,5 0 0,1 5,0Z"


def slim(inside):
    whole = svg.slim(f"{HEAD}{inside}<path d='M0,0'/></svg>").removeprefix(HEAD)
    return whole.removesuffix("<path d='M0,0'/></svg>")


def test_styles_become_short_attributes_and_defaults_go():
    style = "stroke: rgb(59, 54, 217); stroke-width: 2px; opacity: 1; cursor: pointer;"
    assert slim(f'<path class="x" data-a="b" d="M1.2345,2h3" style="{style}"/>') == (
        "<path d='M1.2,2h3' stroke='#3b36d9' stroke-width='2'/>"
    )


def test_what_is_not_seen_is_left_out():
    assert slim('<g><path/><rect width="3" height="3" style="fill-opacity: 0;"/></g><g/>') == ""


def test_a_mark_that_recurs_is_drawn_by_reference_at_its_own_place():
    two = "".join(f'<path transform="translate({x},3)" d="{DOT}" style="fill: red;"/>' for x in (10, 25))
    assert slim(two).count(DOT) == 1
    assert "x='15' y='0'" in slim(two)


def test_marks_of_another_paint_are_not_confused():
    two = "".join(f'<path transform="translate(1,3)" d="{DOT}" style="fill: {paint};"/>' for paint in ("red", "white"))
    assert slim(two).count(DOT) == 2


def test_a_mark_that_is_referred_to_from_another_group_keeps_its_paint():
    first, second = (f'<g><path transform="translate({x},2)" d="{DOT}" style="fill: red"/></g>' for x in (5, 20))
    assert "fill='red' id='m0'" in slim(first + second)


def test_a_second_line_of_text_keeps_its_place():
    text = '<text dy="0.7em"><tspan dy="0em" x="1" y="2">a</tspan><tspan dy="1.3em" x="1" y="2">b</tspan></text>'
    assert "<tspan dy='0em' x='1' y='2'>a" in slim(text)


def test_a_used_clip_is_kept_and_others_go():
    clips = (
        '<defs><clipPath id="long-a"><rect width="5" height="5"/></clipPath><clipPath id="b"><rect/></clipPath></defs>'
    )
    short = slim(f"{clips}<g clip-path=\"url('#long-a')\"><path d='M0,0h9' style='stroke: red'/></g>")
    assert short.count("<clipPath") == 1
    assert "url(#c0)" in short
    assert "id='c0'" in short


def test_the_address_holds_the_whole_picture():
    picture = f'{HEAD}<text>5 % &lt; 6 # "ü"</text></svg>'
    address = svg.address(picture)
    assert '"' not in address
    assert "#" not in address
    assert unquote(address.partition(",")[2]) == picture
