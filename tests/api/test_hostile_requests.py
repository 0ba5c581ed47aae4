"""Whatever a program sends, it is told what is wrong with it: never a 5xx, and nothing it sent comes back."""

import json
from typing import Any

import pytest

from tests.api.program import PREFIX, Program, token_of
from tests.cast import SALMA
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.kernel.clock import today

pytestmark = pytest.mark.requirement("R088")
DAY = str(today())
CANARY = "canary-58131"


@pytest.fixture(scope="module")
def home(house: House) -> Family:
    return receive(house)


@pytest.fixture(scope="module")
def program(house: House) -> Program:
    return Program(token_of(house, SALMA, names=True))


def note(**changed: Any) -> bytes:
    return json.dumps({"text": "x", "on": DAY} | changed).encode()


UNREADABLE = [
    b"{",
    b"nothing",
    b"[" * 60_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    b'{"text": "\xff\xfe"}',
    b"\x00" * 40,
    b'{"text": "x", "on": NaN}',
    b'{"text": "x", "on": -Infinity}',
    b'{"score": ' + b"9" * 6000 + b"}",
    '{"text": "x"}'.encode("utf-16"),
]


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: repr(body[:12]))
def test_a_body_that_is_no_json_is_a_400(program: Program, home: Family, body: bytes):
    found = program.post(f"/files/{home.number}/contacts", body)
    assert (found.status_code, found.json()["code"]) == (400, "body_not_json")


MISSHAPEN: list[tuple[bytes, str]] = [
    (b"", "body"),
    (b"null", "body"),
    (b"[]", "body"),
    (b'"x"', "body"),
    (b"1e400", "body"),
    (b"{}", "text"),
    (note(text=None), "text"),
    (note(text=["x"]), "text"),
    (note(text="a\x00b"), "text"),
    (b'{"text": "\\ud800", "on": "' + DAY.encode() + b'"}', "text"),
    (note(text="x" * 20_001), "text"),
    (note(on="yesterday"), "on"),
    (note(on=0), "on"),
    (note(on="2026-11-22T10:00:00Z"), "on"),
    (note(on="0001-01-01"), "on"),
    (note(on="9999-12-31"), "on"),
    (note(on="٢٠٢٦-١١-٢٢"), "on"),
    (note(person="x"), "person"),
    (note(person=5), "person"),
    (note(circle="sealed"), "circle"),
    (note(permitted="yes"), "permitted"),
    (note(permitted=1), "permitted"),
    (note(**{CANARY: "x"}), "body"),
    (note(file_id=CANARY, team_id=1), "body"),
]


@pytest.mark.parametrize(("body", "field"), MISSHAPEN, ids=lambda one: repr(one)[:40])
def test_a_body_of_the_wrong_form_names_the_field(program: Program, home: Family, body: bytes, field: str):
    found = program.post(f"/files/{home.number}/contacts", body)
    assert found.status_code == 422, found.content
    assert field in {one["field"] for one in found.json()["errors"]}
    assert CANARY not in found.content.decode()


def test_what_a_service_finds_wrong_names_the_field_too(program: Program, home: Family):
    later = note(on=str(today().replace(year=today().year + 1)))
    for body, field, code in ((note(text=" "), "text", "text_missing"), (later, "on", "date_in_future")):
        found = program.post(f"/files/{home.number}/contacts", body).json()
        assert (found["code"], found["errors"][0]["field"]) == (code, field)


def test_a_body_that_is_too_large_or_of_another_kind_is_not_read(program: Program, home: Family):
    path = f"{PREFIX}/files/{home.number}/contacts"
    large = program.client.generic("POST", path, b"x" * 200_000, "application/json", headers=program.headers)
    assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml", ""):
        found = program.client.generic("POST", path, note(), kind, headers=program.headers)
        assert (found.status_code, found.json()["code"]) == (415, "body_of_another_kind"), kind


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=-1", "limit=x", "limit=1e3", "limit=", "after=%00", "after=%FF",
     "after=" + "A" * 201, "scope=everything", "order=name", "state=open", "limit=99999999999999999999",
     "scoep=team", "number=1"],
)  # fmt: skip
def test_a_question_of_the_wrong_form_is_a_422(program: Program, query: str):
    found = program.get(f"/files?{query}")
    assert found.status_code == 422
    assert found.json()["errors"]


def test_more_questions_than_anybody_has_are_a_400(program: Program):
    found = program.get("/files?" + "&".join(f"q{n}=1" for n in range(5000)))
    assert (found.status_code, found["Content-Type"]) == (400, "application/problem+json")
    assert program.get(f"/me?{CANARY}=1").status_code == 422


@pytest.mark.parametrize(
    "path",
    ["", "/", "/nothing", "/files/", "/files/%00", "/files/..%2f..", "/files/K7-03F2/goals/not-a-uuid/close",
     "/files/K7-03F2/secrets", "/files/" + "9" * 4000, "/openapi.json/", "/me/x"],
)  # fmt: skip
def test_an_address_that_is_none_is_a_404_and_a_problem(program: Program, path: str):
    for method in ("get", "post", "put", "patch", "delete"):
        found = program.ask(method, path, b"{}")
        assert found.json()["code"] in ("nothing_here", "method_not_here")
        assert method != "get" or found.status_code == 404


def test_a_method_that_is_none_is_a_405_that_tells_which_there_are(program: Program, home: Family):
    found = program.ask("delete", f"/files/{home.number}")
    assert (found.status_code, found["Allow"]) == (405, "GET")
    found = program.ask("put", f"/files/{home.number}/contacts", note())
    assert (found.status_code, set(found["Allow"].split(", "))) == (405, {"GET", "POST"})
    assert program.ask("trace", "/me").status_code == 405


@pytest.mark.parametrize(
    "header",
    [("accept-language", "x" * 5000), ("accept-language", ",".join(["ar;q=0.5"] * 500)), ("accept-language", "ar;q=x"),
     ("accept-language", "\x01"), ("authorization", "Bearer " + "x" * 9000), ("authorization", "Bearer ألف"),
     ("authorization", "Bearer"), ("x-wasl-purpose", "x" * 3000), ("idempotency-key", "x" * 3000)],
)  # fmt: skip
def test_a_header_that_is_nonsense_breaks_nothing(program: Program, home: Family, header: tuple[str, str]):
    found = program.post(f"/files/{home.number}/contacts", note(), **{header[0]: header[1]})
    assert found.status_code in (201, 401, 422)
    assert program.get(f"/files/{home.number}/people", **{header[0]: header[1]}).status_code in (
        200,
        401,
        422,
    )


def test_what_nobody_foresaw_is_a_problem_too_and_tells_nothing(
    program: Program, home: Family, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: a selector that breaks, with a name in its message, in practice and with debug on."""
    from django.conf import settings

    from wasl.casefile.selectors import files

    def broken(*_: object, **__: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(files, "view", broken)
    for debug in (False, True):
        monkeypatch.setattr(settings, "DEBUG", debug)
        found = program.get(f"/files/{home.number}")
        assert found.status_code == 500
        if not debug:
            assert (found.json()["code"], found["Content-Type"]) == ("our_fault", "application/problem+json")
            assert CANARY not in found.content.decode()
