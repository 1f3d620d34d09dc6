"""The letters of one complaint: what is owed, writing one, its words and its files, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from heard.access.door import StaffRequest, door
from heard.casework import letter_words
from heard.casework.letter_forms import ChangeLetterForm, DiscardForm, HandedForm, TalkedForm, WriteForm, whom
from heard.casework.rendering import done, or_404, page, refused
from heard.casework.views.complaint import opened, shown_with
from heard.law import letters as law_letters
from heard.law.calendars import local_day
from heard.law.procedures import Definition
from heard.letters import checks, markup, readability, rendering, writing
from heard.record.actions import letters as actions
from heard.record.actions.looks import looked
from heard.record.models import Letter
from heard.record.queries import letters as queries
from heard.record.queries import one_complaint
from heard.record.queries.one_complaint import Head
from heard.record.queries.rules import here


def law_of(head: Head) -> Definition | None:
    """Return the rules that a complaint began under, None where there were none."""
    return here().definition_or_none(head.complaint.procedure, head.complaint.received_on)


def letter_opened(
    request: StaffRequest, pk: int, letter: int, part: str, action: str = "view", file: str = ""
) -> tuple[Head, Letter]:
    """Return the head of a complaint and one of its letters, and note who looked at which part of it, or opened which file
    of the letter; or that it was asked for in vain."""
    try:
        with or_404():
            head, found = queries.opened(pk, letter, action, by=request.actor)
    except Http404:
        refused(request, "letter", letter)
        raise
    looks = ("letter.opened", {"letter": letter, "file": file}) if file else ("complaint.viewed", {"part": part})
    reference = head.complaint.reference
    looked(looks[0], "complaint", reference, by=request.actor, at=request.at, details=looks[1])
    return head, found


def with_letter(request: StaffRequest, head: Head, letter: Letter, **more: Any) -> dict[str, Any]:
    """Return what every page of one letter shows."""
    return shown_with(
        request,
        head,
        "letters",
        letter=letter,
        title=writing.title(letter, law_of(head)),
        words=letter_words,
        whom=whom(letter.recipient),
        **more,
    )


@door("letter", "view")
def complaint_letters(request: StaffRequest, pk: int) -> HttpResponse:
    """Show which letters are owed, and those that there are, each with how far it came."""
    head = opened(request, pk, "letters")
    found, law = queries.listed(head), one_complaint.law_timeline(head, request.on)
    owed = law_letters.owed(law, head.sent) if law else ()
    rules = law.definition if law else None
    shown = shown_with(
        request,
        head,
        "letters",
        owed=owed,
        begun={one.rule: one for one in found if not one.released_at and one.recipient.capacity == "complainant"},
        letters=[(one, writing.title(one, rules), list(one.messages.all())) for one in found],
        words=letter_words,
    )
    return page(request, "letters/of_complaint.html", shown)


@door("letter", "write", methods=("GET", "POST"))
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose a letter, to whom it goes and how, and begin it."""
    head = opened(request, pk, "letters")
    law = one_complaint.law_timeline(head, request.on)
    owed = law_letters.owed(law, head.sent) if law else ()
    people = one_complaint.parties(head)
    rules = writing.choices(law, owed)
    first = next((one.pk for one in people if one.capacity == "complainant"), "")
    asked = request.GET.get("rule", "")[:60]
    initial = {"recipient": first, "rule": asked if asked in dict(rules) else ""}
    form = WriteForm(request.POST if request.method == "POST" else None, rules=rules, parties=people, initial=initial)
    made: list[Letter] = []

    def act(data: dict[str, Any]) -> None:
        known = queries.addresses([data["recipient"]])[data["recipient"].pk]
        chosen = {name: data[name] for name in ("reader", "way", "large_print")}
        made.append(writing.start(head, data["recipient"], data["rule"], **chosen, addresses=known, at=request.at))

    if form.is_bound and form.carry_out(act):
        return done(request, "The letter is begun. Write over what stands in brackets.", "letter", pk, made[0].pk)
    return page(request, "letters/write.html", shown_with(request, head, "letters", form=form, people=people), form)


@door("letter", "view")
def letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Show a letter: to be written on while it is here, and as it was once it has left."""
    head, found = letter_opened(request, pk, letter, "letter")
    return _letter(request, head, found)


def _letter(request: StaffRequest, head: Head, found: Letter, **sent: Any) -> HttpResponse:
    """Show a letter with the form that was sent, if one was: what was typed into a letter that left meanwhile is not lost."""
    if (found.released_at or found.discarded_at) and "form" not in sent:
        return _left(request, head, found, **sent)
    names = ("text", "reader", "way", "large_print", "version")
    form = sent.get("form") or ChangeLetterForm(initial={name: getattr(found, name) for name in names})
    rule = checks.rule_of(found.complaint, found.rule)
    checked = checks.check_words(found, [one.number for one in one_complaint.points(head)])
    shown = with_letter(
        request,
        head,
        found,
        form=form,
        checked=checked,
        gaps=checked.gaps,
        rule=rule,
        said=readability.said,
        hardest=checks.HARDEST[found.reader],
        enclosures=[(one, checks.title_of(one)) for one in queries.enclosures(found, by=request.actor)],
    )
    return page(request, "letters/letter.html", shown, form)


def _left(request: StaffRequest, head: Head, found: Letter, **sent: Any) -> HttpResponse:
    handing = sent.get("handing") or HandedForm(initial={"handed_on": f"{request.on:%-d/%-m/%Y}"})
    talking = sent.get("talking") or TalkedForm(initial={"talked_on": f"{request.on:%-d/%-m/%Y}"})
    shown = with_letter(
        request,
        head,
        found,
        blocks=markup.parse(found.text),
        messages=queries.messages(found, by=request.actor),
        enclosures=[(one, checks.title_of(one)) for one in queries.enclosures(found, by=request.actor)],
        handing=handing,
        talking=talking,
    )
    return page(request, "letters/left.html", shown, handing, talking)


@door("letter", "write", methods=("POST",))
def change_letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Keep the words of a letter, for whom they are written and how it goes."""
    head, found = letter_opened(request, pk, letter, "letter", "write")
    form = ChangeLetterForm(request.POST)
    if form.carry_out(lambda data: actions.change(found, **data, by=request.actor, at=request.at)):
        return done(request, "The letter is saved.", "letter", pk, letter)
    return _letter(request, head, found, form=form)


@door("letter", "write", methods=("POST",))
def discard_letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Throw away a letter that has not left."""
    _, found = letter_opened(request, pk, letter, "letter", "write")
    form = DiscardForm(request.POST)
    if form.carry_out(lambda data: actions.discard(found, by=request.actor, at=request.at)):
        return done(request, "The letter was thrown away. It stays in the history.", "complaint-letters", pk)
    return _sorry(request, form, pk, found)


def _sorry(request: StaffRequest, form: Any, pk: int, found: Letter) -> HttpResponseRedirect:
    """Say on the letter's page what a button could not do."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
    return HttpResponseRedirect(reverse("letter", args=[pk, found.pk]))


@door("letter", "write", methods=("POST",))
def hand_letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Record the day on which a letter was posted or handed over."""
    head, found = letter_opened(request, pk, letter, "letter", "write")
    form = HandedForm(request.POST)
    if form.carry_out(lambda data: actions.handed(found, on=data["handed_on"], by=request.actor, at=request.at)):
        return done(request, "Recorded: the letter went.", "letter", pk, letter)
    return _letter(request, head, found, handing=form)


@door("letter", "write", methods=("POST",))
def talk_letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """Record the day on which a child's letter was talked through with the child."""
    head, found = letter_opened(request, pk, letter, "letter", "write")
    form = TalkedForm(request.POST)
    if form.carry_out(lambda data: actions.talked(found, on=data["talked_on"], by=request.actor, at=request.at)):
        return done(request, "Recorded: the letter was talked through.", "letter", pk, letter)
    return _letter(request, head, found, talking=form)


LEFT = "left"
"""What the file that left is called, where the others are made anew."""
NAMES = {
    LEFT: "letter.pdf",
    "pdf": "letter.pdf",
    "large": "letter-large-print.pdf",
    "docx": "letter.docx",
    "txt": "letter.txt",
}


@door("letter", "view")
def letter_file(request: StaffRequest, pk: int, letter: int, kind: str) -> HttpResponseBase:
    """Hand over a letter as a file, to be saved and never to be shown as a page."""
    if kind not in NAMES:
        raise Http404("There is no such file.")
    head, found = letter_opened(request, pk, letter, "letter", file=kind)
    try:
        if kind == LEFT:
            content = rendering.readers_copy(found, by=request.actor)
        else:
            on = local_day(found.released_at) if found.released_at else request.on
            content = rendering.looked_at(found, kind, head, on=on)
    except (ValueError, OSError) as error:
        messages.error(request, str(error) if isinstance(error, ValueError) else "A file of this letter is not there.")
        return HttpResponseRedirect(reverse("letter", args=[pk, found.pk]))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{NAMES[kind]}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
