"""Where the style, script and fonts that are committed with the pages come from, and the proof that they are unchanged.

    python tools/vendor_assets.py           compare every committed file with the sum below
    python tools/vendor_assets.py --fetch   take the packages from npm again and write the files anew

Nothing is fetched at run time or by the tests. Two files differ from what their package holds: Bootstrap loses the
line that names a source map (we do not ship one, and the collector of static files would look for it), and the
typeface for print is the package's own web font without its WOFF2 compression, since typst reads TrueType only
(this step of --fetch needs fonttools and brotli).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "wasl" / "interfaces" / "web"
SOURCE_MAP = b"sourceMappingURL"


@dataclass(frozen=True)
class Asset:
    """One committed file: where it lies, where in its package it came from, what it must sum to."""

    path: str
    member: str
    sha256: str


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha256: str
    licence: str
    assets: tuple[Asset, ...]

    @property
    def archive(self) -> str:
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "06bdf78289c3c12ea99d40df84eedf6278c724c73eebf38f11f3a65b44ec8c94",
        "MIT",
        (
            Asset(
                "static/vendor/bootstrap/bootstrap.min.css",
                "dist/css/bootstrap.min.css",
                "06395d93f5adbc0593ed84544eb043fa32ab8619c6b7195e803e119f5b9f3672",
            ),
            Asset(
                "static/vendor/bootstrap/bootstrap.rtl.min.css",
                "dist/css/bootstrap.rtl.min.css",
                "98d28e8e60bb5320c40f587ffc90c9ecafa9524d182774d721b077269ac611a6",
            ),
            Asset(
                "static/vendor/bootstrap/LICENSE",
                "LICENSE",
                "bc0cd18d94c028f1c0b62ec9fdaddcb9921c1e07c29cf52dc7df8cca9daf2488",
            ),
        ),
    ),
    Package(
        "htmx.org",
        "2.0.10",
        "577ad40c1c94c9de47edb89e0aec78a8353d36024c50017eb53e02992a55e889",
        "0BSD",
        (
            Asset(
                "static/vendor/htmx/htmx-2.min.js",
                "dist/htmx.min.js",
                "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
            ),
            Asset(
                "static/vendor/htmx/LICENSE",
                "LICENSE",
                "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
            ),
        ),
    ),
    Package(
        "@ibm/plex-sans-arabic",
        "1.1.0",
        "71ad7bc2d0cacebb1dfa7065603dfa0287b2b90c7c56023344e1da82b1766ddb",
        "OFL-1.1",
        (
            Asset(
                "static/vendor/ibm-plex-sans-arabic/IBMPlexSansArabic-Regular.woff2",
                "fonts/complete/woff2/IBMPlexSansArabic-Regular.woff2",
                "74112e1b7bf2e2c547989a4e947a60cba6cd1f9156e0065670134636e717199d",
            ),
            Asset(
                "static/vendor/ibm-plex-sans-arabic/IBMPlexSansArabic-Medium.woff2",
                "fonts/complete/woff2/IBMPlexSansArabic-Medium.woff2",
                "c72f6986f50ded745d06e71e508096209c52a55a6b3a81029954e33c52ba1dd2",
            ),
            Asset(
                "static/vendor/ibm-plex-sans-arabic/IBMPlexSansArabic-SemiBold.woff2",
                "fonts/complete/woff2/IBMPlexSansArabic-SemiBold.woff2",
                "869b2acd0a9660607a2025f0fe1c640110bf23d33417509328f07722922b8063",
            ),
            Asset(
                "static/vendor/ibm-plex-sans-arabic/IBMPlexSansArabic-Bold.woff2",
                "fonts/complete/woff2/IBMPlexSansArabic-Bold.woff2",
                "db6650a05969c144ab5ab9bb6c3beca6ca4dbb3537bb5f2311c878dd293875b4",
            ),
            Asset(
                "static/vendor/ibm-plex-sans-arabic/OFL.txt",
                "fonts/complete/woff2/license.txt",
                "91c25c350d3cac39da2736d74f7ba37ef648f5237a4e330a240615bc8d8c4360",
            ),
            Asset(
                "fonts/IBMPlexSansArabic-Regular.ttf",
                "fonts/complete/woff2/IBMPlexSansArabic-Regular.woff2",
                "989bfff56962fd3b386268cbba134cba8938e12addbb6e7880e5c023a317ffb4",
            ),
            Asset(
                "fonts/IBMPlexSansArabic-Medium.ttf",
                "fonts/complete/woff2/IBMPlexSansArabic-Medium.woff2",
                "1db7dd50a327408e3c8e2ee7cd74d8f410f08cb4e693d24304dcccd66d51c81b",
            ),
            Asset(
                "fonts/IBMPlexSansArabic-SemiBold.ttf",
                "fonts/complete/woff2/IBMPlexSansArabic-SemiBold.woff2",
                "2c843fcd6cf4d7284891b51b4c5aaa0bd57aa26711104ba2f2c854f85af00a6d",
            ),
            Asset(
                "fonts/IBMPlexSansArabic-Bold.ttf",
                "fonts/complete/woff2/IBMPlexSansArabic-Bold.woff2",
                "1ae3739e40817aff0920a1f56375ca152c9fd854b417426baea4caa6738da3c6",
            ),
            Asset(
                "fonts/IBMPlexSansArabic-OFL.txt",
                "fonts/complete/woff2/license.txt",
                "91c25c350d3cac39da2736d74f7ba37ef648f5237a4e330a240615bc8d8c4360",
            ),
        ),
    ),
    Package(
        "@expo-google-fonts/noto-naskh-arabic",
        "0.4.5",
        "2f93452f15b3bdd86b922be17f247986d4d0e2ae7a1ca51f5d80326b2680628e",
        "OFL-1.1",
        (
            Asset(
                "fonts/NotoNaskhArabic-Regular.ttf",
                "400Regular/NotoNaskhArabic_400Regular.ttf",
                "706b4580c025f6c75ec1c06013e17f00a23ec1780091b77a5a5b339469bda94d",
            ),
            Asset(
                "fonts/NotoNaskhArabic-Bold.ttf",
                "700Bold/NotoNaskhArabic_700Bold.ttf",
                "35418f91100645a36e4d72d75866b61c5da14dc5ebbade64db434d2c9e76234c",
            ),
            Asset(
                "fonts/NotoNaskhArabic-OFL.txt",
                "LICENSE_FONT",
                "a7a5a25eb188bf1cd96982030d53e23c33485c69b1044a562254226857ee13af",
            ),
        ),
    ),
)

# --- comparing -----------------------------------------------------------------------------------------------------


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


#: what `make engine` builds of the packages in tools/engine/package-lock.json; made anew it must sum to the same
BUILT = {
    "static/vendor/xforms-engine/engine.js": "053ac4635b9ba80964ab17b878defd8eae8221b3cd0fa38c34e606db36aa6423",
    "static/vendor/xforms-engine/engine.js.sha256": "30669eb028a2cc93edb4060601e251fcecc92109f65ce7b34a4028469aa23d21",
    "static/vendor/xforms-engine/PACKAGES.txt": "0cde63c3a4ae0a035768224743fdd63f9a7ee7cd127a836bee540946f855c162",
    "static/vendor/xforms-engine/LICENSES.txt": "5ba1bd905bca4128a3d92b701a0587fc2e1d4b61c4fb70497377079c9af36112",
}


def faults(
    web: Path = WEB, packages: tuple[Package, ...] = PACKAGES, built: Mapping[str, str] = BUILT
) -> Iterator[str]:
    """What is missing, different from its sum, or lies among the vendored files without a sum."""
    known = {asset.path: asset.sha256 for package in packages for asset in package.assets} | dict(built)
    for path, sum_ in known.items():
        if not (web / path).is_file():
            yield f"{path}: missing"
        elif sum_of((web / path).read_bytes()) != sum_:
            yield f"{path}: not the file that was vendored"
    for folder in ("static/vendor", "fonts"):
        for found in sorted((web / folder).rglob("*")):
            name = found.relative_to(web).as_posix()
            if found.is_file() and name not in known:
                yield f"{name}: nobody wrote down where this comes from"


# --- fetching ------------------------------------------------------------------------------------------------------


def fetch(package: Package, folder: Path) -> dict[str, bytes]:
    """The members of a package, after its archive was compared with the sum written here."""
    subprocess.run(["npm", "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True)
    archive = (folder / package.archive).read_bytes()
    if sum_of(archive) != package.sha256:
        raise SystemExit(f"{package.archive}: the registry gives another file than the one vendored")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        wanted = {f"package/{asset.member}" for asset in package.assets}
        files = {m.name.removeprefix("package/"): tar.extractfile(m) for m in tar if m.name in wanted}
        return {name: file.read() for name, file in files.items() if file}


def shaped(asset: Asset, content: bytes) -> bytes:
    """The content as it is committed."""
    if asset.path.endswith(".css"):
        lines = content.splitlines(keepends=True)
        return b"".join(line for line in lines if SOURCE_MAP not in line)
    if asset.path.endswith(".ttf") and asset.member.endswith(".woff2"):
        return unpacked(content)
    return content


def unpacked(woff2: bytes) -> bytes:
    """A web font as TrueType: the same glyphs, without the compression."""
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # only this step needs it

    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def fetch_all(web: Path = WEB) -> None:
    with tempfile.TemporaryDirectory() as name:
        for package in PACKAGES:
            members = fetch(package, Path(name))
            for asset in package.assets:
                target = web / asset.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(shaped(asset, members[asset.member]))
                print(f"{asset.path}  {package.name} {package.version}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--fetch", action="store_true", help="take the packages from npm again")
    if parser.parse_args().fetch:
        fetch_all()
    found = list(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print(f"{sum(len(p.assets) for p in PACKAGES)} vendored files are as they came")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
