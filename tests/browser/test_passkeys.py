"""Shifa keeps a passkey on her phone: she adds it, signs in and confirms with it, gives it a name and takes it away.

The phone is Chromium's virtual authenticator. Where a page was opened by a number no browser uses passkeys: it says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.seat import Seat
from tests.browser.served import Instance

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P15", "R102")]
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
KEY = "مفتاح هاتفي"


def by_name(instance: Instance) -> str:
    return "http://localhost:" + instance.address.rpartition(":")[2]


@contextmanager
def somebody(browser: "Browser", address: str, username: str) -> Iterator[Seat]:
    context = browser.new_context(viewport={"width": 360, "height": 900})
    seat = Seat.at(context, address, username, "en")
    yield seat
    context.close()
    assert seat.noise == []


def phone(seat: Seat) -> tuple[object, str]:
    """A telephone beside the computer: its session, and by what it is known."""
    wire = seat.context.new_cdp_session(seat.page)
    wire.send("WebAuthn.enable")
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return wire, made["authenticatorId"]


def answers(seat: Seat, word: str, *, leads_to: str) -> None:
    """Press, and wait for what the phone's answer opens."""
    seat.button(word).first.click()
    seat.page.wait_for_url(leads_to)


def test_a_passkey_from_the_first_day_to_a_lost_phone(browser: "Browser", demo_instance: Instance):
    with somebody(browser, by_name(demo_instance), "shifa") as shifa:
        wire, ref = phone(shifa)
        shifa.sign_in(demo_instance.passwords["shifa"])
        shifa.go("/account/passkeys/").sees("You have no passkey yet").follow("Add a passkey")
        assert "/reauthenticate/" in shifa.path, "a new key asks for the password once more"
        shifa.write(password=demo_instance.passwords["shifa"]).press("Confirm")
        shifa.write(name="My phone")
        answers(shifa, "Make the passkey", leads_to="**/account/passkeys/")
        shifa.sees("My phone", "not yet")

        shifa.go("/accounts/logout/").press("Sign out")
        shifa.page.goto(f"{shifa.address}/accounts/login/?lang=en")
        answers(shifa, "Sign in with a passkey", leads_to=f"{shifa.address}/")
        assert shifa.go("/account/").path == "/account/"

        # the second step after a password is asked of whoever has one; the same passkey answers it
        shifa.go("/accounts/logout/").press("Sign out")
        shifa.page.goto(f"{shifa.address}/accounts/login/?lang=en")
        shifa.write(login="shifa", password=demo_instance.passwords["shifa"]).press("Sign in")
        assert shifa.path == "/accounts/2fa/authenticate/"
        answers(shifa, "Use a passkey", leads_to=f"{shifa.address}/")

        shifa.go("/account/passkeys/").write(name=KEY).press("Keep this name").sees(KEY)

        # a finger that is not hers: nothing comes of it, and the page says what to do
        wire.send("WebAuthn.setUserVerified", {"authenticatorId": ref, "isUserVerified": False})  # type: ignore[attr-defined]
        shifa.page.locator("details summary").first.click()
        shifa.press("Remove")
        assert shifa.path == "/accounts/passkey/confirm/"
        shifa.button("Use a passkey").click()
        shifa.page.locator("[data-passkey-words]:visible").wait_for()
        shifa.sees("No passkey was given.")
        wire.send("WebAuthn.setUserVerified", {"authenticatorId": ref, "isUserVerified": True})  # type: ignore[attr-defined]
        answers(shifa, "Use a passkey", leads_to="**/account/passkeys/")
        shifa.sees("You have no passkey yet")

        shifa.go("/accounts/logout/").press("Sign out")
        shifa.page.goto(f"{shifa.address}/accounts/login/?lang=en")
        shifa.button("Sign in with a passkey").click()
        shifa.page.wait_for_url("**/accounts/passkey/")
        shifa.sees("This passkey was not accepted.")


def test_by_a_number_no_passkey_is_offered_and_the_page_says_where(
    browser: "Browser", demo_instance: Instance
):
    port = demo_instance.address.rpartition(":")[2]
    with somebody(browser, f"http://127.0.0.1:{port}", "shifa") as shifa:
        shifa.page.goto(f"{shifa.address}/accounts/login/?lang=en")
        shifa.sees("opened by a number", f"http://localhost:{port}")
        assert shifa.button("Sign in with a passkey").count() == 0
