"""The history: the database refuses to change it, and what somebody changes all the same is found and named."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from heard.access.policy import Actor, NotAllowedError
from heard.record import chain
from heard.record.actions import history
from heard.record.models import Event, EventPayload
from heard.record.queries.history import verify

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
OPERATOR = Actor("a test", "operator")
PERSONAL = '{"complainant": "Parent"}'
KEY_FILE, NOTED = "chain.key", "chain.head"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    """A home of the test's own: what is noted outside the database would be found by the next test."""
    settings.HEARD_HOME = tmp_path
    return tmp_path


@pytest.fixture
def five(django_capture_on_commit_callbacks):
    """A history of five events; the fifth and only the fifth has a personal part."""
    plain = [history.Entry("list.extended", "teams", f"team-{n}", {"number": n}) for n in range(1, 5)]
    personal = history.Entry("complaint.imported", "complaint", "FBL-1", {"row": 2}, PERSONAL)
    with django_capture_on_commit_callbacks(execute=True):
        append(*plain, personal)
    settle()


def append(*entries):
    with transaction.atomic():
        return history.append(entries, by=OPERATOR, at=AT)


def faults():
    """Return what is wrong with the history, apart from the refusals that a test had to take away to spoil it."""
    return [fault for fault in verify(by=OPERATOR).faults if "no longer refuses" not in fault]


@pytest.mark.parametrize("allow", ["allow_update", "allow_delete"])
def test_a_refusal_that_was_taken_away_is_noticed(five, allow):
    globals()[allow]()
    assert [fault for fault in verify(by=OPERATOR).faults if "no longer refuses to change the history" in fault]


def event(sequence):
    return Event.objects.filter(sequence=sequence)


def settle():
    """Have PostgreSQL check now what it would check at the end: it changes no table before that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def allow(trigger, table="record_event"):
    """Do what somebody with the database in their hands can do: take the guard away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {trigger}")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def allow_update():
    allow("heard_event_no_update")


def allow_delete():
    allow("heard_event_no_delete")


FORBIDDEN = [
    "UPDATE record_event SET actor = 'somebody else' WHERE sequence = 2",
    "UPDATE record_event SET actor = actor",
    "DELETE FROM record_event WHERE sequence = 2",
    "DELETE FROM record_event",
    "UPDATE record_eventpayload SET body = '{}'",
]
if connection.vendor == "postgresql":
    FORBIDDEN += ["TRUNCATE record_event CASCADE"]
else:
    FORBIDDEN += [f"REPLACE INTO {table} SELECT * FROM {table}" for table in ("record_event", "record_eventpayload")]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_refuses(five, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Event.objects.count(), EventPayload.objects.get().body) == (5, PERSONAL)


def test_a_history_that_nobody_touched_is_whole(five):
    assert faults() == []


def test_an_empty_history_is_whole():
    assert faults() == []


def test_the_verdict_counts_and_names_the_head(five):
    verdict = verify(by=OPERATOR)
    assert (verdict.events, verdict.head) == (5, Event.objects.get(sequence=5).hash)


def test_events_are_numbered_without_a_gap(five):
    assert append(history.Entry("list.extended", "teams", "team-6")) == (6, 6)


def test_each_event_follows_the_one_before(five):
    hashes = list(Event.objects.order_by("sequence").values_list("previous", "hash"))
    assert [previous for previous, _ in hashes] == [chain.START, *(own for _, own in hashes[:-1])]


CHANGES = [
    ("actor", "somebody else"),
    ("role", "director"),
    ("action", "nothing.happened"),
    ("kind", "comment"),
    ("reference", "team-99"),
    ("details", {"number": 99}),
    ("at", AT + timedelta(seconds=1)),
    ("commitment", "0" * 64),
    ("hash", "0" * 64),
    ("previous", "0" * 64),
]


@pytest.mark.parametrize(("field", "value"), CHANGES, ids=[field for field, _ in CHANGES])
def test_an_event_that_was_changed_is_named(five, field, value):
    allow_update()
    event(3).update(**{field: value})
    assert "Event 3: it was changed after it was written." in faults()


def test_an_event_that_was_taken_out_is_named(five):
    allow_delete()
    event(3).delete()
    assert faults() == ["Event 3 is missing: the next one is 4.", "Event 4: it does not follow the event before it."]


def test_an_event_that_was_taken_out_and_the_rest_numbered_again_is_named(five):
    allow_delete()
    allow_update()
    event(3).delete()
    event(4).update(sequence=3)
    assert {"Event 3: it was changed after it was written.", "Event 3: it does not follow the event before it."} <= {
        *faults()
    }


def test_the_first_event_taken_out_is_named(five):
    allow_delete()
    event(1).delete()
    assert faults()[0] == "Event 1 is missing: the next one is 2."


def test_an_event_that_was_put_in_is_named(five):
    last = Event.objects.get(sequence=5)
    forged = chain.link(b"not the key", last.hash, last.hashed_fields())
    Event.objects.create(sequence=6, at=AT, actor="a", role="b", action="c", kind="d", previous=last.hash, hash=forged)
    assert faults() == ["Event 6: it was changed after it was written."]


def test_two_events_that_changed_places_are_named(five):
    allow_update()
    for old, new in ((2, 99), (3, 2), (99, 3)):
        event(old).update(sequence=new)
    named = {fault.partition(":")[0] for fault in faults()}
    assert {"Event 2", "Event 3"} <= named


@pytest.mark.parametrize("kept", [4, 1, 0])
def test_an_end_that_was_cut_off_is_named(five, kept):
    EventPayload.objects.all().delete()
    allow_delete()
    Event.objects.filter(sequence__gt=kept).delete()
    assert faults() == [f"The history ends at event {kept}, and event 5 was noted: its end is gone."]


def test_a_history_that_was_written_again_from_the_start_is_named(five, home):
    """Whoever has the database and the key can make a whole chain; they have also to know of the note beside it."""
    note = (home / NOTED).read_text()
    (home / NOTED).write_text(note.replace(note.split()[1], "0" * 64))
    assert faults() == ["Event 5: it is not the one that was noted outside the database."]


def test_a_lawful_erasure_leaves_the_history_whole(five):
    assert history.erase_payloads([5], reason="asked by the family", by=OPERATOR, at=AT) == 1
    verdict = verify(by=OPERATOR)
    assert (verdict.faults, verdict.erased) == ([], 1)


def test_an_erasure_is_an_event_that_says_why(five):
    history.erase_payloads([5], reason="asked by the family", by=OPERATOR, at=AT)
    last = Event.objects.get(sequence=6)
    assert (last.action, last.details) == ("payload.erased", {"sequences": [5]})
    assert json.loads(last.payload.body) == {"reason": "asked by the family"}


def test_an_erasure_takes_nothing_but_the_personal_part(five):
    history.erase_payloads([5], reason="asked by the family", by=OPERATOR, at=AT)
    assert not EventPayload.objects.filter(event_id=5).exists()
    assert Event.objects.filter(sequence__lte=5).count() == 5


def test_another_role_may_not_erase(five):
    with pytest.raises(NotAllowedError):
        history.erase_payloads([5], reason="because", by=Actor("a test", "caseworker"), at=AT)
    assert EventPayload.objects.count() == 1


def test_a_personal_part_that_went_without_an_erasure_is_named(five):
    EventPayload.objects.all().delete()
    assert faults() == ["Event 5: its personal part is gone, and no erasure was recorded."]


def test_a_personal_part_that_was_changed_is_named(five):
    allow("heard_payload_no_update", "record_eventpayload")
    EventPayload.objects.update(body='{"complainant": "Child"}')
    assert faults() == ["Event 5: its personal part was changed."]


def test_a_personal_part_that_was_replaced_is_named(five):
    salt = EventPayload.objects.get().salt
    EventPayload.objects.all().delete()
    EventPayload.objects.create(event_id=5, salt=salt, body='{"complainant": "Child"}')
    assert faults() == ["Event 5: its personal part was changed."]


def test_the_personal_part_cannot_be_guessed_from_the_event(five):
    """The same words have another commitment each time."""
    append(history.Entry("complaint.imported", "complaint", "FBL-1", {"row": 2}, PERSONAL))
    assert Event.objects.get(sequence=5).commitment != Event.objects.get(sequence=6).commitment


def test_a_missing_key_stops_the_check(five, home):
    (home / KEY_FILE).unlink()
    with pytest.raises(chain.KeyMissingError, match="Put it back from your backup"):
        faults()


def test_a_missing_key_stops_the_next_event(five, home):
    (home / KEY_FILE).unlink()
    with pytest.raises(chain.KeyMissingError):
        append(history.Entry("list.extended", "teams", "team-6"))
    assert Event.objects.count() == 5
    assert not (home / KEY_FILE).exists()


def test_another_key_does_not_fit(five, home):
    (home / KEY_FILE).write_text("00" * 32)
    assert len(faults()) == 5


def test_another_key_stops_the_next_event(five, home):
    (home / KEY_FILE).write_text("00" * 32)
    with pytest.raises(chain.KeyMissingError, match="Run “heard verify”"):
        append(history.Entry("list.extended", "teams", "team-6"))
    assert Event.objects.count() == 5


@pytest.mark.parametrize("key", ["", "not hexadecimal", "00" * 31])
def test_a_key_that_is_no_key_stops_the_check(five, home, key):
    (home / KEY_FILE).write_text(key)
    with pytest.raises(chain.KeyMissingError, match="at least 32 bytes"):
        faults()


def test_the_key_may_come_from_the_environment(five, home, settings):
    settings.HEARD_CHAIN_KEY = (home / KEY_FILE).read_text().strip()
    (home / KEY_FILE).unlink()
    assert faults() == []


def test_only_the_owner_may_read_the_key(five, home):
    assert (home / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_history_outside_a_transaction_is_refused(five, monkeypatch):
    monkeypatch.setattr(history, "connection", SimpleNamespace(in_atomic_block=False, vendor="sqlite"))
    with pytest.raises(RuntimeError, match="in the transaction"):
        history.append([history.Entry("list.extended", "teams", "x")], by=OPERATOR, at=AT)


def test_another_role_may_not_check(five):
    with pytest.raises(NotAllowedError):
        verify(by=Actor("a test", "caseworker"))
