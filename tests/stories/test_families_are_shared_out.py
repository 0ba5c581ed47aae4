"""A supervisor shares out the families of a worker, or those that have none; every one is accepted by a person."""

import psycopg
import pytest

from tests.cast import HADI, NADIA, SALMA
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.errors import Invalid, Refused


@pytest.fixture
def family(house: House) -> Family:
    house.free_hands("salma")
    return Family(house)


@pytest.mark.requirement("R054")
def test_many_files_are_offered_at_once_and_each_is_accepted(house: House, family: Family):
    from wasl.journey.services.hands import hand_accept, share_out

    other = Family(house)
    hadi = house.actor(HADI)
    given = {one.ref: (hadi.account, "caseworker") for one in (family, other)}
    with pytest.raises(Invalid) as why:
        share_out(given=given, reason=" ", by=family.nadia)
    assert why.value.code == "share_reason_missing"
    with pytest.raises(Refused):
        share_out(given=given, reason="يسافر", by=hadi)
    assert share_out(given=given, reason="يسافر", by=family.nadia) == 0
    assert family.row(family.nadia).worker == family.salma.ref
    hand_accept(file=family.ref, by=hadi)
    assert family.row(family.nadia).worker == hadi.ref
    assert other.row(family.nadia).worker == family.salma.ref


@pytest.mark.requirement("R054")
def test_the_files_of_a_worker_who_has_left_go_to_the_new_one_at_once(house: House, family: Family):
    from wasl.journey.services.hands import share_out

    salma = house.accounts[SALMA.username]
    moved = "UPDATE access_account SET is_active = %s WHERE id = %s"
    try:
        with psycopg.connect(house.dsn("wasl_super")) as everything:
            everything.execute(moved, [False, salma])
        hadi = house.actor(HADI)
        given = {family.ref: (hadi.account, "caseworker")}
        assert share_out(given=given, reason="انتقلت", by=house.actor(NADIA)) == 1
        assert family.row(hadi).worker == hadi.ref
    finally:
        with psycopg.connect(house.dsn("wasl_super")) as everything:
            everything.execute(moved, [True, salma])


@pytest.mark.requirement("R054")
def test_the_page_proposes_with_reasons_and_a_person_sends(house: House, family: Family):
    browser = signed_in(house, NADIA)
    path = f"/team/share/?who={house.accounts['salma']}"
    page = browser.get(path).content.decode()
    assert family.number in page
    answer = browser.post(
        path, {f"to-{family.ref}": f"{house.accounts['hadi']}:caseworker", "reason": "إجازة"}
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        (asked,) = everything.execute(
            "SELECT to_worker FROM casefile_handover WHERE file_id = %s AND answered_on IS NULL", [family.ref]
        ).fetchone()
    assert asked == house.accounts["hadi"]
    assert signed_in(house, HADI).get(path).status_code == 403
