"""The doctor of a network: well when devices can come, and each thing that keeps them out is found."""

import datetime
import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Place
from wasl.interfaces.cli import doctor_network as network
from wasl.interfaces.cli.boot import Instance
from wasl.runtime import authority as issuing
from wasl.runtime.addresses import as_address, listening, own_addresses
from wasl.runtime.authority import Authority

EVERYWHERE = "0.0.0.0"  # noqa: S104 - this is what is tried


@pytest.fixture
def instance(demo: Place) -> Iterator[Instance]:
    found = Instance.locate(home=demo.path, listen=EVERYWHERE, port=18_443, door_port=18_444)
    found.certificate.ensure()
    yield found
    for name in ("server.pem", "server.key"):
        (found.home.tls / name).unlink(missing_ok=True)


def wrong(instance: Instance) -> dict[str, str]:
    return {check.name: check.detail for check in network.examine(instance) if not check.ok}


def shown(instance: Instance, **how: datetime.timedelta) -> None:
    """Another certificate of the same authority."""
    authority = Authority.of(instance.home)
    assert authority is not None
    with pytest.MonkeyPatch.context() as patched:
        for name, value in how.items():
            patched.setattr(issuing, name, value)
        chain, key = authority.issue(authority.spoken(instance.listening.names))
    instance.home.write_private(instance.certificate.key, key)
    instance.home.write_private(instance.certificate.chain, chain)


def test_a_sound_network_has_nothing_to_report(instance: Instance) -> None:
    checks = list(network.examine(instance))
    assert wrong(instance) == {}
    assert [check.name for check in checks] == [
        "address", "certificate", "names", "name", "answer", "firewall",
    ]  # fmt: skip


def test_an_instance_of_this_computer_only_says_so(demo: Place) -> None:
    here = Instance.locate(home=demo.path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(here._notes, "listen", "localhost")
        assert [check.detail for check in network.examine(here)] == ["only this computer: no --listen"]


def test_what_was_served_last_is_looked_at(demo: Place) -> None:
    here = Instance.locate(home=demo.path)
    here.note(listen=EVERYWHERE, port=18_443, door_port=0)
    assert network.as_served(here).settings.port == 18_443
    here.note(listen="localhost")


def test_a_certificate_that_is_over_is_found(instance: Instance) -> None:
    shown(instance, SERVER_LASTS=datetime.timedelta(hours=1))
    assert "over" in wrong(instance)["certificate"]


def test_a_clock_before_the_certificate_is_found(instance: Instance) -> None:
    shown(instance, EARLIER=datetime.timedelta(days=-400))
    assert "not valid before" in wrong(instance)["certificate"]


def test_a_key_of_another_certificate_is_found(instance: Instance) -> None:
    before = instance.certificate.key.read_bytes()
    shown(instance)
    instance.home.write_private(instance.certificate.key, before)
    assert "is not the key" in wrong(instance)["certificate"]


def test_an_authority_that_is_missing_is_found(instance: Instance) -> None:
    place = instance.home.secrets / "authority.pem"
    kept = place.read_bytes()
    place.unlink()
    try:
        assert "missing" in wrong(instance)["certificate"]
    finally:
        instance.home.write_private(place, kept)


def test_an_authority_that_nears_its_end_is_found_a_year_before(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {name: (instance.home.secrets / name).read_bytes() for name in ("authority.key", "authority.pem")}
    monkeypatch.setattr(issuing, "LASTS", datetime.timedelta(days=300))
    Authority.make(instance.home, instance.listening.names)
    try:
        instance.certificate.ensure()
        assert "the authority ends" in wrong(instance)["certificate"]
    finally:
        for name, content in kept.items():
            instance.home.write_private(instance.home.secrets / name, content)


def test_an_address_that_this_computer_lost_is_found(demo: Place) -> None:
    gone = Instance.locate(home=demo.path, listen="10.77.77.77", port=18_443)
    assert "any more" in network.address(gone).detail


def test_a_computer_without_a_network_is_found(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "own_addresses", lambda: [])
    assert "no address on any network" in network.address(instance).detail


def test_an_address_that_came_after_the_certificate_is_found(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = [*own_addresses(), ipaddress.IPv4Address("10.20.30.40")]
    monkeypatch.setattr("wasl.runtime.addresses.own_addresses", lambda: newer)
    assert "10.20.30.40" in wrong(instance)["names"]
    assert instance.certificate.stale(), "the server notices by itself within a minute"


def test_a_name_that_nobody_knows_or_that_leads_elsewhere_is_found(
    demo: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = Instance.locate(home=demo.path, listen="wasl.local", port=18_443)

    def unknown(*asked: object, **how: object) -> list[object]:
        raise socket.gaierror

    monkeypatch.setattr(network.socket, "getaddrinfo", unknown)
    assert "avahi" in network.name_is_known(named).remedy
    elsewhere = [(0, 0, 0, "", ("10.77.77.77", 0))]
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda *asked, **how: elsewhere)
    assert "leads to 10.77.77.77" in network.name_is_known(named).detail


def test_a_firewall_that_keeps_the_port_shut_is_found(
    instance: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "UFW", tmp_path)
    (tmp_path / "ufw.conf").write_text("ENABLED=yes\n")
    (tmp_path / "user.rules").write_text("-A ufw-user-input -p tcp --dport 18443 -j ACCEPT\n")
    found = network.firewall(instance)
    assert not found.ok
    assert found.remedy == "ufw allow 18444/tcp"
    (tmp_path / "user.rules").write_text("-p tcp --dport 18443 -j ACCEPT\n-p tcp --dport 18444 -j ACCEPT\n")
    assert network.firewall(instance).ok


def test_a_server_that_does_not_answer_is_found(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Instance, "served", property(lambda self: True))
    assert "nothing answers" in wrong(instance)["answer"]


class TestNamesAndAddresses:
    def test_a_name_that_only_means_this_computer_is_bound_everywhere(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = [(0, 0, 0, "", ("127.0.1.1", 0))]
        monkeypatch.setattr("wasl.runtime.addresses.socket.getaddrinfo", lambda *asked, **how: answer)
        meant = listening("wasl.local")
        assert meant.bind == EVERYWHERE
        assert meant.main == "wasl.local"
        assert set(map(str, own_addresses())) <= set(meant.names)

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
    def test_this_computer_itself_is_only_itself(self, host: str) -> None:
        assert as_address(listening(host).bind).is_loopback
        assert not [name for name in listening(host).names if name not in ("localhost", "127.0.0.1", "::1")]

    def test_the_authority_speaks_for_private_networks_and_its_own_names_only(self, demo: Place) -> None:
        authority = Authority.make(
            Instance.locate(home=demo.path.parent / "other").home, ["centre.gov.example"]
        )
        for name in ("192.168.1.10", "10.1.2.3", "fd00::1", "wasl.local", "centre.gov.example", "localhost"):
            assert authority.may_speak_for(name), name
        for name in ("8.8.8.8", "2001:db8::1", "bank.example", "gov.example", "local.example", "notlocal"):
            assert not authority.may_speak_for(name), name
