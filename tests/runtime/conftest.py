"""A home for every test, and one running server of each kind for the tests that only look."""

from collections.abc import Iterator

import pytest

from tests.runtime.places import SERVERS, WHEEL, cluster_at, short_home
from wasl.runtime.binaries import Binaries
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster


@pytest.fixture
def home() -> Iterator[Home]:
    with short_home() as place:
        yield place


@pytest.fixture(params=SERVERS, ids=lambda binaries: f"{binaries.origin}-{binaries.major}")
def binaries(request: pytest.FixtureRequest) -> Binaries:
    found: Binaries = request.param
    return found


@pytest.fixture(scope="module", params=SERVERS, ids=lambda binaries: f"{binaries.origin}-{binaries.major}")
def running_cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with short_home() as place:
        cluster = cluster_at(place, request.param)
        cluster.create()
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def wheel_cluster(home: Home) -> Iterator[Cluster]:
    """A stopped cluster of the test's own, to be treated badly."""
    cluster = cluster_at(home, WHEEL, durable=True)
    cluster.create()
    yield cluster
    cluster.stop()
