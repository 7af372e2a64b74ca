"""Author text: references resolved, then a markdown subset parsed to nodes.

A node is a string, ``[tag, *children]`` or ``[tag, {attribute: value}, *children]``. The page builds nodes with
``createElement``, so that nothing an author or a learner writes is ever parsed as HTML. Formulas are MathML nodes
(:mod:`immunolearn.display.formula`); a gap in a text is ``["gap", key]``.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from immunolearn.display import formula
from immunolearn.errors import ContentError, ImmunolearnError

if TYPE_CHECKING:
    import jinja2
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

Node: TypeAlias = "str | list[Any]"

GAP = "_____"
"""How a gap looks in a static form."""

_RULES = ["paragraph", "list", "emphasis", "backticks", "link", "entity", "escape", "newline"]
_TAGS = {
    "bullet_list": "ul",
    "code_inline": "code",
    "em": "em",
    "gap": "gap",
    "hardbreak": "br",
    "link": "a",
    "list_item": "li",
    "ordered_list": "ol",
    "paragraph": "p",
    "strong": "strong",
}
_BEFORE_PERCENT = re.compile(r"(?<=\d) (?=%)")
_TERM_LINK = re.compile(r"\]\(term:([a-z0-9_]+)\)")
_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_SAFE_ADDRESS = re.compile(r"https?://|[\w.-]+\.ipynb(#|$)|#")


def parse(text: str) -> list[Node]:
    """Nodes of a text; one lone paragraph is given without its ``p``.

    Parameters
    ----------
    text
        Markdown: paragraphs, lists, emphasis, code, links; ``$TeX$``; ``[[key]]`` for a gap. Anything else is plain
        text.

    Raises
    ------
    ContentError
        If a link does not lead to ``http(s)``, a notebook or a heading, or a formula cannot be read.

    Examples
    --------
    >>> parse("An *antibody* <b>")
    ['An ', ['em', 'antibody'], ' <b>']
    >>> parse("It grips [[cell]].")
    ['It grips ', ['gap', 'cell'], '.']
    """
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - a small import, late

    root = SyntaxTreeNode(_parser().parse(text))
    blocks = [_node(child) for child in root.children]
    if len(blocks) == 1 and blocks[0][0] == "p":
        return list(blocks[0][1:])
    return list(blocks)


def html(nodes: list[Node]) -> str:
    """The nodes as HTML, for static forms.

    Examples
    --------
    >>> html(["PD-1 ", ["em", "stops"], " <it>"])
    'PD-1 <em>stops</em> &lt;it&gt;'
    """
    return "".join(_html(node) for node in nodes)


def plain(nodes: list[Node]) -> str:
    """The nodes as text without marks.

    Examples
    --------
    >>> plain(["PD-1 ", ["em", "stops"]])
    'PD-1 stops'
    """
    return "".join(_plain(node) for node in nodes)


def expand(text: str) -> str:
    """Resolve the references of author text; it is still markdown afterwards.

    ``{{ rate("emilia", "t-dm1") }}`` becomes the figure from its table; a link to ``term:adcc`` becomes one to
    the glossary.

    Parameters
    ----------
    text
        Markdown with Jinja expressions over :mod:`immunolearn.evidence.prose`.

    Raises
    ------
    ContentError
        If an expression is broken, or names something that does not exist.

    Examples
    --------
    >>> expand('{{ count("mdx010-20", "ipi-gp100", measure="grade3plus_trae") }} people')
    '66 of 380 people'
    """
    if "{{" not in text and "](term:" not in text:
        return keep_together(text)
    import jinja2  # noqa: PLC0415 - only texts with references need it

    try:
        for node in _environment().parse(text).find_all(jinja2.nodes.Node):
            if not isinstance(node, _plain_call()):
                raise ContentError(
                    f"A reference is one call with plain values, as {{{{ rate('trial', 'arm') }}}}; "
                    f"it cannot hold {type(node).__name__!r}."
                )
        return keep_together(_TERM_LINK.sub(_term_link, _environment().from_string(text).render()))
    except jinja2.TemplateError as error:
        raise ContentError(
            f"{error.message}. Write {{{{ rate('trial', 'arm') }}}} or another function of immunolearn.evidence.prose."
        ) from error
    except (ImmunolearnError, TypeError) as error:
        raise ContentError(str(error)) from error


def keep_together(text: str) -> str:
    """Text in which no line ends between a figure and its per cent sign."""
    return _BEFORE_PERCENT.sub("\N{NO-BREAK SPACE}", text)


def _term_link(match: re.Match[str]) -> str:
    from immunolearn.evidence import glossary_anchor  # noqa: PLC0415 - loads pandas

    return f"](glossary.ipynb#{glossary_anchor(match[1])})"


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # noqa: PLC0415

    from immunolearn.evidence import prose  # noqa: PLC0415 - loads pandas

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - markdown, not HTML
    environment.finalize = _said
    environment.globals.clear()
    environment.globals.update({name: getattr(prose, name) for name in prose.__all__})
    return environment


def _said(value: object) -> str:
    if not isinstance(value, str):
        raise ContentError(f"A reference gives a text, not {type(value).__name__}. Call a function, as rate(...).")
    return value


@cache
def _plain_call() -> tuple[type[jinja2.nodes.Node], ...]:
    """What a reference may hold."""
    from jinja2 import nodes  # noqa: PLC0415

    holders = nodes.Output, nodes.TemplateData, nodes.Call, nodes.Name, nodes.Keyword
    return *holders, nodes.Const, nodes.List, nodes.Tuple, nodes.Neg


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(_RULES)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=False)
    parser.inline.ruler.before("link", "gap", _gap)
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005 - judged in _node, with a message
    return parser


def _gap(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    found = _GAP.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("gap", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _node(tree: SyntaxTreeNode) -> Any:  # noqa: ANN401 - a node
    if tree.type in {"text", "text_special"}:
        return tree.content
    if tree.type == "softbreak":
        return " "
    if tree.type in {"code_inline", "gap"}:
        return [_TAGS[tree.type], tree.content]
    if tree.type in {"math_inline", "math_block"}:
        return formula.mathml(tree.content, block=tree.type == "math_block")
    children: list[Any] = []
    for child in tree.children:
        tight = child.type == "paragraph" and tree.type == "list_item"
        children += _inline(child) if child.type == "inline" or tight else [_node(child)]
    tag = _TAGS[tree.type]
    if tag != "a":
        return [tag, *children]
    address = str(tree.attrs["href"])
    if not _SAFE_ADDRESS.match(address):
        raise ContentError(f"Link to {address!r}. Links lead to http(s) addresses, notebooks or headings.")
    return ["a", {"href": address}, *children]


def _inline(tree: SyntaxTreeNode) -> list[Any]:
    if tree.type == "paragraph":
        return [node for child in tree.children for node in _inline(child)]
    merged: list[Any] = []
    for node in map(_node, tree.children):
        if isinstance(node, str) and merged and isinstance(merged[-1], str):
            merged[-1] += node
        else:
            merged.append(node)
    return merged


def _children(node: list[Any]) -> list[Node]:
    return node[2:] if len(node) > 1 and isinstance(node[1], dict) else node[1:]


def _plain(node: Node) -> str:
    if isinstance(node, str):
        return node
    if node[0] == "math":
        return formula.text(node)
    if node[0] == "br":
        return " "
    return GAP if node[0] == "gap" else plain(_children(node))


def _html(node: Node) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    tag = node[0]
    if tag == "br":
        return "<br>"
    if tag == "math":
        return formula.html(node)
    if tag == "gap":
        return GAP
    attributes = f' href="{escape(node[1]["href"])}"' if tag == "a" else ""
    return f"<{tag}{attributes}>{html(_children(node))}</{tag}>"
