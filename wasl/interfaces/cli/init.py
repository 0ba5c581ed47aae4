"""`wasl init`: a new instance with its first administrator, for practice unless everything is there for real people."""

import getpass
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from wasl.interfaces.cli import readiness
from wasl.interfaces.cli.answers import DONE, NO, answer, for_a_home, say
from wasl.interfaces.cli.boot import CODE, Instance
from wasl.interfaces.cli.preparing import LANGUAGES, one_time_password, prepare
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running

ADMINISTRATOR = "administrator"
ENVELOPES = ("administrator-safe", "approver")
VAULT_MODES = {"unattended": "practice", "passphrase": "passphrase"}


def run(argv: Sequence[str]) -> int:
    options = for_a_home("init", "Make a new practice instance: database, keys, first administrator.")
    options.add_argument("--language", choices=LANGUAGES, help="language of the first account (ar)")
    options.add_argument("--unseal", choices=sorted(VAULT_MODES), help="how the vault opens (unattended)")
    options.add_argument(
        "--real", action="store_true", help="for real people; refuses as long as parts are missing"
    )
    given = options.parse_args(list(argv))
    if given.real and not _may_be_real(given.json, given.unseal):
        return NO
    instance = Instance.locate(programme=given.programme)
    mode = VAULT_MODES[given.unseal] if given.unseal else None
    passphrase = _new_passphrase() if mode == "passphrase" and not instance.made else None
    prepare(instance, say, language=given.language, vault=mode, passphrase=passphrase, real=given.real)
    password = first_administrator(instance)
    safe = envelopes(instance) if password else {}
    document = {
        "home": str(instance.home.path),
        "programme": instance.programme_code,
        "real": not instance.practice,
        "administrator": {"username": ADMINISTRATOR, "password": password},
        "envelopes": [{"username": username, "password": secret} for username, secret in safe.items()],
    }
    answer(document, given.json, _lines(instance, password, safe))
    return DONE


def _may_be_real(as_json: bool, unseal: str | None) -> bool:
    """Whether everything is there that real people's records need; what is not is told, part by part."""
    found = [*readiness.checks(CODE), readiness.custody(unseal)]
    if not (lacking := readiness.lacking(found)):
        return True
    answer({"real": False, "missing": lacking, "checks": [asdict(one) for one in found]}, as_json, ())
    say(f"wasl init: Real people's records need more than is there: {', '.join(lacking)}.")
    for one in found:
        if not one.ok:
            say(f"  {one.name}: {one.detail}. {one.remedy}")
    say("Make a practice instance without --real.")
    return False


def first_administrator(instance: Instance) -> str | None:
    """Make the account; its one-time password, or None where it exists already."""
    password = one_time_password()
    with running(instance.home, instance.settings), instance.django_as("owner"):
        from wasl.interfaces.cli import house

        made = house.administrator(password, str(instance.notes.get("language", "ar")))
    return password if made else None


def envelopes(instance: Instance) -> dict[str, str]:
    """Two accounts whose one-time passwords go on paper into two closed envelopes, told here and never again."""
    passwords = {username: one_time_password() for username in ENVELOPES}
    with running(instance.home, instance.settings), instance.django_as("owner"):
        from wasl.interfaces.cli import house

        house.envelopes(passwords, str(instance.notes.get("language", "ar")))
    return passwords


def _lines(instance: Instance, password: str | None, safe: Mapping[str, str]) -> list[str]:
    kind = "practice only" if instance.practice else "for real people"
    home = [f"The instance is in {instance.home.path} (programme {instance.programme_code}, {kind})."]
    if password is None:
        return [*home, "It had its administrator already; nothing of that was changed."]
    return [
        *home,
        f"Sign in as {ADMINISTRATOR} with the one-time password {password}",
        "Two envelopes for the safe; write each on paper, close them, and give them to two people:",
        *(f"  {username}: one-time password {secret}" for username, secret in safe.items()),
        "An account is made, or a lost second step renewed, when an administrator asks and the approver says yes.",
        "Start it with `wasl serve`.",
    ]


def _new_passphrase() -> str:
    """Asked twice on a terminal, read once from a pipe; never an argument, which other users of the computer see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, second = getpass.getpass("New passphrase: "), getpass.getpass("Once more: ")
    if first != second:
        raise Fault("The two were not the same.", "Run the command again.")
    return first
