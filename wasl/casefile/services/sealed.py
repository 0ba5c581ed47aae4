"""Writing in the sealed circle: own worker and her supervisor in that line; to everybody else it does not exist.

Neither the envelope nor the record tells of which file it is: no file, no person and no request stand beside the
envelope's random id (PROTECTION P2, DESIGN section 9).
"""

from dataclasses import dataclass
from uuid import UUID

from wasl.access import selectors as access_selectors
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import SealedKind, SealedLine
from wasl.casefile.services.files import of_family
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid
from wasl.vault import services as vault
from wasl.vault.models import Envelope

WRITES: dict[SealedLine, Action] = {
    SealedLine.GBV: Action.SEALED_GBV,
    SealedLine.CHILD: Action.SEALED_CHILD,
    SealedLine.CLINICAL: Action.SEALED_CLINICAL,
}


@dataclass(frozen=True)
class Written:
    """An envelope as the record names it: its random id and nothing else."""

    audit_ref: UUID
    audit_kind: str = "envelope"
    audit_file: None = None


@command
def sealed_write(
    *, file: UUID, person: UUID, line: SealedLine, kind: SealedKind, text: str, by: Actor
) -> UUID:
    """Write a note, need, goal or step of the sealed circle about one person."""
    held = access_selectors.hold(file, viewer=by)
    require(by, WRITES[line], on=held)
    if not text.strip():
        raise Invalid("text", "text_missing")
    of_family(file, person)
    content = {"kind": str(kind), "text": text.strip(), "on": today().isoformat()}
    ref, sealed = vault.client().seal_envelope(
        by.token,
        {"file": str(file), "person": str(person), "line": str(line), "kind": str(kind), "payload": content},
    )
    Envelope.objects.bulk_create([Envelope(id=ref, sealed=sealed)])
    audit.record(EventType.SEALED_WRITTEN, by=by, on=Written(ref), apart=True)
    return ref
