"""Terms as small as a programme can be, with the dossier's intervals, for tests that need no programme folder."""

from datetime import date

from wasl.interfaces.cli.demo.needs import NSG_14
from wasl.interfaces.cli.demo.terms import ConsentTerm, GoalTerm, PathTerm, ServiceTerm, Terms, UrgentTerm
from wasl.kernel.clock import Calendar

FRIDAY, SATURDAY = 4, 5
HOLIDAY = date(2026, 3, 22)
#: A Sunday: the day on which the tests stand.
TODAY = date(2026, 11, 22)
_DOMAINS = {
    "safety": "SV-PR-02",
    "documents": "SV-LG-02",
    "legal": "SV-LG-01",
    "shelter": "SV-SH-03",
    "basics": "SV-SH-05",
    "health": "SV-HL-01",
    "coping": "SV-MH-03",
    "family": "SV-MH-09",
    "children": "SV-MH-08",
    "education": "SV-ED-01",
    "work": "SV-LV-01",
    "ties": "SV-CO-01",
    "disability": "SV-PR-06",
}
_EVERYBODY = (0, 130)
_RHYTHMS = {
    "light": (30, 90, 180, 365),
    "standard": (14, 30, 60, 90, 180, 365),
    "enhanced": (*range(14, 91, 14), 120, 150, 180, 270, 365),
    "intensive": (*range(7, 61, 7), 74, 88, 102, 116, *range(146, 366, 30)),
}


def plain_terms() -> Terms:
    return Terms(
        calendar=Calendar(frozenset({FRIDAY, SATURDAY}), frozenset({HOLIDAY})),
        grid=NSG_14,
        standard_path="standard",
        short_path="short",
        paths={"standard": PathTerm(90, 60, 180, "", 0), "short": PathTerm(45, 30, 60, "standard", 90)},
        assessment_due_days=7,
        plan_due_days=14,
        exit_lead_days=15,
        notice_days=14,
        need_from=2,
        urgency_days={2: 30, 3: 7, 4: 1},
        circles={domain: "own" if domain in {"coping", "health"} else "family" for domain in _DOMAINS},
        no_goal_reasons=("not_wanted", "already_served", "not_available"),
        goals={
            domain: (GoalTerm(f"{domain}_goal", 2, _EVERYBODY, (code,)),) for domain, code in _DOMAINS.items()
        },
        first_goals=(("return_or_choice", "ties"),),
        services={code: ServiceTerm(code, 14, "", _EVERYBODY, "family") for code in _DOMAINS.values()},
        group_services=("SV-SH-02", "SV-HL-02"),
        urgent=tuple(UrgentTerm(f"{d}_now", d, "clinic", "family") for d in ("health", "basics", "coping")),
        consents=(
            ConsentTerm("services", "service", False, True),
            ConsentTerm("share_legal", "share", True, False),
            ConsentTerm("photo", "photo", True, False),
        ),
        review_days={"light": 60, "standard": 30, "enhanced": 14, "intensive": 7},
        criteria=(
            ("repeated", "assessments_to_repeat"),
            ("place", "place_agreed_in_writing"),
            ("owner", "aftercare_owner_accepted"),
        ),
        exit_role="supervisor",
        departure_done="completion",
        departure_own="own_choice",
        contact_days={
            (level, path): tuple(sorted({*_RHYTHMS["standard"][:4], *days})) if path == "short" else days
            for level, days in _RHYTHMS.items()
            for path in ("standard", "short")
        },
        contact_kinds=("visit", "phone"),
        reached=("done",),
        missed=("no_answer", "put_off"),
        missed_reasons=("not_at_home", "road", "phone_off"),
        aftercare_role="aftercare_officer",
        aftercare_months=12,
        closing="goals_met",
        waiting=("documents", "transport", "community", "health", "family_wish", "other"),
    )
