"""Forms of a family as the page shows them: who is asked what, what was answered, what rules propose."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.access.policy import programme
from wasl.casefile.selectors.files import FileCard
from wasl.instruments.enums import Occasion, RaisedState
from wasl.instruments.rules import asked_age, is_wanted
from wasl.instruments.selectors import forms as selectors
from wasl.instruments.selectors import versions
from wasl.instruments.selectors.forms import AnsweredLine, Filled, RaisedCard
from wasl.instruments.selectors.grid import ResponseCard, open_scores
from wasl.instruments.selectors.versions import VersionCard
from wasl.instruments.services.submissions import slug
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.filling import RaisedForm
from wasl.interfaces.web.pages import score_words
from wasl.interfaces.web.pages.assessment import age_of, facts, person_name, state
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.form_words import renderer_words
from wasl.kernel.errors import NotFound
from wasl.people.selectors import PersonCard
from wasl.programme.sheets.entry import Instrument

__all__ = ["facts", "words_for"]
NOT_A_FORM = frozenset({"nsg-14", "documents-inventory"})


def say(text: Any) -> str:
    """Words of a form, which knows its own languages, in that of the page or in the first that it has."""
    if isinstance(text, str):
        return text
    return str(text.get(words.language()) or next(iter(text.values()), "")) if text else ""


def name_of(person: PersonCard | None, who: str = "household") -> str:
    """Whose form it is."""
    if person is not None:
        return person_name(person)
    return _("The place of return") if who == "place" else _("The household together")


def title_of(version: VersionCard) -> str:
    """What the form is called: the programme's name for the instrument, else its own title."""
    found = programme().entry.instruments.get(version.code)
    return words.say(found.name) if found else say(version.form.title) or version.form.written_title


def title_of_filled(filled: Filled) -> str:
    """The same of a form that was filled, also where it is asked no more."""
    found = programme().entry.instruments.get(filled.card.instrument)
    return words.say(found.name) if found else say(filled.title) or filled.card.instrument


def decision_of(code: str) -> str:
    """What is decided with the answers."""
    found = programme().entry.instruments.get(code)
    return words.say(found.decision) if found else ""


def tools_of(cards: Sequence[ResponseCard], *, viewer: Actor) -> dict[str, str]:
    """Form code → instrument, for the forms that were filled."""
    now = versions.currents({card.instrument for card in cards}, viewer=viewer)
    return {code: version.tool for code, version in now.items()}


def version_of(now: VersionCard, begun: str, *, viewer: Actor) -> VersionCard:
    """A draft goes on in the version in which it was begun."""
    if not begun or begun == now.version:
        return now
    try:
        return versions.of_version(now.code, begun, viewer=viewer)
    except NotFound:
        return now


def configuration(
    version: VersionCard, *, draft: str, faults: list[dict[str, str]], language: str
) -> dict[str, Any]:
    """What the renderer in the browser is told."""
    return {
        "xform_url": reverse("form_xform", args=[version.code, version.version]),
        "engine_url": static("vendor/xforms-engine/engine.js"),
        "draft": draft,
        "language": language if language in version.form.languages else words.language(),
        "faults": faults,
        "words": renderer_words(),
        "read_only": False,
    }


def asked(
    card: FileCard, inside: Sequence[PersonCard], *, may_record: bool, viewer: Actor
) -> list[dict[str, Any]]:
    """Everybody of the family with what is asked of them, the household first."""
    done: dict[tuple[str, UUID | None], ResponseCard] = {}
    for one in selectors.responses(card.ref, viewer=viewer):
        done.setdefault((one.instrument, one.person), one)
    there = versions.currents(_codes(), viewer=viewer)
    begun = selectors.drafts(card.ref, viewer=viewer)
    clinical = selectors.may_read_clinical(card.roles)
    scores = open_scores(card.ref, viewer=viewer)
    parts = [_part(None, "household", card, done, there, begun, clinical, may_record, scores)]
    parts += [
        _part(person, str(person.ref), card, done, there, begun, clinical, may_record, scores)
        for person in inside
    ]
    if card.district:
        parts.append(_part(None, "place", card, done, there, begun, clinical, may_record, scores))
    return [part for part in parts if part["lines"] or part["more"]]


def _codes() -> list[str]:
    return [code for one in programme().entry.instruments.values() for code in forms_of(one)]


def forms_of(instrument: Instrument) -> Sequence[str]:
    """The forms by which an instrument is asked."""
    return () if instrument.code in NOT_A_FORM else (instrument.code,)


def _part(
    person: PersonCard | None, who: str, card: FileCard, done: Mapping[tuple[str, UUID | None], ResponseCard],
    there: Mapping[str, VersionCard], begun: set[str], clinical: bool, may_record: bool,
    scores: Mapping[UUID | None, Mapping[str, int]],
) -> dict[str, Any]:  # fmt: skip
    age = asked_age(person.age, person.age_band) if person else None
    of = "person" if person else who
    ref = person.ref if person else None
    lines: list[dict[str, Any]] = []
    more: list[dict[str, Any]] = []
    for instrument in programme().entry.instruments.values():
        if instrument.asked_of != of or not _fits(instrument, age):
            continue
        for code in forms_of(instrument):
            if code not in there:
                continue
            version, last = there[code], done.get((code, ref))
            hers = clinical or not version.clinical
            wanted = is_wanted(instrument, scores.get(ref, {}), card.state) or last is not None
            (lines if wanted else more).append(
                {
                    "name": title_of(version),
                    "decision": words.say(instrument.decision),
                    "state": _("begun, not sent yet") if slug(code, ref) in begun else state(last),
                    "tone": "amber" if slug(code, ref) in begun else "teal" if last else "",
                    "on": iraqi_date(last.on, "day_month") if last else "",
                    "url": reverse("form_fill", args=[card.number, code, who]) if may_record and hers else "",
                    "read_url": reverse("form_read", args=[card.number, last.ref])
                    if last and not last.declined and may_record else "",
                    "whose": "" if hers else _("asked by the psychologist"),
                    "again": last is not None,
                    "offered": instrument.offered,
                }
            )  # fmt: skip
    return {
        "name": name_of(person, who),
        "age": age_of(person) if person else "",
        "lines": lines,
        "more": more,
        "measures_url": reverse("measures", args=[card.number, who])
        if may_record and any(key[1] == ref for key in done) and who != "place" else "",
    }  # fmt: skip


def _fits(instrument: Instrument, age: int | None) -> bool:
    least, most = instrument.ages
    return instrument.asked_of != "person" or age is None or least <= age <= most


def earlier(card: FileCard, inside: Sequence[PersonCard], *, viewer: Actor) -> list[dict[str, Any]]:
    """Every filling but the grid's, the newest first."""
    names = {person.ref: person_name(person) for person in inside}
    cards = selectors.responses(card.ref, viewer=viewer)
    titles = versions.currents({one.instrument for one in cards}, viewer=viewer)
    return [
        {
            "when": iraqi_date(one.on),
            "title": " · ".join(
                (
                    title_of(titles[one.instrument]) if one.instrument in titles else one.instrument,
                    names.get(one.person, _("A former member"))
                    if one.person
                    else _("The household together"),
                    str(words.label(Occasion(one.occasion))),
                    state(one),
                )
            ),
            "url": "" if one.declined else reverse("form_read", args=[card.number, one.ref]),
        }
        for one in cards
    ]


def lines(filled: Filled) -> list[dict[str, Any]]:
    """Each answer in the words that were read then."""
    return [_line(one) for one in filled.lines]


def _line(one: AnsweredLine) -> dict[str, Any]:
    comma = ", " if words.language() == "en" else "، "
    return {
        "name": say(one.label) or one.name,
        "group": say(one.group),
        "round": digits(one.at[-1]) if one.at else "",
        "answer": comma.join(say(word) for word in one.words) if one.words else one.value,
        "free": not one.words,
    }


def results(filled: Filled) -> list[dict[str, Any]]:
    """Scores and what follows from them."""
    return [
        {"term": score_words.key(key), "value": score_words.value(value)}
        for key, value in (filled.results or {}).items()
    ]


def said(filled: Filled) -> list[str]:
    """What the results advise, and why something was not scored."""
    advised = [score_words.reason(code, {}) for code in filled.says]
    return [*advised, *(score_words.reason(one["code"], one["facts"]) for one in filled.reasons)]


def raised_row(one: RaisedCard, inside: Mapping[UUID, PersonCard] | None = None) -> dict[str, Any]:
    """A proposed need with its sentence and what became of it."""
    person = (inside or {}).get(one.person) if one.person else None
    return {
        "domain": words.domain(one.domain),
        "who": person_name(person) if person else "",
        "level": one.given if one.given is not None else one.level,
        "word": digits(one.given if one.given is not None else one.level),
        "proposed": digits(one.level),
        "because": say(one.because),
        "state": words.label(RaisedState(one.state)),
        "reason": one.reason,
        "own": one.circle == "own",
        "answered": one.state != RaisedState.PROPOSED,
        "on": iraqi_date(one.decided_on) if one.decided_on else "",
    }


def open_raised(
    cards: Sequence[RaisedCard], inside: Mapping[UUID, PersonCard], bound: RaisedForm | None, *, number: str
) -> list[dict[str, Any]]:
    """Those that wait for an answer, each with its form."""
    found = []
    for one in cards:
        if one.state != RaisedState.PROPOSED:
            continue
        prefix = f"r{one.ref.hex[:12]}"
        form = (
            bound
            if bound is not None and bound.prefix == prefix
            else RaisedForm(prefix=prefix, initial={"raised": one.ref, "answer": "take", "level": one.level})
        )
        read = reverse("form_read", args=[number, one.response])
        found.append({"row": raised_row(one, inside), "form": form, "prefix": prefix, "read_url": read})
    return found
