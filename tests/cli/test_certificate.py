"""On a network: only with a certificate, and only under the names that it speaks for."""

import datetime
import ipaddress
import ssl
import urllib.request
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.cli.commands import Place, eventually, serving
from wasl.kernel.clock import now
from wasl.runtime.authority import names_of
from wasl.runtime.faults import Fault


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for centre.example and for this computer, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centre.example")])
    hosts = x509.SubjectAlternativeName(
        [x509.DNSName("centre.example"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - datetime.timedelta(days=1))
        .not_valid_after(now() + datetime.timedelta(days=1))
        .add_extension(hosts, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "centre.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "centre.key").write_bytes(secret)
    return folder / "centre.pem", folder / "centre.key"


def test_the_names_of_a_certificate_are_the_names_of_the_pages(certificate: tuple[Path, Path]) -> None:
    assert names_of(certificate[0]) == ["centre.example", "127.0.0.1"]


def test_a_file_that_is_no_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "note.pem").write_text("not one")
    with pytest.raises(Fault, match="names no host"):
        names_of(tmp_path / "note.pem")


def test_a_certificate_without_its_key_is_refused(empty: Place, certificate: tuple[Path, Path]) -> None:
    said = empty.wasl("serve", WASL_CERTIFICATE=str(certificate[0]))
    assert said.code == 1
    assert "key" in said.err


def test_pages_are_served_encrypted_and_under_those_names_only(
    demo: Place, certificate: tuple[Path, Path]
) -> None:
    given = {"WASL_CERTIFICATE": str(certificate[0]), "WASL_CERTIFICATE_KEY": str(certificate[1])}
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    with serving(demo, "--listen", "127.0.0.1", **given) as up:
        assert up.address.startswith("https://127.0.0.1:")
        page = up.address + "/accounts/login/"

        def status(host: str) -> int:
            asked = urllib.request.Request(page, headers={"Host": host})  # noqa: S310 - our own address
            try:
                with urllib.request.urlopen(asked, context=trusting, timeout=10) as answer:  # noqa: S310
                    assert "__Host-" in answer.headers["Set-Cookie"]
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                return error.code

        eventually(lambda: status("centre.example") == 200, 10)
        assert status("elsewhere.example") == 400
