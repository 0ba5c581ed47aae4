"""Builds the message catalogues into the package; everything else about the package stands in pyproject.toml."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """A package without its .mo files would speak English only, and nobody would notice before Ninewa."""

    def run(self) -> None:
        for source in Path("wasl/locale").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as binary:
                write_mo(binary, read_po(text))
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
