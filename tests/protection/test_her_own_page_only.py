"""A need and a goal that only Badia may read: every page is asked for before and after they were written.

Whoever may not read what is private (a manager, an auditor) gets the same page to the letter; so does whatever is read
to, or printed for, anybody of the family but her.
"""

import re
from collections.abc import Callable
from difflib import unified_diff
from uuid import UUID

import pytest

from tests.cast import AMAL, SALMA, YUSUF, ZAINAB, Member
from tests.protection import matrix
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import fill, receive
from tests.worlds import House
from wasl.kernel.clock import today

SECRET = "لا أريد أن يعرف أحد بهذا"
DOMAIN, SERVICE, GOAL = "safety", "SV-PR-02", "feel-safe"
pytestmark = pytest.mark.requirement("J1", "P2")
# what changes with every answer, and what says that somebody looked or that the file was changed
PASSING = re.compile(
    r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|'
    r'name="version" value="[^"]*"|"X-CSRFToken": "[^"]*"|<time[^>]*>.*?</time>'
)
# pages of those who write: each has its own tests of what it shows to whom
NOT_PAGES = ("account", "mfa_", "lock", "conduct", "set_language", "printed_codes", "file_looks", "api")
Pages = dict[str, str]


def pages(house: House, member: Member, number: str) -> Pages:
    """Every page that a member gets by asking: of this family, and those that are of no file."""
    browser = signed_in(house, member)
    family = next(one for one in matrix.families(house) if one.number == number)
    found = {}
    for address in matrix.addresses():
        if address.name.startswith(NOT_PAGES) or address.missing(family):
            continue
        answer = browser.get(matrix.path_of(address, family))
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            found[address.name] = PASSING.sub("", answer.content.decode())
    return found


def write_private(house: House, file: UUID, person: UUID) -> None:
    """A need of hers alone, with a goal and a service that answer it, and a second one that she wants no goal for."""
    from wasl.casefile.enums import Circle, NoGoalReason, ServiceState
    from wasl.casefile.services.thread import goal_write, need_answer, need_record, service_record

    salma = house.actor(SALMA)

    def need(domain: str) -> UUID:
        return need_record(
            file=file, person=person, domain=domain, score=4, on=today(), due_on=today(), wish=SECRET, by=salma,
            circle=Circle.OWN,
        )  # fmt: skip

    goal = goal_write(
        file=file, person=person, needs=[need(DOMAIN)], words=SECRET, due_on=today(), by=salma, circle=Circle.OWN,
        code=GOAL,
    )  # fmt: skip
    service_record(goal=goal, code=SERVICE, state=ServiceState.PLANNED, on=today(), by=salma)
    need_answer(need=need("health"), reason=NoGoalReason.NOT_WANTED, words=SECRET, by=salma)


def differences(before: Pages, after: Pages) -> dict[str, list[str]]:
    """The pages that say something else now, each with the lines that do."""
    found = {}
    for name in before.keys() | after.keys():
        old, new = before.get(name, "").splitlines(), after.get(name, "").splitlines()
        if old != new:
            found[name] = [line for line in unified_diff(old, new, n=0) if line[0] in "+-"][2:]
    return found


def a_family(house: House) -> tuple[UUID, str, UUID]:
    family = receive(house)
    fill(family, None, house.actor(SALMA))
    fill(family, "sundus", house.actor(SALMA))
    return family.file, family.number, family.people["badia"]


@pytest.mark.parametrize("member", [ZAINAB, YUSUF, AMAL], ids=lambda member: member.username)
def test_a_page_of_somebody_who_may_not_read_it_does_not_change(house: House, member: Member):
    file, number, badia = a_family(house)
    before = pages(house, member, number)
    assert before
    write_private(house, file, badia)
    changed = differences(before, pages(house, member, number))
    # the auditor's page counts looks, and this is one more; what it says of her is asked below
    assert set(changed) <= {"completion", "auditor"}
    assert not [line for lines in changed.values() for line in lines if tells(line)]


def tells(line: str) -> bool:
    """Whether a new line says what the private things are about, or whose they are. That a gate of leaving is not met
    is said: whoever decides about the way home must know it.
    """
    from wasl.access.policy import programme

    known = programme()
    said = [
        known.domains[DOMAIN].name,
        known.domains["health"].name,
        known.rehabilitation.catalogue[SERVICE].name,
    ]
    words = [word for name in said for word in (name.ar, name.ckb, name.en)]
    return any(word in line for word in (*words, SECRET, SERVICE, GOAL, "بدعة"))


def test_her_worker_sees_it(house: House):
    """The control: the same comparison finds it on the pages of whoever works with her."""
    file, number, badia = a_family(house)
    before = pages(house, SALMA, number)
    write_private(house, file, badia)
    changed = differences(before, pages(house, SALMA, number))
    assert {"file", "plan"} <= changed.keys()


def test_a_selector_that_forgets_the_circle_is_caught(house: House, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: everybody may read what is private."""
    from wasl.access.enums import Action
    from wasl.access.rules import may as really
    from wasl.casefile.selectors import thread
    from wasl.kernel.decision import allow

    file, number, badia = a_family(house)
    before = pages(house, ZAINAB, number)
    write_private(house, file, badia)
    may: Callable[..., object] = lambda action, *rest: (  # noqa: E731
        allow() if action is Action.NOTE_READ_OWN_CIRCLE else really(action, *rest)
    )
    monkeypatch.setattr(thread, "may", may)
    changed = differences(before, pages(house, ZAINAB, number))
    assert any(tells(line) for lines in changed.values() for line in lines)


@pytest.mark.parametrize("whose", ["family", "sundus"])
def test_what_is_read_to_others_and_printed_for_them_does_not_change(house: House, whose: str):
    family = receive(house)
    fill(family, None, house.actor(SALMA))
    fill(family, "sundus", house.actor(SALMA))
    who = family.people.get(whose, whose)

    def shown() -> list[str]:
        browser = signed_in(house, SALMA)
        read = browser.get(f"/files/{family.number}/plan/agree/{who}/")
        printed = browser.get(f"/files/{family.number}/plan/paper/{who}/")
        assert (read.status_code, printed.status_code) == (200, 200)
        main = read.content.decode().partition("<main")[2].partition("</main>")[0]
        return [PASSING.sub("", main), str(len(printed.content) // 2000)]

    before = shown()
    write_private(house, family.file, family.people["badia"])
    assert shown() == before
