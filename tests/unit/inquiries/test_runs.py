"""A run tells its day, ends when it is full, and never reaches into another day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from registry.inquiries.runs import ROWS, Runs, day_of, first_of

TODAY = date(2026, 10, 1)
DAY = timedelta(days=1)


def test_whoever_asks_goes_on_with_a_run_until_it_is_full() -> None:
    runs = Runs()
    first = runs.take(ROWS - 1, today=TODAY)
    assert runs.take(1_000, today=TODAY) == first
    later = {runs.take(ROWS, today=TODAY) for _ in range(20)}
    assert len(later - {first}) > 10


def test_each_day_has_runs_of_its_own_whichever_way_the_clock_is_set() -> None:
    runs = Runs()
    days = [TODAY, TODAY + DAY, TODAY, TODAY - 30 * DAY, date.max]
    taken = [runs.take(1, today=day) for day in days]
    assert [day_of(run) for run in taken] == days
    for day, run in zip(days[:-1], taken, strict=False):
        assert first_of(day) <= run < first_of(day + DAY)


def test_threads_that_ask_at_once_fill_runs_together() -> None:
    runs = Runs()
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: runs.take(ROWS // 4, today=TODAY), range(64)))
    assert all(taken.count(run) % 4 == 0 for run in taken)
