"""Salma's program reads Umm Ahmed's file: codes for everybody's eyes, names for a purpose, and each name recorded."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.api.program import Program, token_of
from tests.cast import HADI, KARIM, NADIA, SALMA, YUSUF, ZAINAB
from tests.stories.umm_ahmed import Family, assess, receive
from tests.worlds import House
from wasl.kernel.clock import today

LISTS = ("people", "cases", "stays", "needs", "goals", "contacts", "tasks", "documents", "consents", "looks")
WITH_NAMES = ("people", "needs", "goals", "contacts", "tasks")
NOTE = "طلبت بدعة أن يزورها ابنها"
pytestmark = pytest.mark.requirement("P8", "R088")


@pytest.fixture(scope="module")
def home(house: House) -> Family:
    from wasl.casefile.services.thread import goal_write

    family = receive(house)
    salma = house.actor(SALMA)
    assess(family, salma)
    program = Program(token_of(house, SALMA))
    program.post(f"/files/{family.number}/contacts", {"text": NOTE, "on": str(today())})
    program.post(f"/files/{family.number}/tasks", {"text": "الاتصال ببدعة", "due_on": str(today())})
    needs = program.get(f"/files/{family.number}/needs").json()["items"]
    need = next(one for one in needs if one["domain"] == "education")
    goal_write(
        file=family.file, person=UUID(need["person"]), needs=[UUID(need["ref"])], words="سندس تريد مدرسة لأحمد",
        due_on=today() + timedelta(days=30), by=salma,
    )  # fmt: skip
    return family


def everything(program: Program, home: Family) -> str:
    """All that a program is told of a file, as one text."""
    paths = ["/files", f"/files/{home.number}", *(f"/files/{home.number}/{one}" for one in LISTS), "/tasks"]
    return " ".join(answer(program, path).content.decode() for path in paths)


def answer(program: Program, path: str):
    found = program.get(path)
    assert found.status_code == 200, (path, found.content)
    return found


WORDS = ("سندس", "كاظم", "بدعة", "التكريتي", "أم أحمد", NOTE, "الاتصال")


def test_codes_and_numbers_are_all_that_a_token_without_names_is_told(house: House, home: Family):
    for program in (
        Program(token_of(house, SALMA)),
        Program(token_of(house, SALMA), **{"x-wasl-purpose": "care"}),
        Program(token_of(house, SALMA, names=True)),
    ):
        told = everything(program, home)
        assert home.number in told
        assert not [word for word in WORDS if word in told]


def test_names_and_words_are_told_to_a_token_that_has_them_for_a_purpose(house: House, home: Family):
    told = everything(Program(token_of(house, SALMA, names=True), **{"x-wasl-purpose": "care"}), home)
    assert [word for word in WORDS if word not in told] == []


def test_an_answer_says_why_there_are_no_names_in_it(house: House, home: Family):
    codes, full = token_of(house, SALMA), token_of(house, SALMA, names=True)
    for one in WITH_NAMES:
        path = f"/files/{home.number}/{one}"
        said = [
            answer(Program(codes), path).json()["names"],
            answer(Program(codes, **{"x-wasl-purpose": "care"}), path).json()["names"],
            answer(Program(full), path).json()["names"],
            answer(Program(full, **{"x-wasl-purpose": "care"}), path).json()["names"],
        ]
        assert said == ["not_asked", "not_granted", "not_asked", "opened"], one


def test_a_purpose_that_is_none_is_refused(house: House, home: Family):
    program = Program(token_of(house, SALMA, names=True))
    for purpose in ("search", "curiosity", "", "care; DROP"):
        refused = program.get(f"/files/{home.number}/people", **{"x-wasl-purpose": purpose})
        assert refused.status_code == 422, purpose
        assert refused.json()["errors"][0]["field"] == "X-Wasl-Purpose"


def test_each_name_is_recorded_as_given_before_it_is_given(house: House, home: Family):
    program = Program(token_of(house, SALMA, names=True), **{"x-wasl-purpose": "aftercare"})
    recorded = "SELECT event, actor_kind, purpose FROM audit_event WHERE file_id = %s AND at > %s"
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as record:
        for path in ("/files", f"/files/{home.number}/people", f"/files/{home.number}/contacts"):
            began = record.execute("SELECT clock_timestamp()").fetchall()[0][0]
            answer(program, path)
            events = record.execute(recorded, [home.file, began]).fetchall()
            assert ("revealed", "token", "aftercare") in events
            assert ("opened", "token", "aftercare") in events
        began = record.execute("SELECT clock_timestamp()").fetchall()[0][0]
        everything(Program(token_of(house, SALMA)), home)
        events = record.execute(recorded, [home.file, began]).fetchall()
        assert {row[0] for row in events} == {"file_viewed"}


def test_if_the_record_cannot_be_written_nothing_is_told(
    house: House, home: Family, monkeypatch: pytest.MonkeyPatch
):
    from wasl.audit import services as audit

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    program = Program(token_of(house, SALMA))
    monkeypatch.setattr(audit, "_write", full)
    refused = program.get(f"/files/{home.number}")
    assert refused.status_code == 500
    assert refused.json()["code"] == "our_fault"
    assert home.number not in refused.content.decode()


def test_a_stranger_is_told_what_is_told_of_nothing(house: House, home: Family):
    from wasl.kernel.refs import new_file_number

    program = Program(token_of(house, KARIM, names=True), **{"x-wasl-purpose": "care"})
    seen = set()
    for number in (home.number, new_file_number(), "no number", "x" * 300, "%00", "٠٠-٠٠٠٠"):
        for path in ("", *(f"/{one}" for one in LISTS)):
            found = program.get(f"/files/{number}{path}")
            headers = {name: value for name, value in found.headers.items() if name != "Date"}
            seen.add((found.status_code, found.content, str(headers)))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 404


def test_a_colleague_is_told_why_not(house: House, home: Family):
    refused = Program(token_of(house, HADI)).get(f"/files/{home.number}")
    assert (refused.status_code, refused.json()["code"]) == (403, "colleague_without_grant")
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["remedy"]


@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_a_no_is_said_in_the_language_that_was_asked_for(house: House, home: Family, language: str):
    from django.utils import translation

    from wasl.interfaces.web.refusals import words_for

    refused = Program(token_of(house, HADI)).get(
        f"/files/{home.number}", **{"accept-language": f"fr;q=0.9, {language}-IQ;q=0.8, en;q=0.1"}
    )
    with translation.override(language):
        assert refused.json()["detail"] == str(words_for("colleague_without_grant"))
    assert refused["Content-Language"] == language


def all_of(program: Program, path: str, limit: int) -> list[dict[str, object]]:
    """A list from its first page to its last."""
    found: list[dict[str, object]] = []
    after: str | None = ""
    for _ in range(200):
        page = program.get(f"{path}{'&' if '?' in path else '?'}limit={limit}&after={after}").json()
        assert len(page["items"]) <= limit
        found += page["items"]
        after = page["next"]
        if after is None:
            return found
    raise AssertionError("a list without end")


def test_nadia_reads_her_team_and_zainab_the_site_and_yusuf_no_words(house: House, home: Family):
    for member, scope in ((NADIA, "team"), (ZAINAB, "site"), (YUSUF, "site")):
        token = token_of(house, member, names=True)
        listed = all_of(Program(token), f"/files?scope={scope}&order=number", 200)
        assert home.number in {one["number"] for one in listed}
        told = answer(Program(token, **{"x-wasl-purpose": "supervision"}), f"/files/{home.number}/contacts")
        assert (NOTE in told.content.decode()) == (member is not YUSUF)
        assert (told.json()["names"] == "opened") == (member is not YUSUF)


@pytest.mark.parametrize("order", ["due", "changed", "number"])
def test_pages_of_a_list_hold_everything_once(house: House, home: Family, order: str):
    for _ in range(4):
        receive(house)
    program = Program(token_of(house, SALMA))
    whole = [one["number"] for one in program.get(f"/files?order={order}&limit=200").json()["items"]]
    found = [one["number"] for one in all_of(program, f"/files?order={order}", 2)]
    assert found == whole
    assert len(set(found)) == len(found) >= 5


@pytest.mark.parametrize("one", ["people", "needs", "cases", "contacts"])
def test_pages_of_a_files_lists_hold_everything_once(house: House, home: Family, one: str):
    writer = Program(token_of(house, SALMA))
    for _ in range(3):
        writer.post(f"/files/{home.number}/contacts", {"text": "زيارة", "on": str(today())})
    path = f"/files/{home.number}/{one}"
    whole = writer.get(f"{path}?limit=200").json()["items"]
    assert all_of(writer, path, 2) == whole
    assert len(whole) > 2


def test_who_looked_is_told_to_whoever_works_on_the_file(house: House, home: Family):
    program = Program(token_of(house, SALMA))
    looks = program.get(f"/files/{home.number}/looks?limit=3").json()["items"]
    assert len(looks) == 3
    assert {one["account"] for one in looks} <= {str(account) for account in house.accounts.values()}
    assert looks[0]["event"] == "file_viewed"


def test_a_place_in_a_list_that_nobody_was_given_is_said_so(house: House, home: Family):
    program = Program(token_of(house, SALMA))
    for path in (
        "/files",
        "/files?order=number",
        f"/files/{home.number}/contacts",
        f"/files/{home.number}/people",
    ):
        for after in ("eA", "AAAA", "fHg", "MjAyNi0wMS0wMXw", "____", "a", "LXw"):
            refused = program.get(path + ("&" if "?" in path else "?") + f"after={after}")
            assert (refused.status_code, refused.json()["code"]) == (422, "place_in_list_unknown"), (
                path,
                after,
            )


def test_looks_of_a_program_at_people_outside_its_owners_work_are_limited_like_hers(house: House):
    """Zainab manages the site: the names of all its families would be more than an hour's looks."""
    with psycopg.connect(house.dsn("wasl_super"), autocommit=True) as everything_:
        before = everything_.execute(
            "SELECT looks_hour FROM access_membership WHERE account_id = %s", [house.accounts["zainab"]]
        ).fetchall()[0][0]
        everything_.execute(
            "UPDATE access_membership SET looks_hour = 0 WHERE account_id = %s", [house.accounts["zainab"]]
        )
        try:
            receive(house)
            refused = Program(token_of(house, ZAINAB, names=True)).get(
                "/files?scope=site&order=changed", **{"x-wasl-purpose": "supervision"}
            )
            assert (refused.status_code, refused.json()["code"]) == (429, "looks_hour")
        finally:
            everything_.execute(
                "UPDATE access_membership SET looks_hour = %s WHERE account_id = %s",
                [before, house.accounts["zainab"]],
            )


def test_while_the_vault_is_sealed_codes_are_told_and_names_are_not(house: House, home: Family):
    from wasl.vault import services as vault

    program = Program(token_of(house, SALMA, names=True), **{"x-wasl-purpose": "care"})
    vault.client().seal_up()
    try:
        found = answer(program, f"/files/{home.number}/people").json()
        assert found["names"] == "sealed"
        assert all(one["name"] is None for one in found["items"])
        refused = program.post(f"/files/{home.number}/contacts", {"text": "x", "on": str(today())})
        assert (refused.status_code, refused.json()["code"]) == (503, "vault_sealed")
    finally:
        vault.client().unseal(None)
