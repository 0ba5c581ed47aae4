"""`wasl network`: what other devices need to know of this server, on the screen and on a sheet for the wall."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wasl.interfaces.cli.answers import DONE, answer, for_a_home, port
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.doctor_network import as_served
from wasl.interfaces.cli.serve import may_listen
from wasl.runtime.authority import Authority
from wasl.runtime.faults import Fault


def run(argv: Sequence[str]) -> int:
    options = for_a_home("network", "What other devices need to know of this server.")
    options.add_argument("--listen", metavar="HOST", help="as for `wasl serve` (what was served last)")
    options.add_argument("--port", type=port, help="as for `wasl serve` (what was served last)")
    options.add_argument(
        "--sheet", type=Path, metavar="FILE", help="write a page of A4 (PDF) to hang beside it"
    )
    options.add_argument(
        "--new-authority", action="store_true", help="make a new local authority; every device is told again"
    )
    given = options.parse_args(list(argv))
    instance = as_served(Instance.locate(programme=given.programme, listen=given.listen, port=given.port))
    if not instance.https:
        raise Fault("This instance serves only its own computer.", "Say where: --listen 0.0.0.0")
    may_listen(instance)
    if given.new_authority:
        renew(instance)
    instance.certificate.ensure()
    network = instance.network()
    if given.sheet:
        from wasl.interfaces.cli.network_sheet import sheet

        given.sheet.write_bytes(sheet(network))
    document: dict[str, Any] = {**network, "sheet": str(given.sheet) if given.sheet else None}
    answer(document, given.json, _lines(document))
    return DONE


def renew(instance: Instance) -> None:
    """A new authority; not while a server still shows what the old one signed."""
    if instance.settings.certificate is not None:
        raise Fault("The certificate is the ministry's.", "There is no local authority to renew.")
    if instance.served:
        raise Fault("Wasl runs here.", "Stop it first, then run the command again.")
    Authority.make(instance.home, instance.listening.names)


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [f"pages:        {one}" for one in told["addresses"] or [told["address"]]]
    if told["door"]:
        lines.append(f"device page:  {told['door']}")
    if told["fingerprint"]:
        lines.append(f"code:         {told['fingerprint']}")
    if told["sheet"]:
        lines.append(f"sheet:        {told['sheet']}")
    return lines
