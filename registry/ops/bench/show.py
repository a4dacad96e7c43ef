"""The figures as a person reads them."""

from collections.abc import Iterator
from typing import Any

_NAMES = ("single", "batch")
_RATIOS = {
    "ratio": "× the reference",
    "people_per_ceiling_request": "people for each request of the ceiling",
}


def rows(document: dict[str, Any]) -> Iterator[list[str]]:
    """A table: engine, load, a second, p50, p99, processor, ratio."""
    yield ["engine", "load", "a second", "p50 ms", "p99 ms", "cpu µs a request", "ratio"]
    for engine, figures in document["engines"].items():
        if "ceiling" in figures:
            yield _row(engine, "ceiling", figures["ceiling"], "1")
        if "own_ceiling" in figures:
            yield _row(engine, "own ceiling", figures["own_ceiling"], "")
        for name in _NAMES:
            if name in figures:
                words = f"{figures[name]['in_each']:,} a request"
                yield _row(engine, words, figures[name], _ratio(figures[name]))
        yield from _rest(engine, figures)


def _row(engine: str, name: str, figure: dict[str, Any], ratio: str) -> list[str]:
    spent = figure["cpu_us_per_request"]
    cpu = ", ".join(f"{who} {value:,}" for who, value in spent.items())
    rate = f"{figure['units_per_second']:,.0f}"
    return [engine, name, rate, f"{figure['p50_ms']:.2f}", f"{figure['p99_ms']:.2f}", cpu, ratio]


def _ratio(figure: dict[str, Any]) -> str:
    found = [f"{figure[key]} {words}" for key, words in _RATIOS.items() if figure.get(key)]
    return found[0] if found else ""


def _rest(engine: str, figures: dict[str, Any]) -> Iterator[list[str]]:
    if "latency" in figures:
        shown = figures["latency"]
        sizes = ", ".join(
            f"{value:.2f} at {int(size):,}"
            for size, value in shown["one_connection_p50_ms"].items()
        )
        yield [engine, "one at a time", "", sizes, "", "", f"{shown['ratio']} × the smaller"]
    if "times_the_bare_multiplications" in figures:
        bare = f"{figures['bare_multiplications_per_second']:,}"
        words = f"{figures['times_the_bare_multiplications']} × their time"
        yield [engine, "bare multiplications", bare, "", "", "", words]
