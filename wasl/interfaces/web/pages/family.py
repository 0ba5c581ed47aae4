"""The family page: who they are, the thread as rows, people, papers, tasks, contacts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access.enums import Purpose
from wasl.access.selectors import LookCard
from wasl.casefile.enums import (
    BY_HAND,
    Circle,
    ContactKind,
    DocumentState,
    WaitingReason,
)
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.record import ContactCard, DocumentCard, TaskCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages.journey import is_late
from wasl.interfaces.web.ui.addresses import address
from wasl.interfaces.web.ui.dates import age, as_date, clock_time, digits, iraqi_date, when
from wasl.kernel.clock import today
from wasl.people.enums import FamilyRole
from wasl.people.labels import place
from wasl.people.selectors import PersonCard, SafeContact


def title(file: FileCard, called: str) -> str:
    """What the page is called: the family by the name its head uses, or its number when names are locked."""
    return (
        _("Family of %(name)s") % {"name": called}
        if called
        else _("Family %(number)s") % {"number": file.number}
    )


def meta(file: FileCard, contact: SafeContact | None = None) -> list[dict[str, Any]]:
    """The line under the name."""
    parts: list[dict[str, Any]] = []
    if file.size:  # of an announced family nobody is written down yet
        size = digits(ngettext("%(n)d person", "%(n)d people", file.size) % {"n": file.size})
        children = digits(ngettext("%(n)d child", "%(n)d children", file.children) % {"n": file.children})
        parts.append({"label": size, "value": children})
    if file.woman_headed:
        parts.append({"value": _("headed by a woman")})
    if file.governorate:
        parts.append({"label": _("Place of choice"), "value": words.where(file.governorate, file.district)})
    if file.level:
        parts.append(
            {
                "label": _("Support level"),
                "value": words.level(file.level),
                "url": "#level",
                "url_label": _("why?"),
            }
        )
    if contact and contact.known:
        said = _join(part for part in (contact.when, contact.who_may_answer) if part)
        parts.append({"label": _("Safe contact"), "value": said or _("as written"), "circle": "own"})
    if file.home_since:
        parts.append({"label": _("At home since"), "value": iraqi_date(file.home_since)})
    elif file.planned_end:
        parts.append({"label": _("Planned end"), "value": iraqi_date(file.planned_end)})
    return parts


def level_sentence(file: FileCard) -> str:
    """Why the level is what it is: never shown without its domains (R048)."""
    because = _join(
        f"{words.domain(d.partition('=')[0])} = {digits(d.partition('=')[2])}" for d in file.level_because
    )
    if not file.level:
        return ""
    if BY_HAND in file.level_because:
        return _("%(level)s, as set by hand with a reason.") % {"level": words.level(file.level)}
    if not because:
        return _("%(level)s: no field of life asks for more.") % {"level": words.level(file.level)}
    return _("%(level)s, because: %(because)s") % {"level": words.level(file.level), "because": because}


def people_list(people: Iterable[PersonCard], number: str) -> list[dict[str, Any]]:
    """Everybody of the family with age and place in it: its head, the other adults, the children by age."""
    order = sorted(people, key=lambda one: (not one.is_head, not one.is_adult, -(one.age or 0)))
    return [
        {
            "name": person.called or place(FamilyRole(person.role), person.sex),
            "sub": " · ".join(
                str(part) for part in (_age(person), place(FamilyRole(person.role), person.sex)) if part
            ),
            "url": address("person", number, person.ref),
        }
        for person in order
    ]


def people_links(file: FileCard, *, may_edit: bool) -> list[dict[str, str]]:
    """Beside the people of a family: what each chose, and what has changed among them."""
    changes = [{"label": _("Something changed"), "url": address("life", file.number)}] if may_edit else []
    return [*changes, {"label": _("Choices"), "url": address("consents", file.number)}]


def _age(person: PersonCard) -> str:
    if person.name and person.name.birth:
        return age({"date": person.name.birth.isoformat(), "accuracy": str(person.name.accuracy)})
    return digits(person.age_band)


def papers(documents: Sequence[DocumentCard]) -> dict[str, Any]:
    """How many papers are there and which are missing, by kind."""
    missing = [
        d for d in documents if d.wanted and d.state not in (DocumentState.HAVE, DocumentState.NOT_NEEDED)
    ]
    kinds: dict[str, int] = {}
    for document in missing:
        kinds[document.kind] = kinds.get(document.kind, 0) + 1
    return {
        "known": len(documents),
        "have": sum(d.state == DocumentState.HAVE for d in documents),
        "missing": [{"label": words.document(kind), "count": n} for kind, n in sorted(kinds.items())],
    }


def next_steps(file: FileCard, tasks: Sequence[TaskCard]) -> list[dict[str, Any]]:
    """What comes next for this family, the nearest first."""
    return [
        {"title": task.text or words.task(task.code), "sub": when(task.due_on)}
        | (
            {"url": address("file_rights", file.number), "verb": "open"}
            if task.code == words.OWN_DATA
            else {}
        )
        for task in tasks
    ]


def contact_list(
    contacts: Sequence[ContactCard],
    people: Mapping[UUID, PersonCard],
    staff: Mapping[UUID, str],
    beside: Mapping[UUID, Sequence[Mapping[str, Any]]],
) -> list[dict[str, Any]]:
    """Notes and contacts, the newest first."""
    return [
        {
            "when": iraqi_date(c.on),
            "title": words.label(ContactKind(c.kind)),
            "who": staff.get(c.written_by, "") if c.written_by else "",
            "about": _who(c.person, people),
            "own": c.circle == Circle.OWN,
            "text": c.text,
            "beside": beside.get(c.ref, ()),
        }
        for c in contacts
    ]


def _who(person: UUID | None, people: Mapping[UUID, PersonCard]) -> str:
    found = people.get(person) if person else None
    return found.called if found else ""


def _join(parts: Iterable[str]) -> str:
    return ("، " if words.language() != "en" else ", ").join(parts)


def stay(file: FileCard) -> str:
    """How long the family has been here against what was planned."""
    if not file.stays_since or file.left_on:
        return ""
    return _("day %(n)s since arrival") % {"n": digits((today() - file.stays_since).days)}


def row(file: FileCard) -> dict[str, Any]:
    """A file in a list."""
    return {
        "number": file.number,
        "url": address("file", file.number),
        "name": file.called,
        "state": words.label(file.state),
        "level": words.level(file.level),
        "size": digits(file.size) if file.size else "",
        "waiting": _("waits: %(what)s") % {"what": words.label(WaitingReason(file.waiting))}
        if file.waiting
        else "",
        "next": words.due(file.next_action),
        "due": when(file.next_due) if file.next_due else "",
        "late": bool(file.next_due and is_late(file.next_due)),
        "where": words.where(file.governorate, file.district),
    }


def looks(found: Iterable[LookCard]) -> list[dict[str, Any]]:
    """Who looked, one line for each person and day: how often, from when to when, and what for."""
    days: dict[tuple[date, str], list[LookCard]] = {}
    for look in found:
        days.setdefault((as_date(look.at), look.name), []).append(look)
    return [
        {
            "day": iraqi_date(day, "weekday"),
            "name": name,
            "count": digits(ngettext("%(n)d look", "%(n)d looks", len(group)) % {"n": len(group)}),
            "from": clock_time(min(look.at for look in group)),
            "until": clock_time(max(look.at for look in group)),
            "purposes": _join(
                str(words.label(Purpose(code)))
                for code in dict.fromkeys(look.purpose for look in group)
                if code
            ),
            "outside": any(look.outside for look in group),
        }
        for (day, name), group in days.items()
    ]
