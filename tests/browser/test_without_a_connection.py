"""What is a courtesy of the browser: a tick that keeps its place, and words that outlive a lost connection."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def _a_family(page: Page) -> str:
    page.goto("/files/?scope=mine")
    return page.locator("main a[href^='/files/']").first.get_attribute("href") or ""


@pytest.mark.requirement("J6")
def test_what_was_typed_when_the_connection_was_lost_is_kept_when_it_is_back(window):
    page = window("salma")
    address = f"{_a_family(page)}note/"
    page.goto(address)
    page.context.set_offline(True)
    page.fill("textarea[name=text]", "حديث عن المدرسة")
    expect(page.locator("[data-offline]")).to_be_visible()
    page.locator("main form button[type=submit]").last.click()
    assert page.url.endswith(address)
    assert (
        page.evaluate("Object.values({...localStorage, ...sessionStorage}).join().includes('المدرسة')")
        is False
    )
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "saved")
    page.goto(address)
    assert page.input_value("textarea[name=text]") == "حديث عن المدرسة"


def test_the_list_is_sorted_anew_without_a_new_page_and_the_way_back_leads_back(window):
    page = window("salma")
    page.goto("/files/?scope=mine")
    page.evaluate("window.same = true")
    page.locator("nav.scopes a[href*='order=number']").click()
    page.wait_for_url("**order=number**")
    assert page.evaluate("window.same")
    assert page.locator("nav.scopes a[href*='order=number'][aria-current]").count() == 1
    page.go_back()
    page.wait_for_url("**scope=mine")
