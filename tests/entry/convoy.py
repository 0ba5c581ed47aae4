"""The lists of the entry stories: small convoys with made-up names, and the desk that takes them in."""

import csv
import io
from datetime import date
from typing import Any
from uuid import uuid4

from tests.cast import AMAL
from tests.worlds import House

HEADINGS = (
    *("رقم العائلة", "الاسم", "اسم الأب", "اسم الجد", "اللقب", "اسم الأم", "الجنس"),
    *("تاريخ التولد", "صلة القرابة", "محافظة العودة", "القضاء", "رقم الهاتف"),
)


def line(family: str, given: str, **cells: str) -> tuple[str, ...]:
    """One line of a list; names that no other story uses where none are given."""
    own = {
        "father": "حاتم", "grandfather": "مطشر", "laqab": "", "mother": "نجود", "sex": "أنثى", "birth": "12/3/1981",
        "relation": "رب الأسرة", "governorate": "نينوى", "district": "سنجار", "phone": "",
    }  # fmt: skip
    return (family, given, *(cells.get(word, text) for word, text in own.items()))


def family(number: str, mark: str) -> list[tuple[str, ...]]:
    """A mother and two children whose grandfather bears an unusual name, so that each family is told from others."""
    return [
        line(number, "خديجة", grandfather=mark, phone="07701234567"),
        line(number, "سيف", father="ناجي", grandfather=mark, sex="ذكر", birth="2011", relation="ابن", mother="خديجة"),
        line(number, "رؤى", father="ناجي", grandfather=mark, birth="3/9/2014", relation="ابنة", mother="خديجة"),
    ]  # fmt: skip


def mark() -> str:
    """A made-up name that nobody else in the house bears."""
    letters = "ابتثجحخدرزسشصطعغفقكلمنهي"
    return "".join(letters[byte % len(letters)] for byte in uuid4().bytes[:9])


def as_csv(*lines: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    return text.getvalue().encode()


def read(*lines: tuple[str, ...]) -> Any:
    from wasl.access.policy import programme
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.importer import read_roster

    return read_roster(as_csv(*lines), "list.csv", today=today(), places=programme().places)


def announce(*lines: tuple[str, ...]) -> Any:
    from wasl.access.policy import programme
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.importer import read_expected

    return read_expected(as_csv(*lines), "list.csv", today=today(), places=programme().places)


def take_in(house: House, roster: Any, **given: Any) -> Any:
    """Amal imports a list, and the vault has followed."""
    from wasl.phases.entry_assessment.services.rosters import roster_import
    from wasl.phases.entry_assessment.services.taking import document

    by = house.actor(AMAL)
    done = roster_import(roster=roster, role="intake-clerk", by=by, **given)
    if roster.families and not given.get("dry_run"):
        wait_for(by, done, document(roster.families[-1]))
    return done


def expect(house: House, expected: Any, **given: Any) -> Any:
    """Amal reads a list sent before arrival."""
    from wasl.phases.entry_assessment.services.expected import expected_document, expected_import

    by = house.actor(AMAL)
    done = expected_import(expected=expected, role="intake-clerk", by=by, **given)
    wait_for(by, done, expected_document(expected.families[-1]))
    return done


def wait_for(by: Any, done: Any, asked: dict[str, object]) -> None:
    import time

    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors.arrivals import followed

    until = time.monotonic() + 10
    while time.monotonic() < until:
        with unit_of_work(by.token):
            if followed(done.batch, asked, viewer=by):
                return
        time.sleep(0.05)
    raise AssertionError("the vault did not follow")


def a_day(text: str) -> date:
    return date.fromisoformat(text)
