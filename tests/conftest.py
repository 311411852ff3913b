"""Fixtures of every test. The command line is run in a process of its own, as a person runs it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from tests.support.mastodon import Mastodon, serve_mastodon
from tests.support.site import Site, serve

# Where an app or a command of a test would look for what was saved: never the person's own.
_KEPT = tempfile.mkdtemp(prefix="selfcheck-tests-")
os.environ["XDG_DATA_HOME"] = _KEPT
# The tests read English, whatever the language of the computer they run on.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)

# The same examples each time: a change is judged by what it changes, not by what chance finds in something else.
# To search for new ones: CONTRIBUTING.md.
settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=1500, deadline=None)
settings.load_profile("steady")


def pytest_unconfigure() -> None:
    """Take away what was saved; processes of a parallel run end too hard for `atexit`."""
    shutil.rmtree(_KEPT, ignore_errors=True)


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback."""
    with serve() as running:
        yield running


@pytest.fixture
def server() -> Iterator[Mastodon]:
    """A server of the Mastodon API on loopback."""
    with serve_mastodon() as running:
        yield running


@pytest.fixture(scope="session")
def guidance() -> Guidance:
    """The English guidance."""
    return load_guidance()
