"""The convoy at three desks as it is: three people at three browsers, each field written, each button pressed.

Three families in `make test`, a hundred and ninety in `make prove`. The day must be right to the family afterwards.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests import chromium
from tests.browser.seat import Seat
from tests.browser.served import Instance
from tests.browser.test_three_desks import (
    ARRIVED,
    DESKS,
    MANAGER,
    NUMBER,
    PROVED,
    Received,
    first_line,
    judged,
    sits_down,
)
from tests.entry.convoy import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.requirement("R028", "R003", "R069")]


@contextmanager
def at_the_desk(instance: Instance, username: str, language: str) -> "Iterator[Seat]":
    """Somebody at a Chromium of her own, driven by the thread that opens it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        seat = Seat.at(context, instance.address, username, language)
        yield seat.sign_in(instance.passwords[username])
        assert seat.noise == []
        browser.close()


def receive(desk: Seat, received: Received) -> None:
    """One family: the notice, the head, whether she is known, her file, two children."""
    grandfather = mark()
    desk.go("/reception/new/")
    desk.write(
        language="ar",
        read=True,
        given="خديجة",
        father="حاتم",
        grandfather=grandfather,
        mother="نجود",
        sex="f",
    )
    desk.write(birth_2="1988")
    received.timed(lambda: desk.press("Look whether the family is known"))
    if desk.names("another"):
        desk.write(another=True)
    if desk.names("reason"):
        desk.write(reason="لا أحد")
    received.timed(lambda: desk.press("Open the file"))
    number = NUMBER.search(desk.path)
    if number is None:
        received.wrong.append(f"not opened: {desk.path}")
        return
    desk.go(f"/files/{number[1]}/people/add/")
    for at, (given, sex) in enumerate((("سيف", "m"), ("رؤى", "f"))):
        child = {"given": given, "father": mark(), "grandfather": grandfather, "role": "child", "sex": sex}
        desk.write({f"member-{at}-{name}": value for name, value in (child | {"birth_2": "2016"}).items()})
    received.timed(lambda: desk.press("Save"))
    received.numbers.append(number[1])


def convoy(instance: Instance, families: int, language: str) -> Received:
    """Three accounts receive at once; what the manager's day says before and after is held against it."""
    manager = sits_down(instance, MANAGER, language)
    sums = {"moves": ARRIVED, "inside": -1}
    before = {table: first_line(manager, table, line) for table, line in sums.items()}
    received, waiting = Received(), count()

    def work(username: str) -> None:
        with at_the_desk(instance, username, language) as desk:
            while next(waiting) < families:
                receive(desk, received)

    with ThreadPoolExecutor(len(DESKS)) as hands:
        for done in [hands.submit(work, username) for username in DESKS]:
            done.result()
    judged(families, received, {t: (before[t], first_line(manager, t, line)) for t, line in sums.items()})
    return received


def test_three_families_are_received_at_three_browsers_at_once(demo_instance: Instance):
    convoy(demo_instance, len(DESKS), "ckb")


@pytest.mark.prove
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_a_convoy_of_a_hundred_and_ninety_at_three_browsers(
    demo_instance: Instance, language: str, record_property: Callable[[str, object], None]
):
    started = time.monotonic()
    received = convoy(demo_instance, PROVED, language)
    record_property("families", len(received.numbers))
    record_property("minutes", round((time.monotonic() - started) / 60, 1))
    record_property("slowest page in s", round(received.slowest, 1))
