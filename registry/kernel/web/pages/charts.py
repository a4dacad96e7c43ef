"""Charts as geometry: values in, places of bars, lines and ticks out. Pure; a macro draws them.

Values are never negative here: rates, counts and money lost.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 280
LEFT: Final = 52
TOP: Final = 12
BOTTOM: Final = 28
_TICKS: Final = 4
_MOST_MARKS: Final = 8
_GAP: Final = 0.25
Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Box:
    """One bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """One point of a line."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid and the value that it stands for."""

    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A word below the picture."""

    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Series:
    """One set of values, as a table row and as drawn."""

    name: str
    values: tuple[float | None, ...]
    bars: tuple[Box, ...] = ()
    path: str = ""
    dots: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole picture; ``name`` heads the column of labels in the table beside it."""

    name: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def empty(self) -> bool:
        """Whether nothing would be seen: no value, or zeros only."""
        return not any(value for each in self.series for value in each.values)


def bars(
    name: str, labels: Sequence[str], series: Mapping[str, Values], *, least: float = 0.0
) -> Chart:
    """Groups of bars beside each other; a missing value leaves its place empty.

    The scale reaches ``least`` at least: 4 where things are counted, so that each tick is whole.
    """
    top, step = max(_scale(series), least), _step(labels)
    width = step * (1 - _GAP) / max(1, len(series))
    drawn = tuple(
        Series(each, tuple(values), bars=_boxes(values, top, step, width, number))
        for number, (each, values) in enumerate(series.items())
    )
    return _chart(name, labels, drawn, top)


def lines(name: str, labels: Sequence[str], series: Mapping[str, Values]) -> Chart:
    """Lines with a dot on each value; a missing value breaks the line."""
    top, step = _scale(series), _step(labels)
    drawn = tuple(
        Series(each, tuple(values), path=_path(places), dots=tuple(p for p in places if p))
        for each, values in series.items()
        for places in [_places(values, top, step)]
    )
    return _chart(name, labels, drawn, top)


def nice_top(most: float) -> float:
    """The next of 1, 2, 4, 5 or 8 times a power of ten, so that four ticks are readable."""
    if most <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(most))
    for factor in (1, 2, 4, 5, 8):
        if most <= factor * power * (1 + 1e-9):
            return factor * power
    return 10 * power


def _chart(name: str, labels: Sequence[str], series: tuple[Series, ...], top: float) -> Chart:
    ticks = tuple(
        Tick(top * part / _TICKS, _y(top * part / _TICKS, top)) for part in range(_TICKS + 1)
    )
    every = max(1, math.ceil(len(labels) / _MOST_MARKS))
    step = _step(labels)
    marks = tuple(
        Mark(label, _middle(place, step))
        for place, label in enumerate(labels)
        if place % every == 0
    )
    return Chart(name, tuple(labels), series, ticks, marks)


def _scale(series: Mapping[str, Values]) -> float:
    return nice_top(max((v for values in series.values() for v in values if v), default=0.0))


def _step(labels: Sequence[str]) -> float:
    return (WIDTH - LEFT) / max(1, len(labels))


def _middle(place: int, step: float) -> float:
    return round(LEFT + step * (place + 0.5), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _boxes(values: Values, top: float, step: float, width: float, number: int) -> tuple[Box, ...]:
    return tuple(
        Box(
            round(LEFT + step * (place + _GAP / 2) + width * number, 1),
            _y(value, top),
            round(width, 1),
            round(HEIGHT - BOTTOM - _y(value, top), 1),
        )
        for place, value in enumerate(values)
        if value is not None
    )


def _places(values: Values, top: float, step: float) -> list[Place | None]:
    return [
        None if value is None else Place(_middle(place, step), _y(value, top))
        for place, value in enumerate(values)
    ]


def _path(places: Sequence[Place | None]) -> str:
    pieces, pen = [], "M"
    for place in places:
        if place is not None:
            pieces.append(f"{pen}{place.x} {place.y}")
        pen = "M" if place is None else "L"
    return "".join(pieces)
