"""`wasl serve --listen` where no ministry gives certificates: encrypted under our own authority, which a device that
was told once trusts, and for which nobody else can be mistaken."""

import datetime
import http.client
import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from tests.cli.commands import Place, Served, eventually, serving
from tests.runtime.places import short_home
from wasl.runtime import authority as issuing
from wasl.runtime.addresses import listening, own_addresses
from wasl.runtime.authority import Authority

HERE = str(next((one for one in own_addresses() if one.version == 4), "127.0.0.1"))
EVERYWHERE = "0.0.0.0"  # noqa: S104 - this is what is tried


@dataclass
class Device:
    """A telephone on the network; it trusts one authority, or none that we know of."""

    authority: str | None = None

    def opens(self, port: int, host: str, path: str = "/accounts/login/") -> "Answer":
        """Asks this computer under the name or address that is typed on the network; the certificate must fit that."""
        context = ssl.create_default_context(cadata=self.authority)
        wire = socket.create_connection(("127.0.0.1", port), 10)
        connection = http.client.HTTPConnection(host, port)
        with wire, context.wrap_socket(wire, server_hostname=host) as encrypted, closing(connection):
            connection.sock = encrypted
            connection.request("GET", path)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())


@dataclass
class Network:
    """What the server said of itself."""

    served: Served
    door: str
    fingerprint: str

    @property
    def port(self) -> int:
        return int(urlsplit(self.served.address).port or 0)


@dataclass
class Answer:
    """What came back, whole."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def place(self) -> str:
        return str(self.headers["Location"])


def asked(address: str, method: str = "GET", path: str | None = None, host: str | None = None) -> Answer:
    """One plain request; redirects are not followed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    with closing(connection):
        connection.request(method, path or parts.path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def test_a_certificate_that_nears_its_end_is_renewed_without_a_restart_by_hand(
    demo: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = demo.instance
    authority = Authority.ensure(instance.home, listening(EVERYWHERE).names)
    monkeypatch.setattr(issuing, "SERVER_LASTS", datetime.timedelta(days=40))
    chain, key = authority.issue([*listening(EVERYWHERE).names])
    tls = instance.home.tls
    instance.home.write_private(tls / "server.key", key)
    instance.home.write_private(tls / "server.pem", chain)
    soon = x509.load_pem_x509_certificate(chain)
    monkeypatch.undo()
    with serving(demo, "--listen", EVERYWHERE) as up:
        shown = ssl.get_server_certificate(("127.0.0.1", int(urlsplit(up.address).port or 0)))
        renewed = x509.load_pem_x509_certificate(shown.encode())
        assert (renewed.not_valid_after_utc - soon.not_valid_after_utc).days > 300
        assert authority.signed(renewed), "the devices need not be told again"


def test_the_demo_on_this_computer_has_no_device_page_and_no_door(demo: Place) -> None:
    with serving(demo) as up:
        assert up.address.startswith("http://localhost")
        assert up.answers("/device/") == 404
        assert up.children("interfaces.web.door") == []


def test_a_listening_place_that_is_none_is_told(demo: Place) -> None:
    said = demo.wasl("serve", "--listen", "192.0.2.77")
    assert said.code == 1
    assert "no address of this computer" in said.err
    said = demo.wasl("serve", "--listen", "the office")
    assert said.code == 1
    assert "neither a host name nor an address" in said.err


@pytest.fixture(scope="module")
def network(demo: Place) -> Iterator[Network]:
    with serving(demo, "--listen", EVERYWHERE) as up:
        told = up.announced["network"]
        # the tests may speak to this computer only, so the door is asked by its own name for itself
        door = f"http://127.0.0.1:{urlsplit(told['door']).port}/device/"
        yield Network(up, door, told["fingerprint"])


@pytest.fixture(scope="module")
def told_device(network: Network) -> Device:
    """One that fetched the authority at the plain door and compared the fingerprint."""
    answer = asked(network.door, path="/device/authority.crt")
    assert answer.status == 200
    certificate = x509.load_der_x509_certificate(answer.body)
    found = certificate.fingerprint(hashes.SHA256()).hex().upper()
    assert found == network.fingerprint.replace(" ", "")
    return Device(certificate.public_bytes(serialization.Encoding.PEM).decode())


@pytest.mark.requirement("R102")
def test_a_device_that_was_told_once_opens_the_pages_by_address_and_by_name(
    network: Network, told_device: Device
) -> None:
    for host in listening(EVERYWHERE).names:
        answer = told_device.opens(network.port, host)
        assert answer.status == 200, host
        assert "__Host-" in answer.headers["Set-Cookie"]
        assert "Secure" in answer.headers["Set-Cookie"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=2592000"


def test_a_name_that_is_not_this_computers_is_warned_of(network: Network, told_device: Device) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        told_device.opens(network.port, "elsewhere.local")


def test_a_device_that_was_not_told_is_warned(network: Network) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        Device().opens(network.port, HERE)


def test_another_homes_authority_is_not_mistaken_for_ours(network: Network) -> None:
    with short_home() as elsewhere:
        forged = Authority.make(elsewhere, ["wasl.local"])
        with pytest.raises(ssl.SSLCertVerificationError):
            Device(forged.pem).opens(network.port, HERE)


def shakes_hands(chain: bytes, key: bytes, trusted: str, host: str, folder: Path) -> None:
    """A server with this certificate and a client that trusts this authority, without a wire between them."""
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(key)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context(cadata=trusted).wrap_bio(back, there, server_hostname=host)
    serving_side = server.wrap_bio(there, back, server_side=True)
    for side in (client, serving_side, client):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue


def test_a_thief_of_the_authority_passes_for_no_website(tmp_path: Path) -> None:
    with short_home() as elsewhere:
        authority = Authority.make(elsewhere, ["wasl.local"])
        shakes_hands(*authority.issue(["wasl.local"]), authority.pem, "wasl.local", tmp_path)
        for website in ("bank.example", "8.8.8.8"):
            with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
                shakes_hands(*authority.issue([website]), authority.pem, website, tmp_path)


def test_the_plain_door_shows_the_device_page_and_leads_everything_else_to_https(network: Network) -> None:
    page = asked(network.door)
    assert page.status == 200
    assert network.fingerprint in page.body.decode()
    assert page.headers["Set-Cookie"] is None
    assert page.headers["Strict-Transport-Security"] is None
    assert asked(network.door, path="/").place == "/device/"
    led = asked(network.door, path="/accounts/login/?next=/files/")
    assert (led.status, led.place) == (
        302,
        f"https://{urlsplit(network.door).hostname}:{network.port}/accounts/login/?next=/files/",
    )


@pytest.mark.parametrize("path", ["/device/../accounts/login/", "/static/../accounts/login/", "//elsewhere/"])
def test_the_plain_door_shows_nothing_beyond_the_device_page(network: Network, path: str) -> None:
    answer = asked(network.door, path=path)
    assert answer.status == 302
    assert answer.place.startswith("https://")


def test_the_plain_door_leads_nobody_to_a_stranger(network: Network) -> None:
    answer = asked(network.door, path="/my-day/", host="elsewhere.example")
    assert answer.place == f"{network.served.address}/my-day/"


def test_a_form_sent_to_the_plain_door_is_refused_with_words(network: Network) -> None:
    answer = asked(network.door, "POST", "/accounts/login/")
    assert answer.status == 403
    assert "https" in answer.body.decode()


def test_plain_http_on_the_encrypted_port_gets_no_page(network: Network) -> None:
    with socket.create_connection(("127.0.0.1", network.port), 10) as wire:
        wire.sendall(b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            said = wire.recv(4096)
        except ConnectionError:
            said = b""
    assert b"HTTP/" not in said or b"400" in said


def test_the_authoritys_key_is_read_by_its_owner_only_and_by_no_child(demo: Place, network: Network) -> None:
    secrets = demo.instance.home.secrets
    assert (secrets / "authority.key").stat().st_mode & 0o077 == 0
    assert (demo.instance.home.tls / "server.key").stat().st_mode & 0o077 == 0
    line = (secrets / "authority.key").read_bytes().splitlines()[1]
    read = 0
    for pid in network.served.everyone():
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue  # a worker of the database that ended since they were counted
        assert line not in environment
        read += 1
    assert read >= 4


def test_what_is_killed_comes_back_under_https_too(network: Network, told_device: Device) -> None:
    killed = network.served.child("interfaces.web.door")
    os.kill(killed, 9)
    eventually(lambda: network.served.children("interfaces.web.door") not in ([], [killed]))

    def shows_the_page() -> bool:
        try:
            return asked(network.door).status == 200
        except OSError:
            return False

    eventually(shows_the_page)
    assert json.loads(told_device.opens(network.port, HERE, "/readyz").body)["ready"] is True
