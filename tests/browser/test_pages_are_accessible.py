"""Every page can be read by whoever needs a screen reader, a keyboard or a small telephone, in three languages.

Each page is opened by somebody who may: once here, languages and widths taking turns, and by `make prove` in each of
the three languages and both widths. What is held: no violation of WCAG 2.2 A and AA that axe finds,
nothing to scroll sideways, the language and its direction told, and a console that complains of nothing.
"""

import base64
import hmac
import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import pages
from tests.browser.pages import Pages, Visit
from tests.browser.seat import Seat
from tests.browser.served import Instance
from tests.browser.story import AsUser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DIRECTIONS = {"ar": "rtl", "ckb": "rtl", "en": "ltr"}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "resultTypes": ["violations"],
}
#: a picture without words on an empty page: the plainest thing that must be found
PLANTED = """() => { const main = document.querySelector("main"), wide = document.createElement("p");
  wide.style.width = "5000px"; wide.textContent = "x";
  const picture = document.createElement("img"); picture.src = "/static/wasl/mark.svg"; main.append(wide, picture) }"""
SENT_EMPTY = (
    """form => { form.noValidate = true; form.requestSubmit(form.querySelector("button[type=submit]")) }"""
)


@pytest.fixture(scope="session")
def all_pages(demo_instance: Instance) -> Pages:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    return pages.every(demo_instance)


def test_somebody_of_the_staff_opens_every_page(all_pages: Pages):
    assert all_pages.closed == []
    assert len(all_pages.visits) > 70


@dataclass(frozen=True)
class Round:
    """One look at every page, each person in the session with which the doors were tried."""

    instance: Instance
    pages: Pages
    browser: "Browser"
    seats: dict[str | None, Seat] = field(default_factory=dict)

    def wrong(self, language: str, width: int) -> list[str]:
        """What is wrong in a language and at a width."""
        return [fault for visit in self.pages.visits for fault in faults(visit, self, language, width)]

    def in_turn(self, languages: tuple[str, ...], widths: tuple[int, ...]) -> list[str]:
        """What is wrong when each page is looked at once; three languages and two widths meet in every pairing."""
        turns = list(enumerate(self.pages.visits))
        return [
            fault
            for turn, language in enumerate(languages)
            for at, visit in turns
            if at % len(languages) == turn
            for fault in faults(visit, self, language, widths[at % len(widths)])
        ]

    def seat(self, username: str | None, language: str, width: int) -> Seat:
        if username not in self.seats:
            context = self.browser.new_context()
            if username:
                kept, url = self.pages.visitors[username].cookies.items(), self.instance.address
                context.add_cookies([{"name": name, "value": value, "url": url} for name, value in kept])
            self.seats[username] = Seat.at(context, self.instance.address, username or "", "")
        self.seats[username].page.set_viewport_size({"width": width, "height": 900})
        return self.seats[username].speak(language)


@pytest.fixture(scope="module")
def all_round(demo_instance: Instance, all_pages: Pages, browser: "Browser") -> Iterator[Round]:
    made = Round(demo_instance, all_pages, browser)
    yield made
    for seat in made.seats.values():
        seat.context.close()


@pytest.mark.requirement("R069")
def test_every_page_is_accessible(all_round: Round):
    wrong = all_round.in_turn(("ar", "ckb", "en"), (360, 1280))
    assert wrong == [], "\n" + "\n".join(wrong)


@pytest.mark.prove
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", DIRECTIONS)
def test_every_page_is_accessible_at_every_width(all_round: Round, language: str, width: int):
    wrong = all_round.wrong(language, width)
    assert wrong == [], "\n" + "\n".join(wrong)


def test_a_fault_would_be_seen(as_user: AsUser):
    """Planted: a picture that says nothing and something wider than any screen."""
    salma = as_user("salma", "en", width=360)
    salma.go("/help/")
    assert list(looked_at(salma, "en", 360)) == []
    salma.page.evaluate(PLANTED)
    found = " ".join(looked_at(salma, "en", 360))
    assert "image-alt" in found
    assert "sideways" in found


def test_the_pages_of_the_second_step_are_accessible(demo_instance: Instance, as_user: AsUser):
    """Nour sets up the app on her telephone; the pages that only she sees then are looked at as all others are."""
    password, wrong = demo_instance.passwords["nour"], []
    for language, width in (("ar", 360), ("ckb", 1280), ("en", 360)):
        nour = as_user("nour", language, width=width)
        if nour.go("/accounts/2fa/").link("Deactivate").count() == 0:
            nour.go("/accounts/2fa/totp/activate/")
            if "/reauthenticate/" in nour.path:
                nour.write(password=password).press("Confirm")
            secret = nour.page.locator("#authenticator_secret").input_value()
            nour.write(code=six_digits(secret, time.time())).press("Activate")
        for path in ("/accounts/2fa/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/reauthenticate/"):
            nour.go(path)
            wrong += [f"{path} ({language}): {fault}" for fault in looked_at(nour, language, width)]
    nour.go("/accounts/logout/").press("Sign out")
    nour.go("/accounts/login/").write(login="nour", password=password).press("Sign in")
    assert nour.path == "/accounts/2fa/authenticate/"
    for language, width in (("ar", 1280), ("ckb", 360), ("en", 1280)):
        nour.page.set_viewport_size({"width": width, "height": 900})
        nour.go(f"/accounts/2fa/authenticate/?lang={language}")
        wrong += [f"{nour.path} ({language}): {fault}" for fault in looked_at(nour, language, width)]
    assert wrong == [], "\n" + "\n".join(wrong)


def six_digits(secret: str, at: float) -> str:
    """What an authenticator app shows at a moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def faults(visit: Visit, round_: Round, language: str, width: int) -> Iterator[str]:
    """What is wrong with a page, and with its form when it comes back."""
    seat = round_.seat(visit.username, language, width)
    answer = seat.page.goto(f"{seat.address}{visit.path}" + ("" if visit.username else f"?lang={language}"))
    if "/reauthenticate/" in seat.path and "/reauthenticate/" not in visit.path:
        seat.write(password=round_.instance.passwords[seat.username])
        with seat.page.expect_navigation() as asked_again:
            seat.page.locator("main form button[type=submit]").first.click()
        answer = asked_again.value
    where = f"{visit.name} ({language}, {width}, {visit.username})"
    if answer is not None and answer.status != visit.status:
        yield f"{where}: answers {answer.status}"
        return
    # what is not there is the same page for everybody, in the language of the house
    told = "ar" if visit.status == 404 else language
    yield from (f"{where}: {fault}" for fault in looked_at(seat, told, width))
    if visit.faulty:
        with seat.page.expect_navigation() as came:
            seat.page.locator("main form:has([name=csrfmiddlewaretoken])").first.evaluate(SENT_EMPTY)
        if came.value.status != 422:
            yield f"{where}: an empty form answers {came.value.status}"
        yield from (f"{where}, with faults: {fault}" for fault in looked_at(seat, language, width))
    if visit.status == 423:
        seat.write(secret=round_.instance.passwords[seat.username]).press("Unlock")


def looked_at(seat: Seat, language: str, width: int) -> Iterator[str]:
    from axe_playwright_python.sync_playwright import Axe

    root = seat.page.locator("html")
    told = (root.get_attribute("lang"), root.get_attribute("dir"))
    if told != (language, DIRECTIONS[language]):
        yield f"says it is {told}"
    wide = seat.page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"scrolls sideways to {wide}"
    for violation in Axe().run(seat.page, options=RULES).response["violations"]:
        yield f"{violation['id']}: {first(violation)}"
    yield from seat.noise
    seat.noise.clear()


def first(violation: dict[str, Any]) -> str:
    """The first place of a violation, and how many more there are."""
    nodes = violation["nodes"]
    more = f" (+{len(nodes) - 1})" if len(nodes) > 1 else ""
    return f"{nodes[0]['html'][:160]} {nodes[0]['failureSummary'][:200]!r}{more}"
