"""Our own certificate authority, for a network where no ministry gives certificates.

Each device is told once to trust it, so it is made to be worth little to a thief: it can sign servers only (no further
authority, path length 0), and only for private addresses, local names and the names it was made for. Nobody can pass
for a bank with it. Its key lies in the home's secrets and is read by the supervisor alone; the web process gets the
server's own certificate and key, which change every year.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wasl.runtime.addresses import as_address
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home

KEY, CERTIFICATE = "authority.key", "authority.pem"
LASTS = datetime.timedelta(days=3650)
SERVER_LASTS = datetime.timedelta(days=397)
RENEWED_BEFORE = datetime.timedelta(days=60)
# clocks on a small network differ
EARLIER = datetime.timedelta(days=1)
LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa")
LOCAL_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)


class Authority:
    """The authority of one home, read from its secrets."""

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self.certificate = certificate
        self._key = key

    @classmethod
    def of(cls, home: Home) -> Authority | None:
        """The one that is there, if any."""
        places = home.secrets / KEY, home.secrets / CERTIFICATE
        if not all(place.exists() for place in places):
            return None
        try:
            key = serialization.load_pem_private_key(places[0].read_bytes(), None)
            certificate = x509.load_pem_x509_certificate(places[1].read_bytes())
        except ValueError as error:
            raise Fault(f"The local authority cannot be read: {error}.", _REMEDY.format(home=home)) from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
            raise Fault("The local authority's key is not its certificate's.", _REMEDY.format(home=home))
        return cls(certificate, key)

    @classmethod
    def ensure(cls, home: Home, names: Sequence[str]) -> Authority:
        """The one that is there, or a new one for these names. It must be able to speak for the first, which is the one
        that people use; a name that this computer was given later is left out."""
        found = cls.of(home)
        if found is None:
            return cls.make(home, names)
        if not found.may_speak_for(names[0]):
            raise Fault(
                f"The local authority was not made for {names[0]}.",
                "Make a new one with `wasl network --new-authority`; every device must then be told again.",
            )
        return found

    @classmethod
    def make(cls, home: Home, names: Sequence[str]) -> Authority:
        """A new one; an earlier one is forgotten, and with it the trust of every device."""
        key = ec.generate_private_key(ec.SECP256R1())
        number = x509.random_serial_number()
        name = x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, f"Wasl local authority {number % 16**8:08x}")]
        )
        begin = _now() - EARLIER
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(number)
            .not_valid_before(begin)
            .not_valid_after(begin + LASTS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        home.prepare()
        # the certificate last: a half-made authority is none
        (home.secrets / CERTIFICATE).unlink(missing_ok=True)
        home.write_private(home.secrets / KEY, pem_of(key))
        home.write_private(home.secrets / CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM))
        return cls(certificate, key)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    @property
    def fingerprint(self) -> str:
        """SHA-256 in groups of four, as it is compared by eye."""
        return grouped(self.certificate.fingerprint(hashes.SHA256()))

    def may_speak_for(self, name: str) -> bool:
        """Whether the constraints permit this name."""
        permitted = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        address = as_address(name)
        for tree in permitted.permitted_subtrees or ():
            value = tree.value
            if address is not None and isinstance(value, (ipaddress.IPv4Network, ipaddress.IPv6Network)):
                if address in value:
                    return True
            elif address is None and isinstance(value, str) and (name == value or name.endswith(f".{value}")):
                return True
        return False

    def spoken(self, names: Sequence[str]) -> list[str]:
        """Those that the constraints permit."""
        return [name for name in names if self.may_speak_for(name)]

    def issue(self, names: Sequence[str]) -> tuple[bytes, bytes]:
        """A server's certificate (with nothing above it: devices hold that) and its new key, as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        begin = _now() - EARLIER
        issuer = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(min(begin + SERVER_LASTS, self.certificate.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM), pem_of(key)

    def signed(self, certificate: x509.Certificate) -> bool:
        with contextlib.suppress(ValueError, TypeError, InvalidSignature):
            certificate.verify_directly_issued_by(self.certificate)
            return True
        return False


def names_of(certificate: Path) -> list[str]:
    """The host names and addresses that a certificate speaks for."""
    try:
        read = x509.load_pem_x509_certificate(certificate.read_bytes())
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound) as error:
        raise Fault(
            f"{certificate} names no host ({type(error).__name__}).",
            "It must be a PEM certificate with a subject alternative name.",
        ) from None
    return [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]


def grouped(digest: bytes) -> str:
    text = digest.hex().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _permitted(names: Sequence[str]) -> list[x509.GeneralName]:
    further = [name for name in names if as_address(name) is None]
    public = [one for one in map(as_address, names) if one and not any(one in net for net in LOCAL_NETWORKS)]
    return [
        *(x509.DNSName(name) for name in dict.fromkeys([*LOCAL_NAMES, *further])),
        *(x509.IPAddress(network) for network in LOCAL_NETWORKS),
        *(x509.IPAddress(ipaddress.ip_network(str(one))) for one in public),
    ]


def _general(name: str) -> x509.GeneralName:
    address = as_address(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


_REMEDY = "Bring {home.secrets} back from a backup, or make a new one with `wasl network --new-authority`."
