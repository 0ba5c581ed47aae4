"""'I was asked for names': logged by whoever was asked, read by whoever keeps the register."""

from collections.abc import Collection
from datetime import date

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require, trust_open
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now, today
from wasl.kernel.errors import Invalid
from wasl.kernel.refs import new_file_number, new_id
from wasl.rights.enums import AskedFor, AskedHow
from wasl.rights.models import Asked
from wasl.rights.selectors.asked import ASKED
from wasl.vault import services as vault
from wasl.vault.client import Plain


@command
def asked_record(*, asker: str, how: AskedHow, on: date, wanted: Collection[AskedFor], by: Actor) -> str:
    """Log that somebody asked for names; answers with the number that stands on the refusal sheet."""
    require(by, Action.ASKED_RECORD)
    if not asker.strip():
        raise Invalid("asker", "asker_missing")
    if not wanted:
        raise Invalid("wanted", "wanted_missing")
    if on > today():
        raise Invalid("on", "date_in_future")
    ref = new_id()
    trust_open(ref, word="asked", account=None, about=None)
    row = Asked.objects.create(
        id=ref, number=f"R-{new_file_number()}", account=by.account, on=on, how=str(how),
        wanted=sorted(map(str, wanted)), recorded_at=now(),
    )  # fmt: skip
    vault.write([Plain(ref, ASKED, ref, ref, None, asker.strip())])
    audit.record(EventType.ASKED_FOR_NAMES, by=by, on=row, code=str(how))
    return row.number
