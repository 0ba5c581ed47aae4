"""`wasl serve`: comes up, comes back when something is killed, and shows no secret to anybody."""

import http.cookiejar
import json
import os
import re
import signal
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Place, Served, eventually, parent_of, serving

CHILDREN = ["postgres -D", "wasl.vault", "wasl.interfaces.web.server", "wasl.interfaces.cli.worker"]
MOST_SECONDS_TO_COME_BACK = 30.0


@pytest.fixture(scope="module")
def served(demo: Place) -> Iterator[Served]:
    with serving(demo) as up:
        yield up


def secrets_of(home: Place) -> list[str]:
    """Every password and key of the home."""
    instance = home.instance
    files = [file for file in instance.home.secrets.iterdir() if file.is_file()]
    return [file.read_text(encoding="ascii").strip() for file in files]


def told_in_the_open(pids: set[int], secrets: list[str]) -> list[str]:
    """Which processes show a secret in their environment or command line."""
    found = []
    for pid in pids:
        for place in ("environ", "cmdline"):
            try:
                shown = Path(f"/proc/{pid}/{place}").read_bytes()
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
            found += [f"{place} of {pid}" for secret in secrets if secret.encode() in shown]
    return found


def test_it_says_where_it_is_and_is_ready(served: Served) -> None:
    assert served.announced["sealed"] is False
    with urllib.request.urlopen(served.address + "/readyz", timeout=10) as answer:  # noqa: S310 - our own address
        told = json.load(answer)
    assert told == {"ready": True, "database": "ready", "migrations": "ready", "vault": "ready"}


def test_a_caseworker_of_the_demo_signs_in(demo: Place, served: Served) -> None:
    account = next(
        one
        for one in json.loads(demo.instance.accounts_file.read_text(encoding="utf-8"))
        if one["role"] == "caseworker"
    )
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = served.address + "/accounts/login/"
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', browser.open(page).read().decode())
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1], "login": account["username"], "password": account["password"]}
    asked = urllib.request.Request(page, urllib.parse.urlencode(sent).encode(), {"Referer": page})  # noqa: S310
    with browser.open(asked) as answer:
        assert answer.url == served.address + "/conduct/"


def test_no_secret_stands_in_an_environment_or_a_command_line(demo: Place, served: Served) -> None:
    secrets = secrets_of(demo)
    assert len(secrets) >= 7
    assert told_in_the_open(served.everyone() | {served.process.pid}, secrets) == []


def test_a_secret_that_stands_in_an_environment_would_be_seen(demo: Place) -> None:
    secret = secrets_of(demo)[0]
    child = os.posix_spawn("/bin/sleep", ["sleep", "5"], {"PASSWORD": secret})
    try:
        # until it has become /bin/sleep it still shows what it was copied from
        eventually(lambda: told_in_the_open({child}, [secret]) == [f"environ of {child}"], 5)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_the_log_tells_that_a_page_was_asked_for_and_never_which(demo: Place, served: Served) -> None:
    log = demo.instance.home.logs / "wasl.log"
    assert served.answers("/files/Hammurabi/?lang=ckb&q=Zaynab") == 200, "led to the sign-in"
    eventually(lambda: "GET 302" in log.read_text(encoding="utf-8"), 10)
    assert [typed for typed in ("Zaynab", "Hammurabi") if typed in log.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("word", CHILDREN)
def test_what_is_killed_comes_back_by_itself(served: Served, word: str) -> None:
    killed = served.child(word)
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: not Path(f"/proc/{killed}").exists(), 10)
    eventually(
        lambda: served.ready() and served.children(word) not in ([], [killed]), MOST_SECONDS_TO_COME_BACK
    )


def test_one_web_process_that_is_killed_is_replaced(served: Served) -> None:
    before = served.everyone()
    serving_pages = next(
        pid for pid in before if parent_of(pid) == served.child("wasl.interfaces.web.server")
    )
    os.kill(serving_pages, signal.SIGKILL)
    eventually(lambda: serving_pages not in served.everyone() and served.ready(), MOST_SECONDS_TO_COME_BACK)


def test_a_second_one_in_the_same_home_is_refused(demo: Place, served: Served) -> None:
    said = demo.wasl("serve", "--port", served.address.rpartition(":")[2])
    assert said.code == 1
    assert "Port" in said.err


def test_a_sealed_vault_is_told_and_opens_again(demo: Place, served: Served) -> None:
    assert demo.wasl("seal", "--json").document == {"sealed": True}
    assert served.answers() == 503
    assert served.answers("/accounts/login/") == 200
    assert demo.wasl("unseal", "--json").document == {"sealed": False, "people": 0}
    assert served.ready()


def test_the_record_is_proved_whole_while_it_is_written(demo: Place, served: Served) -> None:
    said = demo.wasl("audit", "verify", "--json")
    assert said.code == 0, said.out
    assert said.document["ok"] is True
    assert said.document["rows"] + said.document["pending"] > 50
