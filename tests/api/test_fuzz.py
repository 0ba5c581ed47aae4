"""Requests drawn from the API's own document, right and wrong, by several roles: never a 5xx, no answer that the
document does not know, and none that the role may not have.

What a request changes is undone, after the constraints that wait for the commit were asked.
"""

import os
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some

from tests.api.program import Program, token_of
from tests.api.test_permission_matrix import bodies, routes, words
from tests.cast import AMAL, HADI, KARIM, NADIA, RANA, SALMA, YUSUF, Member
from tests.protection import matrix
from tests.protection.matrix import Answer, Family
from tests.stories.umm_ahmed import assess, receive
from tests.worlds import House
from wasl.kernel.clock import today

NAME = "سندس"
CANARY = "canary-77204"
BOUNDED, PROVED = 600, int(os.environ.get("WASL_REQUESTS", "20000"))
MOST_TURNS = 6
ROLES: tuple[Member | None, ...] = (SALMA, NADIA, AMAL, HADI, KARIM, YUSUF, RANA, None)
pytestmark = [pytest.mark.requirement("R088", "P8"), pytest.mark.filterwarnings("ignore")]


@dataclass
class Sent:
    """What was sent and answered."""

    requests: int = 0
    answers: dict[tuple[str, int], int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, name: str, status: int) -> None:
        self.requests += 1
        self.answers[name, status] = self.answers.get((name, status), 0) + 1


@pytest.fixture(scope="module")
def family(house: House) -> Family:
    """A family with one thing of every kind that an address can name."""
    home = receive(house)
    assess(home, house.actor(SALMA))
    program, base = Program(token_of(house, SALMA)), f"/files/{home.number}"
    need = program.get(f"{base}/needs").json()["items"][0]["ref"]
    goal = {"words": f"{NAME} {CANARY}", "needs": [need]}
    ref = program.post(f"{base}/goals", goal).json()["ref"]
    given_by = next(one for one in matrix.families(house) if one.file == home.file)
    program.post(f"{base}/goals/{ref}/services", bodies(given_by)["service_record"])
    for one in ("contacts", "tasks"):
        body = {
            "text": f"{NAME} {CANARY}",
            **({"on": str(today())} if one == "contacts" else {"due_on": str(today())}),
        }
        assert program.post(f"{base}/{one}", body).status_code == 201
    booked = bodies(given_by)["appointment_book"] | {"starts": "09:30"}
    assert program.post(f"{base}/appointments", booked).status_code == 201
    return next(one for one in matrix.families(house) if one.file == home.file)


@pytest.fixture(scope="module")
def document(house: House) -> Iterator[Any]:
    """The document, and the application as a server calls it, on the connection that undoes what was changed."""
    import schemathesis
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    from wasl.wsgi import application

    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in signals:
        signal.connect(close_old_connections)


def run(house: House, family: Family, document: Any, requests: int) -> Sent:
    """So many requests, shared out evenly among the addresses, by one role or another."""
    sent = Sent()
    tokens = {member: token_of(house, member) if member else "" for member in ROLES}
    operations = [found.ok() for found in document.get_all_operations()]
    # an address with little to vary is soon exhausted; the others are then asked more often
    for turn in range(MOST_TURNS):
        share = -(-(requests - sent.requests) // len(operations))
        for operation in operations if share > 0 else ():
            _try(operation, tokens, family, share, sent, turn)
    return sent


def _try(
    operation: Any, tokens: dict[Member | None, str], family: Family, count: int, sent: Sent, turn: int = 0
) -> None:
    """Requests right and wrong to one address, most of them about what is really there."""
    from schemathesis import GenerationMode

    real = {hole: _real(hole, family) for hole in _holes(operation)}
    drawn = [
        operation.as_strategy(generation_mode=mode, **({"path_parameters": real} if real and known else {}))
        for mode in GenerationMode
        for known in ((True, False) if real else (True,))
    ]
    due = {member: _due(operation, member, family) for member in tokens}

    @seed(turn)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=some.one_of(drawn), member=some.sampled_from(list(tokens)))
    def one(case: Any, member: Member | None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sent.wrong += _wrong(case, tokens[member], due[member], sent)

    one()


def _wrong(case: Any, token: str, due: Answer, sent: Sent) -> Iterator[str]:
    """What is wrong with the answer to one request."""
    from django.db import IntegrityError, connection, transaction
    from schemathesis.core.failures import FailureGroup

    said = f"{case.method} {case.operation.path}"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with transaction.atomic():
            response = case.call(headers=headers)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except IntegrityError as error:
        yield f"{said}: the database would have refused at the commit: {error}"
        return
    name = case.operation.definition.raw["operationId"]
    sent.count(name, response.status_code)
    try:
        case.validate_response(response, checks=_checks())
    except FailureGroup as failures:
        for one in failures.exceptions:
            # where the token itself was to be the mistake, ours stood in its place and made it right
            if not (token and "Authorization" in one.message):
                yield f"{said}: {one.title}: {one.message[:300]}"
    if due is not Answer.ALLOWED and response.status_code < 300:
        yield f"{said}: {response.status_code}, due {due}"
    if CANARY in response.text or NAME in response.text:
        yield f"{said}: a name was told to a token of codes"


def _checks() -> list[Any]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    return [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
        checks.negative_data_rejection,
    ]


def _due(operation: Any, member: Member | None, family: Family) -> Answer:
    name = operation.definition.raw["operationId"]
    address = next(route.address for route in routes() if route.name == name)
    held = matrix.held(member, family.team, family.grants) if member else None
    return matrix.expected(address, words()[name], member, held if address.of_a_file else None)


def _holes(operation: Any) -> list[str]:
    return [one["name"] for one in operation.definition.raw.get("parameters", ()) if one["in"] == "path"]


def _real(hole: str, family: Family) -> str:
    if hole in matrix.FILLED:
        return str(matrix.FILLED[hole]())
    return family.number if hole == "number" else str(family.of(matrix.TABLES[hole], hole))


def judged(sent: Sent, least: int) -> None:
    told = "\n".join(dict.fromkeys(sent.wrong))
    assert not sent.wrong, f"{len(sent.wrong)} of {sent.requests}\n{told[:6000]}"
    assert sent.requests >= least
    statuses = {status for _, status in sent.answers}
    assert statuses >= {200, 201, 401, 403, 404, 422}, statuses
    succeeded = {name for name, status in sent.answers if status in (200, 201)}
    assert len(succeeded) > 20, succeeded


def test_a_sample_of_requests_from_the_document_is_answered_as_the_document_says(
    house: House, family: Family, document: Any
):
    judged(run(house, family, document, BOUNDED), BOUNDED // 2)


@pytest.mark.prove
def test_twenty_thousand_requests_from_the_document_are_answered_as_the_document_says(
    house: House, family: Family, document: Any, record_property: Callable[[str, object], None]
):
    sent = run(house, family, document, PROVED)
    by_status: dict[int, int] = {}
    for (_, status), count in sent.answers.items():
        by_status[status] = by_status.get(status, 0) + count
    record_property("requests", sent.requests)
    record_property("roles, nobody among them", len(ROLES))
    record_property("addresses", len({name for name, _ in sent.answers}))
    record_property(
        "answers", ", ".join(f"{count} times {status}" for status, count in sorted(by_status.items()))
    )
    record_property("faults", len(sent.wrong))
    judged(sent, PROVED)


def test_an_answer_that_the_document_does_not_know_is_caught(
    house: House, family: Family, document: Any, monkeypatch: pytest.MonkeyPatch
):
    """The planted faults: an answer nobody wrote down, a fault of ours, a name told to a token of codes."""
    from wasl.casefile.selectors import files
    from wasl.interfaces.api import problems, shapes

    operation = next(
        found.ok() for found in document.get_all_operations() if found.ok().path == "/api/v1/files/{number}"
    )

    def tried(member: Member | None) -> str:
        sent = Sent()
        _try(operation, {member: token_of(house, member) if member else ""}, family, 12, sent)
        return "\n".join(sent.wrong)

    assert tried(SALMA) == ""
    with monkeypatch.context() as patch:
        patch.setattr(problems, "CONTENT_TYPE", "text/html")
        assert "content-type" in tried(KARIM).lower()
    with monkeypatch.context() as patch:
        patch.setattr(files, "view", lambda *_, **__: 1 / 0)
        assert "Server error" in tried(SALMA)
    with monkeypatch.context() as patch:
        true = shapes.FileOut.of.__func__  # type: ignore[attr-defined]
        patch.setattr(
            shapes.FileOut,
            "of",
            classmethod(lambda cls, card, head=None: true(cls, card).copy(update={"section": NAME})),
        )
        assert "a name was told" in tried(SALMA)
