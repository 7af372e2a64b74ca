"""The live panel of an explorer: a control for each filter, the rows that fit, and their number per year."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd
import plotly.graph_objects as go

from immunolearn.display import renderer, theme
from immunolearn.explorer import html

if TYPE_CHECKING:
    from immunolearn.explorer.selection import Explorer

ALL = "all"
TICKS = 8
YEARS = "immuno-years"
STYLE = (
    f"<style>.{YEARS} {{ flex-wrap: wrap; height: auto }} .{YEARS} .slider-container {{ min-width: 9em }} "
    f".{YEARS} .widget-readout {{ min-width: 6.5em }}</style>"
)


def panel(explorer: Explorer) -> ipywidgets.VBox:
    """Make the panel; its controls set the filters of the explorer."""
    controls = {field: _control(explorer, field) for field in explorer.options}
    clear = ipywidgets.Button(description="Show all", tooltip="Set every choice back")
    text, table, chart = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.Output()
    text.add_class("jp-RenderedHTMLCommon")
    table.add_class("jp-RenderedHTMLCommon")
    table.layout.width = "100%"

    def show() -> None:
        link = "" if explorer.frame.empty else f" {html.download(explorer)}"
        text.value = f"<p>{html.summary(explorer, html.LIVE_ROWS)}{link}</p>"
        table.value = f'<div style="overflow:auto;max-height:32em">{html.rows(explorer, html.LIVE_ROWS)}</div>'
        chart.outputs = _chart(explorer)

    def chosen(change: dict[str, Any]) -> None:
        field = next(field for field, control in controls.items() if control is change["owner"])
        explorer.choose(**{field: _choice(explorer, field, change["new"])})
        show()

    def cleared(_: ipywidgets.Button) -> None:
        for field, control in controls.items():
            control.value = _value(explorer.options[field], None)

    for control in controls.values():
        control.observe(chosen, "value")
    clear.on_click(cleared)
    show()
    filters = ipywidgets.Box([*controls.values(), clear], layout={"flex_flow": "row wrap", "align_items": "center"})
    heading = ipywidgets.HTML(f"{STYLE}<strong>{escape(explorer.title)}</strong>")
    return ipywidgets.VBox([heading, filters, text, table, chart])


def _control(explorer: Explorer, field: str) -> Any:  # noqa: ANN401 - a widget
    options = explorer.options[field]
    about: dict[str, Any] = {
        "description": html.label(field),
        "layout": {"width": "auto", "max_width": "calc(100% - 18px)", "margin": "2px 16px 2px 2px"},
        "style": {"description_width": "initial"},
        "value": _value(options, explorer.chosen.get(field)),
    }
    if isinstance(options, range):
        about["layout"]["width"] = "26em"
        slider = ipywidgets.IntRangeSlider(min=options[0], max=options[-1], continuous_update=False, **about)
        slider.add_class(YEARS)
        return slider
    return ipywidgets.Dropdown(options=[ALL, *options], **about)


def _value(options: list[str] | range, choice: Any) -> Any:  # noqa: ANN401 - a word or two years
    whole = (options[0], options[-1]) if isinstance(options, range) else ALL
    return whole if choice is None else choice


def _choice(explorer: Explorer, field: str, value: Any) -> Any:  # noqa: ANN401 - a word or two years
    return None if value == _value(explorer.options[field], None) else value


def _chart(explorer: Explorer) -> tuple[dict[str, Any], ...]:
    """Rows per year, in the colours of the therapies; nothing where no year is known."""
    years = explorer.years
    if years is None or not years.notna().any():
        return ()
    figure = renderer.normalise_figure(_per_year(explorer.frame, years).to_dict())
    data = {renderer.MIME: {**figure, "config": renderer.CONFIG}}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)


def _per_year(frame: pd.DataFrame, years: pd.Series[Any]) -> go.Figure:
    classes = frame["therapy_class"].astype("string") if "therapy_class" in frame else pd.Series("", frame.index)
    rows = pd.DataFrame({"year": years, "family": [theme.family_of(name) if name else "" for name in classes]})
    families = theme.tokens()["families"]
    figure = go.Figure()
    for family, part in rows.dropna().groupby("family"):
        counts = part["year"].value_counts().sort_index()
        colour = families[family]["light"] if family else theme.SOFT
        figure.add_bar(x=counts.index.tolist(), y=counts.tolist(), name=str(family), marker_color=colour)
    most, span = rows.dropna()["year"].value_counts().max(), int(years.max() - years.min())
    return figure.update_layout(
        template=theme.template(),
        title={"text": "Rows per year", "y": 0.96, "yanchor": "top"},
        height=280,
        margin={"t": 76},
        barmode="stack",
        showlegend=len(figure.data) > 1,
        xaxis={"tickformat": "d", "dtick": max(1, span // TICKS)},
        yaxis={"tickformat": "d", "dtick": max(1, most // TICKS)},
    )
