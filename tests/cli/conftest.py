from collections.abc import Iterator

import pytest

from tests.cli.commands import Place, place


@pytest.fixture
def empty() -> Iterator[Place]:
    """A home in which nothing was made."""
    with place() as home:
        yield home


@pytest.fixture(scope="session")
def demo() -> Iterator[Place]:
    """The demo's accounts, without families."""
    with place() as home:
        said = home.wasl("demo", "--no-serve", "--families", "0", "--json")
        assert said.code == 0, said.err
        yield home
