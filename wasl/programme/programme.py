"""A whole programme as one frozen value: what the rooms above and the pages ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from wasl.kernel.clock import Calendar
from wasl.kernel.text import LocalizedText
from wasl.programme.forms.folder import FormFile
from wasl.programme.levels import LevelResult, support_level
from wasl.programme.places import Places
from wasl.programme.scoring import Library
from wasl.programme.sheets.aftercare import Aftercare
from wasl.programme.sheets.calendar import WorkingDays
from wasl.programme.sheets.documents import Documents
from wasl.programme.sheets.domains import Domain, Level
from wasl.programme.sheets.entry import Entry
from wasl.programme.sheets.header import Centre, Header, Language, Pathway, Wait
from wasl.programme.sheets.leaving import Exit
from wasl.programme.sheets.protection import Protection
from wasl.programme.sheets.raising import Rules
from wasl.programme.sheets.rehabilitation import Rehabilitation, Service
from wasl.programme.sheets.roles import Role
from wasl.programme.sheets.week import Week

SHORT_DIGEST = 10


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme folder, checked. `digest` is that of its contents; a record keeps `edition`."""

    header: Header
    roles: Mapping[str, Role]
    domains: Mapping[str, Domain]
    levels: Mapping[str, Level]
    entry: Entry
    rehabilitation: Rehabilitation
    exit: Exit
    aftercare: Aftercare
    working_days: WorkingDays
    documents: Documents
    week: Week
    protection: Protection
    scoring: Library
    forms: Mapping[str, FormFile]
    rules: Rules
    places: Places
    digest: str
    to_review: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        return self.header.code

    @property
    def name(self) -> LocalizedText:
        return self.header.name

    @property
    def short_digest(self) -> str:
        return self.digest[:SHORT_DIGEST]

    @property
    def edition(self) -> str:
        """What a record keeps: under which programme, in which wording, it was made."""
        return f"{self.code}@{self.short_digest}"

    @property
    def pathways(self) -> Mapping[str, Pathway]:
        return self.header.pathways

    @property
    def centres(self) -> Mapping[str, Centre]:
        return self.header.centres

    @property
    def languages(self) -> Mapping[str, Language]:
        return self.header.languages

    @property
    def waiting_reasons(self) -> Mapping[str, Wait]:
        return self.header.waiting_reasons

    @property
    def services(self) -> Mapping[str, Service]:
        return self.rehabilitation.services

    @property
    def calendar(self) -> Calendar:
        return self.working_days.calendar

    def household_domains(self) -> tuple[Domain, ...]:
        """What is asked once for the family."""
        return tuple(domain for domain in self.domains.values() if domain.once_for_the_family)

    def person_domains(self, age: int | None) -> tuple[Domain, ...]:
        """What is asked of a person of this age, in order."""
        return tuple(domain for domain in self.domains.values() if domain.is_asked_of(age))

    def interview_minutes(self, ages: tuple[int | None, ...]) -> float:
        """How long the needs and strengths grid takes with a family of these ages."""
        once = sum(domain.minutes for domain in self.household_domains())
        return once + sum(domain.minutes_for(age) for age in ages for domain in self.person_domains(age))

    def support_level(self, scores: Mapping[str, int]) -> LevelResult:
        return support_level(self.levels, scores)

    def review_days(self, level: str) -> int:
        return self.rehabilitation.review_days[level]
