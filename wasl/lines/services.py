"""What is done in a sealed case: each act is one envelope, and one line of the record that names no file and no case.

Lock, person, state, change, record, return. Who may write in a case the vault says once more for itself.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from wasl.access import policy
from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import SealedLine
from wasl.casefile.services.files import of_family
from wasl.casefile.services.sealed import Written
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid, NotFound
from wasl.lines import rules, selectors
from wasl.lines.enums import About, Act, Answer, Interest, Pace, State, StepKind, Tells, Who
from wasl.lines.rules import Step
from wasl.lines.selectors import SUPERVISES, WORKS, CaseCard, lock_case
from wasl.vault import services as vault
from wasl.vault.circle import OWN
from wasl.vault.models import Envelope

#: what is said at a tick of the form
AT_FIELD = {"inform_first": "informed", "ask_alone": "alone"}


@command
def case_open(*, file: UUID, person: UUID, line: SealedLine, by: Actor) -> str:
    """Begin to work with one person; answers with the code that stands for her from now on."""
    held = access.hold(file, viewer=by)
    require(by, WORKS[line], on=held)
    of_family(file, person)
    ref, sealed, code = vault.client().case_open(
        by.token, file=file, person=person, line=str(line), payload=_said(Act.OPENED)
    )
    Envelope.objects.bulk_create([Envelope(id=ref, sealed=sealed)])
    audit.record(EventType.SEALED_WRITTEN, by=by, on=Written(ref), apart=True)
    return code


@command
def words_add(*, code: str, about: About, text: str, by: Actor) -> None:
    """What she needs, wishes, or says about her safety. What happened is not asked and has no place here."""
    card = lock_case(code, by=by)
    _require_work(card, by)
    _check_text(text)
    rules.can_add(card.case).or_refuse()
    _write(card, Act.WORDS, {"about": str(about), "text": text.strip()}, by)


@command
def contact_set(*, code: str, text: str, by: Actor) -> None:
    """The way in which she can be reached without danger."""
    card = lock_case(code, by=by)
    _require_work(card, by)
    _check_text(text)
    _write(card, Act.CONTACT, {"text": text.strip()}, by)


@command
def step_add(
    *,
    code: str,
    kind: StepKind,
    pace: Pace,
    by: Actor,
    text: str = "",
    to: str = "",
    tells: Sequence[Tells] = (),
) -> None:
    """Propose a step; with `to`, one for which somebody outside the line is asked and told no more than `tells`."""
    card = lock_case(code, by=by)
    _require_work(card, by)
    rules.can_add(card.case).or_refuse()
    due = today() + timedelta(days=policy.programme().protection.lines.days[pace])
    said = {
        "kind": str(kind), "text": text.strip(), "to": to.strip(), "tells": [str(one) for one in tells],
        "pace": str(pace), "due": due.isoformat(),
    }  # fmt: skip
    _write(card, Act.STEP, said, by)


@command
def step_decide(
    *, code: str, step: UUID, who: Who, answer: Answer, informed: bool, alone: bool, by: Actor
) -> None:
    """What she says to a step, or for a child who speaks for her. It can be asked anew, and the last word counts."""
    card = lock_case(code, by=by)
    found = _step(card, step)
    _require_work(card, by)
    asked = rules.can_decide(card.case, found, who=who, child=card.child, informed=informed, alone=alone)
    if asked.code in AT_FIELD:
        raise Invalid(AT_FIELD[asked.code], asked.code)
    asked.or_refuse()
    _write(card, Act.DECISION, {"step": str(step), "who": str(who), "answer": str(answer)}, by)


@command
def interest_find(*, code: str, step: UUID, interest: Interest, by: Actor) -> None:
    """The supervisor finds what is best for a child where her guardian cannot be asked, or her life is in danger."""
    card = lock_case(code, by=by)
    found = _step(card, step)
    require(by, SUPERVISES[card.line])
    rules.can_find_interest(
        card.case, found, child=card.child, supervises=card.supervises, own=card.own
    ).or_refuse()
    _write(card, Act.INTEREST, {"step": str(step), "interest": str(interest)}, by)


@command
def step_finish(*, code: str, step: UUID, by: Actor) -> None:
    """A step is done: with her yes, or not at all."""
    card = lock_case(code, by=by)
    found = _step(card, step)
    _require_work(card, by)
    rules.can_finish(card.case, found, child=card.child).or_refuse()
    _write(card, Act.DONE, {"step": str(step)}, by)


@command
def slip_print(*, code: str, step: UUID, by: Actor) -> CaseCard:
    """A paper for whoever is asked for help; what is printed the case remembers."""
    card = lock_case(code, by=by)
    found = _step(card, step)
    _require_work(card, by)
    rules.can_print(card.case, found, child=card.child).or_refuse()
    _write(card, Act.PRINTED, {"step": str(step)}, by)
    return card


@command
def safety_set(*, code: str, plan: Mapping[str, str], paper: bool, by: Actor) -> None:
    """Her safety plan, in her own words; and whether she wants it on paper."""
    card = lock_case(code, by=by)
    _require_work(card, by)
    _write(card, Act.SAFETY, {"plan": {**_kept(plan), "paper": paper}}, by)


@command
def plan_print(*, code: str, by: Actor) -> CaseCard:
    """Her safety plan as a slip that says nothing to whoever finds it."""
    card = lock_case(code, by=by)
    _require_work(card, by)
    rules.can_print_plan(card.case).or_refuse()
    _write(card, Act.PRINTED, {}, by)
    return card


@command
def state_set(*, code: str, state: State, by: Actor) -> None:
    """She pauses, goes on, or the work ends; it can be begun again at any time."""
    card = lock_case(code, by=by)
    _require_work(card, by)
    rules.can_change(card.case, state).or_refuse()
    _write(card, Act.STATE, {"state": str(state)}, by)


@command
def step_in(*, code: str, by: Actor) -> None:
    """The supervisor of the line works for an absent colleague; that she did stays written in the case."""
    card = lock_case(code, by=by)
    require(by, SUPERVISES[card.line])
    _write(card, Act.STEP_IN, {}, by)


@command
def hand_over(*, code: str, to: UUID, by: Actor) -> None:
    """To another worker of the line. Whoever gave it away sees it no longer, unless she supervises."""
    card = lock_case(code, by=by)
    if not card.own:
        require(by, SUPERVISES[card.line])
    of_the_line = [one.account for one in selectors.workers(card.line, viewer=by)]
    rules.can_hand_over(to=to, worker=card.worker, of_the_line=of_the_line).or_refuse()
    _write(card, Act.HANDED, {}, by, to=to)


@command
def own_plan_write(*, file: UUID, person: UUID, plan: Mapping[str, str], paper: bool, by: Actor) -> None:
    """A safety plan on somebody's own page, in place of the one before. No row tells that there is one: no lock either,
    since a locked row keeps the number of the transaction that held it.
    """
    held = access.hold(file, viewer=by)
    require(by, Action.NOTE_READ_OWN_CIRCLE, on=held)
    of_family(file, person)
    before = selectors.safety_plan(file, person, viewer=by)
    content = {
        "file": str(file), "person": str(person), "line": OWN, "kind": str(Act.SAFETY),
        "payload": {**_kept(plan), "paper": paper, "on": now().isoformat()},
        "supersedes": str(before.ref) if before else None,
    }  # fmt: skip
    ref, sealed = vault.client().seal_envelope(by.token, content)
    Envelope.objects.bulk_create([Envelope(id=ref, sealed=sealed)])
    audit.record(EventType.SEALED_WRITTEN, by=by, on=Written(ref), apart=True)


def _kept(plan: Mapping[str, str]) -> dict[str, str]:
    """What was written of a plan; an empty one is none."""
    kept = {name: text.strip() for name, text in plan.items() if text.strip()}
    if not kept:
        raise Invalid(next(iter(plan), "signs"), "text_missing")
    return kept


def _require_work(card: CaseCard, by: Actor) -> None:
    """Own worker, or who stepped in for her; the role may have ended since the case was opened."""
    require(by, WORKS[card.line])
    rules.can_write(card.case, own=card.own, account=by.account).or_refuse()


def _step(card: CaseCard, ref: UUID) -> Step:
    found = card.case.step(ref)
    if found is None:
        raise NotFound
    return found


def _check_text(text: str) -> None:
    if not text.strip():
        raise Invalid("text", "text_missing")


def _said(act: Act, **more: Any) -> dict[str, Any]:
    return {"act": str(act), "on": today().isoformat(), **more}


def _write(card: CaseCard, act: Act, more: Mapping[str, Any], by: Actor, *, to: UUID | None = None) -> None:
    """One envelope and one line of the record, which stands apart from all else that the request did."""
    ref, sealed = vault.client().case_add(by.token, card.code, _said(act, **more), to=to)
    Envelope.objects.bulk_create([Envelope(id=ref, sealed=sealed)])
    audit.record(EventType.SEALED_WRITTEN, by=by, on=Written(ref), apart=True)
