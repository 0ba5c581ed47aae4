"""1-entry.toml: the first days. What is asked, what cannot wait, what is read aloud and chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet


@dataclass(frozen=True, slots=True)
class Instrument:
    """A set of questions that is due. `when` flag: only where the score in `flag_domain` is at least `flag_score`."""

    code: str
    name: LocalizedText
    asked_of: str
    ages: tuple[int, int]
    due_days: int
    when: str
    flag_domain: str
    flag_score: int
    decision: LocalizedText
    offered: bool


@dataclass(frozen=True, slots=True)
class Urgency:
    """How soon a need of this score is begun. A score that no urgency names raises no need."""

    score: int
    code: str
    name: LocalizedText
    days: int
    first_answer_hours: int | None


@dataclass(frozen=True, slots=True)
class UrgentNeed:
    """Something to look for in the first hour; it becomes a task with an owner the same day."""

    code: str
    name: LocalizedText
    ask: LocalizedText
    domain: str
    owner: str
    service: str
    hours: int
    circle: str


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """One choice, made alone and one by one. Refusing an optional one blocks nothing else."""

    code: str
    wording: LocalizedText
    purpose: str
    recipients: tuple[str, ...]
    fields: tuple[str, ...]
    optional: bool
    asked_of: str
    months: int | None


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """What is read aloud before the first question. A changed text needs a new version."""

    version: str
    paragraphs: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Conduct:
    """The code of conduct that each worker reads at the first sign-in and accepts by name."""

    version: str
    title: LocalizedText
    lines: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """All of 1-entry.toml."""

    assessment_due_days: int
    plan_due_days: int
    plan_latest_days: int
    family_of_seven_minutes: int
    forget_expected_after_days: int
    need_from_score: int
    reasons_without_goal: Mapping[str, LocalizedText]
    instruments: Mapping[str, Instrument]
    urgencies: Mapping[int, Urgency]
    urgent_needs: Mapping[str, UrgentNeed]
    privacy: PrivacyNotice
    consent_fields: Mapping[str, LocalizedText]
    recipients: Mapping[str, LocalizedText]
    consents: Mapping[str, ConsentChoice]
    conduct: Conduct

    def urgency(self, score: int) -> Urgency | None:
        return self.urgencies.get(score)


def read(sheet: Sheet) -> Entry:
    fields = _named(sheet, "consent_field", "consent_field")
    recipients = _named(sheet, "recipient", "recipient")
    urgencies = {u.score: u for u in map(_read_urgency, sheet.tables("urgency"))}
    entry = Entry(
        assessment_due_days=sheet.whole("assessment_due_days", least=1),
        plan_due_days=sheet.whole("plan_due_days", least=1),
        plan_latest_days=sheet.whole("plan_latest_days", least=1),
        family_of_seven_minutes=sheet.whole("family_of_seven_minutes", least=1),
        forget_expected_after_days=sheet.whole("forget_expected_after_days", least=1),
        need_from_score=sheet.whole("need_from_score", least=1, most=4),
        reasons_without_goal=_named(sheet, "reason_without_goal", "reason_without_goal"),
        instruments=MappingProxyType({i.code: i for i in map(_read_instrument, sheet.tables("instrument"))}),
        urgencies=MappingProxyType(urgencies),
        urgent_needs=MappingProxyType({u.code: u for u in map(_read_urgent, sheet.tables("urgent_need"))}),
        privacy=_read_privacy(sheet.table("privacy")),
        consent_fields=fields,
        recipients=recipients,
        consents=MappingProxyType({c.code: c for c in map(_read_consent, sheet.tables("consent"))}),
        conduct=_read_conduct(sheet.table("conduct")),
    )
    if sheet.has("urgency"):
        for score in range(entry.need_from_score, 5):
            if score not in urgencies:
                sheet.fault(
                    "urgency",
                    "urgency_missing",
                    f"score {score} has no urgency.",
                    "Add an [[urgency]] for it.",
                )
    sheet.done()
    return entry


def _named(sheet: Sheet, key: str, kind: str) -> Mapping[str, LocalizedText]:
    found = {}
    for entry in sheet.tables(key):
        found[entry.code(declares=kind)] = entry.text("name")
        entry.done()
    return MappingProxyType(found)


def _read_instrument(sheet: Sheet) -> Instrument:
    when = sheet.choice("when", ("always", "flag", "before_exit"))
    flagged = when == "flag"
    instrument = Instrument(
        code=sheet.code(declares="instrument"),
        name=sheet.text("name"),
        asked_of=sheet.choice("asked_of", ("person", "household", "place")),
        ages=sheet.span("ages", required=False) or (0, 130),
        due_days=sheet.whole("due_days"),
        when=when,
        flag_domain=sheet.refer("flag_domain", "domain") if flagged else "",
        flag_score=sheet.whole("flag_score", least=1, most=4) if flagged else 0,
        decision=sheet.text("decision"),
        offered=sheet.flag("offered"),
    )
    sheet.done()
    return instrument


def _read_urgency(sheet: Sheet) -> Urgency:
    urgency = Urgency(
        score=sheet.whole("score", least=1, most=4),
        code=sheet.code(declares="urgency"),
        name=sheet.text("name"),
        days=sheet.whole("days", least=1),
        first_answer_hours=sheet.whole_or_none("first_answer_hours", least=1),
    )
    sheet.done()
    return urgency


def _read_urgent(sheet: Sheet) -> UrgentNeed:
    urgent = UrgentNeed(
        code=sheet.code(declares="urgent_need"),
        name=sheet.text("name"),
        ask=sheet.text("ask"),
        domain=sheet.refer("domain", "domain"),
        owner=sheet.refer("owner", "role"),
        service=sheet.refer("service", "service", required=False),
        hours=sheet.whole("hours", least=0, most=24),
        circle=sheet.choice("circle", ("family", "own", "sealed"), default="family"),
    )
    sheet.done()
    return urgent


def _read_privacy(sheet: Sheet) -> PrivacyNotice:
    notice = PrivacyNotice(sheet.string("version"), _paragraphs(sheet, "paragraph"))
    sheet.done()
    return notice


def _read_conduct(sheet: Sheet) -> Conduct:
    conduct = Conduct(sheet.string("version"), sheet.text("title"), _paragraphs(sheet, "line"))
    sheet.done()
    return conduct


def _paragraphs(sheet: Sheet, key: str) -> tuple[LocalizedText, ...]:
    found = []
    for entry in sheet.tables(key):
        found.append(entry.text("text"))
        entry.done()
    return tuple(found)


def _read_consent(sheet: Sheet) -> ConsentChoice:
    choice = ConsentChoice(
        code=sheet.code(declares="consent"),
        wording=sheet.text("wording"),
        purpose=sheet.choice("purpose", ("service", "share", "contact", "photo", "aftercare", "learning")),
        recipients=sheet.references("recipients", "recipient"),
        fields=sheet.references("fields", "consent_field"),
        optional=sheet.flag("optional", default=True),
        asked_of=sheet.choice("asked_of", ("adult", "everyone")),
        months=sheet.whole_or_none("months", least=1),
    )
    sheet.done()
    return choice
