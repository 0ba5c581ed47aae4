"""One served instance for the tests that do things to processes and files; each of them leaves it as it was."""

from collections.abc import Iterator

import pytest

from tests.browser.served import Instance, instance

FAMILIES = 16


@pytest.fixture(scope="session")
def running() -> Iterator[Instance]:
    """Made by `wasl demo`, run by `wasl serve`."""
    with instance(FAMILIES) as up:
        yield up
