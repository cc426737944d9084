"""A timeline as a picture: SVG or PNG, drawn by matplotlib."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal

from archivesearch.cli.console import one_line
from archivesearch.errors import ArchiveSearchError
from archivesearch.search.timeline import Timeline

_SIZE_INCHES = (9.0, 3.6)
_DOTS_PER_INCH = 150  # of a PNG
_MOST_LABELS = 14  # below the bars; more would run into each other
_TITLE_CHARS = 80
_BAR, _TEXT, _GRID = "#3465a4", "#333333", "#d8d8d8"


def draw(timeline: Timeline, title: str, path: Path, form: Literal["svg", "png"]) -> None:
    """Writes the chart to a file. ArchiveSearchError when matplotlib is not installed."""
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ImportError as error:
        raise ArchiveSearchError(
            f"a chart needs matplotlib ({error}); install it with: pip install 'archivesearch[plot]'"
        ) from error
    periods, numbers = list(timeline.counts), list(timeline.counts.values())
    figure = Figure(figsize=_SIZE_INCHES, dpi=_DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.bar(range(len(periods)), numbers, width=0.85, color=_BAR)
    # Every so-manieth period has its name below it; of months, Januaries where that comes out even.
    step = max(1, -(-len(periods) // _MOST_LABELS))
    if timeline.by == "month" and step > 1:
        step = next((even for even in (3, 6, 12) if even >= step), -(-step // 12) * 12)
        start = next((at for at, period in enumerate(periods) if period.endswith("-01")), 0) % step
    else:
        start = 0
    places = range(start, len(periods), step)
    axes.set_xticks(list(places), [periods[place] for place in places], color=_TEXT)
    axes.set_xlim(-0.75, len(periods) - 0.25)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.tick_params(axis="y", length=0, labelcolor=_TEXT)
    axes.grid(axis="y", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.set_ylabel(f"posts a {timeline.by}", color=_TEXT)
    # Typed text may hold what matplotlib would read as a formula.
    axes.set_title(_shortened(title), loc="left", color=_TEXT, parse_math=False)
    with (
        warnings.catch_warnings(),
        matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "timeline"}),
    ):
        warnings.simplefilter("ignore", UserWarning)  # a sign that no font has is drawn as a box
        figure.savefig(path, format=form, metadata={"Date": None} if form == "svg" else None)


def _shortened(title: str) -> str:
    text = one_line(title)
    return text if len(text) <= _TITLE_CHARS else f"{text[: _TITLE_CHARS - 1]}…"
