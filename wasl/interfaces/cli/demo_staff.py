"""The staff of the demo: at least one for each role of the programme, several where the work is shared out.

The names are made up. Passwords are drawn for each home, written to `demo-accounts.json` (readable by its owner) and
shown when the demo starts.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wasl.access import founding
from wasl.access.policy import programme
from wasl.interfaces.cli.organisation import Organisation, office, section
from wasl.interfaces.cli.preparing import one_time_password

CENTRE, EVERYWHERE = "centre", ""


@dataclass(frozen=True)
class Staff:
    """One member of the demo's staff. `place` is a section (a, b, c), the centre, a governorate, or everywhere."""

    username: str
    name: str
    gender: str
    role: str
    place: str
    language: str = "ar"


STAFF = (
    Staff("amal", "أمل ياسين", "f", "intake-clerk", "a"),
    Staff("rafid", "رافد سلمان", "m", "intake-clerk", "b"),
    Staff("salma", "سلمى جبار", "f", "caseworker", "a"),
    Staff("hadi", "هادي عزيز", "m", "caseworker", "a"),
    Staff("maryam", "مريم فاضل", "f", "caseworker", "a"),
    Staff("karim", "كريم داود", "m", "caseworker", "b"),
    Staff("sawsan", "سوسن رشيد", "f", "caseworker", "b"),
    Staff("hero", "ھێرۆ ئازاد", "f", "caseworker", "c", "ckb"),
    Staff("majid", "ماجد نعمة", "m", "caseworker", "c"),
    Staff("nadia", "نادية شاكر", "f", "case-supervisor", "a"),
    Staff("faris", "فارس مهدي", "m", "case-supervisor", "b"),
    Staff("hana", "هناء صبري", "f", "case-supervisor", "c"),
    Staff("rawa", "ڕەوا کەریم", "f", "psychologist", "a", "ckb"),
    Staff("waleed", "وليد سامي", "m", "psychologist", "b"),
    Staff("samira", "سميرة توفيق", "f", "clinical-supervisor", CENTRE),
    Staff("muna", "منى خليل", "f", "child-protection-worker", "a"),
    Staff("widad", "وداد حميد", "f", "child-protection-supervisor", CENTRE),
    Staff("huda", "هدى عباس", "f", "gbv-focal-point", "a"),
    Staff("layla", "ليلى منصور", "f", "gbv-supervisor", CENTRE),
    Staff("qasim", "قاسم جواد", "m", "legal-officer", "a"),
    Staff("munir", "منير غازي", "m", "vocational-trainer", "a"),
    Staff("ibtisam", "ابتسام علوان", "f", "teacher", "a"),
    Staff("idris", "إدريس نوري", "m", "religious-counsellor", "a"),
    Staff("taha", "طه لطيف", "m", "community-liaison", "a"),
    Staff("zainab", "زينب حاتم", "f", "centre-manager", CENTRE),
    Staff("dilshad", "دڵشاد عومەر", "m", "aftercare-officer", "IQG15", "ckb"),
    Staff("bushra", "بشرى ناظم", "f", "aftercare-officer", "IQG16"),
    Staff("anwar", "أنور دحام", "m", "aftercare-officer", "IQG01"),
    Staff("suad", "سعاد كامل", "f", "aftercare-officer", "IQG10"),
    Staff("nawzad", "نەوزاد عەلی", "m", "aftercare-officer", "IQG13", "ckb"),
    Staff("hussam", "حسام وادي", "m", "aftercare-officer", "IQG08"),
    Staff("shirin", "شيرين قادر", "f", "governorate-manager", "IQG15"),
    Staff("jamila", "جميلة فرحان", "f", "governorate-manager", "IQG16"),
    Staff("ghada", "غادة مطر", "f", "governorate-manager", "IQG01"),
    Staff("adnan", "عدنان ساجت", "m", "governorate-manager", "IQG10"),
    Staff("shilan", "شیلان حەمید", "f", "governorate-manager", "IQG13", "ckb"),
    Staff("lamia", "لمياء جاسم", "f", "governorate-manager", "IQG08"),
    Staff("mustafa", "مصطفى عدنان", "m", "programme-manager", EVERYWHERE),
    Staff("ban", "بان هاشم", "f", "me-officer", EVERYWHERE),
    Staff("rana", "رنا وحيد", "f", "data-protection-officer", EVERYWHERE),
    Staff("yusuf", "يوسف شوقي", "m", "auditor", EVERYWHERE, "en"),
    Staff("basim", "باسم طارق", "m", "system-administrator", EVERYWHERE, "en"),
    Staff("nasrin", "نەسرین جەمال", "f", "interpreter", "a", "ckb"),
    Staff("shwan", "شوان ئەحمەد", "m", "interpreter", "a", "ckb"),
    Staff("shifa", "شفاء سعدون", "f", "provider-user", "a"),
    Staff("nour", "نور ضياء", "f", "training-user", "a"),
)


def employ(house: Organisation, file: Path) -> int:
    """Make the accounts that are missing and add them to the file; answers with how many the file holds."""
    roles = programme().roles
    listed: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    for one in STAFF:
        if one.role not in roles:
            continue
        password = one_time_password()
        new = founding.NewAccount(
            one.username,
            one.name,
            password,
            one.gender,
            one.language,
            practice=True,
            must_change_password=False,
        )
        if founding.found_account(new=new, posts=[_post(one, house)]):
            listed.append(
                {"username": one.username, "password": password, "role": one.role, "name": one.name}
            )
            _write(file, listed)
    return len(listed)


def _post(one: Staff, house: Organisation) -> founding.Post:
    """Where the work is. Intake clerks belong to a section and receive for the whole centre."""
    if one.place == EVERYWHERE:
        return founding.Post(one.role)
    centre = house.centres[0]
    for_the_site = one.role == "intake-clerk" or programme().roles[one.role].reach == "site"
    if one.place.startswith("IQG"):
        site = team = office(one.place)
    else:
        site, team = centre, section(centre, "a" if one.place == CENTRE else one.place)
    return founding.Post(one.role, house.teams[team], house.sites[site] if for_the_site else None)


def _write(file: Path, listed: list[dict[str, Any]]) -> None:
    """Written after each account, whole or not at all: a password that is nowhere would be lost."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(listed, out, ensure_ascii=False, indent=1)
        out.write("\n")
    draft.replace(file)
