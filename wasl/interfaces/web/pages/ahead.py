"""How long a family still waits, in words: the chain before departure, and no promise beyond what is known."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.casefile.enums import FileState
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.journey.selectors import ahead as journey
from wasl.planning import rules, selectors
from wasl.planning.rules import Awaited, Span, Step


def outlook(card: FileCard, *, by: Actor, today: date) -> dict[str, Any] | None:
    """What the way page and the paper say about the wait; None for a family that is not inside."""
    required = journey.ahead(card, viewer=by)
    if not required:
        return None
    own = selectors.own_spans(viewer=by)
    seen = rules.outlook(
        [Step(one.code, one.after, one.begun_on) for one in required],
        {one.code: own.get(one.code) or Span(*one.usual) for one in required},
        today,
    )
    return {
        "earliest": iraqi_date(seen.earliest),
        "by": iraqi_date(seen.by) if seen.by else "",
        "open_ended": _name(seen.open_ended[0]) if seen.open_ended else "",
        "chain": [_line(one) for one in seen.chain],
    }


def _line(one: Awaited) -> dict[str, str]:
    known = {"first": digits(one.span.median), "last": digits(one.span.late)}
    if one.day is None:
        time = _("not begun; usually %(first)s to %(last)s days") % known
    else:
        time = _("day %(day)s of usually %(first)s to %(last)s") % (known | {"day": digits(one.day)})
    source = (
        _("counted from %(cases)s of ours") % {"cases": digits(one.span.cases)}
        if one.span.cases
        else _("an estimate until twenty of ours are through")
    )
    return {"name": _name(one.code), "time": time, "source": source}


def _name(code: str) -> str:
    kind, _colon, named = code.rpartition(":")
    match kind:
        case "paper":
            return words.say(words.programme().documents.kinds[named].name)
        case "wait":
            reason = words.programme().waiting_reasons.get(named)
            return words.say(reason.name) if reason else named
    return str(words.label(FileState(code)))
