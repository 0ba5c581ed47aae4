"""Brings a home to the state that the code needs: database, tables, sites, keys, static files. Safe to repeat."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wasl.interfaces.cli.boot import CODE, Instance
from wasl.programme import check
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running
from wasl.runtime.postgres import Cluster

WITH_TABLES = ("django", "django-allauth", "procrastinate", "whitenoise")
# letters and digits that no two people read differently
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
LANGUAGES = ("ar", "ckb", "en")


def prepare(
    instance: Instance,
    tell: Callable[[str], None],
    *,
    language: str | None = None,
    vault: str | None = None,
    passphrase: str | None = None,
    real: bool = False,
) -> None:
    """Everything but people: afterwards the processes can be started."""
    check_words()
    check_programme(instance)
    instance.home.prepare()
    instance.home.record_programme(instance.programme_code)
    _decide(instance, language, vault, real)
    make_keys(instance, passphrase)
    if isinstance(instance.database, Cluster) and instance.database.create():
        tell("made the database")
    with running(instance.home, instance.settings), instance.django_as("owner"):
        from wasl.access import founding
        from wasl.instruments.services import versions
        from wasl.interfaces.cli import house

        tell("making tables, sites and teams")
        house.migrate()
        house.organisation()
        founding.follow_programme()
        versions.follow_programme()
        state = mark(instance)
        put_in_place(instance.home.path / "static" / state, house.collect_static)
    earlier = instance.static_folder.name
    instance.note(prepared=state)
    if not instance.served:
        forget_all_but(instance.home.path / "static", {earlier, state})


def ready_for(instance: Instance) -> bool:
    """Whether the home was prepared for this very code and programme."""
    return instance.made and instance.notes.get("prepared") == mark(instance)


def put_in_place(folder: Path, fill: Callable[[Path], None]) -> None:
    """Whole or not at all. A folder that is there holds these very files already, and may be served from."""
    if folder.exists():
        return
    making = folder.with_name(f".{folder.name}.{os.getpid()}")
    making.mkdir(parents=True)
    try:
        fill(making)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def forget_all_but(folder: Path, kept: set[str]) -> None:
    """Files of earlier states, which nobody serves any more."""
    for old in folder.iterdir():
        if old.name in kept:
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()


def mark(instance: Instance) -> str:
    """A digest of what a home is prepared for: our migrations, files for the browser, the programme's places."""
    total = hashlib.sha256()
    for file in sorted([*CODE.rglob("migrations/0*.py"), *_static_files(), *_programme_files(instance)]):
        total.update(f"{file.name}\0".encode() + file.read_bytes())
    for package in WITH_TABLES:
        total.update(f"{package} {_version(package)}".encode())
    return total.hexdigest()[:16]


def make_keys(instance: Instance, passphrase: str | None) -> bool:
    """The vault's keys, made once; overwritten ones would mean lost records, and the vault refuses that."""
    from wasl.vault.keyring import KeyringFile

    mode = "passphrase" if instance.vault_mode == "passphrase" else "practice"
    keyring = KeyringFile(instance.keyring_folder, mode)  # type: ignore[arg-type]
    if keyring.exists:
        return False
    if mode == "passphrase" and not passphrase:
        raise Fault("A vault that opens by passphrase needs one.", "Type it, or give it on standard input.")
    keyring.create(passphrase)
    return True


def check_programme(instance: Instance) -> None:
    """Before anything is made: a folder with faults would stop every page."""
    faults = [finding for finding in check(instance.programme_folder) if finding.severity == "fault"]
    if faults:
        raise Fault(
            f"The programme {instance.programme_code} has faults ({len(faults)}), the first: {faults[0]}",
            f"See them with `wasl programme check {instance.programme_code}`.",
        )


def check_words() -> None:
    """Pages would speak English only where the catalogues were not compiled."""
    sources = list(CODE.glob("locale/*/LC_MESSAGES/*.po"))
    missing = [place for place in sources if not place.with_suffix(".mo").exists()]
    if missing:
        raise Fault(
            f"The catalogue of {missing[0].parts[-3]} is not compiled.",
            "Run: make catalogues (or python tools/messages.py --compile).",
        )


def one_time_password() -> str:
    """Twelve letters and digits in threes of four: 59 bits, typed once."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(3))


def _decide(instance: Instance, language: str | None, vault: str | None, real: bool = False) -> None:
    """What is decided once and stays."""
    decided = instance.notes
    if vault and decided.get("vault") and decided["vault"] != vault:
        raise Fault(
            f"This instance's vault is in {decided['vault']} mode.",
            "How it opens is decided when it is made.",
        )
    if real and decided and instance.practice:
        raise Fault(
            "This instance is for practice: the people in it are made up, and they would stand beside real ones.",
            "Make the real one in another home: WASL_HOME=... wasl init --real",
        )
    instance.note(
        language=language or decided.get("language", "ar"),
        vault=decided.get("vault") or vault or "practice",
        practice=not real and instance.practice,
    )


def _static_files() -> list[Path]:
    return [file for file in (CODE / "interfaces" / "web" / "static").rglob("*") if file.is_file()]


def _programme_files(instance: Instance) -> list[Path]:
    folder = instance.programme_folder
    return [
        folder / "programme.toml",
        *(folder / "places").glob("*.csv"),
        *(folder / "instruments").glob("*.xlsx"),
        *sorted((CODE / "programme" / "scoring").rglob("*.toml")),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
