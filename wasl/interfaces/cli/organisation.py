"""The sites and teams that a programme begins with: centres with three sections each, an office in each governorate.

An office's name tells neither centre nor programme: it stands on what families carry home.
"""

from dataclasses import dataclass, field

from wasl.access import founding
from wasl.kernel.text import LocalizedText
from wasl.programme import Programme

SECTIONS = (("a", "أ", "A"), ("b", "ب", "B"), ("c", "ج", "C"))


@dataclass(frozen=True)
class Organisation:
    """What was founded, by code: sites, and the teams of each."""

    sites: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    centres: tuple[str, ...] = ()


def found(programme: Programme) -> Organisation:
    """Make what is missing; needs Django under the owner's role."""
    made = Organisation(centres=tuple(programme.centres))
    for centre in programme.centres.values():
        site = founding.found_site(code=centre.code, kind="centre", place=centre.place, name=centre.name)
        made.sites[centre.code] = site
        for letter, arabic, latin in SECTIONS:
            name = LocalizedText(ar=f"القسم {arabic}", ckb=f"بەشی {arabic}", en=f"Section {latin}")
            code = section(centre.code, letter)
            made.teams[code] = founding.found_team(site=site, code=code, name=name)
    for place in programme.places.governorates:
        code, name = office(place.code), office_name(place.name)
        site = founding.found_site(code=code, kind="office", place=place.code, name=name)
        made.sites[code] = site
        made.teams[code] = founding.found_team(site=site, code=code, name=name)
    return made


def section(centre: str, letter: str) -> str:
    """The code of a centre's section."""
    return f"{centre}-{letter}"


def office(governorate: str) -> str:
    """The code of the office in a governorate."""
    return f"office-{governorate.lower()}"


def office_name(place: LocalizedText) -> LocalizedText:
    return LocalizedText(
        ar=f"مكتب دعم العائلة – {place.ar}",
        ckb=f"نووسینگەی پشتگیریی خێزان – {place.ckb}",
        en=f"Family support office, {place.en}",
    )
