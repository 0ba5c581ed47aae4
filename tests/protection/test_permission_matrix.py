"""Every address, by every method, for everybody: the answer is what the roles imply, and nothing in it tells more.

The expectation knows roles.toml and who works where; the answers come from the pages. What a request changes is undone.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cast import CAST, KARIM, Member
from tests.protection import matrix
from tests.protection.counting import counted
from tests.protection.matrix import Address, Answer, Family, ask
from tests.protection.population import populate
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.access.enums import Reach

# pages of the sign-in library: who may come is ours to say, what they answer to half a form is not
LIBRARY = ("account_", "mfa_")
FAMILIES = 60


@dataclass
class Centre:
    """Families at work in the centre and at home again, one of another team, and a browser for everybody."""

    family: Family
    at_home: Family
    others: Family
    browsers: dict[str, Any]

    def browser(self, member: Member | None) -> Any:
        return self.browsers[member.username if member else ""]


@pytest.fixture(scope="module")
def centre(house: House) -> Centre:
    full: dict[str, Family] = {}
    for one in populate(house, FAMILIES):
        full.setdefault(one.team, one)
    browsers = {member.username: signed_in(house, member) for member in CAST}
    return Centre(full["A"], full["SD"], full["B"], browsers | {"": signed_in(house, None)})


def table() -> dict[str, str]:
    from wasl.interfaces.web.access_table import TABLE

    return {name: str(word) for name, word in TABLE.items()}


def of_files() -> list[Address]:
    return [address for address in matrix.addresses() if address.of_a_file]


def on(member: Member | None, family: Family) -> matrix.Held | None:
    return None if member is None else matrix.held(member, family.team, family.grants)


def mismatches(
    centre: Centre, family: Family, words: dict[str, str], only: list[Address] | None = None
) -> list[str]:
    """Every cell of the matrix whose answer is not the expected one."""
    wrong, nothings = [], set()
    for address in matrix.addresses() if only is None else only:
        path = matrix.path_of(address, family)
        sent = matrix.SENT.get(address.name, lambda _: {})(family)
        for method in matrix.METHODS:
            there: dict[Answer, int] = {}
            for member in matrix.everybody():
                response = ask(centre.browser(member), method, path, sent if method == "post" else None)
                found = matrix.answered(response, address)
                due = matrix.expected(
                    address, words[address.name], member, on(member, family) if address.of_a_file else None
                )
                there[found] = there.get(found, 0) + 1
                if found is Answer.NOTHING:
                    nothings.add(response.content)
                if method == "get" and not shows(response, address, family):
                    wrong.append(f"get {address.name}: a page that does not name its file")
                if not fits(address, found, due):
                    who = f"{member.username} ({member.role})" if member else "nobody"
                    wrong.append(
                        f"{method} {address.name} by {who}: {found}, due {due} [{response.status_code}]"
                    )
            # a method that a page does not have is no answer about a person: nobody at all may have it
            if there.get(Answer.NO_METHOD) and there.get(Answer.ALLOWED):
                wrong.append(f"{method} {address.name}: there for some and not for others")
    return wrong + [f"nothing is said in {len(nothings)} ways"] * (len(nothings) > 1)


def shows(response: Any, address: Address, family: Family) -> bool:
    """No allow that returns nothing: a page of a file names its file."""
    a_page = response.status_code == 200 and "text/html" in response.headers["Content-Type"]
    return not (a_page and address.has_number) or family.number.encode() in response.content


def fits(address: Address, found: Answer, due: Answer) -> bool:
    if found is due:
        return True
    if found is Answer.NO_METHOD:
        return True
    return address.name.startswith(LIBRARY) and found is not Answer.BROKEN and due is Answer.ALLOWED


@pytest.mark.requirement("R088", "P8")
def test_every_answer_about_a_family_at_the_centre_is_the_one_that_the_roles_imply(centre: Centre):
    wrong = mismatches(centre, centre.family, table())
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.requirement("R088", "P8")
def test_every_answer_about_a_family_at_home_is_the_one_that_the_roles_imply(centre: Centre):
    wrong = mismatches(centre, centre.at_home, table(), of_files())
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_families_of_the_matrix_have_every_kind_of_neighbour(centre: Centre):
    """With rights on it by grant and by reach, of its team without rights, a stranger."""
    stands = [matrix.held(member, "A", centre.family.grants) for member in CAST]
    assert any(member.username in centre.family.grants for member in CAST)
    assert any(one.roles for one in stands)
    assert any(one.colleague and not one.roles for one in stands)
    assert any(not one.colleague and not one.roles for one in stands)


def test_a_page_that_asks_for_less_than_the_table_says_is_caught(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
):
    """The planted faults: a table stricter than its page, and a page that lets everybody do everything."""
    from wasl.access import rules
    from wasl.kernel.decision import allow

    note = [address for address in of_files() if address.name == "note_write"]
    strict = table() | {"note_write": "exit.decide"}
    assert any("(caseworker)" in one for one in mismatches(centre, centre.family, strict, note))
    monkeypatch.setattr(rules, "may", lambda *_: allow())
    assert any("(auditor)" in one for one in mismatches(centre, centre.family, table(), note))


@pytest.mark.requirement("R088", "P8")
@pytest.mark.parametrize("method", matrix.METHODS)
def test_a_strangers_nothing_is_the_nothing_of_what_does_not_exist(centre: Centre, method: str):
    browser = centre.browser(KARIM)
    alike, nobodys = [], matrix.a_number_of_nobody()
    for address in (one for one in of_files() if one.has_number):
        seen = []
        for number in (centre.family.number, nobodys, "no number at all"):
            path = matrix.path_of(address, centre.family, number)
            ask(browser, method, path)
            with counted() as cost:
                response = ask(browser, method, path)
            seen.append((*told(response), len(cost.statements), len(cost.vault)))
        assert seen[0] == seen[1] == seen[2], (
            f"{method} {address.name}: {[(one[0], *one[3:]) for one in seen]}"
        )
        alike.append(seen[0][1])
        assert number_free(response.content, centre.family.number)
    missing = ask(browser, method, "/nothing/lies/here/")
    assert any(missing.content == content for content in alike)


def told(response: Any) -> tuple[Any, ...]:
    """Everything that a browser is told, but for the hour."""
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status_code, response.content, headers, response.cookies.output()


def number_free(content: bytes, number: str) -> bool:
    return number.encode() not in content


@pytest.mark.requirement("R088")
def test_a_list_holds_the_file_for_whoever_may_open_it_and_for_nobody_else(centre: Centre):
    for member in CAST:
        roles = matrix.held(member, "A", centre.family.grants).roles
        due = any("file.view" in matrix.actions_of(role) for role in roles)
        listed = any(
            centre.family.number.encode() in ask(centre.browser(member), "get", page).content
            for scope in ("mine", "team", "site")
            for page in around(centre.browser(member), scope, centre.family.number)
        )
        if not due:
            assert not listed, member.username
        elif matrix.reach_of(member.role) is not Reach.GRANTED:
            assert listed, member.username


def around(browser: Any, scope: str, number: str) -> list[str]:
    """The page of a list that holds the number if the list does, and the one after it, however many come before.

    A list by number begins where it is told; below all but the last sign of a number are fewer than fill one page.
    """
    pages = [f"/files/?scope={scope}&order=number&after=%7C{number[:-1]}"]
    found = re.search(r'href="(\?[^"]*after=[^"]+)"', ask(browser, "get", pages[0]).content.decode())
    return [*pages, f"/files/{html.unescape(found[1])}"] if found else pages


def test_anothers_objects_do_not_open_below_ones_own_number(centre: Centre):
    """The number of a family within reach, with the goal, the person or the paper of one that is not."""
    worker = next(
        member for member in CAST if member.username in centre.family.grants and member.role == "caseworker"
    )
    assert not matrix.held(worker, centre.others.team, centre.others.grants).roles
    for address in of_files():
        if not address.has_number or set(address.holes) <= {"number", *matrix.FILLED}:
            continue
        path = matrix.path_of(address, centre.others, centre.family.number)
        for method in matrix.METHODS:
            response = ask(centre.browser(worker), method, path)
            assert response.status_code in (403, 404, 405), f"{method} {address.name}: {response.status_code}"


def test_an_address_that_nobody_can_fill_stops_the_matrix(centre: Centre):
    with pytest.raises(matrix.UnknownHole, match="spaceship"):
        matrix.path_of(Address("new_page", ("number", "spaceship")), centre.family)


def test_the_expectation_itself_tells_people_apart():
    """By hand, without any page: a worker by grant, a colleague, a stranger, an auditor who may read and not write."""
    by_name, grants = (
        {member.username: member for member in CAST},
        {"salma": "caseworker", "amal": "intake-clerk"},
    )
    file, note = Address("file", ("number",)), Address("note_write", ("number",))

    def due(address: Address, word: str, username: str) -> Answer:
        member = by_name[username]
        return matrix.expected(address, word, member, matrix.held(member, "A", grants))

    assert due(file, "file.view", "yusuf") is Answer.ALLOWED
    assert due(note, "note.write", "yusuf") is Answer.REFUSED
    assert due(file, "file.view", "hadi") is Answer.REFUSED
    assert due(file, "file.view", "karim") is Answer.NOTHING
    assert due(note, "note.write", "amal") is Answer.REFUSED
    assert due(note, "note.write", "salma") is Answer.ALLOWED
