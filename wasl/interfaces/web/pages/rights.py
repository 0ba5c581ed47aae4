"""Complaints and requests for names as pages and papers show them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits, iraqi_date, when
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as
from wasl.kernel.clock import today
from wasl.rights import rules
from wasl.rights.enums import AskedFor, AskedHow, ComplaintState, Outcome, Topic, Wish
from wasl.rights.labels import word
from wasl.rights.selectors.complaints import ComplaintCard, ComplaintPage

TIMES = ("in_time", "answered_late", "running", "late")


def staff_choices(by: Actor) -> list[tuple[str, str]]:
    """Members of staff by name and role, once each; oneself is not among them."""
    found: dict[UUID, str] = {}
    for card in access.staff(list(words.programme().roles), viewer=by):
        found.setdefault(card.account, f"{isolated(card.name)} · {words.role(card.role)}")
    ordered = sorted(found.items(), key=lambda one: one[1])
    return [(str(account), label) for account, label in ordered if account != by.ref]


def url(card: ComplaintCard) -> str:
    return f"{reverse('complaint')}?number={card.number}"


def line(card: ComplaintCard) -> dict[str, Any]:
    """A complaint in a list: number, what it is about, where it stands, until when."""
    late = card.due is not None and card.due < today()
    return {
        "number": card.number,
        "url": url(card),
        "topic": word(card.topic),
        "state": word(card.state),
        "serious": card.serious,
        "due": when(card.due) if card.due else "",
        "late": late,
        "received": iraqi_date(card.received_on),
    }


def tasks(cards: Iterable[ComplaintCard]) -> list[dict[str, Any]]:
    """Lines of my day: what is due on complaints by today or late, the most urgent first."""
    now = today()
    ready = [one for one in cards if one.due and (one.due <= now or one.state is ComplaintState.RECEIVED)]
    return [
        {
            "name": _("Complaint %(number)s") % {"number": isolated(one.number)},
            "title": word(one.topic),
            "file": "",
            "sub": _("%(state)s · answer until %(day)s")
            % {"state": word(one.state), "day": iraqi_date(one.answer_by)},
            "url": url(one),
            "verb": "open",
        }
        for one in ready
    ]


def facts(page: ComplaintPage, names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """What is known of a complaint, as terms and values."""
    card = page.card
    about = names.get(page.about, "") if page.about else ""
    found = [
        (_("What is it about"), word(card.topic)),
        (
            _("Which member of staff does it concern"),
            " · ".join(part for part in (about, page.about_words) if part),
        ),
        (_("How it came"), f"{word(card.via)}, {iraqi_date(card.received_on)}"),
        (_("Who speaks"), word(card.voice)),
        (_("How she wishes to be answered"), word(Wish(page.wish)) if page.wish else ""),
        (_("Number to call, and when"), page.contact),
        (_("File number"), page.file),
        (_("Answer until"), iraqi_date(card.answer_by)),
    ]
    return [{"term": term, "value": value} for term, value in found if value]


def steps(page: ComplaintPage, names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """What was done, the latest first."""
    return [
        {
            "when": iraqi_date(step.at.date()),
            "title": word(step.state),
            "who": names.get(step.by, "") if step.by else "",
            "outcome": word(Outcome(step.outcome)) if step.outcome else "",
            "words": step.words,
        }
        for step in reversed(page.steps)
    ]


def count_tables(found: Mapping[str, Mapping[str, int | None]]) -> list[dict[str, Any]]:
    """Counts with what is hidden said."""
    times = {
        "in_time": _("answered in time"), "answered_late": _("answered late"), "running": _("not due yet"),
        "late": _("late"),
    }  # fmt: skip
    below = words.programme().protection.small_cells_inside
    few = digits(_("fewer than %(n)d, or hidden with them") % {"n": below})

    def rows(kind: str, labels: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            {"label": labels[code], "count": few if count is None else digits(str(count))}
            for code, count in found[kind].items()
        ]

    return [
        {"title": _("By what it is about"), "rows": rows("topic", {str(t): word(t) for t in Topic})},
        {"title": _("By where it stands"), "rows": rows("state", {str(s): word(s) for s in ComplaintState})},
        {"title": _("By time"), "rows": rows("time", times)},
    ]


def asked_counts(found: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """How often in a year, by how and by what was wanted."""
    lines = [{"label": _("Requests in all"), "count": found.get(("all", ""), 0)}]
    lines += [{"label": word(how), "count": found.get(("how", str(how)), 0)} for how in AskedHow]
    return lines + [{"label": word(one), "count": found.get(("wanted", str(one)), 0)} for one in AskedFor]


# --- papers -------------------------------------------------------------------------------------------------------


def head(language: str, on: date | None) -> dict[str, Any]:
    """What stands on top of every paper: no name of a centre."""
    header = words.programme().header
    return {
        "lang": language,
        "dir": LANGUAGES[language].dir,
        "owner": header.owner.in_(language),
        "service_name": header.outside_name.in_(language),
        "date": iraqi_date(on) if on else "",
    }


def form_paper(language: str, count: int) -> dict[str, Any]:
    """Empty forms to take away, each with a number of its own at the top and on the slip."""
    with translation.override(language), reading_as():
        days = words.programme().protection.complaint_answer_days
        return head(language, None) | {
            "numbers": [rules.new_number() for _one in range(count)],
            "words": {
                "title": _("Complaint, question or idea"),
                "free": _("You need not write your name. Whom it concerns does not read this."),
                "what": _("What happened? When, and where?"),
                "who": _("Does it concern somebody of the staff?"),
                "answer": _("How shall we answer?"),
                "ways": [_("I come to the desk with the slip"), _("I wish to be told alone"), _("Call this number:")],
                "number": _("Number"),
                "slip": _("Keep this slip. With its number you are answered, without your name."),
                "until": digits(_("You are answered within %(days)d working days.") % {"days": days}),
                "box": _("Put it into the box, or give it folded to the desk."),
                "harm": _(
                    "If somebody is in danger, say so at once to anybody you trust. Nobody needs this paper for that."
                ),
                "appeal": _("If the answer does not satisfy you, somebody else looks at it."),
            },
        }  # fmt: skip


def slip_paper(card: ComplaintCard, language: str) -> dict[str, Any]:
    """The slip alone, for who told it at the desk."""
    with translation.override(language), reading_as():
        found = form_paper(language, 1)
        return found | {
            "numbers": [card.number],
            "date": iraqi_date(card.received_on),
            "until": _("Answer until %(day)s") % {"day": iraqi_date(card.answer_by)},
        }


def answer_paper(page: ComplaintPage, language: str) -> dict[str, Any]:
    """The answer, addressed to a number."""
    last = next((step for step in reversed(page.steps) if step.state is ComplaintState.ANSWERED), None)
    with translation.override(language), reading_as():
        return head(language, page.card.answered_on) | {
            "number": page.card.number,
            "title": _("Answer to your complaint"),
            "number_label": _("Number"),
            "outcome": str(word(Outcome(last.outcome))) if last and last.outcome else "",
            "text": last.words if last else "",
            "appeal": _(
                "If the answer does not satisfy you, come with this number: somebody else looks at it."
            ),
            "sign": [_("Name and signature"), _("Stamp")],
        }


def refusal_paper(number: str, on: date) -> dict[str, Any]:
    """The refusal in three languages on one sheet; no name of anybody."""
    parts = []
    for language in settings.WASL_PROGRAMME.languages:
        with translation.override(language), reading_as():
            parts.append(
                head(language, on)
                | {
                    "title": _("No information about people"),
                    "lines": [
                        _(
                            "I am not allowed to say who is known to this service, who is not, where anybody is or "
                            "what anybody told us. The law and my signature bind me."
                        ),
                        _(
                            "This holds for everybody who asks, whatever office he comes from, and whether he asks in "
                            "person, by telephone or in writing."
                        ),
                        _(
                            "A request is made in writing to the data-protection officer of the owner named above. It "
                            "names one person, the legal basis, what is asked for and until when. Two people of two "
                            "institutions decide. Without an answer after ten working days it is refused."
                        ),
                        _("That this was asked has been recorded, with the day and the number below."),
                    ],
                    "number_label": _("Number in the register"),
                    "number": number,
                }
            )  # fmt: skip
    return {"parts": parts}
