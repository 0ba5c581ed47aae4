"""Tables of the thread, one module for each knot."""

from wasl.casefile.models.file import Case, File, Handover, Waiting
from wasl.casefile.models.record import Consent, Contact, Document, Draft, Task
from wasl.casefile.models.scan import Scan
from wasl.casefile.models.thread import Goal, Need, NeedGoal, PlanVersion, Service

__all__ = [
    "Case",
    "Consent",
    "Contact",
    "Document",
    "Draft",
    "File",
    "Goal",
    "Handover",
    "Need",
    "NeedGoal",
    "PlanVersion",
    "Scan",
    "Service",
    "Task",
    "Waiting",
]
