"""Life at home for a page: planned contacts beside made ones, and how each adult wishes to be reached."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages.journey import is_late
from wasl.interfaces.web.pages.reception import contact_facts
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.people.enums import FamilyRole
from wasl.people.labels import place
from wasl.people.selectors import PersonCard, SafeContact
from wasl.phases.aftercare.selectors import ClosingCard, HomeContactCard
from wasl.programme.criteria import Result


def plan(file: FileCard, days: Sequence[int], contacts: Sequence[HomeContactCard]) -> list[dict[str, Any]]:
    """Each contact day of the year: made, passed or still ahead (R087)."""
    if file.home_since is None:
        return []
    made = [c for c in contacts if c.on >= file.home_since]
    asked = [file.home_since + timedelta(days=day) for day in days]
    found = []
    for due, following in zip(asked, [*asked[1:], date.max], strict=True):
        mine = [c for c in made if due <= (c.due_on or c.on) < following]
        title, tone = _planned(file, due, mine)
        found.append({"when": iraqi_date(due), "title": title, "tone": tone})
    return found


def _planned(file: FileCard, due: date, made: Sequence[HomeContactCard]) -> tuple[str, str]:
    """What became of one day of the schedule: what was due from it until the next one, moved by a feast or tried
    again, belongs to it.
    """
    reached = [c.on for c in made if _reached(c)]
    if reached:
        return _("made on %(day)s") % {"day": iraqi_date(min(reached))}, ""
    if file.ledger_from is not None and due < file.ledger_from:
        return _("before the file was kept here"), ""
    if made:
        return _("tried on %(day)s, nobody reached") % {"day": iraqi_date(max(c.on for c in made))}, "amber"
    return (_("not made"), "amber") if is_late(due) else ("", "ahead")


def plan_why(file: FileCard) -> str:
    """Why the contacts come as often as they do."""
    level = file.level or "standard"
    terms = words.programme().aftercare.tiers[level]
    path = words.programme().pathways.get(file.pathway)
    reason = _("%(level)s: %(rhythm)s.") % {
        "level": words.level(level),
        "rhythm": words.say(terms.name),
    }
    if path and path.aftercare_floor:
        reason += " " + _("For the first %(n)s days at least as after the ordinary path.") % {
            "n": digits(path.aftercare_floor_days)
        }
    return reason


def _reached(contact: HomeContactCard) -> bool:
    results = words.programme().aftercare.results
    return contact.result in results and results[contact.result].reached


def contacts(found: Sequence[HomeContactCard], staff: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Contacts, the newest first, each with how and how it ended."""
    terms, language = words.programme().aftercare, words.language()
    return [
        {
            "when": iraqi_date(c.on),
            "how": terms.kinds[c.kind].name.in_(language) if c.kind in terms.kinds else c.kind,
            "outcome": terms.results[c.result].name.in_(language) if c.result in terms.results else c.result,
            "reached": _reached(c),
            "missed": terms.missed_reasons[c.missed].name.in_(language)
            if c.missed in terms.missed_reasons
            else "",
            "who": staff.get(c.made_by, "") if c.made_by else "",
            "level": words.level(c.level_after),
            "text": c.text,
        }
        for c in found
    ]


def safe(people: Sequence[PersonCard], wishes: Mapping[UUID, SafeContact]) -> list[dict[str, Any]]:
    """How each adult wishes to be reached: read before every call and visit."""
    return [
        {
            "name": person.called or place(FamilyRole(person.role), person.sex),
            "facts": [fact for fact in contact_facts(wishes[person.ref]) if fact["value"]],
        }
        for person in people
    ]


def endings(found: Mapping[str, Sequence[Result]]) -> list[dict[str, Any]]:
    """Each way to end our work, with its lines as they stand."""
    closings, language = words.programme().aftercare.closings, words.language()
    return [
        {
            "code": code,
            "name": closings[code].name.in_(language),
            "lines": [
                {
                    "code": r.code,
                    "wording": r.criterion.wording.in_(language),
                    "explains": "" if r.met else r.criterion.explains.in_(language),
                    "met": r.met,
                    "asked": r.met is None,
                    "state": _("met")
                    if r.met
                    else (_("to be answered") if r.met is None else _("not met yet")),
                    "tone": "teal" if r.met else ("dashed" if r.met is None else "amber"),
                }
                for r in lines
            ],
            "possible": all(r.met is not False for r in lines if r.criterion.required),
        }
        for code, lines in found.items()
    ]


def proposed(found: ClosingCard | None) -> dict[str, str]:
    """The end of our work that is proposed or signed, for a form that goes on from there."""
    if found is None:
        return {}
    names = words.programme().aftercare.closings
    reason = words.say(names[found.reason].name) if found.reason in names else found.reason
    return {_("Proposed end"): f"{reason} · {iraqi_date(found.signed_on or found.proposed_on)}"}
