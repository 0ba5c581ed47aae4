"""What must hold so that another device reaches the pages: certificate, names, address, firewall."""

import datetime
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.processes import answers
from wasl.runtime.addresses import EVERYWHERE, as_address, listening, near, own_addresses
from wasl.runtime.authority import Authority, names_of
from wasl.runtime.certificate import fits, read
from wasl.runtime.doctor import Check
from wasl.runtime.faults import Fault

# a ministry's certificate has to be asked for in time; ours renews itself
ASK_FOR_ANOTHER = datetime.timedelta(days=30)
UFW = Path("/etc/ufw")


def as_served(instance: Instance) -> Instance:
    """The instance as it was served last, where the environment says nothing else."""
    notes = instance.notes
    if not near(instance.settings.listen) or near(notes.get("listen", "localhost")):
        return instance
    return Instance.locate(
        programme=instance.settings.programme,
        home=instance.settings.home,
        listen=notes["listen"],
        port=notes["port"],
        door_port=notes["door_port"],
    )


def examine(instance: Instance) -> Iterator[Check]:
    """Every check of the network; one line where only this computer is served."""
    instance = as_served(instance)
    if not instance.https:
        yield Check("network", True, "only this computer: no --listen")
        return
    yield address(instance)
    yield certificate(instance)
    yield names(instance)
    yield name_is_known(instance)
    yield answering(instance)
    yield firewall(instance)


def address(instance: Instance) -> Check:
    """The address that is listened on is still this computer's."""
    own, meant = own_addresses(), as_address(instance.settings.listen)
    here = ", ".join(map(str, own)) or "none"
    if not own:
        remedy = "Connect it to the network (cable or wireless), then run this again."
        return Check("address", False, "this computer has no address on any network", remedy)
    if meant is not None and str(meant) not in EVERYWHERE and not near(str(meant)) and meant not in own:
        remedy = "Reserve the address for this computer in the router, or listen on a name or on 0.0.0.0."
        return Check("address", False, f"{meant} is not this computer's any more (it has {here})", remedy)
    return Check("address", True, f"{here}; pages at {instance.address()}")


def certificate(instance: Instance) -> Check:
    """It is there, belongs to its key, and is valid now and for a while."""
    shown = instance.certificate
    theirs = instance.settings.certificate
    chain, key = (theirs, instance.settings.certificate_key) if theirs else (shown.chain, shown.key)
    if key is None or not (chain.exists() and key.exists()):
        return Check("certificate", False, "none yet", "`wasl serve --listen` makes one.")
    try:
        found, belongs = read(chain), fits(chain, key)
        authority = None if theirs else Authority.of(instance.home)
    except Fault as fault:
        return Check("certificate", False, fault.message, fault.remedy)
    now = datetime.datetime.now(datetime.UTC)
    until = f"until {found.not_valid_after_utc:%Y-%m-%d}"
    if not belongs:
        return Check("certificate", False, f"{key} is not the key of {chain}", "Ask for the pair again.")
    if found.not_valid_before_utc > now:
        remedy = (
            "Set the clock (timedatectl set-time); if it is right, the certificate was made with a wrong one."
        )
        return Check(
            "certificate", False, f"not valid before {found.not_valid_before_utc:%Y-%m-%d %H:%M}", remedy
        )
    if theirs:
        soon = found.not_valid_after_utc - now < ASK_FOR_ANOTHER
        remedy = "Ask the ministry for a new one, put it in its place and restart."
        return Check("certificate", not soon, f"the ministry's, {until}", remedy if soon else "")
    if authority is None:
        return Check("certificate", False, "the local authority is missing", "`wasl network --new-authority`")
    if not authority.signed(found) or found.not_valid_after_utc < now:
        return Check("certificate", False, f"not our authority's, or over: {until}", "Restart `wasl serve`.")
    over = authority.certificate.not_valid_after_utc
    if over - now < datetime.timedelta(days=365):
        remedy = "Make a new one on a quiet day: `wasl network --new-authority`; every device is told again."
        return Check("certificate", False, f"the authority ends {over:%Y-%m-%d}", remedy)
    return Check("certificate", True, f"of the local authority, {until}, renewed by itself")


def names(instance: Instance) -> Check:
    """Every name and address under which devices come stands in the certificate."""
    given = instance.settings.certificate
    place = given or instance.certificate.chain
    if not place.exists():
        return Check("names", True, "no certificate yet")
    try:
        there = set(names_of(place))
    except Fault as fault:
        return Check("names", False, fault.message, fault.remedy)
    if given:
        outside = sorted(name for name in there if not near(name))
        if not outside:
            return Check(
                "names", False, "the certificate names only this computer itself", "Ask for another."
            )
        return Check("names", True, f"devices must use {', '.join(outside)}")
    authority = Authority.of(instance.home)
    wanted = authority.spoken(listening(instance.settings.listen).names) if authority else []
    if missing := [name for name in wanted if name not in there]:
        return Check("names", False, f"not in the certificate: {', '.join(missing)}", "Restart `wasl serve`.")
    return Check("names", True, ", ".join(sorted(there)))


def name_is_known(instance: Instance) -> Check:
    """A name that people are to type leads here."""
    name = instance.main_name().strip("[]")
    if as_address(name) is not None:
        return Check("name", True, "devices use the address; passkeys need a name")
    try:
        found = {as_address(str(one[4][0])) for one in socket.getaddrinfo(name, None)}
    except OSError:
        how = "install avahi-daemon" if name.endswith(".local") else "add it in the router or the name server"
        return Check("name", False, f"nobody knows the name {name}", f"Let it lead here: {how}.")
    if not found & {*own_addresses(), as_address("127.0.0.1"), as_address("127.0.1.1"), as_address("::1")}:
        told = ", ".join(map(str, found))
        return Check("name", False, f"{name} leads to {told}", "Correct it in the router or the name server.")
    return Check("name", True, f"{name} leads here")


def answering(instance: Instance) -> Check:
    """The server answers on its network address, with a certificate that devices accept."""
    if not instance.served:
        return Check("answer", True, "not running; `wasl serve --listen` starts it")
    host, port = instance.listening.asked_at, instance.settings.port
    if not answers(port, https=True, host=host):
        return Check("answer", False, f"nothing answers at {host}:{port}", "See the log in the home.")
    authority = None if instance.settings.certificate else Authority.of(instance.home)
    if authority is not None:
        context = ssl.create_default_context(cadata=authority.pem)
        try:
            with socket.create_connection((host, port), 5) as wire:
                context.wrap_socket(wire, server_hostname=instance.main_name().strip("[]")).close()
        except (OSError, ssl.SSLError) as error:
            return Check("answer", False, f"devices would be warned: {error}", "Restart `wasl serve`.")
    return Check("answer", True, f"{instance.address()} answers")


def firewall(instance: Instance) -> Check:
    """What this computer's own firewall says; one that we cannot read is a hint, no finding."""
    ports = [port for port in (instance.settings.port, instance.door_port) if port]
    if _enabled(UFW / "ufw.conf"):
        rules = UFW / "user.rules"
        text = rules.read_text(encoding="utf-8", errors="replace") if _readable(rules) else None
        shut = [
            port
            for port in ports
            if text is not None and not re.search(rf"--dports? [\d,:]*\b{port}\b", text)
        ]
        return _firewall("ufw", shut, [f"ufw allow {port}/tcp" for port in shut])
    if shutil.which("firewall-cmd") and _said("firewall-cmd", "--state") == "running":
        shut = [port for port in ports if _said("firewall-cmd", f"--query-port={port}/tcp") != "yes"]
        return _firewall(
            "firewalld", shut, [f"firewall-cmd --permanent --add-port={port}/tcp" for port in shut]
        )
    told = " and ".join(map(str, ports))
    return Check("firewall", True, f"none found here; a router or switch may have one (TCP {told})")


def _firewall(name: str, shut: list[int], remedies: list[str]) -> Check:
    if shut:
        return Check(
            "firewall", False, f"{name} keeps port {', '.join(map(str, shut))} shut", "; ".join(remedies)
        )
    return Check("firewall", True, f"{name} lets devices in, as far as can be read")


def _enabled(file: Path) -> bool:
    return _readable(file) and "ENABLED=yes" in file.read_text(encoding="utf-8")


def _readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    return done.stdout.strip()
