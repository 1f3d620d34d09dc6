"""Mail that did not arrive: what the reports of it say, whatever their shape, and that none of them breaks anything."""

import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DataError, OperationalError
from tests.bounce_reports import HOSTILE, ID, NONE, SHAPES, standard
from tests.casework import AT, events

from heard import cli
from heard.jobs.take_bounces import take_bounces
from heard.jobs.tasks import SYSTEM
from heard.letters.bounces import DELAYED, TAKEN, UNKNOWN, UNREAD, Bounce, read, take, take_folder
from heard.record.actions import messages
from heard.record.chain import KeyMissingError
from heard.record.models import Message

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
database = pytest.mark.database


@pytest.mark.parametrize("name", SHAPES)
def test_a_report_says_which_message_whether_for_good_and_why(name):
    content, final, status = SHAPES[name]
    assert read(content) == Bounce(ID, final, status)


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_report_is_none(name):
    assert read(NONE[name]) is None


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_report_is_read_in_time_or_not_at_all(name):
    content, began = HOSTILE[name](), time.process_time()
    found = read(content)
    assert found is None or found == Bounce(ID, True, found.status)
    assert time.process_time() - began < 5


def mangled(content, dice):
    """Change a report as a broken program, or somebody with a purpose, would."""
    content = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        start = dice.randrange(len(content) + 1)
        piece = slice(start, start + dice.choice((1, 1, 2, 20, 200)))
        change = dice.randrange(5)
        if change == 0:
            del content[piece]
        elif change == 1:
            content[start:start] = dice.randbytes(dice.choice((1, 5, 50)))
        elif change == 2:
            content[start:start] = content[piece]
        elif change == 3:
            content[piece] = content[piece][::-1]
        else:
            content[start:start] = dice.choice(
                (b"\r\n", b"--edge\r\n", b"\0", b"\r\n\r\n", b"=?x?b?//8=?=", b"\xe2\x80\xa8")
            )
    return bytes(content)


def test_500_mangled_reports_break_nothing():
    dice, found = random.Random(3464), []
    for number in range(500):
        name = list(SHAPES)[number % len(SHAPES)]
        found.append(read(mangled(SHAPES[name][0], dice)))
    assert len(found) == 500
    assert sum(one is not None and one.message_id == ID for one in found) > 150


# What becomes of them


@pytest.fixture
def message(home, letter):
    made = messages.post(
        to="sam@example.org", subject=messages.subjects()[0], body="Dear Sam", letter=letter, by=SYSTEM, at=AT
    )
    Message.objects.update(message_id=ID, sent_at=AT)
    made.refresh_from_db()
    return made


def bounced(message):
    message.refresh_from_db()
    return message.bounced_at, message.failure


@database
@pytest.mark.django_db
def test_a_bounce_is_noted_on_its_message_once(message, complaint):
    assert [take(standard(), by=SYSTEM, now=NOW) for _ in range(2)] == [TAKEN, TAKEN]
    assert bounced(message) == (NOW, "It came back: the recipient was not reached (5.1.1).")
    told = [details for action, details in events(complaint.reference) if action == "complaint.message-bounced"]
    assert told == [{"message": message.pk, "letter": message.letter_id}]


@database
@pytest.mark.django_db
def test_a_delay_is_no_bounce(message):
    assert take(standard("delayed", "4.4.7"), by=SYSTEM, now=NOW) == DELAYED
    assert bounced(message) == (None, "")


@database
@pytest.mark.django_db
def test_a_report_about_nothing_of_ours_changes_nothing(message):
    assert take(standard(message_id="another@council.example"), by=SYSTEM, now=NOW) == UNKNOWN
    assert take(b"Hello", by=SYSTEM, now=NOW) == UNREAD
    assert bounced(message) == (None, "")


ODD = ("ab\0c@council.example", "ab\u00e9@council.example", "no-place", f"{ID}\0", "a+b@council.example")


@database
@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_an_id_that_cannot_be_ours_is_no_message_of_ours(message, odd, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert take(standard(message_id=odd), by=SYSTEM, now=NOW) in (UNKNOWN, UNREAD)
    assert bounced(message) == (None, "")


def fill(folder):
    folder.mkdir()
    (folder / "1.eml").write_bytes(standard())
    (folder / "2.eml").write_bytes(standard("delayed", "4.4.7"))
    (folder / "3.eml").write_bytes(b"Dear council")
    (folder / ".4.eml.new").write_bytes(b"is being written")
    (folder / "5.eml").symlink_to(folder / "3.eml")


def lying(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


@database
@pytest.mark.django_db
def test_the_folder_of_reports_is_emptied(message, home):
    fill(home / "bounces")
    take_bounces.run(at=NOW)
    assert lying(home / "bounces") == [".4.eml.new", "5.eml", "taken/1.eml", "taken/2.eml", "unread/3.eml"]
    assert bounced(message)[0] == NOW


@database
@pytest.mark.django_db
def test_a_second_report_of_the_same_name_takes_no_place(message, home):
    folder = home / "bounces"
    folder.mkdir()
    for _ in range(2):
        (folder / "1.eml").write_bytes(standard())
        assert take_folder(folder, by=SYSTEM, now=NOW) == {TAKEN: 1}
    assert len(list((folder / "taken").iterdir())) == 2


@database
@pytest.mark.django_db
def test_a_report_that_cannot_be_read_keeps_none_of_the_others(message, home, monkeypatch):
    fill(home / "bounces")
    whole = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode: whole(home if path.name == "1.eml" else path, mode))
    assert take_folder(home / "bounces", by=SYSTEM, now=NOW) == {UNREAD: 2, DELAYED: 1}
    assert "1.eml" in lying(home / "bounces")


@pytest.fixture
def failing(monkeypatch):
    """Have the first note that a message came back fail as a test says."""

    def fail(error):
        def once(*words, **more):
            monkeypatch.setattr(messages, "bounced", whole)
            raise error

        monkeypatch.setattr(messages, "bounced", once)

    whole = messages.bounced
    return fail


@database
@pytest.mark.django_db
def test_whatever_fails_in_one_report_keeps_none_of_the_others(message, home, failing, caplog, capsys):
    fill(home / "bounces")
    (home / "bounces" / "6.eml").write_bytes(standard())
    failing(DataError("sam@example.org"))
    assert take_folder(home / "bounces", by=SYSTEM, now=NOW) == {UNREAD: 2, DELAYED: 1, TAKEN: 1}
    assert "unread/1.eml" in lying(home / "bounces")
    assert [one.getMessage() for one in caplog.records] == ["A report could not be taken in (DataError)."]
    failing(ValueError("sam@example.org"))
    options = cli.parser().parse_args(["bounce", str(home / "bounces" / "taken" / "6.eml")])
    assert options.run(options)[1] == {UNREAD: 1}
    assert "sam@" not in capsys.readouterr().err


@database
@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError(), KeyMissingError()])
def test_while_nothing_can_be_noted_the_reports_wait_where_they_are(message, home, failing, error):
    fill(home / "bounces")
    failing(error)
    with pytest.raises(type(error)):
        take_folder(home / "bounces", by=SYSTEM, now=NOW)
    assert "1.eml" in lying(home / "bounces")


@database
@pytest.mark.django_db
def test_without_the_folder_there_is_nothing_to_take(home):
    assert take_folder(home / "bounces", by=SYSTEM, now=NOW) == {}


@database
@pytest.mark.django_db
def test_the_command_says_what_became_of_each(message, home, tmp_path, capsys):
    (tmp_path / "1.eml").write_bytes(standard())
    (tmp_path / "2.eml").write_bytes(b"Dear council")
    options = cli.parser().parse_args(
        ["bounce", *map(str, (tmp_path / "1.eml", tmp_path / "2.eml", tmp_path / "3.eml"))]
    )
    assert options.run(options) == (3, {TAKEN: 1, UNREAD: 2})
    assert "1.eml: noted on its message" in capsys.readouterr().err
    options.files = options.files[1:]
    assert options.run(options)[0] == 2
