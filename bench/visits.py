"""What is measured: pages asked for in this process through all middlewares, as people of the demo's staff."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from bench.world import World

if TYPE_CHECKING:
    from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CASEWORKERS = ("salma", "hadi", "maryam", "karim", "sawsan", "hero", "majid")
SCORE = re.compile(r'name="(score_[^"]+)"')
NUMBER = re.compile(r"/files/([0-9A-Z]{2}-[0-9A-Z]{4})/")


@dataclass(frozen=True)
class Visit:
    """Somebody at a browser."""

    username: str
    token: str
    browser: "Client"

    def get(self, path: str, status: int = 200) -> str:
        response = self.browser.get(path, headers={"host": "localhost"})
        return self._read(response, path, status)

    def post(self, path: str, form: dict[str, str], status: int = 302) -> str:
        response = self.browser.post(path, form, headers={"host": "localhost"})
        return self._read(response, path, status)

    def _read(self, response: Any, path: str, status: int) -> str:
        if response.status_code != status:
            raise RuntimeError(f"{path}: {response.status_code} for {self.username}")
        return str(response.content.decode())


@dataclass(frozen=True)
class Family:
    """A family to be opened and written about."""

    number: str
    file: UUID
    team: int


def visit(world: World, username: str) -> Visit:
    """A session as signing in makes it, without the slow password."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.test import Client

    from wasl.access.enums import SessionKind
    from wasl.access.models import Account
    from wasl.access.services import open_session
    from wasl.access.sessions import SessionStore

    account = Account.objects.get(pk=world.account(username))
    data = {
        SESSION_KEY: str(account.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: account.get_session_auth_hash(),
    }
    token = open_session(account.pk, SessionKind.WEB, 8, SessionStore().encode(data))
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = token
    found = Visit(username, token, browser)
    if "/conduct/" in browser.get("/", headers={"host": "localhost"}).headers.get("Location", ""):
        found.post("/conduct/", {})
    return found


def worker_with_families(world: World) -> tuple[Visit, list[Family]]:
    """A caseworker and the families she works with."""
    for username in CASEWORKERS:
        found = visit(world, username)
        numbers = list(dict.fromkeys(NUMBER.findall(found.get("/files/?scope=mine"))))
        if len(numbers) >= 3:
            return found, [_family(world, number) for number in numbers[:20]]
    raise LookupError("nobody works with three families: use a larger --size")


def _family(world: World, number: str) -> Family:
    with world.floor() as connection:
        row = connection.execute(
            "SELECT file_id, team_id FROM casefile_file WHERE number = %s", [number]
        ).fetchall()[0]
    return Family(number, UUID(str(row[0])), int(str(row[1])))


def deep(visitor: Visit, path: str, pages: int = 20) -> tuple[str, str]:
    """The address of a page far down a list by number, and the number before it."""
    place, before = path, ""
    for _ in range(pages):
        text = visitor.get(place)
        found = re.search(r'href="(\?[^"]*after=[^"]+)"', text)
        if not found:
            break
        numbers = NUMBER.findall(text)
        before = numbers[-1] if numbers else before
        place = "/files/" + found[1].replace("&amp;", "&")
    return place, before


def note() -> dict[str, str]:
    from wasl.kernel.clock import today

    return {
        "key": str(uuid4()), "once": str(uuid4()), "kind": "note", "circle": "family", "on": today().isoformat(),
        "person": "",
        "text": "اتصلت بالمدرسة، والمدير يطلب بيان الولادة قبل نهاية الشهر.",
    }  # fmt: skip


def grid(visitor: Visit, number: str) -> Callable[[str], dict[str, str]]:
    """The household's part of the grid as this family's page asks it, to be sent with another score each time."""
    from wasl.kernel.clock import today

    asked = sorted(set(SCORE.findall(visitor.get(f"/files/{number}/assessment/household/"))))
    if not asked:
        raise LookupError(f"nothing is asked of the household of {number}")
    day = today()

    def filled(score: str) -> dict[str, str]:
        return dict.fromkeys(asked, score) | {
            "key": str(uuid4()), "once": str(uuid4()), "mode": "read_aloud", "language": "ar",
            "on_0": str(day.day), "on_1": str(day.month), "on_2": str(day.year),
        }  # fmt: skip

    return filled
