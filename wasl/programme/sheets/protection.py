"""protection.toml: the numbers behind the protection of people; what nobody may relax is not here but in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.programme.reading import Sheet


@dataclass(frozen=True, slots=True)
class LookLimit:
    """How many people outside one's own work may be looked at."""

    per_hour: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Lines:
    """What the sealed lines expect: open cases of one worker by line, and days until a step is due by its pace."""

    cases: Mapping[str, int]
    days: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Protection:
    """All of protection.toml."""

    looks: LookLimit
    looks_by_role: Mapping[str, LookLimit]
    session_hours: int
    lock_minutes: int
    small_cells_inside: int
    small_cells_outside: int
    device_files: int
    device_hours: int
    retention_years: int
    retention_clinical_years: int
    retention_declined_months: int
    caseload_families: int
    caseload_intensive: int
    complaint_acknowledge_days: int
    complaint_answer_days: int
    rights_answer_days: int
    former_name_days: int
    lines: Lines

    def looks_for(self, roles: frozenset[str]) -> LookLimit:
        """The widest limit among these roles."""
        own = [self.looks_by_role[role] for role in roles if role in self.looks_by_role]
        return LookLimit(
            max([self.looks.per_hour, *(limit.per_hour for limit in own)]),
            max([self.looks.per_day, *(limit.per_day for limit in own)]),
        )


def read(sheet: Sheet) -> Protection:
    looks, sessions = sheet.table("looks"), sheet.table("sessions")
    tables, devices = sheet.table("tables"), sheet.table("devices")
    keep, caseload = sheet.table("keep"), sheet.table("caseload")
    complaints, rights, lines = sheet.table("complaints"), sheet.table("rights"), sheet.table("lines")
    by_role = {}
    for entry in looks.tables("for_role", required=False, named="role"):
        by_role[entry.refer("role", "role")] = _read_limit(entry)
        entry.done()
    found = Protection(
        looks=_read_limit(looks),
        looks_by_role=MappingProxyType(by_role),
        session_hours=sessions.whole("hours", least=1, most=8),
        lock_minutes=sessions.whole("lock_minutes", least=1, most=15),
        small_cells_inside=tables.whole("hide_below_inside", least=5),
        small_cells_outside=tables.whole("hide_below_outside", least=10),
        device_files=devices.whole("files", least=1, most=30),
        device_hours=devices.whole("hours", least=1, most=72),
        retention_years=keep.whole("years_after_closing", least=1),
        retention_clinical_years=keep.whole("clinical_years", least=1),
        retention_declined_months=keep.whole("declined_contact_months", least=1),
        caseload_families=caseload.whole("families", least=1),
        caseload_intensive=caseload.whole("intensive_families", least=1),
        complaint_acknowledge_days=complaints.whole("acknowledge_days", least=1, most=5),
        complaint_answer_days=complaints.whole("answer_days", least=1, most=15),
        rights_answer_days=rights.whole("answer_days", least=1, most=30),
        former_name_days=rights.whole("former_name_days", least=30, most=3650),
        lines=_read_lines(lines),
    )
    for table in (looks, sessions, tables, devices, keep, caseload, complaints, rights, lines):
        table.done()
    sheet.done()
    return found


def _read_lines(sheet: Sheet) -> Lines:
    cases = {line: sheet.whole(f"cases_{line}", least=1) for line in ("gbv", "child", "clinical")}
    days = {
        pace: sheet.whole(f"days_{pace}", least=least, most=most)
        for pace, least, most in (("at_once", 0, 1), ("soon", 1, 7), ("planned", 2, 60))
    }
    return Lines(MappingProxyType(cases), MappingProxyType(days))


def _read_limit(sheet: Sheet) -> LookLimit:
    return LookLimit(sheet.whole("per_hour", least=1), sheet.whole("per_day", least=1))
