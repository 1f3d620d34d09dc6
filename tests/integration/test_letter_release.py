"""A letter leaves as it was approved, for the person for whom it was approved, and for nobody else.

Each case that the Information Commissioner dealt with is named where its rule is tested.
"""

from datetime import timedelta

import pytest
from tests.casework import AT, answer
from tests.letter_sheets import ATTACKS
from tests.letters import ON, TEXT, approve, family, head, left, live_at, looked, shown, written

from heard.access.door import actor_of
from heard.access.policy import Actor, NotAllowedError
from heard.letters import merging, release
from heard.letters.checks import not_answered
from heard.letters.sending import send
from heard.record.actions import letters, parties, walls
from heard.record.models import Event, Job, Letter, Message, StageEvent
from heard.record.queries.letters import needs_second

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("home")]


@pytest.fixture
def of(world):
    return family(world)


# Approval


def test_a_letter_leaves_with_its_message_and_its_event_in_one_step(of, world):
    letter = written(of, world)
    assert approve(letter, world, records="stage_1_response", outcome="upheld") is True
    message = Message.objects.get(letter=letter)
    assert (message.to, message.subject, message.attached) == (
        "ada@post.example", "An update from Sampleshire Council", letter.file,
    )  # fmt: skip
    assert Job.objects.get().arguments == {"message": message.pk}
    assert StageEvent.objects.get(kind="response_sent").on == ON
    assert of.complaint.stages.get(number=1).outcome == "upheld"
    assert "The kettle was old" in left(letter)


def test_where_the_event_cannot_be_recorded_nothing_left(of, world):
    letter = written(of, world)
    with pytest.raises(ValueError, match="Choose what this stage came to"):
        approve(letter, world, records="stage_1_response")
    with pytest.raises(ValueError, match="is not the outcome of a response"):
        approve(letter, world, records="stage_1_response", outcome="withdrawn")
    letter.refresh_from_db()
    assert (letter.released_at, letter.approved_at, Message.objects.count()) == (None, None, 0)


def test_what_is_approved_is_what_was_shown(of, world):
    letter = written(of, world)
    digest = shown(letter)
    letters.change(
        letter, version=1, text=TEXT + "\n\nMore.", reader="adult", way="email", large_print=False,
        by=world.manager, at=AT,
    )  # fmt: skip
    with pytest.raises(ValueError, match="changed since you looked"):
        approve(letter, world, digest=digest)


def test_an_address_that_changes_between_looking_and_approving_stops_it(of, world):
    letter = written(of, world)
    digest = shown(letter)
    live_at(of.mother, world, "email", "elsewhere@post.example", on=ON)
    with pytest.raises(ValueError, match="changed since you looked"):
        approve(letter, world, digest=digest)


def test_a_change_takes_the_approval_away(of, world):
    parties.mark_sensitive(of.complaint, True, by=world.officer, at=AT)
    letter = written(of, world)
    assert approve(letter, world) is False
    letters.change(
        letter, version=1, text=TEXT + "\n\nMore.", reader="adult", way="email", large_print=False,
        by=world.officer, at=AT,
    )  # fmt: skip
    with pytest.raises(ValueError, match="Nobody has approved"):
        release.second(
            letter,
            head(of.complaint, world.manager),
            digest=shown(letter),
            ticked=looked(letter, world).warnings,
            at=AT,
        )


def test_each_recipient_is_approved_by_itself(of, world):
    """Achieving for Children, 2023: the same report went to mother, father and step-father, and nobody had seen that."""
    first, other = written(of, world), written(of, world, recipient=of.father, way=Letter.POST)
    approve(first, world)
    other.refresh_from_db()
    assert (first.released_at is not None, other.released_at, other.approved_at) == (True, None, None)


def test_two_officers_who_write_at_once_lose_nothing(of, world):
    letter = written(of, world)
    given = {"reader": "adult", "way": "email", "large_print": False, "at": AT}
    letters.change(letter, version=1, text="# One\n\nFirst.", **given, by=world.officer)
    with pytest.raises(ValueError, match="Somebody else changed this letter"):
        letters.change(letter, version=1, text="# Two\n\nSecond.", **given, by=world.manager)
    letter.refresh_from_db()
    assert letter.text == "# One\n\nFirst."


def test_a_letter_leaves_once(of, world):
    letter = written(of, world)
    approve(letter, world)
    with pytest.raises(ValueError, match="This letter has left"):
        approve(letter, world)
    assert Message.objects.count() == 1


def test_nothing_leaves_past_its_approval(of, world):
    letter = written(of, world)
    with pytest.raises(ValueError, match="not approved as it is now"):
        letters.release(
            letter, file=b"%PDF-", subject="An update from Sampleshire Council", body="x", by=world.officer, at=AT
        )
    assert Message.objects.count() == 0


@pytest.mark.parametrize("role", ["team-manager", "report-reader"])
def test_who_may_not_approve_cannot(of, world, role):
    by = actor_of(world.people[role], AT)
    letter = written(of, world)
    with pytest.raises(NotAllowedError):
        letters.approve(letter, digest=shown(letter), by=by, at=AT)
    with pytest.raises(NotAllowedError):
        letters.write(
            of.complaint, recipient=of.mother, rule="x", stage=1, reader="adult", way="email", text="x", by=by, at=AT
        )


def test_whoever_is_named_in_a_complaint_approves_none_of_its_letters(of, world):
    letter = written(of, world)
    walls.propose(of.complaint, world.people["complaints-officer"], by=world.manager, at=AT)
    with pytest.raises(NotAllowedError):
        letters.approve(letter, digest=shown(letter), by=world.officer, at=AT)


# The second person


SENSITIVE = {
    "it is marked": lambda of, world: parties.mark_sensitive(of.complaint, True, by=world.officer, at=AT),
    "somebody's address is protected": lambda of, world: live_at(
        of.father, world, "email", "f@hidden.example", protected=True
    ),
    "somebody who works here is named in it": lambda of, world: walls.propose(
        of.complaint, world.people["team-manager"], by=world.manager, at=AT
    ),
}


@pytest.mark.parametrize("why", SENSITIVE)
def test_a_sensitive_case_needs_two_people(of, world, why):
    """Nottinghamshire, 2023: an assessment went out unredacted, and the manager's look at it was missed."""
    SENSITIVE[why](of, world)
    letter = written(of, world)
    assert needs_second(letter)
    assert approve(letter, world) is False
    assert Message.objects.count() == 0
    ticked = looked(letter, world).warnings
    with pytest.raises(ValueError, match="Somebody else must look"):
        release.second(letter, head(of.complaint, world.officer), digest=shown(letter), ticked=ticked, at=AT)
    release.second(letter, head(of.complaint, world.manager), digest=shown(letter), ticked=ticked, at=AT)
    assert (letter.released_at, Message.objects.count()) == (AT, 1)


def test_an_approval_of_somebody_who_is_kept_away_since_counts_no_more(of, world):
    parties.mark_sensitive(of.complaint, True, by=world.officer, at=AT)
    letter = written(of, world)
    approve(letter, world)
    walls.propose(of.complaint, world.people["complaints-officer"], by=world.manager, at=AT)
    with pytest.raises(ValueError, match="kept away from the complaint now"):
        release.second(letter, head(of.complaint, world.manager), digest=shown(letter), ticked=[], at=AT)


def test_what_was_recorded_meanwhile_is_not_recorded_again(of, world):
    parties.mark_sensitive(of.complaint, True, by=world.officer, at=AT)
    letter = written(of, world)
    approve(letter, world, records="stage_1_response", outcome="upheld")
    answer(of.complaint, world, outcome="not-upheld", on=ON)
    with pytest.raises(ValueError, match="recorded meanwhile"):
        release.second(letter, head(of.complaint, world.manager), digest=shown(letter), ticked=[], at=AT)


def test_whoever_opened_the_page_before_another_approved_is_no_second_person(of, world):
    parties.mark_sensitive(of.complaint, True, by=world.officer, at=AT)
    letter = written(of, world)
    digest = shown(letter)
    approve(letter, world)
    with pytest.raises(ValueError, match="changed since it was approved"):
        release.second(letter, head(of.complaint, world.manager), digest=digest, ticked=[], at=AT)


# Addresses


def test_a_protected_address_is_never_printed_or_used(of, world):
    """Telford and Wrekin: a system printed the foster carers' address because it had it."""
    live_at(of.mother, world, "post", "9 Refuge Way\nHiddenham\nHD9 9ZZ", protected=True, on=ON)
    letter = written(of, world, way=Letter.POST)
    assert any("no postal address" in stop for stop in looked(letter, world).stops)
    with pytest.raises(ValueError, match="cannot leave yet"):
        approve(letter, world)
    by_hand = written(of, world, way=Letter.HAND)
    approve(by_hand, world)
    release.second(by_hand, head(of.complaint, world.manager), digest=shown(by_hand), ticked=[], at=AT)
    assert "Refuge" not in left(by_hand)


TYPED = [
    "9 Refuge Way", "9, refuge  way", "HD99ZZ", "hd9 9zz", "9 REFUGE WAY, Hiddenham", "9 | Refuge | Way", "9 Ref-\nuge Way",
    "9          Refuge Way", "9_Refuge_Way", "9 \ufffeRefuge Way", "9 R\u0435fuge Way", "safe@hidden.example",
    "Safe (at) Hidden.example",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_a_protected_address_that_somebody_typed_stops_the_letter(of, world, typed):
    """Halton, 2013: a covering letter was left in, with the adopters' address in it."""
    live_at(of.father, world, "post", "9 Refuge Way\nHiddenham\nHD9 9ZZ", protected=True, on=ON)
    live_at(of.father, world, "email", "safe@hidden.example", protected=True, on=ON)
    letter = written(of, world, text=TEXT.replace("The kettle", f"He lives at {typed} now. The kettle"))
    assert "A protected address is in the letter. Take it out: it must not leave." in looked(letter, world).stops


def test_a_protected_address_of_another_case_stops_the_letter_too(of, world):
    """Birmingham Children's Trust: a statement about one family was copied into another family's plan."""
    from tests.casework import receive

    other = receive(world, complainant_name="Cleo Sample", child_name="")
    live_at(other.parties.get(), world, "post", "4 Far Refuge\nHD4 4YY", protected=True)
    letter = written(of, world, text=TEXT + "\n\nShe has moved to 4 Far Refuge.")
    assert any("protected address" in stop for stop in looked(letter, world).stops)
    letter = written(of, world, text=TEXT + f"\n\nSee {other.reference}.")
    assert any(other.reference in stop for stop in looked(letter, world).stops)


def test_an_address_that_is_protected_for_somebody_is_used_for_nobody(of, world):
    live_at(of.father, world, "post", "1 Mother Row\nSampletown\nSM1 1AA", protected=True, on=ON)
    letter = written(of, world, way=Letter.POST)
    assert (
        "This postal address is protected for somebody. It is never used: choose another way."
        in looked(letter, world).stops
    )


def test_an_address_that_is_protected_before_its_message_left_gets_none(of, world):
    letter = written(of, world)
    approve(letter, world)
    live_at(of.mother, world, "email", "ada@post.example", protected=True, on=ON)
    message = Message.objects.get(letter=letter)
    send(message.pk, by=Actor("heard", "operator"), now=AT)
    message.refresh_from_db()
    assert (message.sent_at, message.given_up_at) == (None, AT)


def test_an_address_changed_lately_or_not_confirmed_warns(of, world):
    """Norfolk: the address was written by hand, and was the neighbour's."""
    letter = written(of, world, way=Letter.POST)
    assert looked(letter, world).warnings == []
    live_at(of.mother, world, "post", "3 New Road\nSM3 3CC", on=ON - timedelta(days=30), how="")
    said = looked(letter, world).warnings
    assert [warning.partition(". I have")[0] for warning in said] == [
        "The postal address was changed on 31 August 2026", "Nobody has confirmed this postal address",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="Look at each warning"):
        approve(letter, world, ticked=said[:1])


@pytest.mark.parametrize(("days", "warned"), [(30, True), (31, False)])
def test_how_long_a_change_counts_as_lately(of, world, days, warned):
    live_at(of.mother, world, "post", "3 New Road\nSM3 3CC", on=ON - timedelta(days=days))
    said = looked(written(of, world, way=Letter.POST), world).warnings
    assert any("was changed" in warning for warning in said) is warned


BAD_ADDRESSES = [
    "a@b.example, c@d.example", "Ada <a@b.example>", "a@b.example\nBcc: c@d.example", "a@b.example\rx", "@b.example",
    "a@b", "a b@c.example", "a@b.example;c@d.example", "a@" + "b" * 300 + ".example", "",
]  # fmt: skip


@pytest.mark.parametrize("typed", BAD_ADDRESSES)
def test_an_e_mail_address_is_one_bare_address(of, world, typed):
    with pytest.raises(ValueError, match=r"e-mail address|after the @|before the @"):
        live_at(of.mother, world, "email", typed or " ", on=ON)


# Who appears in it


def test_everybody_who_appears_is_shown_and_must_be_ticked(of, world):
    letter = written(of, world, text=TEXT.replace("The kettle", "Mr Makebelieve said so. The kettle"))
    found = looked(letter, world)
    assert [(person.name, person.who, person.where) for person in found.people] == [
        ("Bertram Makebelieve", "Somebody else in it (Father)", ("the letter",))
    ]
    assert found.warnings == [
        "It speaks of Bertram Makebelieve. I know that Ada Invented may read what it says of them."
    ]


def test_a_surname_that_the_recipient_shares_is_their_own(of, world):
    assert looked(written(of, world), world).people == []
    named = looked(written(of, world, text=TEXT.replace("The kettle", "Wren saw it. The kettle")), world).people
    assert [person.name for person in named] == ["Wren Invented"]


# What it must say


def test_what_is_not_written_yet_stops_it(of, world):
    letter = written(of, world, text=TEXT.replace("The kettle was old", "[your answer to point 1] [say sorry]"))
    assert looked(letter, world).stops[:2] == ["Write this: your answer to point 1.", "Write this: say sorry."]
    half = written(of, world, text=TEXT.replace("The kettle was old", "[the name of the worker, The kettle was old"))
    assert any("the name of the worker" in stop for stop in looked(half, world).stops), "half a bracket is a gap too"


ANSWERS = [
    # the letter, the points, those that are not answered
    ("## Point 1\n\nThe kettle was old.", [1], []),
    ("## Point 1\n\nYou said: it boiled over and over.\n\nWhat we found: Upheld.", [1], [1]),
    ("## Point 1\n\nYes.", [1], [1]),
    ("## Point 1\n\n[your answer to point 1, with reasons]", [1], [1]),
    (
        "## Point 1\n\nThe kettle was old.\n\n## Point 2\n\n## What happens next\n\nYou can ask for stage 2.",
        [1, 2],
        [2],
    ),
    ("## Point 1: the kettle\n\nThe kettle was old.\n\n# POINT 2\n\nWe were too late.", [1, 2], []),
    ("The kettle was old, and point 1 is upheld.", [1], [1]),
]


@pytest.mark.parametrize(("text", "points", "expected"), ANSWERS)
def test_which_points_are_not_answered(text, points, expected):
    assert not_answered(text, points) == expected


# After it left


def test_what_goes_by_post_is_recorded_on_the_day_it_was_posted(of, world):
    letter = written(of, world, way=Letter.POST)
    approve(letter, world, records="stage_1_response", outcome="upheld")
    assert (Message.objects.count(), StageEvent.objects.filter(kind="response_sent").count()) == (0, 0)
    assert "1 Mother Row" in left(letter)
    letters.handed(letter, on=ON, by=world.officer, at=AT)
    assert StageEvent.objects.get(kind="response_sent").on == ON
    with pytest.raises(ValueError, match="only once"):
        letters.handed(letter, on=ON, by=world.officer, at=AT)


def test_a_childs_letter_waits_to_be_talked_through(of, world):
    letter = written(
        of, world, recipient=of.child, reader="child", way=Letter.HAND, rule="blank", text="# Hello\n\nHi Wren."
    )
    approve(letter, world)
    with pytest.raises(ValueError, match="Record first"):
        letters.talked(letter, on=ON, by=world.officer, at=AT)
    letters.handed(letter, on=ON, by=world.officer, at=AT)
    letters.talked(letter, on=ON, by=world.officer, at=AT)
    assert (letter.talked_on, letter.talked_by_id) == (ON, world.officer.person)
    with pytest.raises(ValueError, match="recorded once"):
        letters.talked(letter, on=ON, by=world.officer, at=AT)


def test_the_history_tells_of_each_step_and_holds_no_address(of, world):
    letter = written(of, world)
    approve(letter, world, records="stage_1_response", outcome="upheld")
    found = Event.objects.filter(kind="complaint", reference=of.complaint.reference, details__letter=letter.pk)
    assert list(found.order_by("sequence").values_list("action", flat=True)) == [
        "complaint.letter-written", "complaint.letter-approved", "complaint.letter-released", "complaint.message-posted",
    ]  # fmt: skip
    assert not any("example" in str(event.details) or "Ada" in str(event.details) for event in Event.objects.all())


# What people typed is never read as a template


def test_names_and_points_that_look_like_templates_come_out_as_those_words(world):
    attacks = " ".join(attack for attack in ATTACKS if "[" not in attack and attack.isprintable())[:180]
    case = family(world, points=[(world.category, attacks)])
    parties.change(
        case.mother, name="{{ council }} #eval", description="", reader="", large_print=False, by=world.officer, at=AT
    )
    text = merging.begin(head(case.complaint, world.officer), case.mother, "acknowledgement", "adult", stage=1, on=ON)
    assert "Dear {{ council }} #eval," in text
    assert f"1. {' '.join(attacks.split())}" in text
