"""Huda at her browser: begins under a code, hears a yes by keyboard, and leaves the page at once."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
CODE = re.compile(r"/codes/[0-9A-Z]{3}-[0-9A-Z]{4}/$")


def begun(page: Page) -> None:
    """A case with the head of some family."""
    page.goto("/files/")
    family = page.locator("main a[href^='/files/']").first.get_attribute("href") or ""
    page.goto(f"{family}sealed/")
    page.locator("button[name=do][value=open]").click()
    page.wait_for_url(CODE)


@pytest.mark.requirement("R030")
@pytest.mark.parametrize(("lang", "width"), [("ar", 1280), ("ckb", 360), ("en", 360)])
def test_escape_twice_leaves_for_a_page_that_says_nothing(window, lang: str, width: int):
    page = window("huda", lang=lang, width=width)
    page.goto("/codes/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/help/")
    page.go_back()
    assert "/codes/" not in page.url


@pytest.mark.requirement("R030")
def test_the_link_leaves_without_scripts_too(browser, demo_instance):
    visitor = demo_instance.visitor("huda")
    context = browser.new_context(base_url=demo_instance.address, java_script_enabled=False)
    context.add_cookies(
        [{"name": n, "value": v, "url": demo_instance.address} for n, v in visitor.cookies.items()]
    )
    page = context.new_page()
    page.goto("/codes/")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/help/")
    context.close()


@pytest.mark.requirement("R030")
def test_a_step_is_proposed_asked_and_done_by_keyboard(window):
    page = window("huda", width=360)
    begun(page)
    page.locator("a[href$='/step/']").press("Enter")
    page.wait_for_url("**/step/")
    page.locator("select[name=kind]").press("Home")
    page.locator("main form button[type=submit]").press("Enter")
    page.wait_for_url(CODE)
    expect(page.locator("button[value=finish]")).to_have_count(0)
    page.locator("a[href*='/decide/']").press("Enter")
    page.wait_for_url("**/decide/**")
    for name in ("informed", "alone"):
        page.locator(f"input[name={name}]").press("Space")
    page.locator("input[name=answer][value=yes]").press("Space")
    page.locator("main form button[type=submit]").press("Enter")
    page.wait_for_url(CODE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("button[value=finish]").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("button[value=finish]")).to_have_count(0)
    expect(page.locator("a[href*='/decide/']")).to_have_count(0)
