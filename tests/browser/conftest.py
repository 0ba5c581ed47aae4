"""One served instance for all browser tests of a process, a Chromium for each module, a window for whoever signs in.

Chromium ends with the module: the event loop of its driver would stand in the way of tests that use the database.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import chromium
from tests.browser.seat import Seat
from tests.browser.served import Instance, instance
from tests.browser.story import AsUser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FAMILIES = 24


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo_instance() -> Iterator[Instance]:
    """The demo as a newcomer starts it, with some families."""
    with instance(FAMILIES) as up:
        yield up


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    assert path, "no Chromium: see tools/browser.sh"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def as_user(browser: "Browser", demo_instance: Instance) -> Iterator[AsUser]:
    """`as_user("salma", "ckb", width=360)`: somebody at a browser of her own, signed in by the real door.

    She keeps her browser for the module; what its console complained of fails the module. None has not signed in.
    """
    seats: dict[str | None, Seat] = {}

    def made(username: str | None, language: str = "ar", width: int = 1280) -> Seat:
        if username not in seats:
            context = browser.new_context(viewport={"width": width, "height": 900})
            seat = seats[username] = Seat.at(context, demo_instance.address, username or "", language)
            if username:
                seat.sign_in(demo_instance.passwords[username])
        seats[username].page.set_viewport_size({"width": width, "height": 900})
        return seats[username].speak(language)

    yield made
    noise = [line for seat in seats.values() for line in seat.noise]
    for seat in seats.values():
        seat.context.close()
    assert noise == []


@pytest.fixture
def window(browser: "Browser", demo_instance: Instance) -> Iterator[Callable[..., "Page"]]:
    """`window("salma", width=360, lang="ckb")`: a page on which somebody has signed in. Its faults fail the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_one(username: str | None, *, width: int = 1280, lang: str = "ar") -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=demo_instance.address
        )
        contexts.append(context)
        if username is not None:
            visitor = demo_instance.visitor(username)
            visitor.get("/account/")
            visitor.post("/language/", {"language": lang, "next": "/"})
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": demo_instance.address}
                    for name, value in visitor.cookies.items()
                ]
            )
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture(scope="session")
def today() -> date:
    from wasl.kernel.clock import today

    return today()
