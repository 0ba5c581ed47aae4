"""The plan: needs that owe an answer, goals as they stand, pages to agree, and how they changed."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.casefile.enums import AgreedHow, Circle, NoGoalReason
from wasl.casefile.selectors.record import PlanCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.people.enums import FamilyRole
from wasl.people.labels import place
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.selectors.plan import Agreement, Changes, LeftLine, PlanLine
from wasl.phases.rehabilitation.selectors.proposals import NeedGroup

People = Mapping[UUID, PersonCard]
#: what we have drawn, on the page (`static/wasl/icons.svg`) and on paper (`letters/pictures.typ`)
PICTURES = frozenset(
    (
        "shelter", "road", "basics", "legal", "family", "documents", "health", "disability", "education", "work",
        "children", "ties", "coping", "safety", "spiritual", "goal",
    )
)  # fmt: skip


def whose(person: UUID | None, people: People) -> str:
    """Whose something is: the name, the place in the family when names are locked, or the household."""
    if person is None:
        return _("The household")
    found = people.get(person)
    if found is None:
        return _("A former member")
    return found.called or str(place(FamilyRole(found.role), found.sex))


def short(person: UUID | None, people: People) -> str:
    """One name, where several people stand in one line: the one used with us, else the given name."""
    found = people.get(person) if person else None
    name = found.name if found else None
    return name.used or name.kunya or name.given if name else whose(person, people)


def group(found: NeedGroup, people: People, number: str) -> dict[str, Any]:
    """The heading of a group of needs."""
    owners = [need.person for need in found.needs]
    names = whose(owners[0], people) if len(owners) == 1 else _list(short(owner, people) for owner in owners)
    asked = "&".join(f"need={need.ref}" for need in found.needs)
    return {
        "level": found.score,
        "word": words.urgency(found.score),
        "name": words.domain(found.domain),
        "who": names,
        "own": found.circle == Circle.OWN,
        "because": [words.say(reason) for reason in dict.fromkeys(found.reasons)],
        "wishes": [need.wish for need in found.needs if need.wish],
        "own_goal_url": f"{reverse('goal_write', args=[number])}?{asked}",
    }


def said(found: PlanLine) -> str:
    """The family's words; where they took the programme's as they stood, these in the language of the page."""
    proposed = words.programme().rehabilitation.goals.get(found.code)
    if proposed and found.words in {proposed.name.in_(code) for code in words.programme().languages}:
        return words.goal(found.code)
    return found.words


def picture(found: PlanLine) -> str:
    """The drawing of a goal: the road home for that of every first plan, else its field of life."""
    first = {goal.code for goal in words.programme().rehabilitation.first_plan_goals}
    if found.code in first:
        return "road"
    domain = next((domain for _owner, domain in found.needs), "goal")
    return domain if domain in PICTURES else "goal"


def line(found: PlanLine, people: People, number: str = "") -> dict[str, Any]:
    """One goal on a plan page."""
    asked = {owner for owner, _domain in found.needs}
    owners = [owner for owner in (*people, None) if owner in asked]
    return {
        "words": said(found),
        "pictogram": f"life-{picture(found)}",
        "own": found.circle == Circle.OWN,
        "who": _list(short(owner, people) for owner in owners if owner)
        or (whose(None, people) if owners else ""),
        "needs": _list(words.domain(domain) for domain in dict.fromkeys(d for _owner, d in found.needs)),
        "services": [words.service(code) for code in found.services],
        "until": iraqi_date(found.due_on) if found.due_on else "",
        "url": reverse("goal", args=[number, found.goal]) if number else "",
    }


def left(found: LeftLine, people: People) -> dict[str, Any]:
    """A need without a goal, with its reason."""
    return {
        "who": whose(found.person, people),
        "name": words.domain(found.domain),
        "reason": str(words.label(NoGoalReason(found.reason))),
        "words": found.words,
    }


def agreement(one: Agreement, people: People, number: str) -> dict[str, Any]:
    """Where the page of one adult, or the family's, stands."""
    if one.last is None:
        state, tone = _("not agreed yet"), "amber"
    elif one.current:
        state, tone = _version(one.last), "teal"
    else:
        state, tone = _("changed since version %(n)s") % {"n": digits(one.last.number)}, "amber"
    lines = len(one.page.lines)
    return {
        "name": whose(one.person.ref, people) if one.person else _("The family's page"),
        "sub": _("only what everybody may read") if one.person is None else "",
        "state": state,
        "tone": tone,
        "current": one.current,
        "count": digits(ngettext("%(n)d goal", "%(n)d goals", lines) % {"n": lines})
        if lines
        else _("no goal yet"),
        "url": reverse("plan_agree", args=[number, one.who]),
        "paper_url": reverse("plan_paper", args=[number, one.who]),
    }


def _version(card: PlanCard) -> str:
    return _("version %(n)s, %(day)s, %(how)s") % {
        "n": digits(card.number),
        "day": iraqi_date(card.agreed_on),
        "how": words.label(AgreedHow(card.agreed_how)),
    }


def versions(cards: Iterable[PlanCard], people: People, number: str) -> list[dict[str, Any]]:
    """Every agreed version, the newest first."""
    return [
        {
            "title": whose(card.person, people) if card.person else _("The family's page"),
            "text": _version(card),
            "url": reverse("plan_version", args=[number, card.ref]),
        }
        for card in cards
    ]


def changed(found: Changes, people: People) -> list[dict[str, Any]]:
    """What is new, worded anew and gone since the last version."""
    kinds = ((_("New"), found.new), (_("Changed"), found.changed), (_("No longer there"), found.gone))
    return [{"word": word, "lines": [line(one, people) for one in lines]} for word, lines in kinds if lines]


def _list(parts: Iterable[str]) -> str:
    return ("، " if words.language() != "en" else ", ").join(parts)
