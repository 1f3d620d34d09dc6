"""Where the processes that a test kills keep what they write."""

import os
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def home():
    """A home in memory where there is such a place: a killed process is no power cut, and need not wait for the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)
