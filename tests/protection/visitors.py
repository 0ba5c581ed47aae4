"""Members of the cast at their browsers: Django's test client with a real session in the database."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cast import Member
from tests.worlds import House

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import ClientHandler

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(house: House, member: Member | None, *, language: str = "") -> "Client":
    """A browser of the member's, or nobody's. Wrong input that ends in a 500 shows as such, not as an exception."""
    from django.conf import settings
    from django.test import Client

    browser = Client(
        raise_request_exception=False, headers={"accept-language": language} if language else None
    )
    browser.handler = _handler(str(house.home.path))
    if member is not None:
        browser.cookies[settings.SESSION_COOKIE_NAME] = web_session(house, member)
    return browser


@cache
def _handler(home: str) -> "ClientHandler":
    """The middlewares once for each house. Its folder of static files is empty: these tests look at no picture."""
    from django.conf import settings
    from django.test.client import ClientHandler

    settings.STATIC_ROOT = Path(home) / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return ClientHandler(enforce_csrf_checks=False)


def web_session(house: House, member: Member) -> str:
    """The secret of a new session of the kind that signing in makes; committed, so that the vault knows it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from wasl.access.enums import SessionKind
    from wasl.access.models import Account
    from wasl.access.services import open_session
    from wasl.access.sessions import SessionStore

    account = Account.objects.get(pk=house.accounts[member.username])
    data = {
        SESSION_KEY: str(account.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: account.get_session_auth_hash(),
    }
    return open_session(account.pk, SessionKind.WEB, 8, SessionStore().encode(data))
