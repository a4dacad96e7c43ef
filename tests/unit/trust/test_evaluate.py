"""The replay sees only what was known, and its figures are what they say."""

import csv
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.trust.measurement.evaluate import run
from registry.trust.measurement.figures import (
    LogLoss,
    Ranking,
    intervals,
    poisson_interval,
    reliability,
)
from registry.trust.measurement.history import COLUMNS, BadHistory, parse_history

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
Rows = list[dict[str, str]]
Save = Callable[[Rows], Path]


def made_up(orders: int, seed: int) -> Rows:
    """A history in which one customer in six fails four orders in ten, the others one in fifty."""
    chance = random.Random(seed)
    rows = []
    for i in range(orders):
        customer = chance.randrange(60)
        bad = chance.random() < (0.4 if customer < 10 else 0.02)
        rows.append(
            {
                "order_ref": f"o{i}",
                "customer": f"c{customer}",
                "shop": f"s{chance.randrange(8)}",
                "placed_at": (START + timedelta(hours=6 * i)).isoformat(),
                "payment": chance.choice(["cash", "card"]),
                "amount": "" if i % 3 else "1200.50",
                "outcome": "refused" if bad else "paid",
            }
        )
    return rows


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(rows: Rows) -> Path:
        path = tmp_path / "orders.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def predictions(save: Save, rows: Rows, lag_days: int) -> list[list[str]]:
    out = save(rows).with_name("out.csv")
    run(out.with_name("orders.csv"), lag_days=lag_days, start=0.0, predictions=out)
    return [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()]


def test_the_whole_document(save: Save) -> None:
    seen: list[tuple[int, int]] = []
    said = run(save(made_up(600, 1)), progress=lambda done, of: seen.append((done, of)))
    assert said["lookups"] == 420
    assert said["base"] == said["bad"] / 420
    assert said["auc"]["full"] > 0.7
    assert said["auc"]["shared"] > said["auc"]["own"]
    low, high = said["intervals"]["auc"]["full"]
    assert low < said["auc"]["full"] < high
    assert sum(each["n"] for each in said["calibration"]) == 420
    assert sum(said["coverage"].values()) == pytest.approx(1.0)
    assert sum(each["share"] for each in said["levels"].values()) == pytest.approx(1.0)
    assert set(said["levels"]) == {"white", "good", "unknown", "watch"}
    assert seen[-1] == (600, 600)
    assert json.loads(json.dumps(said)) == said
    assert run(save(made_up(600, 1))) == said


@pytest.mark.parametrize(("lag_days", "blind"), [(1, 2), (0, 0), (14, 15)])
def test_what_was_not_known_changes_no_prediction(save: Save, lag_days: int, blind: int) -> None:
    """Turning every outcome from some order on changes nothing before it could be known."""
    rows = made_up(200, 2)
    turned = [
        row if i < 120 else {**row, "outcome": "paid" if row["outcome"] == "refused" else "refused"}
        for i, row in enumerate(rows)
    ]
    before, after = (predictions(save, each, lag_days) for each in (rows, turned))
    first = next(i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b) - 1
    waited = datetime.fromisoformat(rows[first]["placed_at"]).date() - (
        datetime.fromisoformat(rows[120]["placed_at"]).date()
    )
    assert first > 120
    assert waited.days >= blind


def test_shops_that_take_no_part_neither_ask_nor_report(save: Save) -> None:
    rows = made_up(600, 5)
    whole, half = run(save(rows), start=0.0), run(save(rows), start=0.0, missing=0.5)
    assert 200 < half["lookups"] < 400
    assert half["coverage"]["none"] > whole["coverage"]["none"]


def test_predictions_are_written_one_a_line(save: Save) -> None:
    lines = predictions(save, made_up(50, 3), 1)
    assert lines[0] == ["order_ref", "risk", "level", "advice"]
    assert len(lines) == 51
    assert {line[2] for line in lines[1:]} <= {"white", "good", "unknown", "watch"}


def test_pending_failures_are_seen_later(save: Save) -> None:
    rows = made_up(600, 4)
    assert run(save(rows), pending_days=60)["auc"]["shared"] < run(save(rows))["auc"]["shared"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order_ref,customer\n", "line 1: missing columns: shop"),
        (",".join(COLUMNS) + "\no,c,s,yesterday,x,,paid\n", "line 2"),
        (",".join(COLUMNS) + "\no,c,s,2026-01-01T00:00:00Z,x,,lost\n", "line 2"),
        (",".join(COLUMNS) + "\no,c,s,2026-01-01T00:00:00Z,x,much,paid\n", "line 2"),
    ],
)
def test_a_file_that_is_no_history_is_refused_by_line(text: str, said: str) -> None:
    with pytest.raises(BadHistory, match=said):
        parse_history(text.splitlines(keepends=True))


def test_the_ranking_counts_ties_half_and_obeys_weights() -> None:
    ranking = Ranking([0.1, 0.2, 0.2, 0.3], [False, False, True, True])
    assert ranking.auc([1, 1, 1, 1]) == pytest.approx((1 + 0.5 + 2) / 4)
    assert ranking.auc([1, 0, 1, 0]) == 1.0
    assert ranking.auc([1, 1, 0, 0]) == 0.5


def test_the_constant_rate_gains_nothing_and_the_truth_gains_much() -> None:
    bad = [True, False, False, False]
    once = [1] * 4
    assert LogLoss([0.25] * 4, bad).gain(once) == pytest.approx(0.0)
    assert LogLoss([0.99, 0.01, 0.01, 0.01], bad).gain(once) > 0.9
    assert LogLoss([0.01, 0.99, 0.99, 0.99], bad).gain(once) < -1


def test_the_bootstrap_draws_whole_groups() -> None:
    """Two groups: a resample holds both, or one of them twice, never a part of one."""
    drawn = intervals(
        {"sum": lambda w: float(w[0] - w[1]), "first": lambda w: float(w[0])},
        [0, 0, 1],
        resamples=100,
        seed=1,
    )
    assert drawn["sum"] == (0.0, 0.0)
    assert drawn["first"] == (0.0, 2.0)


def test_poisson_intervals() -> None:
    assert poisson_interval(30.0) == (20, 41)
    assert poisson_interval(1000.0) == (938, 1062)


def test_a_reliable_bin_lies_inside_and_an_unreliable_one_outside() -> None:
    bad = [i % 10 == 0 for i in range(1000)]
    (fair,) = reliability([0.1] * 1000, bad, 1)
    (wrong,) = reliability([0.2] * 1000, bad, 1)
    assert fair["inside"]
    assert not wrong["inside"]
