"""Whether a letter says what the procedure requires of it, found by marks: words of which one must be there.

A mark can be missed by somebody's own good wording, and can be there in a bad letter: what is found here is put before a
person as a question, and never stops a letter by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache


def _all(*parts: str) -> str:
    """Return one mark that is found where each of the parts is found, in whatever order."""
    return "^" + "".join(f"(?=.*?(?:{part}))" for part in parts)


_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_FIELD = r"\{\{ *(?:new_date|answer_by|panel_meets_by|stage_2_by|panel_by|withdrawn_on) *\}\}"
_DAY = (
    rf"(?:{_FIELD}|(?:[a-z]+day,? )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b)"
)
"""A day, as it is written in a letter or as the field that becomes one."""

_BY_A_DAY = rf"\b(?:by|before|until|than|for|to|due on|date is|date:|day is|day:)(?: the end of)? {_DAY}"
_REASON = r"(?:\bbecause\b|\bour reasons?\b|\bthe reasons?\b|\breasons? (?:is|are|was|were)\b|\bdue to\b|\bwhy\b)"
_HOW = r"(?:\btelephone|\bphone|\bwrit(?:e|ing)\b|\be-?mail|\bforms?\b|\b(?:ask|tell) us\b)"
_OMBUDSMAN = _all(r"\bombudsman\b", r"\b0300 ?061 ?0614\b|\blgo\.org\.uk\b")
_COMMISSIONER = r"\binformation commissioner"
_HERE_IT_IS = (
    r"(?:\b(?:here|this) (?:is|are)\b|\bwith this letter\b|\benclos|\battach|\bbelow\b"
    r"|\bsend(?:ing)? (?:you|it|them)\b|\bgiv(?:e|ing)\b|\bkeep(?:ing)? back\b|\b(?:left|leave|taken) out\b"
    r"|\brefus|\bhold\b|\b(?:cannot|can not|not) (?:give|send|share|let)\b)"
)
_AGAIN = r"\b(?:complaint|complain|it|this) (?:to us )?(?:again|afresh|back)\b"
_IN_A_YEAR = r"\b(?:(?:a|one|1) year|(?:12|twelve) months)\b"
_NEW_DATE = (_BY_A_DAY,)
_UNDERSTOOD = (
    r"\bunder(?:stand|stood)\b",
    r"\b(?:your|the) complaint (?:is|was) (?:about|that)\b",
    r"\bwhat you (?:told us|said|complained)\b",
    r"\bwhat did you (?:tell us|say)\b",
)
_WHO_ANSWERS = (
    r"\bwho (?:will|is going to|has to) (?:answer|look|deal|reply)",
    r"(?:\{\{ *holder *\}\}|(?!\b(?:we|you|they|i)\b)\b[\w’'.-]+) (?:will|is going to) "
    r"(?:answer|look|deal|reply|write to|investigate|handle)",
    r"\bis (?:dealing with|looking (?:into|at)|investigating|handling)\b",
)
_ANSWERED = _all(
    r"(?:\{\{ *answers *\}\}|\bpoints? (?:\d|one)\b|\bfirst (?:point|part|thing)\b|\b(?:part|thing|number) (?:1|one)\b"
    r"|(?:^|\s)1[.)] )",
    r"(?:" + _REASON + r"|\bwe found\b|\bdid we find\b|\bi found\b)",
)
_STAGE_2 = r"\bstage (?:2|two)\b"
_20_DAYS = r"\b(?:20|twenty) working days\b"
_COMPLAIN_TO_COMMISSIONER = _all(_COMMISSIONER, r"\b(?:complain|right|ask|take|go to|tell)")
_OMBUDSMAN_12 = _all(_OMBUDSMAN, r"\b(?:(?:12|twelve) months|(?:one|a) year)\b")

MARKS: dict[str, tuple[str, ...]] = {
    # What a letter begins with
    "what we understood the complaint to be": _UNDERSTOOD,
    "how the procedure works and its days": (
        _all(r"\bstage (?:1|one)\b", _STAGE_2, r"\bpanel\b", r"\bworking days\b"),
    ),
    "who will answer": _WHO_ANSWERS,
    "by when it will be answered": (_BY_A_DAY, r"\bwithin (?:\d+|ten|twenty) working days\b"),
    "an advocate, for a child or young person": (r"\badvoca(?:te|cy)",),
    "help and guidance": (_all(r"\bhelp\b", r"\b(?:tele)?phone\b|\be-?mail\b|\bcall us\b"),),
    "what happens next": (
        r"\bnext\b",
        r"\bwhat happens (?:now|then)\b",
        r"\bwill (?:now|then) (?:look|ask|write|tell)\b",
    ),
    # Decisions not to go on
    "the decision and its reasons": (
        _all(r"\b(?:decid|decision|cannot|can not|will not|stopped|do not take|not taken?)", _REASON),
    ),
    "what can be done next": (
        r"\bnext\b",
        r"\binstead\b",
        r"\bwhat (?:else )?(?:you|they|can be|to) (?:can |may )?do\b",
        r"\bwho else can help\b",
        r"\bwhat can you do\b",
    ),
    "which proceedings": (
        r"\b(?:proceedings|thing|case|process|investigation)s? (?:is|are)\b",
        r"\b(?:court|tribunal|police|disciplinary|criminal)\b",
    ),
    "the right to make the complaint again within a year of their end": (
        _AGAIN + ".{0,150}" + _IN_A_YEAR,
        _IN_A_YEAR + ".{0,150}" + _AGAIN,
    ),
    "that it was withdrawn and when": (
        rf"\b(?:withdr[ae]w|took|taken|stop)[^.?!]{{0,120}}{_DAY}",
        rf"{_DAY}[^.?!]{{0,120}}\b(?:withdr[ae]w|took|taken|stop)",
    ),
    "that a new complaint can be made": (
        r"\b(?:new|another|fresh) complaint\b",
        r"\bcomplain(?:t|ing)?(?: to us)? again\b",
        r"\bmake (?:it|this) again\b",
    ),
    # More time
    "why": (
        r"\bbecause\b",
        r"\bthe reasons?\b(?! need)",
        r"\bour reasons?\b",
        r"\bdue to\b",
        r"\breasons? (?:is|are)\b",
        r"\bwhy (?:it|we|this|there|do|does|is|are)\b",
    ),
    "the new date": _NEW_DATE,
    "the new date, at most 20 working days from the start": _NEW_DATE,
    "the new date, at most 65 working days from the start": _NEW_DATE,
    "the new date, at most 10 working days more at stage 1 and 20 at stage 2": _NEW_DATE,
    "the new date, at most three months from the day of receipt": _NEW_DATE,
    "the date by which it is due": (_BY_A_DAY,),
    # Answers
    "an answer to each point, with reasons": (_ANSWERED,),
    "the terms that were agreed, where it was settled": (
        r"\bwhat (?:did )?(?:we|you|was)(?: and (?:we|you))?(?: have)? agreed?\b",
        r"\b(?:was|were|been|is) agreed\b",
        r"(?<!if )\b(?:we|you)(?: have| all| both)? agreed (?:that|to|on|the|these|this)\b",
        r"\bagreement\b",
        r"\bsettled\b",
    ),
    "the right to stage 2 within 20 working days, and how": (_all(_STAGE_2, _20_DAYS, _HOW),),
    "the right to stage 2, and how": (_all(_STAGE_2, r"\bask\b|\brequest\b|\bwant\b|\btell us\b", _HOW),),
    "who will investigate, and the independent person": (_all(r"\binvestigat", r"\bindependent person\b"),),
    "the decision on each finding": (_ANSWERED,),
    "the answer to each recommendation, with actions and dates": (
        _all(r"\brecommend", r"(?:\bwe will\b|\bi will\b|\bwill change\b|\bby when\b|\bactions?\b|" + _BY_A_DAY + ")"),
    ),
    "both reports": (
        r"\bboth\b[^.]{0,30}\breports\b",
        r"\b(?:two|their|the) reports\b",
        r"\breport\b.{0,100}\binvestigating officer\b.{0,150}\breport\b.{0,100}\bindependent person\b",
    ),
    "the right to a panel within 20 working days, and how": (_all(r"\bpanel\b", _20_DAYS, _HOW),),
    "that both sides agree": (
        r"\bboth\b[^.]{0,30}\bagree",
        r"\bagreed\b.{0,100}\bso (?:did|do|have) we\b",
        r"\bsaid yes\b.{0,80}\bsaid yes\b",
        r"\byou\b[^.]{0,30}\bagree[^.]{0,60}\bwe\b[^.]{0,30}\bagree",
        r"\bwe\b[^.]{0,30}\bagree[^.]{0,60}\byou\b[^.]{0,30}\bagree",
    ),
    "that the Ombudsman may send it back": (
        r"\b(?:send|give|pass|refer|hand)s?\b[^.]{0,40}\bback\b",
        r"\b(?:sent|given|passed|referred|comes?|handed)\b[^.]{0,40}\bback\b",
    ),
    # The panel
    "by when the panel must meet": (
        rf"\bpanel\b.{{0,100}}\b(?:by|before|within|until) (?:{_DAY}|(?:30|thirty) working days\b)",
    ),
    "who may come with you": (
        r"\b(?:may|can)(?: also)? bring (?!it\b|this\b|us\b)",
        r"\bcome with you\b",
        r"\b(?:may|can) come\b",
    ),
    "what the panel can and cannot do": (
        _all(
            r"\b(?:panel|it) (?:can|may)\b",
            r"(?:\b(?:panel|it) (?:cannot|can not|may not|does not)\b|\bpanel not do\b)",
        ),
    ),
    "day, time and place": (
        _all(
            rf"(?:\bday:|\bdate:|\bwhen:|{_DAY})",
            r"(?:\btime:|\bwhen:|\b\d{1,2}[.:]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\bo[’']clock\b|\bnoon\b)",
            r"(?:\bplace:|\bwhere:|\b(?:room|hall|house|centre|office|offices|building|street|road|library|video|online)\b)",
        ),
    ),
    "the members": (r"\bmembers?\b", r"\bthe chair\b"),
    "the papers": (r"\bpapers\b", r"\bdocuments\b"),
    "who may come with you and speak": (_all(r"\bbring (?!it\b|this\b|us\b)|\bcome with you\b", r"\bspeak\b"),),
    "a short summary of the complaint": (
        r"\bsummar",
        r"\bin (?:short|brief)\b",
        r"\bcomplaint (?:is|was) (?:about|that)\b",
    ),
    "the recommendations": (r"\brecommend",),
    "the answer to each recommendation": (
        _all(r"\brecommend", r"\b(?:my|our|the|an?) answers?\b|\b(?:i|we) (?:will|accept|agree|say|do)\b|\bresponse\b"),
    ),
    "reasons for each that is not followed": (
        r"\bnot (?:follow|do|accept|agree|take|be)\b.{0,200}" + _REASON,
        r"\b(?:follow|accept|agree (?:to|with)|do|carry out) (?:all|each|every)\b",
    ),
    # Where to go next
    "how to reach the Ombudsman": (_OMBUDSMAN,),
    "how to reach the Ombudsman, within 12 months": (_OMBUDSMAN_12,),
    "the right to complain to the Information Commissioner": (_COMPLAIN_TO_COMMISSIONER,),
    "the right to complain to the Information Commissioner, and how": (
        _all(_COMPLAIN_TO_COMMISSIONER, r"\bico\.org\.uk|\b0303 ?123 ?1113"),
    ),
    "the right to an internal review": (
        r"\binternal review\b",
        r"\blook (?:at|into) (?:it|this|our answer|your request) again\b",
    ),
    "who decides this, and how to reach them": (
        _all(
            r"\b(?:decid|deal|responsib|look(?:s|ing)? (?:at|into)|can help|handle|check)",
            r"\b(?:reach|contact|get in touch with|phone|telephone|call|write to|e-?mail) (?:them|it|him|her|that)\b"
            r"|\bhow to (?:reach|contact)\b",
        ),
    ),
    "why it is not ours to decide": (
        r"\bnot (?:ours|for us|for the council|up to us|us who|something (?:that )?we|one (?:that )?we|the council)\b",
        r"\b(?:we|council) (?:do not|does not|cannot|can not|may not|are not|is not) (?:decide|change|deal|look)\b",
        r"\b(?:we|council) (?:are not|is not) (?:allowed|able|the ones?)\b",
    ),
    "which parts we still look into, and under which procedure": (
        r"\b(?:still|also|ourselves)\b.{0,40}\b(?:look|deal|answer|investigat|take)",
        r"\b(?:rest|parts?)\b.{0,60}\b(?:we|ours|us)\b",
    ),
    # Other procedures
    "who will see it": (
        r"\bwho will (?:see|read)\b",
        r"(?<!need to know)(?<!about it) will (?:\w+ )?(?:see|read|look at)\b(?! who)",
        r"\b(?:pass|passed|sent|send|shared?|shown?|given) (?:it|your comment) (?:on|to)\b",
    ),
    "how to make a complaint instead": (
        r"\b(?:make|making|as|into|start|want)(?: (?:it|this))?(?: into)? an? complaint\b",
        r"\bto complain\b",
        r"\bcan complain\b",
        r"\bcomplain(?:t)? instead\b",
    ),
    "what was thought of it, and what changes if anything": (
        _all(
            r"\b(?:i|we|they|managers?) (?:think|thought|agree|looked at|considered)\b|\b(?:did|do) we think\b|\bour view\b",
            r"\b(?:chang|different|will (?:do|now)|nothing (?:will|needs))",
        ),
    ),
    "what we found and what we did": (
        _all(
            r"\b(?:i|we) found\b|\b(?:did|do) we find\b",
            r"\bwe (?:have |now )?(?:did|done|changed)\b|\bdid we do\b|\bput (?:it|this|things|that) right\b|\bwill change\b",
        ),
    ),
    "the information, or why it is refused": (_all(r"\binformation\b", _HERE_IT_IS),),
    "an answer to what was asked": (
        r"\b(?:my|our|the) (?:answers?|reply) (?!to us)",
        r"\byou (?:also )?asked (?:us |me )?(?:about|for|if|whether|why|how)\b",
    ),
    "no more about a person than they agreed to": (r"\b(?:agree|consent|permission|said yes|allow)",),
    "the records, or why they are refused": (_all(r"\brecords?\b", _HERE_IT_IS),),
    "where they come from and who saw them": (
        _all(
            r"\b(?:came|come|comes|got)\b[^.]{0,40}\bfrom\b|\bwhere\b[^.]{0,40}\bfrom\b",
            r"\b(?:saw|seen|shared|shown|disclosed|sent|given)\b",
        ),
    ),
}
"""Phrase of a letter's `contains` → expressions over its whole text, of which at least one must be found."""

ONLY_FOR = {"an advocate, for a child or young person": ("child", "easy-read", "advocate")}
"""Phrase → the readers of whom it is required; every other phrase is required of all."""

_GAP = re.compile(r"\[[^\]]*\]")


def missing(contains: Iterable[str], text: str, reader: str) -> list[str]:
    """Return the phrases that this reader's letter must contain and whose marks are not in it, in order.

    A gap says nothing yet, so what stands in brackets is not counted. A phrase without marks, from a council's own
    definition, is left out here: see `unknown`.
    """
    line = " ".join(_GAP.sub(" ", text).split())
    return [
        phrase
        for phrase in contains
        if phrase in MARKS
        and reader in ONLY_FOR.get(phrase, (reader,))
        and not any(one.search(line) for one in _marks(phrase))
    ]


def looked_for(contains: Iterable[str], text: str, reader: str) -> list[tuple[str, bool | None]]:
    """Return what this reader's letter must contain, each with whether it was found; None where only a person can tell."""
    gone, untold = missing(contains, text, reader), unknown(contains)
    asked = [one for one in contains if reader in ONLY_FOR.get(one, (reader,))]
    return [(one, None if one in untold else one not in gone) for one in asked]


def unknown(contains: Iterable[str]) -> list[str]:
    """Return the phrases that have no marks: whether a letter says them, only a person can tell."""
    return [phrase for phrase in contains if phrase not in MARKS]


@cache
def _marks(phrase: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in MARKS[phrase])
