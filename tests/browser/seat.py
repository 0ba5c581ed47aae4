"""Somebody of the staff at a browser of her own: what she opens, writes, presses and reads.

Fields are named as the form sends them, buttons and links by their word in the language of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

from tests.browser.words import named

#: a page that is not there within this time is a fault
LONGEST_MS = 20_000
UNFOLD = (
    "e => { for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
)


@dataclass
class Seat:
    """One person, one browser."""

    username: str
    context: BrowserContext
    page: Page
    address: str
    language: str
    noise: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, context: BrowserContext, address: str, username: str, language: str) -> Seat:
        context.set_default_timeout(LONGEST_MS)
        seat = cls(username, context, context.new_page(), address, language)
        seat.page.on("console", seat._heard)
        seat.page.on("pageerror", lambda error: seat.noise.append(str(error)))
        return seat

    def _heard(self, message: ConsoleMessage) -> None:
        # that a page answered with 404 or 422 is said by the page; Chromium says it again
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.noise.append(f"{self.page.url}: {message.text}")

    # --- the door ---------------------------------------------------------------------------------------------------

    def sign_in(self, password: str) -> Seat:
        """By the real door, with the code of conduct on the first day, in the language that was asked for."""
        self.page.goto(f"{self.address}/accounts/login/?lang={self.language}")
        self.write(login=self.username, password=password)
        self.press("Sign in")
        if "/conduct/" in self.page.url:
            self.press("I have read this and will work by it")
        assert "/accounts/" not in self.page.url, self.text()
        if self.tongue != self.language:
            self._choose(self.language)
        return self

    def speak(self, language: str) -> Seat:
        """Her pages come in this language from now on."""
        if language != self.language and self.username:
            self._choose(language)
        self.language = language
        return self

    def _choose(self, language: str) -> None:
        """At the foot of a page that has the ordinary foot."""
        self.go("/account/")
        with self.page.expect_navigation():
            self.page.locator(f'.languages button[value="{language}"]').click()
        assert self.tongue == language

    # --- where she is -----------------------------------------------------------------------------------------------

    def go(self, path: str, *, status: int = 200) -> Seat:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}\n{self.text()[:2000]}"
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address).partition("?")[0].partition("#")[0]

    @property
    def tongue(self) -> str:
        """The language of the page; before she has chosen, it is that of her account."""
        return self.page.locator("html").get_attribute("lang") or ""

    def text(self) -> str:
        """What stands on the page, folded parts included."""
        return re.sub(r"\s+", " ", self.page.locator("main").text_content() or "")

    def sees(self, *parts: str) -> Seat:
        here = self.text()
        missing = [part for part in parts if part not in here]
        assert not missing, f"{self.page.url} lacks {missing}:\n{here[:3000]}"
        return self

    # --- what she does ----------------------------------------------------------------------------------------------

    def button(self, english: str, within: str = "main") -> Locator:
        return self.page.locator(within).get_by_role("button", name=named(english, self.tongue))

    def link(self, english: str, within: str = "main") -> Locator:
        return self.page.locator(within).get_by_role("link", name=named(english, self.tongue))

    def press(self, english: str, within: str = "main") -> Seat:
        """Press the button and wait for the page that comes of it; a form that comes back with faults is a fault."""
        with self.page.expect_navigation() as moved:
            self.button(english, within).first.click()
        answer = moved.value
        assert answer.status < 400, f"{english}: {answer.status}\n{self.text()[:3000]}"
        return self

    def follow(self, english: str, within: str = "main") -> Seat:
        with self.page.expect_navigation():
            self.link(english, within).first.click()
        return self

    def write(self, values: Mapping[str, Any] | None = None, **more: Any) -> Seat:
        """Fill in fields by the names under which the form sends them, each as its kind asks."""
        for name, value in {**(values or {}), **more}.items():
            self._one(name, value)
        return self

    def _one(self, name: str, value: Any) -> None:
        if isinstance(value, date):
            self._date(name, value)
            return
        found = self.page.locator(f'main [name="{name}"]')
        assert found.count(), f"{self.page.url} has no field {name}: {self.names('.*')}"
        first = found.first
        self._unfold(first)
        match first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()"):
            case "radio":
                self.page.locator(f'main [name="{name}"][value="{value}"]').first.check()
            case "checkbox" if value is True or value is False:
                first.set_checked(value)
            case "checkbox":
                self.page.locator(f'main [name="{name}"][value="{value}"]').first.check()
            case "select":
                first.select_option(value)
            case _:
                first.fill(str(value))

    def _date(self, name: str, day: date) -> None:
        self._one(f"{name}_0", str(day.day))
        self._one(f"{name}_1", str(day.month))
        self._one(f"{name}_2", str(day.year))

    def _unfold(self, part: Locator) -> None:
        """Open the fold in which a field lies, as somebody would who wants to write there."""
        part.evaluate(UNFOLD)

    def names(self, pattern: str) -> list[str]:
        """The fields of the page whose names match."""
        every: list[str] = self.page.locator("main [name]").evaluate_all("all => all.map(e => e.name)")
        return list(dict.fromkeys(name for name in every if re.fullmatch(pattern, name)))

    def refuse(self, path: str) -> int:
        """The status of an address, asked for without leaving the page."""
        return self.context.request.get(self.address + path, max_redirects=0).status
