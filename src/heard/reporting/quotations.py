"""Which compliments a report may quote: those in which nobody seems to be named.

A machine cannot know every name, so it is strict. A compliment is left out if it has no capital letter at its start, a
word with a capital anywhere but at the start of a sentence, an unusual word there, a letter of a script without capitals,
a number, or an address of any kind. A person must still read what is left before the report is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 300
MOST = 10

SAFE_CAPITALS = {"I", "I'm", "I'd", "I've", "I'll", "XX", "SEND", "SEN", "EHC", "EHCP", "OK"}

SAFE_STARTS = frozenset(
    """a absolutely all always amazing an and as at because been before both brilliant but can cannot do don't each even
    every everyone everything excellent extremely feel feels finally for from fantastic good grateful great had has have
    having he her here his how huge i i'd i'll i'm i've if in it it's its just know knowing listened lots made making many
    more most much my never no nobody nothing nice now of on one our outstanding over please praise praised really she
    since so some superb support such thank thanks that the their them then there these they they've this those through to
    told until very was we we'd we've were what when whenever where which while who with without wonderful words would xx
    you you've your""".split()  # noqa: SIM905 - a list of words reads better as words
)

TRACES = re.compile(r"@|https?:|www\.|\d[ .()/-]*\d|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)


def is_anonymous(words: str) -> bool:
    """Answer whether nothing in the words could be somebody's name, number or address."""
    if not words.strip() or len(words) > LONGEST or TRACES.search(words):
        return False
    if not words.strip()[0].isupper():  # who writes without capitals writes names without them too
        return False
    for sentence in re.split(r"[.!?:;\n]+", words):
        tokens = re.findall(r"[^\W\d_][\w'’-]*", sentence)
        if tokens and not _safe_start(tokens[0]):
            return False
        if not all(_safe(token) for token in tokens[1:]):
            return False
    return True


def _safe(token: str) -> bool:
    """Answer whether a word has small letters only: “d'Angelo” has a capital, and 小 could be anybody's name."""
    return all(not letter.isalpha() or letter.islower() for letter in token) or token.replace("’", "'") in SAFE_CAPITALS


def _safe_start(token: str) -> bool:
    return _safe(token) or token.lower().replace("’", "'") in SAFE_STARTS


def choose(compliments: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return at most ten (team, words), one a team, in the order given, no words twice."""
    chosen: dict[str, str] = {}
    for team, words in compliments:
        tidy = " ".join(words.split())
        if team not in chosen and tidy not in chosen.values() and is_anonymous(tidy):
            chosen[team] = tidy
        if len(chosen) == MOST:
            break
    return tuple(chosen.items())
