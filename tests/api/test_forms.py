"""From an answer to a need to a goal to a service and back, by a program; and filled forms that come in through it."""

import uuid
from typing import Any

import pytest

from tests.api.program import Program, token_of
from tests.cast import NADIA, RAWA, SALMA
from tests.instruments.sheets import instance, listed, of_tool, psychologist, send
from tests.instruments.test_from_answers_to_a_plan import sheet
from tests.stories.umm_ahmed import receive
from tests.worlds import House

CARE = {"x-wasl-purpose": "care"}


def program(house: House, member: Any = SALMA) -> Program:
    return Program(token_of(house, member))


def reader(house: House, member: Any = SALMA) -> Program:
    return Program(token_of(house, member, names=True), **CARE)


def items(one: Program, path: str) -> list[dict[str, Any]]:
    found = one.get(path)
    assert found.status_code == 200, found.content
    return list(found.json()["items"])


@pytest.mark.requirement("R072")
def test_a_program_reads_which_forms_are_asked_and_takes_one_whole(house: House):
    salma = program(house)
    listed_forms = {one["code"]: one for one in items(salma, "/forms?limit=200")}
    assert listed_forms["phq-9"]["clinical"]
    assert not listed_forms["education-profile"]["clinical"]
    assert set(listed_forms["education-profile"]["title"]) == {"ar", "ckb", "en"}
    version = listed_forms["education-profile"]["version"]
    whole = salma.get(f"/forms/education-profile/versions/{version}")
    assert whole.headers["Content-Type"].startswith("text/xml")
    assert f'version="{version}"' in whole.content.decode()
    assert salma.get("/forms/education-profile/versions/never-was").status_code == 404
    assert salma.get("/forms/no-such-form/versions/x").status_code == 404


@pytest.mark.requirement("R072", "R076")
def test_a_filled_form_comes_in_once_and_is_read_as_it_was_answered_then(house: House):
    family, salma = receive(house), program(house)
    xml = of_tool(house, "wg-ss", listed(1, 3, 1, 1, 1, 1), house.actor(SALMA))
    base, badia = f"/files/{family.number}/submissions", str(family.people["badia"])
    sent = {"form": "wg-ss", "instance": xml, "person": badia, "language": "ckb", "minutes": 4}
    first = salma.post(base, sent)
    assert first.status_code == 201, first.content
    again = salma.post(base, sent)
    assert (again.status_code, again.json()) == (200, first.json())
    other = salma.post(base, sent | {"person": str(family.people["sundus"])})
    assert (other.status_code, other.json()["code"]) == (422, "instance_of_another")
    [told] = [one for one in items(salma, base) if one["form"] == "wg-ss"]
    assert (told["ref"], told["person"], told["language"]) == (first.json()["ref"], badia, "ckb")
    assert "answers" not in told
    path = f"{base}/{told['ref']}"
    codes = salma.get(path).json()
    assert (codes["answers"], codes["results"], codes["names"], codes["hidden"]) == (
        None,
        None,
        "not_asked",
        False,
    )
    whole = reader(house).get(path).json()
    assert [one["value"] for one in whole["answers"]] == ["1", "3", "1", "1", "1", "1"]
    assert whole["results"]["disability"] is True
    assert whole["answers"][0]["label"]["en"].startswith("Do you have difficulty seeing")


def test_what_is_wrong_is_told_by_the_names_of_the_questions(house: House):
    family, salma = receive(house), program(house)
    version = next(one["version"] for one in items(salma, "/forms?limit=200") if one["code"] == "rcsi")
    answers = {f"item_{n}": "1" for n in range(1, 6)} | {"item_2": "9", "item_4": "often"}
    base = f"/files/{family.number}/submissions"
    refused = salma.post(base, {"form": "rcsi", "instance": instance("rcsi", version, answers)})
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/problem+json")
    assert {one["field"]: one["code"] for one in refused.json()["errors"]} == {
        "item_2": "answer_not_in_list", "item_4": "answer_not_in_list",
    }  # fmt: skip
    assert "often" not in refused.content.decode()
    for wrong in (
        {"language": "xx"},
        {"minutes": 0},
        {"mode": "guessed"},
        {"instance": "<data"},
        {"on": "2999-01-01"},
    ):
        assert salma.post(base, {"form": "rcsi", "instance": "<data/>", **wrong}).status_code == 422, wrong
    assert not items(salma, base)


@pytest.mark.requirement("R072")
def test_the_chain_is_walked_both_ways_by_references(house: House):
    """Answer → proposed need → need → goal → service, and from the service back to the answer."""
    family, by, salma = receive(house), house.actor(SALMA), program(house)
    base = f"/files/{family.number}"
    xml = sheet(house, "education-profile", by, last_class="none", in_class_now="no")
    person = str(family.people["zahra"])
    sent = salma.post(f"{base}/submissions", {"form": "education-profile", "instance": xml, "person": person})
    assert sent.status_code == 201, sent.content
    answer = sent.json()["ref"]
    proposed = [one for one in items(salma, f"{base}/proposed-needs") if one["answer"] == answer]
    assert proposed, "these answers propose a need"
    assert all(one["because"] is None and one["rules"] is None for one in proposed)
    told = {one["ref"]: one for one in items(reader(house), f"{base}/proposed-needs")}
    assert told[proposed[0]["ref"]]["because"]["ar"]
    assert told[proposed[0]["ref"]]["rules"]

    from wasl.instruments.services.raising import raised_take

    need = str(raised_take(raised=uuid.UUID(proposed[0]["ref"]), by=by))
    goal = salma.post(f"{base}/goals", {"words": "أن تدخل الصف", "needs": [need], "person": person}).json()[
        "ref"
    ]
    from tests.api.test_writing import a_service
    from wasl.kernel.clock import today

    made = salma.post(f"{base}/goals/{goal}/services", {"code": a_service(), "on": str(today())})
    service = made.json()["ref"]

    # down
    [found] = [
        one for one in items(salma, f"{base}/proposed-needs") if one["answer"] == answer and one["need"]
    ]
    [its_need] = [one for one in items(salma, f"{base}/needs") if one["ref"] == found["need"]]
    [its_goal] = [one for one in items(salma, f"{base}/goals") if one["ref"] in its_need["goals"]]
    assert [one["ref"] for one in its_goal["services"]] == [service]
    # and up
    [back] = its_goal["services"]
    assert (back["goal"], its_goal["needs"], its_need["answer"]) == (goal, [need], answer)
    assert salma.get(f"{base}/submissions/{its_need['answer']}").json()["form"] == "education-profile"


@pytest.mark.requirement("R088")
def test_clinical_answers_are_told_to_no_program_the_psychologists_neither(house: House):
    family = receive(house)
    rawa = psychologist(house, family)
    xml = of_tool(house, "phq-9", listed(2, 2, 1, 1, 0, 1, 1, 0, 0), rawa)
    response = send(family, "sundus", "phq-9", xml, rawa)
    path = f"/files/{family.number}/submissions/{response}"
    for member in (RAWA, SALMA, NADIA):
        told = reader(house, member).get(path)
        assert told.status_code == 200
        shown = told.json()
        assert (shown["hidden"], shown["answers"], shown["results"]) == (True, None, None)
    sent = {"form": "phq-9", "instance": of_tool(house, "phq-9", listed(*[0] * 9), rawa)}
    refused = program(house).post(
        f"/files/{family.number}/submissions", sent | {"person": str(family.people["sundus"])}
    )
    assert refused.status_code == 403


def test_a_door_that_forgets_which_forms_are_clinical_is_caught(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: the address asks nobody whether answers are clinical; the vault still gives nothing."""
    from wasl.interfaces.api.routes import forms

    family = receive(house)
    rawa = psychologist(house, family)
    xml = of_tool(house, "phq-9", listed(2, 2, 1, 1, 0, 1, 1, 0, 0), rawa)
    response = send(family, "sundus", "phq-9", xml, rawa)
    monkeypatch.setattr(forms.versions, "is_clinical", lambda _tool: False)
    shown = reader(house).get(f"/files/{family.number}/submissions/{response}").json()
    assert not shown["answers"]
    assert not shown["results"]
