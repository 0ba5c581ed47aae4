"""`wasl doctor`: what is wrong and what to do. It changes nothing; an embedded database is started for the look."""

import os
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from wasl.interfaces.cli import doctor_database, doctor_network, readiness
from wasl.interfaces.cli.answers import DONE, NO, answer, for_a_home
from wasl.interfaces.cli.boot import CODE, Instance
from wasl.interfaces.cli.preparing import check_words, ready_for
from wasl.kernel.errors import Invalid, VaultDown
from wasl.programme import check as check_programme
from wasl.runtime import pictures
from wasl.runtime.doctor import Check, of_the_database, of_this_computer
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running
from wasl.vault.client import Vault
from wasl.vault.keyring import KEYRING_FILE, PRACTICE_FILE

ANSWER_SECONDS = 3.0
# why the vault signs no more checkpoints, and what to do
STOPPED = {
    "diverged": "Run `wasl audit verify`: it names the first row that differs.",
    "interrupted": "See the vault's log: the database refuses the vault's rows.",
    "witness": "Make room for the witness's file, and see who may write it.",
}


def run(argv: Sequence[str]) -> int:
    given = for_a_home("doctor", "Say what is wrong with this instance and what to do.").parse_args(
        list(argv)
    )
    try:
        instance = Instance.locate(programme=given.programme)
    except Fault as fault:  # without settings nothing else can be looked at
        checks = [Check("settings", False, fault.message, fault.remedy)]
    else:
        checks = list(examine(instance))
    answer({"checks": [asdict(check) for check in checks]}, given.json, (_line(check) for check in checks))
    return DONE if all(check.ok for check in checks) else NO


def examine(instance: Instance) -> Iterator[Check]:
    """Every check, the cheap ones first."""
    yield from of_this_computer(instance.home, instance.settings, os.environ)
    yield programme(instance)
    yield catalogues()
    yield painting(instance.settings.upload_megabytes)
    yield prepared(instance)
    yield from people(instance)
    if not instance.made:
        return
    yield from doctor_network.examine(instance)
    yield keys(instance)
    yield vault(instance)
    try:
        with running(instance.home, instance.settings) as database:
            yield from of_the_database(database.dsn("wasl_web"))
            yield from doctor_database.examine(database.dsn("wasl_owner"))
    except Fault as fault:
        yield Check("database", False, fault.message, fault.remedy)


def programme(instance: Instance) -> Check:
    """The programme folder has no fault."""
    try:
        folder = instance.programme_folder
    except Fault as fault:
        return Check("programme", False, fault.message, fault.remedy)
    faults = [finding for finding in check_programme(folder) if finding.severity == "fault"]
    if faults:
        return Check(
            "programme", False, f"{len(faults)} faults", f"See `wasl programme check {folder.name}`."
        )
    return Check("programme", True, folder.name)


def catalogues() -> Check:
    """Pages have their words in every language."""
    try:
        check_words()
    except Fault as fault:
        return Check("catalogues", False, fault.message, fault.remedy)
    return Check("catalogues", True, f"{len(list(CODE.glob('locale/*/LC_MESSAGES/*.mo')))} compiled")


def painting(megabytes: int) -> Check:
    """Pictures of papers can be painted anew here: the helper finds its libraries and lives within its limits."""
    started = time.monotonic()
    try:
        pictures.cleaned(blank_picture())
    except (Invalid, OSError) as error:
        remedy = "See that Pillow and pypdfium2 are installed as the lock says, and that 800 MB of memory are free."
        return Check("pictures", False, f"cannot be prepared: {getattr(error, 'code', error)}", remedy)
    took = time.monotonic() - started
    return Check("pictures", True, f"prepared in {took:.1f} s; up to {megabytes} MB can be sent")


def blank_picture(side: int = 64) -> bytes:
    """A white square, by hand: this process decodes and encodes no pictures."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * (side // 8)) * side)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def prepared(instance: Instance) -> Check:
    """The home was prepared for this version of the code."""
    if not instance.made:
        return Check(
            "instance", False, f"none in {instance.home.path}", "Make one with `wasl init` or `wasl demo`."
        )
    if not ready_for(instance):
        return Check(
            "instance", False, "prepared for another version", "`wasl init` or `wasl serve` puts it right."
        )
    kind = "practice" if instance.practice else "real"
    return Check("instance", True, f"{kind}, programme {instance.programme_code}")


def people(instance: Instance) -> Iterator[Check]:
    """What stands between made-up people and real ones; in a real instance each is a fault of its own."""
    found = readiness.checks(CODE)
    if not instance.practice:
        yield from found
        yield readiness.custody(instance.vault_mode)
        return
    lacking = readiness.lacking(found)
    waits = (
        f"; real people wait for {', '.join(lacking)}"
        if lacking
        else "; nothing more is missing for real people"
    )
    yield Check("people", True, f"made up only, and every page says so{waits}")


def keys(instance: Instance) -> Check:
    """The keys are there, and nobody else can read them."""
    wanted = [KEYRING_FILE] + ([PRACTICE_FILE] if instance.vault_mode == "practice" else [])
    places = [instance.keyring_folder / name for name in wanted]
    if missing := [place.name for place in places if not place.exists()]:
        remedy = "Bring the folder back from a backup: without its keys every record stays closed."
        return Check("keys", False, f"missing: {', '.join(missing)}", remedy)
    if wide := [str(place) for place in [instance.keyring_folder, *places] if _open_to_others(place)]:
        return Check(
            "keys", False, f"others may read {', '.join(wide)}", f"Close it: chmod go= {' '.join(wide)}"
        )
    beside = (
        "a key beside the data opens them" if instance.vault_mode == "practice" else "a passphrase opens them"
    )
    return Check("keys", True, beside)


def vault(instance: Instance) -> Check:
    """Whether names can be opened now."""
    try:
        with closing(Vault(instance.vault_socket, timeout=ANSWER_SECONDS)) as through:
            status = through.status()
    except VaultDown:
        return Check("vault", True, "not running; `wasl serve` starts it")
    if status["sealed"]:
        return Check("vault", False, "sealed: names stay closed", "Open it with `wasl unseal`.")
    if status["unusable"]:
        ones = ", ".join(
            f"{one['field']} of {one['owner']} ({one['reason']})" for one in status["unusable_ones"]
        )
        return Check(
            "vault",
            False,
            f"open, but {status['unusable']} sealed values cannot be used: {ones}",
            "Malformed: save that name again on the person's page, or import the list again. "
            "Closed: bring the rows of these owners in vault_sealed and vault_subjectkey back from a backup.",
        )
    if status["feed"] == "interrupted":
        return Check(
            "vault",
            False,
            "open, but names that are saved now are not found",
            "See the vault's log; restart it.",
        )
    if status["record"] in STOPPED:
        return Check(
            "vault",
            False,
            f"open, but the record is not sealed any more: {status['record']}",
            STOPPED[status["record"]],
        )
    return Check("vault", True, f"open, {status['people']} people can be found")


def _open_to_others(place: Path) -> bool:
    return bool(place.stat().st_mode & 0o077)


def _line(check: Check) -> str:
    said = f"{'well ' if check.ok else 'WRONG'}  {check.name}: {check.detail}"
    return f"{said}\n         {check.remedy}" if check.remedy else said
