"""A list comes in through the browser: looked at, set right, imported, reported, taken back."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.cast import AMAL, SALMA
from tests.entry.convoy import HEADINGS, as_csv, family, line, mark
from tests.entry.desk import Desk
from tests.worlds import House

pytestmark = pytest.mark.requirement("R028", "J1")
SECONDS = 20.0


@pytest.fixture(scope="module", autouse=True)
def contexts_are_kept(house: House) -> Iterator[None]:
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def send(desk: Desk, content: bytes, name: str = "list.csv", kind: str = "arrived") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return desk.browser.post("/reception/lists/", {"kind": kind, "list": SimpleUploadedFile(name, content)})


def looked(desk: Desk, content: bytes, **given: Any) -> str:
    """The address of the page that shows what was understood."""
    answer = send(desk, content, **given)
    assert answer.status_code == 302, (answer.status_code, answer.context and answer.context["form"].errors)
    return str(answer["Location"])


def imported(desk: Desk, page: str) -> Any:
    """Import what was looked at, and wait for the report."""
    answer = desk.browser.post(page.replace("/list/?", "/list/import/?"))
    assert answer.status_code == 302
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        answer = desk.get(page.replace("/list/?", "/list/progress/?"))
        if answer.status_code == 204:
            assert answer["HX-Redirect"] == page
            return desk.get(page)
        assert answer.status_code == 200
        time.sleep(0.1)
    raise AssertionError("the import did not end")


def numbers(answer: Any) -> list[str]:
    return [str(one["value"]) for one in answer.context["numbers"]]


def rows(house: House) -> int:
    """How many files the desk has."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    with unit_of_work(house.actor(AMAL).token):
        return File.objects.count()


def as_the_command(house: House, content: bytes) -> dict[str, Any]:
    """What the command would say of the list."""
    from wasl.access.policy import programme
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.importer import read_roster
    from wasl.phases.entry_assessment.services.rosters import roster_import
    from wasl.phases.entry_assessment.services.uploads import report_of

    found = read_roster(content, "list.csv", today=today(), places=programme().places)
    done = roster_import(roster=found, role="intake-clerk", by=house.actor(AMAL), dry_run=True)
    return report_of(found, done)


def kept(house: House, page: str) -> Any:
    """What lies in the database of a list on its way, as its owner opens it."""
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors import uploads

    by = house.actor(AMAL)
    with unit_of_work(by.token):
        return uploads.table(UUID(page.partition("list=")[2]), viewer=by)


def test_nothing_is_written_before_somebody_says_so(desk: Desk, house: House):
    before = rows(house)
    page = looked(desk, as_csv(*family("1", mark()), *family("2", mark())))
    answer = desk.get(page)
    assert answer.status_code == 200
    assert rows(house) == before
    assert numbers(answer)[0] == "عائلتان · ٦ أشخاص"


def test_a_list_is_imported_and_the_page_says_what_the_command_says(desk: Desk, house: House):
    content = as_csv(*family("1", mark()), *family("2", mark()), line("3", "", grandfather=mark()))
    told = as_the_command(house, content)
    page = looked(desk, content)
    answer = imported(desk, page)
    assert answer.status_code == 200
    report = answer.context["report"]
    assert (report["families"], report["people"]) == (3, 7)
    assert (report["created_families"], report["created_people"], report["skipped_families"]) == (2, 6, 1)
    assert [(one["row"], one["code"]) for one in report["errors"]] == [(8, "name_missing")]
    assert {**told, "batch": ""} == {**report, "batch": ""}


def test_a_stranger_to_the_desk_comes_to_no_list(desk: Desk, house: House):
    page = looked(desk, as_csv(*family("1", mark())))
    other = Desk(house, SALMA)
    assert other.get("/reception/lists/").status_code == 403
    assert other.get(page).status_code == 403


def test_a_column_that_nobody_knows_is_set_right_by_hand(desk: Desk):
    name = mark()
    lines = family("1", name)
    content = as_csv(*lines).decode().replace("اسم الجد", "عمود غريب").encode()
    page = looked(desk, content)
    answer = desk.get(page)
    place = HEADINGS.index("اسم الجد")
    assert answer.context["rows"][place]["left"]
    meant = {field: answer.context["form"][field].value() or "" for field in answer.context["form"].fields}
    answer = desk.browser.post(
        page.replace("/list/?", "/list/columns/?"), meant | {f"column_{place}": "grandfather"}
    )
    assert answer.status_code == 302
    answer = desk.get(page)
    assert not answer.context["rows"][place]["left"]
    assert name in str(answer.context["sample"][0]["name"])


def test_refused_columns_and_remarks_are_kept_nowhere_not_even_sealed(desk: Desk, house: House):
    headings = (*HEADINGS, "الموقف الأمني", "الملاحظات", "عمود غريب")
    wicked, remark, unknown = mark(), mark(), mark()
    lines = [headings, *((*one, wicked, remark, unknown) for one in family("1", mark()))]
    page = looked(desk, "\n".join(",".join(one) for one in lines).encode())
    shown = {one["title"]: one for one in desk.get(page).context["rows"]}
    assert shown["الموقف الأمني"]["refused"]
    assert shown["الموقف الأمني"]["field"] is None
    assert shown["الملاحظات"]["field"] is None
    cells = str([row.cells for row in kept(house, page).sheet.rows])
    assert wicked not in cells
    assert remark not in cells
    assert unknown in cells, "what nobody knows may still be said to mean something"
    imported(desk, page)
    with house.as_role("wasl_backup"), connection_cursor() as cursor:
        cursor.execute("SELECT content FROM entry_upload WHERE id = %s", [page.partition("list=")[2]])
        assert cursor.fetchone() == (None,)


def connection_cursor() -> Any:
    from django.db import connection

    return connection.cursor()


def test_what_waits_is_noise_to_whoever_reads_the_table(desk: Desk, house: House):
    name = mark()
    page = looked(desk, as_csv(*family("1", name)))
    with house.as_role("wasl_backup"), connection_cursor() as cursor:
        cursor.execute(
            "SELECT u::text, content FROM entry_upload u WHERE id = %s", [page.partition("list=")[2]]
        )
        row, content = cursor.fetchone()
    assert name not in row
    assert name.encode() not in bytes(content)
    assert bytes(content)


def test_a_colleague_at_the_same_desk_cannot_open_a_list_that_is_not_hers(desk: Desk, house: House):
    from wasl.kernel.errors import Refused
    from wasl.phases.entry_assessment.selectors.uploads import content_label
    from wasl.vault.services import client

    page = looked(desk, as_csv(*family("1", mark())))
    ref = page.partition("list=")[2]
    with house.as_role("wasl_backup"), connection_cursor() as cursor:
        cursor.execute("SELECT content FROM entry_upload WHERE id = %s", [ref])
        content = bytes(cursor.fetchone()[0])
    label = f"list:{ref}"
    assert label == content_label(UUID(ref))
    with pytest.raises(Refused):
        client().recall(label, content, token=house.actor(SALMA).token)
    assert client().recall(label, content, token=house.actor(AMAL).token)


def test_the_same_list_sent_again_adds_nothing(desk: Desk, house: House):
    content = as_csv(*family("1", mark()), *family("2", mark()))
    first = imported(desk, looked(desk, content))
    assert first.context["report"]["created_families"] == 2
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        answer = desk.get(looked(desk, content))
        if answer.context["nothing"]:
            return
        time.sleep(0.2)
    raise AssertionError("the list was not recognised")


def test_an_import_is_taken_back_until_somebody_has_worked_on_it(desk: Desk, house: House):
    page = looked(desk, as_csv(*family("1", mark())))
    batch = imported(desk, page).context["list"].batch
    before = rows(house)
    answer = desk.post("/reception/lists/undo/", batch=str(batch))
    assert answer.status_code == 302
    assert rows(house) == before - 1
    page = looked(desk, as_csv(*family("1", mark())))
    batch = imported(desk, page).context["list"].batch
    number = desk_number(house, batch)
    assert desk.post(f"/files/{number}/reception/notice/", language="ar", read="on").status_code == 302
    assert desk.post("/reception/lists/undo/", batch=str(batch)).status_code == 409


def desk_number(house: House, batch: Any) -> str:
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    with unit_of_work(house.actor(AMAL).token):
        return str(File.objects.filter(imported=batch).values_list("number", flat=True)[0])


def test_an_import_that_fell_silent_has_written_nothing_and_is_begun_again(desk: Desk, house: House):
    from datetime import timedelta

    from wasl.access.work import unit_of_work
    from wasl.kernel.clock import now
    from wasl.phases.entry_assessment.models import Upload

    page = looked(desk, as_csv(*family("1", mark())))
    ref = page.partition("list=")[2]
    with unit_of_work(
        house.actor(AMAL).token
    ):  # as after a power cut: begun, and no sign of life for a while
        Upload.objects.filter(pk=ref).update(state="running", beat_at=now() - timedelta(minutes=2))
    assert desk.get(page).context["fault"]
    assert imported(desk, page).context["report"]["created_families"] == 1
    assert desk.browser.post(page.replace("/list/?", "/list/import/?")).status_code == 409


def test_an_announced_list_keeps_the_head_and_is_found_at_the_desk(desk: Desk):
    name = mark()
    page = looked(desk, as_csv(*family("41", name)), kind="announced")
    assert imported(desk, page).context["report"]["created_families"] == 1
    for asked in (name, f"خديجه {name}", "٤١"):
        found = desk.browser.get("/reception/announced/", {"q": asked}).context["expected"]
        assert [one["name"] for one in found if name in one["name"]], asked
    assert not desk.browser.get("/reception/announced/", {"q": mark()}).context["expected"]
    [one] = desk.browser.get("/reception/announced/", {"q": name}).context["expected"]
    assert desk.post(f"/files/{one['number']}/reception/arrived/").status_code == 302
    assert not desk.browser.get("/reception/announced/", {"q": name}).context["expected"]


def test_who_has_arrived_did_not_come_tomorrow_but_may_be_announced_for_it(desk: Desk):
    from datetime import timedelta

    from django.core.files.uploadedfile import SimpleUploadedFile

    from wasl.kernel.clock import today

    day = today() + timedelta(days=1)
    written = {"on_0": str(day.day), "on_1": str(day.month), "on_2": str(day.year)}
    for kind, status in (("arrived", 422), ("announced", 302)):
        file = SimpleUploadedFile("list.csv", as_csv(*family("1", mark())))
        answer = desk.browser.post("/reception/lists/", {"kind": kind, "list": file} | written)
        assert answer.status_code == status, kind
