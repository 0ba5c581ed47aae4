"""Where on the way each synthetic family stands, and with which convoy it came.

A demonstration must show every state however few families it has: the first families of all are named one by one, the
others are dealt from a fixed deck. The convoy then fits the state, and every age is counted from the day of arrival.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from wasl.interfaces.cli.demo.tables import pick


class Stage(StrEnum):
    EXPECTED = "expected"
    ARRIVED = "arrived"
    RECEIVED = "received"
    ASSESSED = "assessed"
    PLANNED = "planned"
    IN_SERVICES = "in_services"
    HANDED_ON = "handed_on"
    WAITING = "waiting"
    EXIT_ASSESSMENT = "exit_assessment"
    OFFERED = "offered"
    PUT_FORWARD = "put_forward"
    NOTICE_GIVEN = "notice_given"
    DEPARTED = "departed"
    AFTERCARE = "aftercare"
    ENDING = "ending"
    REOPENED = "reopened"
    CLOSED = "closed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Opening:
    """One of the first families: its stage, and what else there must be one of. Empty is left to chance."""

    stage: Stage
    size: int = 0
    head: str = ""
    language: str = ""
    section: str = ""
    governorate: str = ""
    apart: str = ""
    late: bool = False
    desk: bool = True
    wants_aftercare: bool | None = None


#: The first families of all, so that every state and every kind of family is there once however few are asked for.
OPENING: tuple[Opening, ...] = (
    Opening(Stage.IN_SERVICES, 4, "woman", section="A"),
    Opening(Stage.AFTERCARE, 3, "woman", governorate="IQG15", section="A"),
    Opening(Stage.RECEIVED, 1, "child", section="A", apart="child"),
    Opening(Stage.PLANNED, 3, "man", "ckb", section="C"),
    Opening(Stage.EXIT_ASSESSMENT, 3, "woman", section="B"),
    Opening(Stage.CLOSED, 2, "woman", governorate="IQG16", section="B"),
    Opening(Stage.ASSESSED, 4, "woman", section="B"),
    Opening(Stage.WAITING, 3, "grandmother", section="A"),
    Opening(Stage.DEPARTED, 3, "man", governorate="IQG01", section="C"),
    Opening(Stage.LEFT, 3, "woman", governorate="IQG13", section="B", wants_aftercare=True),
    Opening(Stage.EXPECTED),
    Opening(Stage.NOTICE_GIVEN, 4, "woman", governorate="IQG16", section="A"),
    Opening(Stage.REOPENED, 3, "woman", governorate="IQG15", section="A"),
    Opening(Stage.ARRIVED, 4, "woman", section="A"),
    Opening(Stage.PUT_FORWARD, 3, "woman", governorate="IQG10", section="A"),
    Opening(Stage.OFFERED, 2, "man", governorate="IQG08", section="C"),
    Opening(Stage.ENDING, 2, "woman", governorate="IQG01", section="B"),
    Opening(Stage.HANDED_ON, 3, "woman", section="A", apart="gbv"),
    Opening(Stage.LEFT, 1, "man", governorate="IQG15", section="C", wants_aftercare=False),
    Opening(Stage.IN_SERVICES, 3, "woman", "ckb", section="C", late=True),
    Opening(Stage.ARRIVED, 2, "man", section="B", desk=False),
    Opening(Stage.PUT_FORWARD, 2, "woman", governorate="IQG13", section="B"),
    Opening(Stage.PUT_FORWARD, 2, "man", governorate="IQG08", section="C"),
)


#: Forty families as they would be spread on one day.
DECK: tuple[Stage, ...] = (
    Stage.IN_SERVICES,
    Stage.AFTERCARE,
    Stage.RECEIVED,
    Stage.PLANNED,
    Stage.OFFERED,
    Stage.CLOSED,
    Stage.ASSESSED,
    Stage.WAITING,
    Stage.DEPARTED,
    Stage.LEFT,
    Stage.EXPECTED,
    Stage.NOTICE_GIVEN,
    Stage.REOPENED,
    Stage.IN_SERVICES,
    Stage.AFTERCARE,
    Stage.IN_SERVICES,
    Stage.WAITING,
    Stage.AFTERCARE,
    Stage.HANDED_ON,
    Stage.CLOSED,
    Stage.PUT_FORWARD,
    Stage.IN_SERVICES,
    Stage.RECEIVED,
    Stage.AFTERCARE,
    Stage.PLANNED,
    Stage.IN_SERVICES,
    Stage.EXIT_ASSESSMENT,
    Stage.AFTERCARE,
    Stage.IN_SERVICES,
    Stage.ENDING,
    Stage.CLOSED,
    Stage.IN_SERVICES,
    Stage.ASSESSED,
    Stage.AFTERCARE,
    Stage.PLANNED,
    Stage.EXIT_ASSESSMENT,
    Stage.IN_SERVICES,
    Stage.AFTERCARE,
    Stage.CLOSED,
    Stage.WAITING,
)

#: Cards whose families go to each governorate with an office in turn, and with which of them the first round begins.
_TURNS = {
    **dict(zip((at for at, s in enumerate(DECK) if s in (Stage.OFFERED, Stage.ENDING)), (0, 3), strict=True)),
    **dict(zip((at for at, s in enumerate(DECK) if s is Stage.AFTERCARE), (0, 3, 1, 4), strict=False)),
}
_OFFICES = ("IQG13", "IQG15", "IQG10", "IQG16", "IQG08", "IQG01")
#: Only among so many first families are some announced: their lists are read by the importer itself.
ANNOUNCED = 400
#: Days before today on which the convoys of a stage arrived (about every forty days, as the centre has seen them).
_CONVOYS: dict[Stage, tuple[int, ...]] = {
    Stage.EXPECTED: (-5,),
    Stage.ARRIVED: (0,),
    Stage.RECEIVED: (0,),
    Stage.ASSESSED: (9,),
    Stage.PLANNED: (18,),
    Stage.IN_SERVICES: (36, 56),
    Stage.HANDED_ON: (36,),
    Stage.WAITING: (56, 74),
    Stage.EXIT_ASSESSMENT: (74,),
    Stage.OFFERED: (74,),
    Stage.PUT_FORWARD: (74,),
    Stage.NOTICE_GIVEN: (122,),
    Stage.DEPARTED: (122, 163),
    Stage.AFTERCARE: (163, 204, 245, 286, 327, 368, 409),
    Stage.ENDING: (491,),
    Stage.REOPENED: (655, 696),
    Stage.CLOSED: (573, 614, 655, 696, 737),
    Stage.LEFT: (36, 56, 74, 122, 163, 204, 245),
}
_OFFSETS = sorted({offset for offsets in _CONVOYS.values() for offset in offsets}, reverse=True)
#: The first convoy in the list was not the centre's first.
_FIRST_CONVOY = 17
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class Placement:
    """The stage a family has reached and the convoy it came with (or will come with)."""

    stage: Stage
    convoy: int
    arrival: date


def opening(index: int) -> Opening | None:
    """What is named for one of the first families."""
    return OPENING[index] if index < len(OPENING) else None


def turn_of(index: int) -> str:
    """The governorate of a family that waits for an office or stays at home, as long as there are few of them.

    Shares would leave the offices of small governorates with nothing to do in a small demonstration.
    """
    at, turn = (index - len(OPENING)) % len(DECK), (index - len(OPENING)) // len(DECK)
    if index < len(OPENING) or turn >= len(_OFFICES) or at not in _TURNS:
        return ""
    return _OFFICES[(turn + _TURNS[at]) % len(_OFFICES)]


def place(rng: Random, index: int, today: date) -> Placement:
    named = opening(index)
    stage = named.stage if named else DECK[(index - len(OPENING)) % len(DECK)]
    if stage is Stage.EXPECTED and index >= ANNOUNCED:
        stage = Stage.RECEIVED
    offset = pick(rng, _CONVOYS[stage])
    return Placement(stage, _FIRST_CONVOY + _OFFSETS.index(offset), _convoy_day(today, offset))


def _convoy_day(today: date, offset: int) -> date:
    """A day between Sunday and Thursday: earlier for a convoy that has come, later for one that is announced."""
    step = timedelta(days=1 if offset < 0 else -1)
    day = today - timedelta(days=offset)
    while day.weekday() in (_FRIDAY, _SATURDAY):
        day += step
    return day
