"""Each story begins without complaints; and what stood on a paper, whose words all come with the data."""

import json
from collections.abc import Iterator

import psycopg
import pytest

from tests.spoken import languages_kept
from tests.worlds import House


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of each paper drawn in a test, in order."""
    from wasl.interfaces.web import paper

    drawn: list[str] = []
    draw = paper.pdf

    def kept(letter, data):
        found = draw(letter, data)
        assert found.startswith(b"%PDF-")
        drawn.append(json.dumps(data, ensure_ascii=False))
        return found

    monkeypatch.setattr(paper, "pdf", kept)
    return drawn


@pytest.fixture(autouse=True)
def nobodys_language_stays_changed(request: pytest.FixtureRequest) -> Iterator[None]:
    """These stories read in English (`english`); those after them read in the language of the account."""
    if "house" not in request.fixturenames:
        yield
        return
    with languages_kept(request.getfixturevalue("house")):
        yield


@pytest.fixture(autouse=True)
def nobody_complains_yet(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "house" not in request.fixturenames:
        return
    house: House = request.getfixturevalue("house")
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("DELETE FROM rights_asked")
        everything.execute("DELETE FROM rights_complaintstep")
        everything.execute("DELETE FROM rights_complaint")
        everything.execute(
            "DELETE FROM vault_sealed WHERE field IN ('notes:complaint', 'notes:step', 'notes:asked')"
        )
        everything.execute("DELETE FROM access_trust")
        everything.execute("DELETE FROM access_grant WHERE purpose = 'cover'")
