"""`wasl unseal`: opens the vault of a running instance, with a passphrase where it was made so."""

import getpass
import sys
from collections.abc import Sequence

from wasl.interfaces.cli.answers import DONE, answer, for_a_home
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.seal import NOT_RUNNING
from wasl.kernel.errors import Refused, VaultDown
from wasl.runtime.faults import Fault
from wasl.vault.client import Vault

REASONS = {
    "passphrase_wrong": ("The passphrase is wrong.", "Try again."),
    "passphrase_needed": ("The vault needs its passphrase.", "Type it, or give it on standard input."),
    "key_wrong": (
        "The key does not fit these records.",
        "Bring back the key file that belongs to this home.",
    ),
    "key_file_missing": ("The key file is missing.", "Bring it back from a backup of the keys."),
    "key_file_readable_by_others": ("Others may read the key file.", "`wasl doctor` says how to close it."),
    "keyring_missing": ("The instance has no keys.", "Bring them back from a backup of the keys."),
}


def run(argv: Sequence[str]) -> int:
    given = for_a_home("unseal", "Open the vault.").parse_args(list(argv))
    instance = Instance.locate(programme=given.programme)
    client = Vault(instance.vault_socket, timeout=180.0)
    try:
        status = client.status()
        if status["sealed"]:
            client.unseal(_passphrase() if instance.vault_mode == "passphrase" else None)
            status = client.status()
    except VaultDown:
        raise NOT_RUNNING from None
    except Refused as refused:
        message, remedy = REASONS.get(refused.code, (f"It stays sealed: {refused.code}.", ""))
        raise Fault(message, remedy) from None
    people = int(status.get("people", 0))
    answer(
        {"sealed": False, "people": people}, given.json, [f"The vault is open; {people} people can be found."]
    )
    return DONE


def _passphrase() -> str:
    """From the terminal unseen, else one line of standard input; never an argument, which other users can see."""
    return getpass.getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
