"""The centre's day in counts: four statements, whatever the number of families ever served."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach
from wasl.access.models import Team
from wasl.access.services import require
from wasl.casefile.enums import FileState
from wasl.casefile.models import File
from wasl.journey.models import Left
from wasl.people.enums import AgeBand, Sex
from wasl.people.models import Person
from wasl.reporting.rules import WEEK, Day, FileFact, Group, Heads, day_of

INSIDE = (
    FileState.ASSESSING, FileState.PLANNING, FileState.IN_SERVICES, FileState.EXIT_ASSESSMENT, FileState.DEPARTING,
)  # fmt: skip
CHILDREN = (AgeBand.B0_4, AgeBand.B5_11, AgeBand.B12_17)
_KIND = {
    (Sex.FEMALE, False): "women", (Sex.MALE, False): "men", (Sex.FEMALE, True): "girls", (Sex.MALE, True): "boys",
}  # fmt: skip


def today(*, viewer: Actor, on: date, longest: Mapping[str, int], teams: Iterable[int] | None = None) -> Day:
    """The day of the viewer's centre or team. `longest` is the longest stay in days of each pathway.

    Who leads a team sees the team, who leads a site the site; `teams` narrows it further.
    """
    require(viewer, Action.TEAM_VIEW)
    led = _led(viewer)
    wanted = led if teams is None else led & set(teams)
    rows = list(_files(wanted))
    heads = _heads([row.file_id for row in rows])
    pathway = {row.file_id: row.pathway for row in rows}
    return day_of(
        (_fact(row, heads.get(row.file_id, {})) for row in rows),
        _left(wanted, on),
        on=on,
        longest=lambda file: longest[pathway[file.ref]],
        late_before=policy.programme().calendar.worked_before(on),
    )


def _led(viewer: Actor) -> set[int]:
    """Teams that the viewer leads, one by one or as part of a site or of the whole."""
    teams = {m.team for m in viewer.memberships if m.reach == Reach.TEAM and m.team is not None}
    sites = {m.site for m in viewer.memberships if m.reach == Reach.SITE and m.site is not None}
    everywhere = any(m.reach == Reach.REALM for m in viewer.memberships)
    if sites or everywhere:
        known = Team.objects.all() if everywhere else Team.objects.filter(site_id__in=sites)
        teams |= set(known.values_list("pk", flat=True))
    return teams


def _files(teams: set[int]) -> Iterable[File]:
    """Families that are expected or inside: never all who were ever served."""
    present = [str(state) for state in (FileState.EXPECTED, *INSIDE)]
    return File.objects.filter(state__in=present, team_id__in=teams).only(
        "state", "pathway", "section", "waiting", "next_action", "next_due", "arrived_on", "stay_from", "planned_end",
        "woman_headed", "size",
    )  # fmt: skip


def _left(teams: set[int], on: date) -> dict[date, Group]:
    """Who left in the last seven days, by day."""
    found: dict[date, Group] = {}
    for row in Left.objects.filter(team_id__in=teams, left_on__gt=on - timedelta(days=WEEK), left_on__lte=on):
        heads = Heads(women=row.women, men=row.men, girls=row.girls, boys=row.boys)
        found[row.left_on] = found.get(row.left_on, Group()) + Group(1, int(row.woman_headed), heads)
    return found


def _heads(files: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Who is in each family, by sex and whether a child."""
    found: dict[UUID, dict[str, int]] = {}
    child = Q(age_band__in=[str(band) for band in CHILDREN])
    rows = (
        Person.objects.filter(file_id__in=files, active=True)
        .values_list("file_id", "sex")
        .annotate(children=Count("pk", filter=child), adults=Count("pk", filter=~child))
    )
    for file, sex, children, adults in rows:
        counted = found.setdefault(file, {})
        counted[_KIND[Sex(sex), True]] = children
        counted[_KIND[Sex(sex), False]] = adults
    return found


def _fact(row: File, heads: Mapping[str, int]) -> FileFact:
    return FileFact(
        ref=row.file_id, inside=row.state in INSIDE, expected=row.state == FileState.EXPECTED, section=row.section,
        waiting=row.waiting, next_action=row.next_action, next_due=row.next_due, since=row.stays_since,
        planned_end=row.planned_end, woman_headed=row.woman_headed,
        heads=Heads(**heads) if heads else Heads(unknown=row.size),
    )  # fmt: skip
