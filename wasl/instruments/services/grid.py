"""Filling forms. What is answered is kept as it was read, raises needs, and gives the support level its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.access.services import command, may, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import Circle, FileState, Level, TaskKind
from wasl.casefile.models import Case, File
from wasl.casefile.selectors.files import lock
from wasl.casefile.services import record, thread
from wasl.instruments import labels, rules
from wasl.instruments.enums import Mode, Occasion, Tool
from wasl.instruments.models import Response
from wasl.instruments.selectors import grid as selectors
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid, Invalids, NotFound
from wasl.kernel.refs import new_id
from wasl.kernel.text import LocalizedText
from wasl.people import selectors as people
from wasl.programme.proposals import because
from wasl.programme.sheets.domains import Domain
from wasl.vault import services as vault
from wasl.vault.client import Plain


@dataclass(frozen=True)
class Filled:
    """A part of the grid as it was answered. `unanswered`: domains that nobody wanted to speak about."""

    scores: Mapping[str, int] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    language: str = "ar"
    mode: Mode = Mode.READ_ALOUD
    on: date | None = None
    minutes: int | None = None
    declined: bool = False


@dataclass(frozen=True)
class _Part:
    """Whose part is filled: the person (None: the household), the age of the questions, the domains asked."""

    person: UUID | None
    age: int | None
    domains: tuple[Domain, ...]


@command
def grid_record(
    *,
    file: UUID,
    person: UUID | None,
    filled: Filled,
    by: Actor,
    occasion: Occasion | None = None,
    form_key: UUID | None = None,
) -> UUID:
    """Keep one part of the needs and strengths grid; sent twice with the same key, it is there once.

    Scores from 2 on raise needs or bring open ones up to date, lower ones close them; then the levels that rest on
    them are computed again. Who declines is recorded as having declined, and nothing is held against anybody.
    """
    row = lock(file, by=by)
    require(by, Action.ASSESSMENT_RECORD, on=row)
    state = FileState(row.state)
    rules.can_fill(state).or_refuse()
    again = Response.objects.filter(form_key=form_key).first() if form_key else None
    if again is not None:
        return again.id
    part, on = _part(row, person, by), filled.on or today()
    kind = occasion or rules.occasion_of(state)
    _check(row, part, filled, on, whole=kind is Occasion.ENTRY)
    response = Response.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=person, instrument=str(Tool.GRID),
        version=programme().edition, language=filled.language, mode=str(filled.mode), on=on, occasion=str(kind),
        recorded_by=by.ref, recorded_at=now(), declined=filled.declined, minutes=filled.minutes, form_key=form_key,
    )  # fmt: skip
    if not filled.declined:
        document = answers_document(part.domains, part.age, filled)
        vault.write([Plain(response.id, selectors.ANSWERS, person or file, file, row.team_id, document)])
        _raise_needs(row, part, filled, on, response.id, by)
    _set_levels(row, person, on, by, answered=bool(filled.scores) and not filled.declined)
    audit.record(EventType.ASSESSMENT_RECORDED, by=by, on=response, person=person, code=str(kind))
    return response.id


def _part(row: File, person: UUID | None, by: Actor) -> _Part:
    if person is None:
        return _Part(None, None, programme().household_domains())
    card = people.person(person, viewer=by)
    if card.file != row.file_id or not card.active:
        raise NotFound
    age = rules.asked_age(card.age, card.age_band)
    return _Part(person, age, programme().person_domains(age))


def _check(row: File, part: _Part, filled: Filled, on: date, *, whole: bool) -> None:
    if on > today():
        raise Invalid("on", "date_in_future")
    if row.arrived_on and on < row.arrived_on:
        raise Invalid("on", "date_before_arrival")
    asked = [domain.code for domain in part.domains]
    found = (
        [] if filled.declined else list(rules.faults(asked, filled.scores, filled.unanswered, whole=whole))
    )
    if found:
        raise Invalids(found)


def answers_document(domains: Sequence[Domain], age: int | None, filled: Filled) -> dict[str, Any]:
    """What is sealed: each line in the words of this edition, so that it can be read as it was for ever."""
    lines: dict[str, Any] = {}
    for domain in domains:
        score = filled.scores.get(domain.code)
        if score is None and domain.code not in filled.unanswered:
            continue
        line: dict[str, Any] = {
            "name": _three(domain.name),
            "score": score,
            "circle": str(rules.circle_of(domain.circle, age)),
        }
        if score is not None:
            line["line"] = _three(domain.anchors_for(age)[score])
        lines[domain.code] = line
    words = {code: text.strip() for code, text in filled.words.items() if text.strip()}
    return {"edition": programme().edition, "age": age, "lines": lines, "words": words}


@cache
def _three(text: LocalizedText) -> Mapping[str, str]:
    """A programme has a few hundred of them."""
    return {language: text.in_(language) for language in ("ar", "ckb", "en")}


def _raise_needs(row: File, part: _Part, filled: Filled, on: date, answer: UUID, by: Actor) -> None:
    entry, before = programme().entry, selectors.open_scores(row.file_id, viewer=by).get(part.person, {})
    for domain in part.domains:
        score = filled.scores.get(domain.code)
        if score is None or (score < entry.need_from_score and domain.code not in before):
            continue
        urgency, circle = entry.urgency(score), rules.circle_of(domain.circle, part.age)
        thread.need_record(
            file=row.file_id, person=part.person, domain=domain.code, score=score, on=on,
            due_on=rules.begun_by(urgency, on, programme().calendar) if urgency else None, by=by, answer=answer,
            wish=filled.words.get(domain.code, "").strip(), circle=circle,
        )  # fmt: skip
        if urgency and urgency.first_answer_hours and before.get(domain.code, 0) < score:
            _same_day_task(row, part, domain, score, circle, by)


def _same_day_task(row: File, part: _Part, domain: Domain, score: int, circle: Circle, by: Actor) -> None:
    """Something urgent was said: the family's worker sees it today. What is a person's own is not named."""
    own = circle is Circle.OWN
    record.task_add(
        file=row.file_id,
        person=part.person,
        kind=TaskKind.SAFETY,
        code="" if own else domain.code,
        owner=row.worker or by.ref,
        due_on=today(),
        by=by,
        text=str(labels.TALK_ALONE) if own else because(domain, score, part.age).in_(by.language),
    )


def _set_levels(row: File, person: UUID | None, on: date, by: Actor, *, answered: bool) -> None:
    """The level of whoever was asked; when it was the household, that of everybody who has one.

    Who declined has said nothing of needing little: without a score of hers, or of the household's, that asks for
    more, no level is computed, and a named person sets it with a reason.
    """
    scores = selectors.open_scores(row.file_id, viewer=by)
    household = scores.get(None, {})
    cases = {case.person_id: case for case in Case.objects.filter(file_id=row.file_id, left_on__isnull=True)}
    concerned = [person] if person else [ref for ref, case in cases.items() if case.level]
    lower = bool(may(by, Action.LEVEL_LOWER, on=row))
    for ref in concerned:
        case = cases.get(ref)
        before, assessed_on = (case.level, case.assessed_on) if case else ("", None)
        result = programme().support_level({**household, **scores.get(ref, {})})
        if ref == person and not answered and not before and not result.because:
            thread.asked_record(file=row.file_id, person=ref, on=on, by=by)
            continue
        computed = Level(result.level.code)
        after = rules.level_after(before, computed, may_lower=lower, same_day=assessed_on == on)
        reasons = [f"{code}={score}" for code, score in result.because.items()]
        if case is not None and after != computed:
            reasons = list(case.level_because)
        if case is not None and ref != person and after == before and reasons == list(case.level_because):
            continue
        thread.level_set(
            file=row.file_id, person=ref, level=after, because=reasons,
            on=on if ref == person else assessed_on or on, by=by, computed=True,
        )  # fmt: skip
