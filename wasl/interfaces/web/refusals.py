"""The sentence for each decision code, gathered from the rooms, and what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.access import labels as access
from wasl.appointments import labels as appointments
from wasl.casefile import labels as casefile
from wasl.instruments import labels as instruments
from wasl.interfaces.api import labels as programs
from wasl.journey import labels as journey
from wasl.lines import labels as lines
from wasl.people import labels as people
from wasl.phases.aftercare import labels as aftercare
from wasl.phases.entry_assessment import labels as entry
from wasl.phases.exit_assessment import labels as leaving
from wasl.phases.rehabilitation import labels as rehabilitation
from wasl.rights import labels as rights
from wasl.workforce import labels as workforce

OWN: dict[str, str | Promise] = {
    "no_such_file": _("You work on no file of this number."),
    "changed_meanwhile": _("Somebody changed this while you were writing. Both texts are kept."),
    "looks_hour": _("You have opened many people outside your own work this hour."),
    "looks_day": _("You have opened many people outside your own work today."),
}
ROOMS = (
    access.REASONS,
    people.REASONS,
    casefile.REASONS,
    instruments.REASONS,
    entry.REASONS,
    rehabilitation.REASONS,
    leaving.REASONS,
    aftercare.REASONS,
    journey.REASONS,
    workforce.REASONS,
    appointments.REASONS,
    lines.REASONS,
    rights.REASONS,
    programs.REASONS,
    OWN,
)
REMEDIES: dict[str, str | Promise] = {
    "no_role_here": _("Ask the supervisor of the team, who can assign the file to you."),
    "role_may_not": _("Ask the supervisor of the team who does this step."),
    "colleague_without_grant": _("Ask the supervisor of your team, who can assign the file to you."),
    "own_work": _("Ask your supervisor."),
    "file_is_closed": _("It can be reopened from the file's page."),
    "not_assessed_yet": _("Record the assessment first."),
    "needs_without_answer": _("Open the plan: each of them asks for a goal or a reason."),
    "return_goal_missing": _("Add it to the plan; it can be changed at any review."),
    "lowering_needs_supervisor": _("Write why, and ask the supervisor to lower it."),
    "looks_hour": _(
        "Your supervisor can raise the limit for an hour. An urgent task is never stopped by it."
    ),
    "looks_day": _("Your supervisor can raise the limit for an hour. An urgent task is never stopped by it."),
}
FALLBACK = _("This cannot be done now.")


def words_for(code: str) -> str | Promise:
    """The sentence for a code."""
    return next((room[code] for room in ROOMS if code in room), FALLBACK)


def remedy_for(code: str) -> str | Promise:
    """What to do about it, where there is something."""
    return REMEDIES.get(code, "")
