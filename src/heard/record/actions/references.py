"""The references that Heard gives: prefix, financial year and the next number, such as COMPLAINT-2026-0001."""

from __future__ import annotations

from datetime import date
from typing import Any

from heard.law.years import FinancialYear


def next_reference(model: Any, prefix: str, received_on: date) -> str:
    """Return the next free reference of that year. Ask inside the transaction that uses it, after `history.lock`."""
    start = f"{prefix}-{FinancialYear.of(received_on).start}-"
    used = model.objects.filter(reference__startswith=start).values_list("reference", flat=True)
    numbers = [int(tail) for reference in used if (tail := reference.removeprefix(start)).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1:04d}"
