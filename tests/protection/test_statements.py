"""What a page costs in statements: a list at most 8, a family 14, a note saved 5, however many families there are."""

from uuid import uuid4

import pytest

from tests.cast import NADIA, SALMA, ZAINAB
from tests.protection.counting import Cost, counted
from tests.protection.matrix import Family
from tests.protection.population import populate
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.clock import today

FAMILIES = 150
LIST, OPEN, SAVE = 8, 14, 5


@pytest.fixture(scope="module")
def busiest(house: House) -> Family:
    """Of many families with whole histories, one of Salma's with everything."""
    return next(one for one in populate(house, FAMILIES) if one.grants.get("salma") == "caseworker")


def cost_of(house: House, member, method: str, path: str, data=None, status: int = 200) -> Cost:
    """The second time, when templates are compiled and the programme is loaded."""
    browser = signed_in(house, member)
    browser.get(path)
    with counted() as cost:
        response = getattr(browser, method)(path, data) if data else getattr(browser, method)(path)
    assert response.status_code == status
    return cost


def sent() -> dict[str, str]:
    """A note as a browser sends it: with the key by which it is done once."""
    return {
        "key": str(uuid4()), "once": str(uuid4()), "kind": "note", "circle": "family", "on": today().isoformat(),
        "person": "", "text": "طلبت بيان ولادة لأحمد",
    }  # fmt: skip


@pytest.mark.requirement("P7")
@pytest.mark.parametrize("scope", ["mine", "team", "site"])
@pytest.mark.parametrize("order", ["due", "changed", "number"])
def test_a_list_costs_at_most_eight(house: House, busiest: Family, scope: str, order: str):
    member = {"mine": SALMA, "team": NADIA, "site": ZAINAB}[scope]
    cost = cost_of(house, member, "get", f"/files/?scope={scope}&order={order}")
    assert len(cost.statements) <= LIST, cost.told()
    assert cost.vault == ([] if scope == "site" else ["open"])


@pytest.mark.requirement("P7")
def test_a_family_costs_at_most_fourteen_and_one_question_to_the_vault(house: House, busiest: Family):
    cost = cost_of(house, SALMA, "get", f"/files/{busiest.number}/")
    assert len(cost.statements) <= OPEN, cost.told()
    assert cost.vault == ["open"], cost.vault


@pytest.mark.requirement("P7")
def test_a_note_costs_at_most_five_and_one_question_to_the_vault(house: House, busiest: Family):
    cost = cost_of(house, SALMA, "post", f"/files/{busiest.number}/note/", sent(), status=302)
    assert len(cost.statements) <= SAVE, cost.told()
    assert cost.vault == ["seal"], cost.vault


def test_a_note_that_asks_for_its_file_twice_is_caught(
    house: House, busiest: Family, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: what the page holds already is held again."""
    from wasl.casefile.selectors.files import lock
    from wasl.casefile.services import record

    monkeypatch.setattr(record, "lock_once", lambda held, *, by: lock(held.file_id, by=by))
    cost = cost_of(house, SALMA, "post", f"/files/{busiest.number}/note/", sent(), status=302)
    assert len(cost.statements) > SAVE


def test_a_page_that_asks_for_each_row_is_caught(
    house: House, busiest: Family, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: the head of each family looked up one by one."""
    from wasl.people import selectors

    really = selectors.heads
    monkeypatch.setattr(
        selectors, "heads",
        lambda files, *, viewer: {k: v for file in files for k, v in really([file], viewer=viewer).items()},
    )  # fmt: skip
    cost = cost_of(house, NADIA, "get", "/files/?scope=team")
    assert len(cost.statements) > LIST
