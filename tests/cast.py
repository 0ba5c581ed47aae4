"""The cast: the same people in every story, each with one place in the house.

Team A and team B share the centre; the office in Salah al-Din receives families at home. Salma works on the families
of the stories; Hadi is her colleague, Karim sits in the other team and has no business here, Nadia supervises Salma.
"""

from dataclasses import dataclass

PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Member:
    """Somebody on the staff: user name, the name on the page, gender, role and team."""

    username: str
    name: str
    gender: str
    role: str
    team: str
    language: str = "ar"


SALMA = Member("salma", "سلمى", "f", "caseworker", "A")
HADI = Member("hadi", "هادي", "m", "caseworker", "A")
NADIA = Member("nadia", "نادية", "f", "case-supervisor", "A")
KARIM = Member("karim", "كريم", "m", "caseworker", "B")
AMAL = Member("amal", "أمل", "f", "intake-clerk", "A")
ZAINAB = Member("zainab", "زينب", "f", "centre-manager", "A")
RAWA = Member("rawa", "ڕەوا", "f", "psychologist", "A", "ckb")
HUDA = Member("huda", "هدى", "f", "gbv-focal-point", "A")
LAYLA = Member("layla", "ليلى", "f", "gbv-supervisor", "A")
DILSHAD = Member("dilshad", "دلشاد", "m", "aftercare-officer", "SD", "ckb")
SHIRIN = Member("shirin", "شيرين", "f", "governorate-manager", "SD")
YUSUF = Member("yusuf", "يوسف", "m", "auditor", "A", "en")
BASIM = Member("basim", "باسم", "m", "system-administrator", "A", "en")
RANA = Member("rana", "رنا", "f", "data-protection-officer", "A")

CAST = (SALMA, HADI, NADIA, KARIM, AMAL, ZAINAB, RAWA, HUDA, LAYLA, DILSHAD, SHIRIN, YUSUF, BASIM, RANA)
