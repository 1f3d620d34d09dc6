"""The benchmark of clocks compares every answer; how fast this machine is, no test asks."""

import sys

import pytest

from heard import bench
from heard.law import calendars


def silent(message):
    """Progress is for a person."""


def test_every_date_is_the_one_that_numpy_gives():
    result = bench.bench_clock(50, 1, silent)
    assert (result["starts"], result["agree"], result["against"]) == (1_000, 1_000, "numpy's busday_offset")
    assert result["ratio"] == pytest.approx(result["seconds"] / result["seconds_against"])


def test_without_numpy_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(ValueError, match="`heard bench clock` needs numpy: install what"):
        bench.bench_clock(50, 1, silent)


def test_a_date_that_is_not_numpys_is_no_result(monkeypatch):
    class Late(calendars.Calendar):
        def add(self, start, working_days):
            return super().add(start, working_days + 1)

    shipped = calendars.england()
    monkeypatch.setattr(calendars, "england", lambda: Late(shipped.holidays, 2006, 2035))
    with pytest.raises(ValueError, match="1,000 of 1,000 dates are not those that numpy gives"):
        bench.bench_clock(50, 1, silent)
