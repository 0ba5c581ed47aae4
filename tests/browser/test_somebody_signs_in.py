"""The first thing anybody sees: the door, the day, a family, in a real browser and in three languages."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.requirement("R069")
@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("ckb", "rtl"), ("en", "ltr")])
def test_salma_sees_her_day_in_her_language(window, lang: str, direction: str):
    page = window("salma", lang=lang)
    answer = page.goto("/")
    assert answer.status == 200
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (lang, direction)


@pytest.mark.requirement("R069")
@pytest.mark.parametrize("width", [360, 1280])
def test_a_family_is_opened_from_the_list_and_fits_the_screen(window, width: int):
    page = window("salma", width=width)
    page.goto("/files/?scope=mine")
    page.locator("main a[href^='/files/']").first.click()
    page.wait_for_load_state()
    assert "/files/" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.requirement("R070")
def test_the_code_of_conduct_is_read_in_the_language_that_is_pressed(browser, demo_instance):
    """Ibtisam signs in here alone, the first time: no language is kept for her yet, and she can choose one first."""
    page = browser.new_context(base_url=demo_instance.address).new_page()
    page.goto("/accounts/login/?lang=en")
    page.fill("input[name=login]", "ibtisam")
    page.fill("input[name=password]", demo_instance.passwords["ibtisam"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/conduct/")
    for lang in ("en", "ckb", "ar"):
        with page.expect_navigation():
            page.locator(f'.languages [value="{lang}"]').click()
        assert page.locator("html").get_attribute("lang") == lang
    page.context.close()
