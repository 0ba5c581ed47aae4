"""What Salma's program writes goes the way of what she writes: the same rules, each thing once, nobody overwritten."""

import json
import threading
import uuid
from datetime import timedelta

import psycopg
import pytest

from tests.api.program import Program, token_of
from tests.cast import AMAL, NADIA, RAWA, SALMA
from tests.stories.umm_ahmed import Family, assess, receive
from tests.worlds import House
from wasl.kernel.clock import today

pytestmark = pytest.mark.requirement("R088", "R076")
DAY = str(today())


@pytest.fixture
def home(house: House) -> Family:
    family = receive(house)
    assess(family, house.actor(SALMA))
    return family


@pytest.fixture
def salma(house: House) -> Program:
    return Program(token_of(house, SALMA))


@pytest.fixture
def reader(house: House) -> Program:
    return Program(token_of(house, SALMA, names=True), **{"x-wasl-purpose": "care"})


def items(program: Program, path: str) -> list[dict]:
    found = program.get(path)
    assert found.status_code == 200, found.content
    return found.json()["items"]


def refused(response, status: int, code: str) -> bool:
    assert (response.status_code, response.json()["code"]) == (status, code), response.content
    return response["Content-Type"] == "application/problem+json"


def need_of(program: Program, home: Family, domain: str) -> dict:
    return next(one for one in items(program, f"/files/{home.number}/needs") if one["domain"] == domain)


def test_from_a_need_to_a_goal_to_a_service_that_helped(home: Family, salma: Program, reader: Program):
    base = f"/files/{home.number}"
    need = need_of(salma, home, "work")
    goal = salma.post(
        f"{base}/goals",
        {"words": "تريد العمل خياطة", "needs": [need["ref"]], "person": need["person"], "due_on": DAY},
    )
    assert goal.status_code == 201, goal.content
    ref = goal.json()["ref"]
    (listed,) = [one for one in items(reader, f"{base}/goals") if one["ref"] == ref]
    assert (listed["words"], listed["needs"]) == ("تريد العمل خياطة", [need["ref"]])
    service = salma.post(f"{base}/goals/{ref}/services", {"code": a_service(), "on": DAY})
    assert service.status_code == 201, service.content
    given = {"state": "delivered", "on": DAY, "result": "helped", "words": "أكملت الدورة"}
    assert salma.ask("patch", f"{base}/services/{service.json()['ref']}", given).status_code == 200
    version = items(salma, f"{base}/goals")[0]["version"]
    ended = salma.post(f"{base}/goals/{ref}/close", {"version": version, "state": "achieved", "on": DAY})
    assert ended.status_code == 200, ended.content
    (listed,) = [one for one in items(reader, f"{base}/goals") if one["ref"] == ref]
    assert (listed["state"], listed["services"][0]["words"]) == ("achieved", "أكملت الدورة")
    again = {"version": listed["version"], "state": "dropped", "on": DAY}
    assert refused(salma.post(f"{base}/goals/{ref}/close", again), 409, "already_closed")
    assert salma.post(f"{base}/goals/{ref}/reopen", {"version": listed["version"]}).status_code == 200


def a_service() -> str:
    from wasl.access.policy import programme

    return next(c for c, s in programme().services.items() if not s.for_everyone and s.circle != "sealed")


def test_whoever_read_an_older_version_is_told_and_changes_nothing(
    home: Family, salma: Program, reader: Program
):
    base = f"/files/{home.number}"
    need = need_of(salma, home, "coping")
    ref = salma.post(
        f"{base}/goals", {"words": "أن تنام", "needs": [need["ref"]], "person": need["person"]}
    ).json()["ref"]
    change = {"version": 1, "words": "أن تنام ليلاً", "needs": [need["ref"]]}
    assert salma.ask("patch", f"{base}/goals/{ref}", change).status_code == 200
    late = salma.ask("patch", f"{base}/goals/{ref}", {**change, "words": "أن ترتاح"})
    assert refused(late, 409, "changed_meanwhile")
    assert late.json()["errors"][0]["version"] == 2
    assert "أن تنام" not in late.content.decode()
    (listed,) = [one for one in items(reader, f"{base}/goals") if one["ref"] == ref]
    assert listed["words"] == "أن تنام ليلاً"


def test_why_a_need_has_no_goal_can_be_said_and_taken_back(home: Family, salma: Program, reader: Program):
    need = need_of(salma, home, "coping")
    path = f"/files/{home.number}/needs/{need['ref']}/answer"
    assert salma.ask("put", path, {"reason": "not_wanted", "words": "لا تريد الآن"}).status_code == 200
    found = next(one for one in items(reader, f"/files/{home.number}/needs") if one["ref"] == need["ref"])
    assert (found["no_goal"], found["reason"], found["unanswered"]) == ("not_wanted", "لا تريد الآن", False)
    assert salma.ask("delete", path).status_code == 200
    assert need_of(salma, home, "coping")["no_goal"] == ""
    assert refused(salma.ask("put", path, {"reason": "not_wanted", "words": " "}), 422, "reason_missing")


def test_a_need_is_raised_in_a_field_of_life_that_the_programme_has(home: Family, salma: Program):
    path = f"/files/{home.number}/needs"
    assert salma.post(path, {"domain": "shelter", "score": 3, "on": DAY}).status_code == 201
    assert refused(salma.post(path, {"domain": "belief", "score": 3, "on": DAY}), 422, "domain_unknown")


def test_tasks_are_added_for_oneself_ticked_and_opened_again(home: Family, salma: Program):
    base = f"/files/{home.number}/tasks"
    ref = salma.post(base, {"text": "الاتصال", "due_on": DAY, "kind": "contact"}).json()["ref"]
    assert ref in {one["ref"] for one in items(salma, "/tasks?limit=200")}
    assert next(one["file"] for one in items(salma, "/tasks?limit=200") if one["ref"] == ref) == home.number
    assert salma.ask("put", f"{base}/{ref}/done").status_code == 200
    assert items(salma, base) == []
    assert items(salma, f"{base}?open_only=false")[0]["done_on"] == DAY
    assert salma.ask("delete", f"{base}/{ref}/done").status_code == 200
    assert items(salma, base)[0]["done_on"] is None


def test_waiting_is_set_and_ended_and_cannot_begin_before_the_one_before(home: Family, salma: Program):
    path = f"/files/{home.number}/waiting"
    assert salma.ask("put", path, {"reason": "documents", "since": DAY}).json()["waiting"] == "documents"
    earlier = str(today() - timedelta(days=3))
    assert salma.ask("put", path, {"reason": "transport", "since": earlier}).status_code == 422
    later = str(today() + timedelta(days=1))
    assert refused(salma.ask("put", path, {"reason": "transport", "since": later}), 422, "date_in_future")
    assert salma.ask("delete", path).json()["waiting"] == ""


def test_what_is_another_familys_is_not_here(house: House, home: Family, salma: Program):
    other = receive(house)
    assess(other, house.actor(SALMA))
    need = need_of(salma, other, "coping")
    base = f"/files/{home.number}"
    task = salma.post(f"/files/{other.number}/tasks", {"due_on": DAY}).json()["ref"]
    goal = salma.post(f"/files/{other.number}/goals", {"words": "x", "needs": [need["ref"]]}).json()["ref"]
    for method, path, body in (
        ("put", f"{base}/needs/{need['ref']}/answer", {"reason": "not_wanted", "words": "x"}),
        ("patch", f"{base}/goals/{goal}", {"version": 1, "words": "x", "needs": []}),
        ("post", f"{base}/goals/{goal}/close", {"version": 1, "state": "dropped", "on": DAY}),
        ("post", f"{base}/goals/{goal}/services", {"code": a_service(), "on": DAY}),
        ("put", f"{base}/tasks/{task}/done", None),
    ):
        assert refused(salma.ask(method, path, body), 404, "nothing_here"), path
    assert refused(salma.post(f"{base}/goals", {"words": "x", "needs": [need["ref"]]}), 422, "which_need")
    stranger = {"text": "x", "on": DAY, "person": str(other.people["sundus"])}
    assert salma.post(f"{base}/contacts", stranger).status_code == 422
    assert salma.post(f"{base}/contacts", {**stranger, "person": str(uuid.uuid4())}).status_code == 422


def test_what_is_one_persons_own_is_not_here_for_whoever_may_not_read_it(
    house: House, home: Family, salma: Program
):
    """Amal receives families and reads nobody's own circle; she can neither see nor reach such a goal."""
    need = need_of(salma, home, "coping")
    own = {"words": "x", "needs": [need["ref"]], "person": need["person"], "circle": "own"}
    salma.post(f"/files/{home.number}/goals", own)
    salma.post(
        f"/files/{home.number}/contacts", {"text": "x", "on": DAY, "circle": "own", "person": need["person"]}
    )
    amal = Program(token_of(house, AMAL))
    assert len(items(salma, f"/files/{home.number}/goals")) == 1
    assert items(amal, f"/files/{home.number}/goals") == []
    assert items(amal, f"/files/{home.number}/contacts") == []


def test_a_program_may_no_more_than_its_owner(house: House, home: Family):
    amal = Program(token_of(house, AMAL))
    note = {"text": "x", "on": DAY}
    assert refused(amal.post(f"/files/{home.number}/contacts", note), 403, "role_may_not")
    rawa = Program(token_of(house, RAWA))
    assert refused(rawa.post(f"/files/{home.number}/contacts", note), 403, "colleague_without_grant")
    assert Program(token_of(house, NADIA)).post(f"/files/{home.number}/contacts", note).status_code == 201


# --- the same request again ---------------------------------------------------------------------------------------


def test_a_request_sent_again_under_its_key_is_answered_again_and_done_once(home: Family, salma: Program):
    path, key = f"/files/{home.number}/contacts", str(uuid.uuid4())
    body = {"text": "زيارة", "on": DAY}
    first, second = (salma.post(path, body, **{"idempotency-key": key}) for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content) == (201, first.content)
    assert len(items(salma, path)) == 1
    other = salma.post(path, {**body, "text": "اتصال"}, **{"idempotency-key": key})
    assert refused(other, 422, "key_used_otherwise")
    assert refused(salma.post(path, body, **{"idempotency-key": "again"}), 422, "form_wrong")
    assert len(items(salma, path)) == 1


def test_a_key_whose_request_was_refused_is_free(home: Family, salma: Program):
    path, key = f"/files/{home.number}/contacts", str(uuid.uuid4())
    assert salma.post(path, {"text": " ", "on": DAY}, **{"idempotency-key": key}).status_code == 422
    assert salma.post(path, {"text": "زيارة", "on": DAY}, **{"idempotency-key": key}).status_code == 201


def test_anothers_key_is_anothers(house: House, home: Family, salma: Program):
    path, key = f"/files/{home.number}/contacts", str(uuid.uuid4())
    nadia = Program(token_of(house, NADIA))
    for program in (salma, nadia):
        assert program.post(path, {"text": "زيارة", "on": DAY}, **{"idempotency-key": key}).status_code == 201
    assert len(items(salma, path)) == 2


def test_two_at_once_under_one_key_are_done_once(house: House, home: Family):
    from django.db import connection

    path, key, said = f"/files/{home.number}/contacts", str(uuid.uuid4()), []
    token = token_of(house, SALMA)
    start = threading.Barrier(4)

    def send() -> None:
        program = Program(token)
        start.wait()
        try:
            found = program.post(path, {"text": "زيارة", "on": DAY}, **{"idempotency-key": key})
            said.append((found.status_code, found.content))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 4
    assert len(set(said)) == 1
    assert said[0][0] == 201
    assert len(items(Program(token), path)) == 1


def test_what_is_kept_of_an_answer_holds_neither_words_nor_a_hash_that_could_be_guessed(
    house: House, home: Family, salma: Program
):
    import hashlib

    path, key = f"/files/{home.number}/contacts", str(uuid.uuid4())
    salma.post(path, {"text": "بدعة", "on": DAY}, **{"idempotency-key": key})
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        kept = everything.execute(
            "SELECT mark, answer FROM access_answered WHERE key = %s", [key]
        ).fetchall()[0]
    assert set(json.loads(kept[1])) == {"ref"}
    told = f'POST\n/api/v1{path}\n{{"text": "\\u0628\\u062f\\u0639\\u0629", "on": "{DAY}"}}'.encode()
    assert bytes(kept[0]) != hashlib.sha256(told).digest()


def test_answers_are_forgotten_after_a_day(house: House, home: Family, salma: Program):
    key = str(uuid.uuid4())
    salma.post(f"/files/{home.number}/contacts", {"text": "x", "on": DAY}, **{"idempotency-key": key})
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything:
        everything.execute("UPDATE access_answered SET at = at - interval '25 hours' WHERE key = %s", [key])
        with psycopg.connect(house.dsn("wasl_worker")) as worker:
            worker.execute("SELECT access_forget_tokens()")
        rows = everything.execute("SELECT count(*) FROM access_answered WHERE key = %s", [key]).fetchall()
    assert rows == [(0,)]
