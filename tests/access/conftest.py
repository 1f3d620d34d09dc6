"""What the tests of the register and its files share."""

import pytest


@pytest.fixture
def home(settings, tmp_path):
    """A home of its own for one test: an extract is a folder on the disk."""
    settings.HEARD_HOME = tmp_path / "home"
    settings.HEARD_HOME.mkdir()
    return settings.HEARD_HOME
