"""What of a text may point to somebody, as proposals for a person to accept or refuse; and the text with it removed.

A proposal is no decision, and what is not proposed is no promise: a nickname, a school or a picture is not found here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

REMOVED = "[removed]"


class Found(NamedTuple):
    """A place in a text and what is there: a name or address as it was given, or the kind of thing, such as "postcode".

    `sure` is false where it may as well be an everyday word, such as "will" for somebody called Will.
    """

    start: int
    end: int
    what: str
    sure: bool = True


def find(text: str, names: Mapping[str, str]) -> list[Found]:
    """Return what may point to somebody, in order. `names` holds names and addresses, each with what it is.

    An address is known by a number in it, or by the word "address" in what it is.
    """
    folded = _Folded(text)
    found = [
        *_names(folded, [name for name, what in names.items() if not _is_address(name, what)]),
        *_addresses(folded, [name for name, what in names.items() if _is_address(name, what)]),
        *_patterns(folded),
        *_births(folded),
    ]
    return sorted(set(found))


def blacked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with "[removed]" in place of each span, which does not tell how long it was.

    Spans that overlap, touch, or have only spaces between them are one. Raises ValueError for a span outside the text.
    """
    said, place = [], 0
    for start, end in _merged(text, spans):
        said += [text[place:start], REMOVED]
        place = end
    return "".join([*said, text[place:]])


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not 0 <= start <= end <= len(text):
            raise ValueError("What was to be removed is not in this text. Look for it again.")
        if start == end:
            continue
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip(" \t\u00a0")):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


# Folding


_BARE = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
_QUOTES = dict.fromkeys("’‘`´ʼʹ′＇", "'") | dict.fromkeys("‐‑‒–—−", "-")


def folded(text: str) -> str:
    """Return the text in small letters without accents, with plain quotes and dashes, and without what is never seen."""
    return _Folded(text).text


class _Folded:
    """A text as it is compared, and where each of its letters stood."""

    def __init__(self, text: str) -> None:
        self.original = text
        letters: list[str] = []
        self._places: list[int] = []
        for place, letter in enumerate(text):
            for one in letter if letter.isascii() else _plain(letter):
                letters.append(one.lower())
                self._places.append(place)
        self.text = "".join(letters)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where this stood in the original, with the accents and unseen marks behind it."""
        first, last = self._places[start], self._places[end - 1] + 1
        while last < len(self.original) and not _plain(self.original[last]):
            last += 1
        return first, last

    def is_capital(self, place: int) -> bool:
        return self.original[self._places[place]].isupper()

    def without_broken_lines(self) -> _Folded:
        """Return the same with the hyphens taken out that end a line within a word."""
        other = _Folded("")
        other.original, other.text = self.original, ""
        place, kept = 0, []
        for found in re.finditer(r"(?<=[a-z])- ?\n {0,8}(?=[a-z])", self.text):
            kept.append(self.text[place : found.start()])
            other._places += self._places[place : found.start()]
            place = found.end()
        other.text = "".join([*kept, self.text[place:]])
        other._places += self._places[place:]
        return other


_MOST_APART = 4
"""Letters that one letter may be taken apart into: a whole Arabic sentence has a letter of its own in Unicode."""


@lru_cache(5_000)
def _plain(letter: str) -> str:
    if letter in _QUOTES:
        return _QUOTES[letter]
    if unicodedata.category(letter) in ("Cf", "Cc") and not letter.isspace():
        return ""
    apart = unicodedata.normalize("NFKD", letter.casefold())[:_MOST_APART]
    return "".join(
        _BARE.get(one, one) for one in apart if not unicodedata.combining(one) and not "\ufe00" <= one <= "\ufe0f"
    )


# Names

_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir lady lord rev reverend cllr councillor judge the".split())  # noqa: SIM905
_EVERYDAY = frozenset(
    """able ali an art bell best bill bird black bob boy brown burn bush but carol chance chase child cook cross day dawn do
    dean drew earl early eve faith field fish ford fox frank friend gay good grace grant gray green guy hall hand harmony
    harry has he her hill his holly home honey hope house hunt iris ivy jack joy king knight lane law lee long love low
    major may man mark mason max mercy miles mill moon more my nick no north old olive on page paris park parent parker
    patience pearl penny price rain ray read reed rich rob robin rod rose ruby rush sandy skip sky small so spring star
    stone storm street sue summer sunny to town trinity trip true van victor violet wade walker ward way we well west
    white will winter wise wood wren young""".split()  # noqa: SIM905 - a list of words reads better as words
)
_BETWEEN = re.compile(r"[\s.,'\-]{0,5}")
_STOP = re.compile(r"\.")
_OWN = re.compile(r"'s?(?!\w)")
_MOST_WORDS = 8
"""Words on each side of one that may belong to the same name."""
_LEAST = 3
"""Letters of a part of a name that is looked for by itself in any case."""


class _Name:
    """What is looked for of one name: its words, and its words written as one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.words = [word for word in _WORD.findall(folded(name)) if word not in _TITLES]
        self.initials = {word[0] for word in self.words}
        self.short = {word for word in self.words if len(word) == _LEAST - 1}
        joined = {"".join(self.words), *("".join(_WORD.findall(part)) for part in re.split(r"[\s-]+", folded(name)))}
        self.alone = {word for word in (*self.words, *(joined - _TITLES)) if len(word) >= _LEAST}


def _names(text: _Folded, names: Iterable[str]) -> Iterator[Found]:
    looked_for: dict[str, list[_Name]] = {}
    for name in map(_Name, names):
        for word in name.alone | name.short:
            looked_for.setdefault(word, []).append(name)
    if not looked_for:
        return
    for version in (text, text.without_broken_lines()):
        words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(version.text)]
        yield from _names_in(version, words, looked_for)


Words = Sequence[tuple[int, int, str]]


def _names_in(text: _Folded, words: Words, looked_for: Mapping[str, list[_Name]]) -> Iterator[Found]:
    reached: dict[str, int] = {}
    for place, (start, _, word) in enumerate(words):
        known = looked_for.get(word, [])
        if not known and word.endswith("s"):  # the Samples, or Samples' without its mark
            known = [name for name in looked_for.get(word[:-1], []) if word[:-1] in name.alone]
        for name in known:
            if start < reached.get(name.name, 0) or (word in name.short and not text.is_capital(start)):
                continue
            first, last = _grown(text, words, place, name)
            reached[name.name] = words[last][1]
            own = (_STOP if len(words[last][2]) == 1 else _OWN).match(text.text, words[last][1])
            end = own.end() if own else words[last][1]
            sure = first != last or word not in _EVERYDAY or text.is_capital(start)
            yield Found(*text.span(words[first][0], end), name.name, sure)


def _grown(text: _Folded, words: Words, place: int, name: _Name) -> tuple[int, int]:
    """Return the first and last of the words around one that belong to the same name: other parts, and initials."""
    first = last = place
    while first > max(place - _MOST_WORDS, 0) and _belongs(text, words, first - 1, first, name):
        first -= 1
    while last + 1 < min(place + _MOST_WORDS, len(words)) and _belongs(text, words, last + 1, last, name):
        last += 1
    return first, last


def _belongs(text: _Folded, words: Words, place: int, neighbour: int, name: _Name) -> bool:
    start, end, word = words[place]
    between = (end, words[neighbour][0]) if place < neighbour else (words[neighbour][1], start)
    left = words[min(place, neighbour)][2]
    if not _BETWEEN.fullmatch(text.text, *between) or (len(left) > 1 and "." in text.text[slice(*between)]):
        return False
    if word in name.words or word in name.alone:
        return len(word) > 1 or text.is_capital(start)
    if len(word) > 1 or word not in name.initials or not text.is_capital(start):
        return False
    # "J Sample" is a name; of "Sample I" the I may begin a sentence, and it is an initial only with its stop.
    return place < neighbour or text.text[end : end + 1] == "."


# Addresses

_TOKEN = re.compile(r"[a-z]+|\d+")
_GAP = re.compile(r"[\s,.;:/'\-]{0,8}")
_SHORT = {"road": "rd", "street": "st", "avenue": "ave", "close": "cl", "lane": "ln", "drive": "dr", "court": "ct"}
_SHORT |= {"crescent": "cres", "gardens": "gdns", "place": "pl", "square": "sq", "terrace": "terr", "grove": "gr"}


def _is_address(name: str, what: str) -> bool:
    return any(letter.isdigit() for letter in name) or "address" in what.casefold()


def _tokens(text: str) -> list[tuple[int, int, str]]:
    return [(found.start(), found.end(), _SHORT.get(found[0], found[0])) for found in _TOKEN.finditer(text)]


def _addresses(text: _Folded, addresses: Iterable[str]) -> Iterator[Found]:
    looked_for: dict[str, list[tuple[list[str], str]]] = {}
    for address in addresses:
        for phrase in _phrases(address):
            looked_for.setdefault(phrase[0], []).append((phrase, address))
    if not looked_for:
        return
    tokens = _tokens(text.text)
    for place, (start, _, token) in enumerate(tokens):
        for phrase, address in looked_for.get(token, []):
            if _follows(text.text, tokens, place, phrase):
                yield Found(*text.span(start, tokens[place + len(phrase) - 1][1]), address)


def _phrases(address: str) -> list[list[str]]:
    """Return what is looked for of an address: its first line, each line with a number, and its street without the number."""
    lines = [[token for _, _, token in _tokens(folded(line))] for line in re.split(r"[\n,;]", address)]
    lines = [line for line in lines if line]
    found = [line for place, line in enumerate(lines) if place == 0 or any(token.isdigit() for token in line)]
    streets = [[token for token in line if not token.isdigit()] for line in found]
    found += [street for street in streets if len(street) > 1 and street[-1] in _SHORT.values()]
    return [line for line in found if len("".join(line)) >= _LEAST]


def _follows(text: str, tokens: Sequence[tuple[int, int, str]], place: int, phrase: Sequence[str]) -> bool:
    last = place + len(phrase) - 1
    if last >= len(tokens) or any(tokens[place + step][2] != token for step, token in enumerate(phrase)):
        return False
    whole = not text[tokens[place][0] - 1 : tokens[place][0]].isalnum() and not text[tokens[last][1] :][:1].isalnum()
    return whole and all(_GAP.fullmatch(text, tokens[at][1], tokens[at + 1][0]) for at in range(place, last))


# Numbers and other things with a shape of their own. Every repetition has an upper limit, so that no text takes long.

_PATTERNS = (
    (
        "telephone number",
        re.compile(
            r"(?<![\d+])(?:\+44|0044|\+\(44\))[ ().-]{0,3}(?:\(0\)[ .-]{0,2}|0)?(?:[ ().-]{0,2}\d){9,10}(?!\d)"
            r"|(?<![\d+])\(?0(?:[ ().-]{0,2}\d){9,10}(?!\d)",
            re.ASCII,
        ),
    ),
    ("postcode", re.compile(r"(?<![^\W_])(?:gir\s{0,3}0aa|[a-z]{1,2}\d[a-z\d]?\s{0,3}\d[a-z]{2})(?![^\W_])", re.ASCII)),
    (
        "National Insurance number",
        re.compile(
            r"(?<![^\W_])[a-ceghj-prstw-z][a-ceghj-nprstw-z](?:[ -]{0,2}\d\d){3}[ -]{0,2}(?:[a-d])?(?![^\W_])", re.ASCII
        ),
    ),
    ("car registration number", re.compile(r"(?<![^\W_])[a-z]{2}\d\d ?[a-z]{3}(?![^\W_])", re.ASCII)),
)
_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]{0,2}\d{3}[ -]{0,2}\d{4}(?!\d)", re.ASCII)
_DOMAIN = re.compile(r"[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}", re.ASCII)
_LOCAL = "abcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-"


def _patterns(text: _Folded) -> Iterator[Found]:
    for what, pattern in _PATTERNS:
        for found in pattern.finditer(text.text):
            yield Found(*text.span(*found.span()), what)
    for found in _TEN_DIGITS.finditer(text.text):
        if _is_nhs_number([int(digit) for digit in found[0] if digit.isdigit()]):
            yield Found(*text.span(*found.span()), "NHS number")
    for found in re.finditer("@", text.text):
        before = text.text[max(found.start() - 64, 0) : found.start()]
        local = len(before) - len(before.rstrip(_LOCAL))
        domain = _DOMAIN.match(text.text, found.end())
        if local and domain:
            yield Found(*text.span(found.start() - local, domain.end()), "e-mail address")


def _is_nhs_number(digits: Sequence[int]) -> bool:
    """Check the last of ten digits: 11 less the sum of the others, each times 10 to 2, over 11 (NHS Data Dictionary)."""
    left = -sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return left == digits[9] and len(set(digits)) > 1


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?(?:\d{{4}}|\d\d)|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -]?(?:\d{{4}}|\d\d)?"
    rf"|(?<![a-z]){_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? ?(?:\d{{4}})?|(?:19|20)\d\d)(?!\d)",
    re.ASCII,
)
_BORN = re.compile(r"\b(?:born|dob|d\.o\.b|d/o/b|date of birth|birth ?date|birthday)\b")
_NEAR = 40
"""Letters between a date and the word that makes it a date of birth."""


def _births(text: _Folded) -> Iterator[Found]:
    words = [found.span() for found in _BORN.finditer(text.text)]
    starts = [start for start, _ in words]
    for found in _DATE.finditer(text.text) if words else ():
        next_word = bisect_left(starts, found.start())
        after_word = next_word and found.start() - words[next_word - 1][1] <= _NEAR
        before_word = next_word < len(words) and words[next_word][0] - found.end() <= _NEAR
        if after_word or before_word:
            yield Found(*text.span(*found.span()), "date of birth")
