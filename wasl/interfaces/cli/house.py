"""What is built with Django under the owner's role: tables, sites and teams, the first administrator."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as Collecting
from django.core.files.storage import storages
from django.core.management import call_command

from wasl.access import founding
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.interfaces.cli.organisation import Organisation, found

ADMINISTRATOR = "administrator"
SAFE, APPROVER = "administrator-safe", "approver"
ROLE = "system-administrator"


def migrate() -> None:
    """Bring the tables to the state of the code."""
    call_command("migrate", verbosity=0, interactive=False)


def collect_static(folder: Path) -> None:
    """Copy what the browser needs into a folder, under names that tell the contents."""
    collecting = Collecting()
    backend = settings.STORAGES["staticfiles"] | {"OPTIONS": {"location": str(folder)}}
    collecting.storage = storages.create_storage(backend)
    call_command(collecting, verbosity=0, interactive=False)


def organisation() -> Organisation:
    """Sites and teams of the running programme, made where they are missing."""
    return found(programme())


def envelopes(passwords: Mapping[str, str], language: str) -> None:
    """The two accounts of the safe: a second administrator, who asks for the first, and somebody who says yes.

    Nobody lets anybody in alone, so without them the first administrator could invite nobody, and one who lost her
    second step would be locked out for good.
    """
    roles = programme().roles
    approves = [code for code, role in roles.items() if role.may(Action.ACCOUNT_APPROVE)]
    for username, role in ((SAFE, ROLE), (APPROVER, approves[-1] if approves else "")):
        if role:
            new = founding.NewAccount(
                username,
                roles[role].name.in_(language),
                passwords[username],
                language=language,
                practice=True,
            )
            founding.found_account(new=new, posts=[founding.Post(role)])


def administrator(password: str, language: str) -> bool:
    """Make the first administrator; False where there is one."""
    name = programme().roles[ROLE].name.in_(language)
    new = founding.NewAccount(ADMINISTRATOR, name, password, language=language, practice=True)
    return founding.found_account(new=new, posts=[founding.Post(ROLE)]) is not None
