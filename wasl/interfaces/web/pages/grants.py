"""Who has been let into a file, for its page: in which role, what for, since when, until when, and who may end it."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.selectors import GrantCard
from wasl.access.services import may
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import iraqi_date

#: what a grant is for, as the rooms that give it call it
PURPOSES: dict[str, str | Promise] = {
    "care": _("Work with the family"),
    "reception": _("Reception"),
    "import": _("Reception"),
    "urgent": _("Something urgent"),
    "handover": _("Taking the file over"),
    "aftercare": _("After-care"),
    "cover": _("Cover for a colleague"),
}


def may_see(card: FileCard, by: Actor) -> bool:
    """Whoever can be the family's worker, and who stands behind the workers."""
    return bool(may(by, Action.FILE_HANDOVER, on=card))


def may_end(card: FileCard, by: Actor) -> bool:
    """Whether somebody ends the access of others, as `hands.access_end` asks it."""
    own = card.worker == by.ref
    return bool(may(by, Action.FILE_HANDOVER if own else Action.FILE_ASSIGN, on=card))


def lines(found: Sequence[GrantCard], card: FileCard, by: Actor) -> list[dict[str, Any]]:
    """Each member of staff; the family's worker first, whose own access ends only by handing the file over."""
    return [
        {
            "name": grant.name,
            "role": words.role(grant.role),
            "purpose": PURPOSES.get(grant.purpose, grant.purpose),
            "since": iraqi_date(grant.since.date()),
            "until": iraqi_date(grant.until.date()) if grant.until else "",
            "given_by": grant.given_by,
            "worker": grant.account == card.worker,
            "key": f"{grant.account}:{grant.role}",
            "may_end": may_end(card, by) and grant.account != card.worker,
        }
        for grant in sorted(found, key=lambda grant: grant.account != card.worker)
    ]
