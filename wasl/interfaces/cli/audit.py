"""`wasl audit verify`: proves that no row of the record was changed, taken out, put in or cut off."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from wasl.interfaces.cli.answers import DONE, NO, answer, for_a_home
from wasl.interfaces.cli.boot import Instance
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running
from wasl.vault.keyring import PUBLIC_FILE, KeyringFile
from wasl.vault.verify import verify


def run(argv: Sequence[str]) -> int:
    options = for_a_home("audit", "Prove the record whole.")
    what = options.add_subparsers(dest="what", required=True, metavar="verify")
    check = what.add_parser("verify", help="compare every row with the signed tree and with a witness")
    check.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    check.add_argument(
        "--witness", type=Path, metavar="FILE", help="the witness's lines (those kept in the home)"
    )
    given = options.parse_args(list(argv))
    instance = Instance.locate(programme=given.programme)
    found = proof(instance, given.witness)
    answer(found, given.json, _lines(found))
    return DONE if found["ok"] else NO


def proof(instance: Instance, witness: Path | None) -> dict[str, Any]:
    """What `vault.verify` finds, against the given witness or the one that the home keeps."""
    if witness is not None and not witness.is_file():
        raise Fault(f"There is no file {witness}.", "It holds the lines that the vault gave to a witness.")
    if not (instance.keyring_folder / PUBLIC_FILE).exists():
        raise Fault(f"There is no record in {instance.home.path}.", "Make an instance with `wasl init`.")
    known = witness or (instance.witness_file if instance.witness_file.exists() else None)
    public = KeyringFile(instance.keyring_folder, "practice").public_key()
    with (
        running(instance.home, instance.settings) as database,
        psycopg.connect(database.dsn("wasl_vault"), autocommit=True) as connection,
    ):
        return verify(connection, known, public)


def _lines(found: dict[str, Any]) -> list[str]:
    counted = f"{found['rows']} rows under {found['checkpoints']} checkpoints"
    waiting = f", {found['pending']} newer ones wait to be sealed" if found.get("pending") else ""
    if found["ok"]:
        unseen = "" if found["witnessed"] else " There is no witness: a cut end would not be seen."
        return [f"The record is whole: {counted}{waiting}.{unseen}"]
    first = found["first_divergent"]
    return [
        f"The record differs: {first['reason']} at position {first['position']}, event {first['event']} ({counted})."
    ]
