"""What the self-check finds: a breach that has begun, and a fault that is about to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Breach:
    """A rule that was not kept, from the day `since`, up to `until` where that has ended.

    `finding_likely` says whether the Ombudsman would probably find this fault. `remedy` is what would put it right.
    """

    fault: str
    since: date
    rule: str
    remedy: str
    finding_likely: bool
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Coming:
    """A fault that will begin, or that a finding will become likely for, on the day `on` unless somebody acts.

    `prevents` is what to do. `urgent` is a warning of its own: two working days are left, or what should be done by now is
    not.
    """

    fault: str
    on: date
    rule: str
    prevents: str
    why: str
    urgent: bool = False
