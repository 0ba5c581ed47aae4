"""One visit of the civil affairs office: who is ready for it, whose families they are, and what each brings."""

import html
from collections.abc import Iterator

import pytest

from tests.cast import HADI, NADIA, SALMA, YUSUF
from tests.protection.counting import counted
from tests.protection.visitors import signed_in
from tests.spoken import languages_kept
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House

PAGE, LIST = "/documents/day/", 8


@pytest.fixture(autouse=True)
def in_arabic(house: House) -> Iterator[None]:
    """The pages are read in Arabic, whatever language an account was left in."""
    with languages_kept(house, "ar"):
        yield


@pytest.fixture(scope="module")
def family(house: House) -> Family:
    """Umm Ahmed's own card and her youngest's paper wait for the visit; others are wanted, or begun, or there."""
    from wasl.casefile.enums import DocumentState
    from wasl.casefile.services.record import document_record

    found, salma = receive(house), house.actor(SALMA)
    for who, kind, state, wanted, step in (
        ("sundus", "DOC01", "never_had", True, "papers_gathered"),
        ("noor", "DOC06", "never_had", True, "papers_gathered"),
        ("omar", "DOC06", "never_had", True, "not_started"),
        ("zahra", "DOC01", "lost", False, "papers_gathered"),
        ("ahmed", "DOC01", "have", True, "papers_gathered"),
        ("huda", "DOC12", "never_had", True, "papers_gathered"),
    ):
        document_record(
            file=found.file, person=found.people[who], kind=kind, state=DocumentState(state), wanted=wanted,
            step=step, by=salma,
        )  # fmt: skip
    return found


def shown(house: House, member, query: str = "") -> str:
    answer = signed_in(house, member).get(PAGE + query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.requirement("R084")
def test_only_what_waits_for_the_visit_alone_is_ready(house: House, family: Family):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import visits
    from wasl.interfaces.web import words
    from wasl.interfaces.web.pages.visits import kinds

    terms = words.programme().documents
    salma = house.actor(SALMA)
    with unit_of_work(salma.token):
        found = visits.ready(
            viewer=salma, kinds=kinds(), states=terms.missing_states, steps=terms.visit_steps
        )
    theirs = {(card.kind, card.person) for card in found if card.file == family.file}
    assert theirs == {("DOC01", family.people["sundus"]), ("DOC06", family.people["noor"])}


@pytest.mark.requirement("R084")
def test_the_page_counts_by_kind_and_place_and_says_what_each_brings(house: House, family: Family):
    overview = shown(house, SALMA)
    assert "البطاقة الوطنية الموحدة" in overview
    assert "صلاح الدين" in overview
    assert "أم أحمد" not in overview
    ready = shown(house, SALMA, "?kind=DOC01&place=IQG16")
    assert "أم أحمد" in ready
    assert family.number in ready
    assert "وصورتان" in ready
    assert family.number not in shown(house, HADI, "?kind=DOC01&place=IQG16")
    assert family.number in shown(house, NADIA, "?kind=DOC01&place=IQG16")
    assert signed_in(house, YUSUF).get(PAGE).status_code == 403


@pytest.mark.requirement("R084")
def test_the_list_that_goes_along_is_numbered_and_registered(house: House, family: Family):
    from uuid import uuid4

    import psycopg

    from wasl.kernel.clock import today

    path = PAGE + "?kind=DOC01&place=IQG16"
    salma = signed_in(house, SALMA)
    assert salma.post(path, {"key": str(uuid4()), "destroy_by": "2001-01-01"}).status_code == 422
    printed = salma.post(path, {"key": str(uuid4()), "destroy_by": today().isoformat()})
    assert printed.status_code == 200, printed.content[:2000]
    assert printed.content.startswith(b"%PDF")
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        (purpose, files, until) = everything.execute(
            "SELECT purpose, files, destroy_by FROM workforce_list ORDER BY printed_at DESC LIMIT 1"
        ).fetchone()
    assert (purpose, until) == ("documents", today())
    assert family.file in files


@pytest.mark.requirement("P7")
def test_it_costs_few_statements(house: House, family: Family):
    browser = signed_in(house, SALMA)
    path = PAGE + "?kind=DOC01&place=IQG16"
    browser.get(path)
    with counted() as cost:
        browser.get(path)
    assert len(cost.statements) <= LIST, cost.told()
    assert len(cost.vault) <= 1
