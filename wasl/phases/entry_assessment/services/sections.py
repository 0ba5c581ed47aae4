"""Places kept for families who are announced, so that a convoy knows its section before it stands at the gate."""

from uuid import UUID

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import teams
from wasl.access.services import command, require
from wasl.access.work import unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.kernel.errors import Invalid
from wasl.phases.entry_assessment.models import Batch


@command
def section_keep(*, batch: UUID, section: str, families: int, by: Actor) -> int:
    """Keep places in a section for so many announced families of a list that have none yet; answers how many."""
    waiting = File.objects.select_for_update().filter(
        imported=batch, state=str(FileState.EXPECTED), section=""
    )
    require(by, Action.ROSTER_IMPORT)
    near = {team.code for team in teams().values() if team.site in by.sites}
    if section not in near:
        raise Invalid("section", "section_elsewhere")
    if not Batch.objects.filter(pk=batch).exists():
        raise Invalid("batch", "import_unknown")
    chosen = list(waiting.order_by("opened_on", "number")[: max(0, families)])
    File.objects.filter(pk__in=[row.file_id for row in chosen]).update(section=section)
    for row in chosen:
        audit.record(EventType.FAMILY_EXPECTED, by=by, on=row, code="section", fields=["section"])
    return len(chosen)


def sections_fold() -> int:
    """Put the lines of what changed together. A job of the worker."""
    with unit_of_work(""), connection.cursor() as cursor:
        cursor.execute("SELECT entry_sections_fold()")
        return int(cursor.fetchone()[0])
