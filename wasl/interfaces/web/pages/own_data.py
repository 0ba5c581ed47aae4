"""What a person may ask about her own data, as pages and papers show it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access.enums import Purpose
from wasl.access.labels import word as purpose_word
from wasl.casefile.enums import Circle
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import reception
from wasl.interfaces.web.pages.rights import head
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.reader import reading_as
from wasl.people.selectors import PersonCard
from wasl.rights.enums import About, CorrectionState, NamePart, RequestState
from wasl.rights.labels import word
from wasl.rights.rules import Look
from wasl.rights.selectors.corrections import CorrectionCard, Target, beside
from wasl.rights.selectors.requests import RequestCard

SHOWN = 60


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words for a paper in its reader's language."""
    with translation.override(language), reading_as():
        yield


def request_line(card: RequestCard) -> dict[str, Any]:
    """One request in a list."""
    return {
        "ref": card.ref,
        "asked": iraqi_date(card.asked_on),
        "via": word(card.via),
        "facts": [word(fact) for fact in card.facts],
        "state": word(card.state),
        "until": iraqi_date(card.due_on) if card.state is RequestState.RECEIVED else "",
        "given": iraqi_date(card.given_on) if card.given_on else "",
        "late": card.late,
        "open": card.state is RequestState.RECEIVED,
        "printable": card.state in (RequestState.RECEIVED, RequestState.GIVEN),
    }


def people_lines(
    inside: Sequence[PersonCard],
    number: str,
    found: Sequence[RequestCard],
    corrections: Sequence[CorrectionCard],
) -> list[dict[str, Any]]:
    """Everybody of the family who may ask for herself, with what is owed to her."""
    waiting = [card for card in found if card.state is RequestState.RECEIVED]
    return [
        {
            "name": reception.called(one),
            "looks_url": reverse("person_looks", args=[number, one.ref]),
            "corrections_url": reverse("person_corrections", args=[number, one.ref]),
            "wrong": [correction_line(card, {}) for card in corrections if card.person == one.ref],
            "open": [request_line(card) for card in waiting if card.person == one.ref],
            "adult": one.is_adult,
        }
        for one in inside
    ]


def looks_paper(looks: Sequence[Look], *, number: str, language: str, on: date) -> dict[str, Any]:
    """The paper: roles, days and purposes. No name of anybody; on each the same words about what it leaves out."""
    with translation.override(language), reading_as():
        return head(language, on) | {
            "title": _("Who looked at your file"),
            "number": number,
            "number_label": _("File number"),
            "headings": [_("Day"), _("Who, by role"), _("What for"), _("How often")],
            "rows": [
                [
                    iraqi_date(look.day),
                    "، ".join(words.role(role) for role in look.roles)
                    if language != "en"
                    else ", ".join(words.role(role) for role in look.roles),
                    str(purpose_word(Purpose(look.purpose))) if look.purpose in set(Purpose) else "",
                    digits(ngettext("%(n)d look", "%(n)d looks", look.count) % {"n": look.count}),
                ]
                for look in looks
            ],
            "empty": _("Nobody has looked yet"),
            "notes": [
                _(
                    "This is what is known of looks at you and at what belongs to your whole family, until today."
                ),
                _(
                    "Names of staff are not on this paper. If a look surprises you, say so: it is looked into."
                ),
                _(
                    "Those who are bound to keep a secret that somebody tells them alone are on nobody's paper. Ask "
                    "them yourself."
                ),
            ],
            "sign": [_("Handed over by"), _("Received: signature or thumbprint")],
        }


def target_label(target: Target) -> str:
    """Something that can be corrected, with the beginning of how it stands."""
    stands = target.stands if len(target.stands) <= SHOWN else f"{target.stands[:SHOWN]}…"
    return f"{thing(target.what, target.field, target.domain, target.on)}: {isolated(stands) or '—'}"


def thing(what: About, field: str, domain: str = "", on: date | None = None) -> str:
    """What a correction is about, in words."""
    if what is About.PERSON:
        return str(word(NamePart(field)))
    if what is About.NOTE:
        return f"{word(what)} · {iraqi_date(on)}" if on else str(word(what))
    return f"{word(what)} · {words.domain(domain)}" if domain else str(word(what))


def correction_line(card: CorrectionCard, known: Mapping[UUID, Target]) -> dict[str, Any]:
    """One correction: what it is about, how it stands, what she says, what was decided."""
    target = known.get(card.about) if card.what is not About.PERSON else None
    domain = card.field if card.what is About.ANSWER else target.domain if target else ""
    return {
        "ref": card.ref,
        "version": card.version,
        "thing": thing(card.what, card.field, domain, target.on if target else None),
        "wanted": card.wanted,
        "former": card.former,
        "reason": card.reason,
        "statement": card.statement,
        "state": str(word(card.state)),
        "asked": iraqi_date(card.asked_on),
        "until": iraqi_date(card.due_on) if card.state is CorrectionState.ASKED else "",
        "decided": iraqi_date(card.decided_on) if card.decided_on else "",
        "late": card.late,
        "open": card.state is CorrectionState.ASKED,
        "accepted": card.state is CorrectionState.ACCEPTED,
        "refused": card.state is CorrectionState.REFUSED,
        "own": card.circle == Circle.OWN,
        "kept": card.what is About.ANSWER,
    }


def beside_lines(
    cards: Sequence[CorrectionCard], needs: Mapping[UUID, str] | None = None
) -> dict[UUID, list[dict[str, Any]]]:
    """By what they stand beside: her statements, and what stood before."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for about, listed in beside(cards).items():
        found[about] = [
            correction_line(card, {}) | {"domain": (needs or {}).get(about, "")} for card in listed
        ]
    return found


def correction_paper(
    line: Mapping[str, Any], *, number: str, language: str, on: date, stands: str
) -> dict[str, Any]:
    """What was decided, for her: what stands, what stood, what she says; the same words as on the page."""
    with translation.override(language), reading_as():
        parts = [
            (_("What is wrong"), line["thing"]),
            (_("As it stood before"), line["former"] if line["accepted"] else ""),
            (_("As it stands"), line["wanted"] if line["accepted"] else stands),
            (_("How it is right"), line["wanted"] if not line["accepted"] else ""),
            (_("Why it is not changed"), line["reason"]),
            (_("Her statement"), line["statement"]),
        ]
        return head(language, on) | {
            "title": _("A correction that you asked for"),
            "number": number,
            "number_label": _("File number"),
            "state": line["state"],
            "asked": _("Asked on %(day)s") % {"day": line["asked"]},
            "parts": [{"term": term, "value": value} for term, value in parts if value],
            "sign": [_("Handed over by"), _("Received: signature or thumbprint")],
        }
