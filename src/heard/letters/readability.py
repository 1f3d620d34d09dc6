"""How hard a letter is to read: the Flesch-Kincaid grade, counted by hand and the same everywhere.

It is a yardstick, not a judgement: it counts the length of sentences and of words, and knows nothing of kindness.
"""

from __future__ import annotations

import re

_FIELD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_GAP = re.compile(r"\[[^\]]*\]")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_BULLET = re.compile(r"(?m)^[ \t]*(?:-|\d+[.)])[ \t]+")
_HEADING = re.compile(r"(?m)^[ \t]*#{1,2}[ \t]+(.*)$")
_SENTENCE_ENDS = re.compile(r"[.!?]+[”’\"')]*(?=\s|$)")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+")

_SILENT = (
    re.compile(r"(?<![aeiouy])e$"),  # like, there
    re.compile(r"(?<![aeioutd])(?<![^aeiourl][lr])ed$"),  # asked, called; not wanted, handled
    re.compile(r"(?<![aeiousxzhcg])es$"),  # times; not houses, boxes, changes
    re.compile(r"(?<![aeiou])e(?=(?:ly|ful|fully|less|ments?)$)"),  # safely, statement
    re.compile(r"^(?:some|every)(?=[a-z])"),  # somebody, everything
)
_HEARD_APART = (
    re.compile(r"(?<![aeiouy])le$|(?<![aeiouyl])les$"),  # able, peoples: not silent after all
    re.compile(r"(?<=[rdvbmpe])i[ao](?!u)|(?<![ctgx])iou"),  # period, serious; not social, cautious
    re.compile(r"(?<!t)(?<![^s]c)(?<!fr)ien[ct]"),  # science, experience; not patient
    re.compile(r"(?<!p)eo(?!u)|ii|iu|uou|iet|uel$|[eyou]ing$|ism$"),  # video, quiet, being
    re.compile(r"rea(?=te|ti)|[rd]ea$"),  # create, area, idea
    re.compile(r"(?<![gq])ua(?=[lt])"),  # usual, situation
)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text or letter: about the years at school that it asks for; 0 for no words.

    Headings and bullets count as sentences. Fields and gaps, and addresses of the internet, are taken out first.
    """
    found = [words for words in map(_words, _sentences(text)) if words]
    words = sum(map(len, found))
    if not words:
        return 0.0
    spoken = sum(syllables(word) for sentence in found for word in sentence)
    return 0.39 * words / len(found) + 11.8 * spoken / words - 15.59


FORMULA = "Flesch-Kincaid: 0.39 × words in a sentence + 11.8 × syllables in a word − 15.59"


def said(grade: float) -> str:
    """Return what a grade means, as a sentence for a page that names the formula."""
    years = max(round(grade), 1)
    return f"Reading grade {max(grade, 0):.1f}, which is about {years} year{'s' * (years != 1)} at school ({FORMULA})."


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, by its spelling. A number counts as one."""
    return sum(max(_of_one(part), 1) for part in word.lower().split("-"))


def _of_one(word: str) -> int:
    word = re.sub(r"(?<=[ds])n['’]t$", "nit", word)
    word = re.sub(r"['’].*$|^y(?=[aeiou])", "", word)
    if not re.search(r"[aeiouy]", word):
        return 1
    count = len(re.findall(r"[aeiouy]+", word)) - sum(bool(rule.search(word)) for rule in _SILENT)
    return count + sum(bool(rule.search(word)) for rule in _HEARD_APART)


def _sentences(text: str) -> list[str]:
    text = _ADDRESS.sub(" ", _GAP.sub(" ", _FIELD.sub(" ", text)))
    text = _BULLET.sub("\n\n", _HEADING.sub(r"\n\n\1\n\n", text))
    return [one for part in re.split(r"\n\s*\n", text) for one in _SENTENCE_ENDS.split(part)]


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence)
