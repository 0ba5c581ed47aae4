"""A plan between worker and supervisor, two versions side by side, and conferences, as pages show them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.casefile.enums import AgreedHow
from wasl.casefile.selectors.record import PlanCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import plan
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.phases.rehabilitation.enums import ApprovalState, Lack
from wasl.phases.rehabilitation.rules import Lacking
from wasl.phases.rehabilitation.selectors.approvals import ApprovalCard, Standing, Waiting
from wasl.phases.rehabilitation.selectors.between import LevelRequestCard, PostponedCard, SinceLast
from wasl.phases.rehabilitation.selectors.conferences import ConferenceCard
from wasl.phases.rehabilitation.selectors.plan import ADDED, CHANGED, DROPPED, SAME, Beside

TONES = {ApprovalState.HANDED: "amber", ApprovalState.APPROVED: "teal", ApprovalState.SENT_BACK: "plum"}
#: where each missing thing is done
PLACES = {
    Lack.NEED_UNANSWERED: "plan",
    Lack.RETURN_GOAL: "plan",
    Lack.NOT_ASSESSED: "assessment",
    Lack.CHOICES_NOT_ASKED: "consents",
    Lack.NOT_AGREED: "plan",
    Lack.CONFERENCE: "conference_new",
}


def missing(found: Iterable[Lacking], people: plan.People, number: str) -> list[dict[str, Any]]:
    """What a plan lacks, line by line, each with where it is done."""
    return [
        {
            "who": plan.whose(line.person, people) if line.person or line.domain else "",
            "name": words.domain(line.domain) if line.domain else "",
            "text": words.label(line.what),
            "url": reverse("plan_agree", args=[number, line.person])
            if line.what is Lack.NOT_AGREED
            else reverse(PLACES[line.what], args=[number]),
        }
        for line in found
    ]


def said(card: ApprovalCard, names: Mapping[UUID, str]) -> dict[str, Any]:
    """One hand-in and its answer."""
    return {
        "word": words.label(card.state),
        "tone": TONES[card.state],
        "handed_by": names.get(card.handed_by, ""),
        "handed_on": iraqi_date(card.handed_at),
        "answered_by": names.get(card.answered_by, "") if card.answered_by else "",
        "answered_on": iraqi_date(card.answered_on) if card.answered_on else "",
        "words": card.words,
    }


def chip(found: Standing) -> dict[str, str]:
    """How the plan stands, in two words for the head of its page."""
    if found.last is None:
        return {"word": _("not handed in yet"), "tone": "plain"}
    if found.last.state is ApprovalState.APPROVED and not found.stands:
        return {"word": _("changed since it was approved"), "tone": "amber"}
    return {"word": words.label(found.last.state), "tone": TONES[found.last.state]}


# Two versions ---------------------------------------------------------------------------------------------------------


def side(card: PlanCard) -> dict[str, Any]:
    """The heading of one version: its number, day, and how it was agreed."""
    return {
        "ref": str(card.ref),
        "title": _("Version %(n)s") % {"n": digits(card.number)},
        "text": f"{iraqi_date(card.agreed_on)} · {words.label(AgreedHow(card.agreed_how))}",
    }


def beside(rows: Iterable[Beside], people: plan.People) -> list[dict[str, Any]]:
    """Each goal of two versions in one row."""
    kinds = {
        ADDED: (_("new"), "teal"), CHANGED: (_("changed"), "amber"), DROPPED: (_("no longer there"), "plum"),
        SAME: (_("the same"), "plain"),
    }  # fmt: skip
    return [
        {
            "kind": kinds[row.kind][0],
            "tone": kinds[row.kind][1],
            "older": plan.line(row.older, people) | {"refused": row.refused_then} if row.older else None,
            "newer": plan.line(row.newer, people) | {"refused": row.refused_now} if row.newer else None,
        }
        for row in rows
    ]


def pairs(cards: Iterable[PlanCard], number: str) -> dict[UUID | None, str]:
    """For each page with more than one version, where its last two lie side by side."""
    by_page: dict[UUID | None, list[PlanCard]] = {}
    for card in cards:
        by_page.setdefault(card.person, []).append(card)
    address = reverse("plan_compare", args=[number])
    return {
        person: f"{address}?older={found[1].ref}&newer={found[0].ref}"
        for person, found in by_page.items()
        if len(found) > 1
    }


# Conferences and reviews ----------------------------------------------------------------------------------------------


def conference(
    card: ConferenceCard, people: plan.People, names: Mapping[UUID, str], number: str
) -> dict[str, Any]:
    """One conference with who took part."""
    there = [names[ref] for ref in card.accounts if ref in names] + [words.role(code) for code in card.roles]
    return {
        "ref": card.ref,
        "who": plan.whose(card.person, people),
        "on": iraqi_date(card.on),
        "consented": card.consented,
        "wish": words.label(card.wish)
        if card.wish
        else _("Wishes no conference; nothing follows from that."),
        "there": there,
        "by": names.get(card.written_by, "") if card.written_by else "",
        "decisions": card.decisions,
        "minutes": card.minutes,
        "paper_url": reverse("conference_paper", args=[number, card.ref]) if card.consented else "",
    }


def happened(found: SinceLast) -> list[str]:
    """What the record knows of the time since the last review, in lines that can stand in its note."""
    lines = []
    if found.delivered:
        lines.append(_("Given: %(what)s.") % {"what": _list(found.delivered)})
    if found.started:
        lines.append(_("Begun: %(what)s.") % {"what": _list(found.started)})
    if found.goals_due:
        lines.append(_("Goals whose day has come: %(n)s.") % {"n": digits(found.goals_due)})
    if found.notes:
        lines.append(_("Talks and notes: %(n)s.") % {"n": digits(found.notes)})
    return lines


def _list(codes: Iterable[str]) -> str:
    comma = ", " if words.language() == "en" else "، "
    return comma.join(words.service(code) for code in dict.fromkeys(codes))


def why_later(code: str) -> str:
    """The word for why a review was put off."""
    found = words.programme().rehabilitation.postpone_reasons.get(code)
    return words.say(found.name) if found else code


# The team -------------------------------------------------------------------------------------------------------------


def waiting(found: Iterable[Waiting], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Plans that wait for an answer."""
    return [
        {
            "title": _("Plan to be approved"),
            "number": one.number,
            "worker": names.get(one.handed_by, ""),
            "due": iraqi_date(one.handed_at),
            "url": reverse("plan_approval", args=[one.number]),
        }
        for one in found
    ]


def requests(found: Iterable[LevelRequestCard], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Lower levels that were asked for."""
    return [
        {
            "title": _("A lower level asked for: %(level)s") % {"level": words.level(one.level)},
            "number": one.number,
            "worker": names.get(one.asked_by, ""),
            "due": iraqi_date(one.asked_on),
            "url": reverse("level_requests", args=[one.number]),
        }
        for one in found
        if one.number
    ]


def later(found: Iterable[PostponedCard], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Reviews that are held later than their day."""
    return [
        {
            "title": _("%(why)s, instead of %(due)s")
            % {"why": why_later(one.reason), "due": iraqi_date(one.due_on)},
            "number": one.number,
            "worker": names.get(one.postponed_by, "") if one.postponed_by else "",
            "due": iraqi_date(one.until),
            "url": reverse("review", args=[one.number]),
        }
        for one in found
        if one.number
    ]
