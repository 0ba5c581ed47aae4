"""The lines of leaving for a page: how each stands, what it says, who answered it, what is to be done."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access import selectors as access
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.journey.selectors.way import OpenNeed
from wasl.phases.aftercare.selectors import AcceptanceCard
from wasl.phases.exit_assessment.rules import Line
from wasl.phases.exit_assessment.selectors import DecisionCard, FindingCard


def lines(
    found: Sequence[Line],
    findings: Mapping[str, FindingCard],
    staff: Mapping[UUID, str],
    file: FileCard,
    *,
    may: bool,
) -> list[dict[str, Any]]:
    """Each declared line in the words the family reads."""
    return [_line(line, findings.get(line.code), staff, file, may=may) for line in found]


def _line(
    line: Line, finding: FindingCard | None, staff: Mapping[UUID, str], file: FileCard, *, may: bool
) -> dict[str, Any]:
    said = ""
    if finding and line.answered:
        name = staff.get(finding.answered_by, "") if finding.answered_by else ""
        said = " · ".join(part for part in (isolated(name), iraqi_date(finding.on)) if part)
    open_line = line.met is None
    return {
        "code": line.code,
        "wording": words.say(line.criterion.wording),
        "explains": "" if line.met else words.say(line.criterion.explains),
        "met": line.met,
        "state": _("met") if line.met else (_("to be answered") if open_line else _("not met yet")),
        "tone": "teal" if line.met else ("dashed" if open_line else "amber"),
        "required": line.required,
        "said": said,
        "evidence": finding.evidence if finding and line.answered else "",
        "url": reverse("completion_answer", args=[file.number, line.code])
        if may and (open_line or line.answered)
        else "",
    }


def needs(found: Sequence[OpenNeed], people: Mapping[UUID, Any]) -> list[dict[str, Any]]:
    """Serious needs that go home with the family."""
    return [
        {
            "ref": need.ref,
            "name": words.domain(need.domain),
            "level": need.score,
            "word": words.urgency(need.score),
            "who": people[need.person].called if need.person and need.person in people else "",
            "owner": need.owner_after,
        }
        for need in found
    ]


def owners() -> list[tuple[str, str]]:
    """Who can go on with a need at home: roles that record services."""
    roles = words.programme().roles
    return [(code, words.say(role.name)) for code, role in roles.items() if role.may("service.record")]


def offices(near: str = "") -> list[tuple[int, str]]:
    """After-care offices by their names; the one of the governorate that was chosen stands first."""
    found = [team for team in access.teams().values() if team.site_kind == "office"]
    found.sort(key=lambda team: (team.site_place != near, team.id))
    return [(team.id, words.say(team.site_name)) for team in found]


def office_of(governorate: str) -> int | None:
    """The after-care office of a governorate, where there is exactly one."""
    found = [t.id for t in access.teams().values() if t.site_kind == "office" and t.site_place == governorate]
    return found[0] if governorate and len(found) == 1 else None


def decision(found: DecisionCard | None, staff: Mapping[UUID, str]) -> dict[str, Any] | None:
    """What was decided, by whom and why."""
    if found is None:
        return None
    reasons = words.programme().exit.override_reasons
    because = reasons.get(found.override_because)
    return {
        "waits": found.waits,
        "approved": found.approved,
        "by": staff.get(found.decided_by, "") if found.decided_by else "",
        "prepared_by": staff.get(found.prepared_by, "") if found.prepared_by else "",
        "prepared_on": found.prepared_on,
        "on": found.on,
        "override": words.say(because.name) if because else "",
        "reason": found.reason,
        "unmet": found.unmet,
    }


def decided(found: DecisionCard | None) -> dict[str, str]:
    """How far the decision is, for a form that goes on from there."""
    if found is None:
        return {_("Decision"): "—"}
    day = found.on or found.prepared_on
    return {_("Decision"): iraqi_date(day) if day else "—"}


def offered(found: AcceptanceCard | None, names: Mapping[UUID, str]) -> dict[str, str]:
    """Which office was asked and what it said, for a form that goes on from there."""
    if found is None:
        return {_("Office asked"): "—"}
    name = dict(offices()).get(found.office, "")
    said = names.get(found.officer, "") if found.officer else ""
    return {_("Office asked"): " · ".join(filter(None, (name, iraqi_date(found.offered_on), said)))}
