"""The certificate that the web server shows: the ministry's where there is one, else ours, renewed in time.

Either is copied to the home's `tls` folder, which the web's user alone reads: a ministry's key may be root's.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from wasl.runtime.authority import RENEWED_BEFORE, Authority, names_of
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.identity import Account
from wasl.runtime.settings import Settings


@dataclass(frozen=True)
class Certificate:
    """What the web server is told to show."""

    home: Home
    settings: Settings
    names: Sequence[str]
    reader: Account | None = None

    @property
    def from_ministry(self) -> bool:
        return self.settings.certificate is not None

    @property
    def chain(self) -> Path:
        return self.home.tls / "server.pem"

    @property
    def key(self) -> Path:
        return self.home.tls / "server.key"

    def ensure(self) -> None:
        """Put the right pair into place; nothing is touched while it is right."""
        if not self.stale():
            self._give()
            return
        chain, key = self._theirs() if self.from_ministry else self._ours()
        self.home.prepare()
        # the key first: between the two the old certificate has no key, and the next start finds that stale
        self.home.write_private(self.key, key)
        self.home.write_private(self.chain, chain)
        self._give()

    def stale(self) -> bool:
        """Whether another pair must be shown from now on."""
        if not (self.chain.exists() and self.key.exists()):
            return True
        if self.from_ministry:
            return (self.chain.read_bytes(), self.key.read_bytes()) != self._theirs()
        shown = read(self.chain)
        authority = Authority.of(self.home)
        left = shown.not_valid_after_utc - datetime.datetime.now(datetime.UTC)
        return (
            authority is None
            or not authority.signed(shown)
            or left < RENEWED_BEFORE
            or left > datetime.timedelta(days=3650)
            or not fits(self.chain, self.key)
            or not set(authority.spoken(self.names)) <= set(names_of(self.chain))
            or self.names[0] not in names_of(self.chain)
        )

    def check_theirs(self) -> None:
        """The ministry's two files are there and belong together."""
        self._theirs()

    def _ours(self) -> tuple[bytes, bytes]:
        authority = Authority.ensure(self.home, self.names)
        return authority.issue(authority.spoken(self.names))

    def _theirs(self) -> tuple[bytes, bytes]:
        certificate, key = self.settings.certificate, self.settings.certificate_key
        if certificate is None or key is None:
            raise Fault(
                "A certificate needs its key.", "Set WASL_CERTIFICATE and WASL_CERTIFICATE_KEY, or neither."
            )
        for file in (certificate, key):
            if not file.is_file():
                raise Fault(f"There is no file {file}.", "See WASL_CERTIFICATE in docs/settings.md.")
        names_of(certificate)
        if not fits(certificate, key):
            raise Fault(
                f"{key} is not the key of {certificate}.", "Ask for the two files that belong together."
            )
        return certificate.read_bytes(), key.read_bytes()

    def _give(self) -> None:
        if self.reader:
            self.home.give(self.home.tls, self.reader)
            for file in (self.chain, self.key):
                self.home.give(file, self.reader)


def read(place: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(place.read_bytes())
    except ValueError as error:
        raise Fault(f"{place} is no certificate: {error}.", "It must be a PEM file.") from None


def fits(certificate: Path, key: Path) -> bool:
    """Whether the private key is the certificate's."""
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except (ValueError, TypeError):
        return False
    return private.public_key() == read(certificate).public_key()
