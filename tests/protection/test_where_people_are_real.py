"""Where people are real nobody practises: no made-up families, no account that skips the second step.

The house of these tests is for practice; here it is told that it is not, and asked again.
"""

import secrets
from collections.abc import Iterator

import pytest

from tests.cast import SALMA
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.errors import Refused
from wasl.runtime.faults import Fault

pytestmark = pytest.mark.requirement("P15", "R093")


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from django.conf import settings
    from django.core.cache import cache

    monkeypatch.setattr(settings, "WASL_PRACTICE", False)
    cache.clear()
    yield
    cache.clear()


def test_every_page_says_that_people_are_made_up_while_they_are(house: House):
    for visitor in (None, SALMA):
        page = signed_in(house, visitor).get("/accounts/login/?lang=en" if visitor is None else "/")
        assert 'class="practice' in page.content.decode()


def test_an_account_that_was_for_practice_meets_the_second_step(house: House, real: None):
    """It skipped the step while people were made up; where they are real it goes no further than setting one up."""
    from wasl.access.models import Account

    assert Account.objects.get(pk=house.accounts[SALMA.username]).practice
    page = signed_in(house, SALMA).get("/files/")
    assert (page.status_code, page["Location"]) == (302, "/accounts/2fa/totp/activate/")
    account = signed_in(house, SALMA).get("/account/")
    assert account.status_code == 302


def test_while_people_are_made_up_the_step_is_skipped_and_the_page_says_so(house: House):
    from django.utils.translation import override

    browser = signed_in(house, SALMA)
    assert browser.get("/files/").status_code == 200
    with override("ar"):
        from django.utils.translation import gettext as _

        said = _("This is a practice account: it signs in without a second factor. Real accounts need one.")
    assert said in browser.get("/account/").content.decode()


def test_whole_histories_are_written_nowhere_but_in_practice(house: House, real: None):
    from wasl.journey import bulk

    with pytest.raises(Refused) as refused:
        bulk.write([], by=house.actor(SALMA))
    assert refused.value.code == "practice_only"


def test_no_account_is_made_for_practice_and_no_list_is_nobodys(house: House, real: None):
    from wasl.access.founding import NewAccount, Post, found_account
    from wasl.access.models import Account
    from wasl.interfaces.cli.import_roster import _clerk

    with house.as_role("wasl_owner"):
        made = found_account(
            new=NewAccount(f"late-{secrets.token_hex(3)}", "سالم", secrets.token_urlsafe(12), practice=True),
            posts=[Post("auditor")],
        )
        assert not Account.objects.get(pk=made).practice
        Account.objects.filter(pk=made).update(is_active=False)
        with pytest.raises(Fault, match="imported by somebody"):
            _clerk()
