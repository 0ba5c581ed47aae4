"""`wasl seal`: closes the vault of a running instance at once. Pages go on without names."""

from collections.abc import Sequence

from wasl.interfaces.cli.answers import DONE, answer, for_a_home
from wasl.interfaces.cli.boot import Instance
from wasl.kernel.errors import VaultDown
from wasl.runtime.faults import Fault
from wasl.vault.client import Vault

NOT_RUNNING = Fault("The vault does not run.", "Start the instance with `wasl serve`.")


def run(argv: Sequence[str]) -> int:
    given = for_a_home("seal", "Close the vault: nobody reads a name until it is opened again.").parse_args(
        list(argv)
    )
    instance = Instance.locate(programme=given.programme)
    try:
        Vault(instance.vault_socket).seal_up()
    except VaultDown:
        raise NOT_RUNNING from None
    how = "a passphrase" if instance.vault_mode == "passphrase" else "no passphrase"
    answer({"sealed": True}, given.json, [f"The vault is sealed. `wasl unseal` opens it; it needs {how}."])
    return DONE
