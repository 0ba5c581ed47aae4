"""What the roles of the running programme may do, as the pure rules need it."""

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.utils.functional import SimpleLazyObject, empty

from wasl.access.enums import Action, Purpose

if TYPE_CHECKING:
    from wasl.programme import Programme


def programme() -> "Programme":
    """The programme of this instance: itself, since a page asks it a thousand times and its cover costs each time."""
    found = settings.WASL_PROGRAMME
    if type(found) is not SimpleLazyObject:
        return cast("Programme", found)
    inside = vars(found)["_wrapped"]
    if inside is empty:
        found._setup()
        inside = vars(found)["_wrapped"]
    return cast("Programme", inside)


@cache
def allowed() -> dict[str, frozenset[str]]:
    """Role code to the actions it may do."""
    return {code: frozenset(role.actions) for code, role in programme().roles.items()}


# what lets a role give a file to a colleague, or to another team: the database asks for these words (migration 0002)
GIVES = frozenset(
    {
        Action.FILE_CREATE,
        Action.FILE_ASSIGN,
        Action.FILE_HANDOVER,
        Action.FILE_ACCEPT,
        Action.ROSTER_IMPORT,
        Action.RECEPTION_RECORD,
        Action.DEPARTURE_RECORD,
        Action.AFTERCARE_ACCEPT,
    }
)
MOVES = frozenset({Action.FILE_HANDOVER, Action.DEPARTURE_RECORD, Action.AFTERCARE_ACCEPT})
# and what lets somebody ask for accounts, or say yes to what another asked (migration 0004)
WORDS: tuple[tuple[str, frozenset[Action]], ...] = (
    ("give", GIVES),
    ("move", MOVES),
    ("accounts", frozenset({Action.ACCOUNT_MANAGE})),
    ("audit", frozenset({Action.AUDIT_VIEW})),
    ("accounts:approve", frozenset({Action.ACCOUNT_APPROVE})),
    # and with what somebody may be trusted that belongs to no file (migration 0007)
    ("complaints", frozenset({Action.COMPLAINT_HANDLE})),
    ("complaints:serious", frozenset({Action.COMPLAINT_SERIOUS})),
    ("complaints:count", frozenset({Action.REPORT_VIEW})),
    ("asked", frozenset({Action.ASKED_REGISTER})),
    # and who may put forward what the programme asks, and say yes to what another put forward
    ("forms", frozenset({Action.PROGRAMME_PROPOSE})),
    ("forms:approve", frozenset({Action.PROGRAMME_APPROVE})),
)
#: the role in which a colleague stands in for somebody who is away
STAND_IN = "stand-in"


def purpose_on(roles: Collection[str]) -> str:
    """What a look is for when the roles held on a file tell it: cover for a colleague and nothing else."""
    return str(Purpose.COVER) if set(roles) == {STAND_IN} else ""


def means_of(role: str) -> dict[str, Any]:
    """What is kept with whoever holds a role: classes, and how many looks outside the own work."""
    limit = programme().protection.looks_for(frozenset({role}))
    return {"classes": classes_of(role), "looks_hour": limit.per_hour, "looks_day": limit.per_day}


def classes_of(role: str) -> list[str]:
    """Classes of sealed fields that a role may open on a file it reaches, sealed lines that it supervises, and
    whether it may give a file away (`give`, `move`).
    """
    found = programme().roles[role]
    lines = {
        action.removeprefix("sealed.").removesuffix("_supervise")
        for action in found.actions
        if action.endswith("_supervise")
    }
    more = {word for word, actions in WORDS if found.actions & actions}
    return sorted({*found.classes, *(f"sealed:{line}:supervise" for line in lines), *more})
