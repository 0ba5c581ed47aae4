"""Words for codes, as choices: taken from Wasl's labels and programme, so that both say the same."""

from functools import cache
from pathlib import Path

from wasl.casefile import labels as casefile
from wasl.casefile.enums import ContactKind, FileState, GoalState, ServiceState, TaskKind, WaitingReason
from wasl.journey import labels as journey
from wasl.journey.enums import NextAction
from wasl.people import labels as people
from wasl.people.enums import FamilyRole
from wasl.programme import load
from wasl.programme.places import Places

FOLDER = Path(__file__).resolve().parents[2] / "programmes" / "iq-al-amal"


@cache
def programme():
    return load(FOLDER)


def _of(labels, kind):
    return [(str(code), words) for code, words in labels.WORDS[kind].items()]


STATES = _of(casefile, FileState)
GOAL_STATES, SERVICE_STATES = _of(casefile, GoalState), _of(casefile, ServiceState)
CONTACT_KINDS, TASK_KINDS, WAITING = (
    _of(casefile, ContactKind),
    _of(casefile, TaskKind),
    _of(casefile, WaitingReason),
)
ACTIONS = [(str(action), journey.word(action)) for action in NextAction]
FAMILY_ROLES = _of(people, FamilyRole)
LEVELS = [(code, level.name.ar) for code, level in programme().levels.items()]
DOMAINS = [(code, domain.name.ar) for code, domain in programme().domains.items()]
SERVICES = [(code, one.name.ar) for code, one in programme().rehabilitation.catalogue.items()]
DOCUMENTS = [(code, one.name.ar) for code, one in programme().documents.kinds.items()]
URGENT = [(code, one.name.ar) for code, one in programme().entry.urgent_needs.items()]
ROLES = [(code, one.name.ar) for code, one in programme().roles.items()]
_places = Places.load(FOLDER / "places")
PLACES = [(one.code, one.name.ar) for one in (*_places.governorates, *_places.districts)]
