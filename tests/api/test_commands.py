"""`wasl token` and `wasl openapi`, as somebody at a terminal runs them."""

import json

import pytest

from tests.cli.commands import Place, place
from tests.cli.test_demo import query

pytestmark = pytest.mark.requirement("R088")


@pytest.fixture(scope="module")
def demo():
    with place() as home:
        said = home.wasl("demo", "--no-serve", "--families", "0", "--json")
        assert said.code == 0, said.err
        yield home


def somebody(demo: Place) -> str:
    return str(json.loads(demo.instance.accounts_file.read_text())[0]["username"])


def test_a_token_is_told_once_and_says_what_it_may_be_shown(demo: Place):
    user = somebody(demo)
    codes = demo.wasl("token", "create", "--user", user, "--json")
    names = demo.wasl(
        "token", "create", "--json", "--user", user, "--names", "--label", "report", "--days", "7"
    )
    assert (codes.code, names.code) == (0, 0), codes.err + names.err
    assert codes.document["token"].startswith("wasl_")
    assert codes.document["names_until"] is None
    assert names.document["names_until"]
    assert names.document["token"] != codes.document["token"]
    kept = query(demo, "SELECT label, names_asked FROM access_token ORDER BY made_at")
    assert kept == [("wasl token create", False), ("report", True)]
    left = query(demo, "SELECT count(*) FROM access_session WHERE kind = 'command'")
    assert left == [(0,)]


def test_whoever_is_not_there_gets_none(demo: Place):
    said = demo.wasl("token", "create", "--user", "nobody-of-this-name", "--json")
    assert (said.code, said.out) == (1, "")
    assert "nobody-of-this-name" in said.err
    assert demo.wasl("token", "create").code == 2
    assert demo.wasl("token").code == 2


def test_an_instance_that_is_not_there_makes_none():
    with place() as empty:
        said = empty.wasl("token", "create", "--user", "x")
        assert (said.code, said.out) == (1, "")


def test_the_document_is_printed_without_an_instance():
    with place() as empty:
        said = empty.wasl("openapi", "--json")
    assert said.code == 0, said.err
    document = said.document
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/files/{number}" in document["paths"]
    for methods in document["paths"].values():
        for operation in methods.values():
            assert {200, 201} & {int(status) for status in operation["responses"]}
            assert {"400", "401", "403", "422", "503"} <= {str(status) for status in operation["responses"]}
