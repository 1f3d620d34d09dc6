"""What the tests of the register and its pages share."""

import pytest
from django.core.cache import cache
from tests.casework import AT, make_world, receive
from tests.figure_pages import count, counted_once, small_register
from tests.mail_servers import Inbox, mail_server
from tests.messages import SENDER
from tests.signing_in import somebody, with_app

from heard.letters.mail_settings import Mail
from heard.record.models import Letter
from heard.reporting import editions


@pytest.fixture
def home(settings, tmp_path):
    """A home of its own for one test: an extract is a folder on the disk."""
    settings.HEARD_HOME = tmp_path / "home"
    settings.HEARD_HOME.mkdir()
    return settings.HEARD_HOME


@pytest.fixture
def world():
    """A few people, a team and a category."""
    return make_world()


@pytest.fixture
def complaint(world):
    """A complaint that the complaints officer took, and holds."""
    return receive(world)


@pytest.fixture
def register(home, tmp_path):
    """A small register with one complaint that some must not meet."""
    small_register(tmp_path)
    return home


@pytest.fixture
def edition(register, monkeypatch):
    """The report of its year, counted. Its Word document is a stub: drawing its pictures takes a second."""
    monkeypatch.setattr(editions, "render_word", lambda report, lists: b"PK")
    with counted_once("a small register"):
        return count()


@pytest.fixture
def quick_sign_in(settings):
    """Passwords that are checked at once, and nobody's tries counted yet. Argon2 is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def olive():
    """A complaints officer whose app is set up."""
    return with_app(somebody())


@pytest.fixture
def letter(complaint):
    """A letter to the first party of the complaint, as little of it as a message needs."""
    return Letter.objects.create(
        complaint=complaint,
        recipient=complaint.parties.first(),
        rule=Letter.UPDATE,
        reader=Letter.ADULT,
        way=Letter.EMAIL,
        text="# A letter",
        written_at=AT,
    )


@pytest.fixture
def inbox():
    """What a mail server of the tests is given."""
    return Inbox()


@pytest.fixture
def server(settings, home, inbox):
    """A mail server on this machine, and Heard set to use it."""
    with mail_server(inbox) as port:
        settings.HEARD_MAIL = Mail("smtp", True, SENDER, "127.0.0.1", port, "none")
        yield port
