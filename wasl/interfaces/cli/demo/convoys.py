"""Rosters of the demonstration: written as a ministry sends them, and read and taken in by the very importer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from wasl.access.work import unit_of_work
from wasl.casefile.enums import FileState
from wasl.casefile.services import files
from wasl.interfaces.cli.demo.families import SyntheticFamily, SyntheticPerson
from wasl.interfaces.cli.demo.roster import write_roster
from wasl.interfaces.cli.demo.writing import BAGHDAD, CLERK, Place, section_of
from wasl.journey.services import moves
from wasl.journey.services.arrivals import files_begin
from wasl.kernel.clock import frozen, now
from wasl.kernel.refs import new_id
from wasl.people import services as people
from wasl.people.enums import FamilyRole, JoinReason, Sex
from wasl.people.names import from_document
from wasl.phases.entry_assessment.importer import read_expected, read_roster
from wasl.phases.entry_assessment.services import reception
from wasl.phases.entry_assessment.services.comparing import comparison_end
from wasl.phases.entry_assessment.services.expected import expected_import
from wasl.phases.entry_assessment.services.rosters import roster_import

_BUS = time(8, 15)


@dataclass(frozen=True)
class Came:
    """A family that came with a list, and its file."""

    family: SyntheticFamily
    file: UUID


def arrive(place: Place, families: Iterable[SyntheticFamily]) -> Iterator[Came]:
    """Take in families convoy by convoy, each section's list on the day of arrival."""
    for (day, team), group in _lists(place, families):
        clerk = place.desks.who(CLERK, team, 0)
        if clerk is None:
            continue
        by = place.desks.session(clerk)
        with TemporaryDirectory() as folder, frozen(min(datetime.combine(day, _BUS, BAGHDAD), now())):
            path = Path(folder) / "roster.xlsx"
            write_roster(path, group, convoy=group[0].placement.convoy)
            roster = read_roster(path, path.name, today=day, places=place.programme.places)
            with unit_of_work(by.token):
                done = roster_import(roster=roster, role=CLERK, by=by, team=team, arrived_on=day)
                files_begin(files=done.files, by=by)
                if done.comparison:  # nobody is to read whom these invented people may be
                    comparison_end(comparison=done.comparison, by=by)
        for family, file in zip(group, done.files, strict=True):
            yield Came(family, file)


def enter_late(place: Place, family: SyntheticFamily) -> Came | None:
    """A family that has been here for weeks gets its file today, at the phase and with the days that are true."""
    team = section_of(place, family)
    clerk = place.desks.who(CLERK, team, 0)
    if clerk is None:
        return None
    by, since, file = place.desks.session(clerk), family.placement.arrival, new_id()
    with unit_of_work(by.token):
        reception.family_open(
            opening=reception.Opening(file, team, CLERK, family.language, FileState.IN_SERVICES, since), by=by
        )
        people.person_add(
            file=file, people=[_newcomer(family, one) for one in family.people], since=since,
            reason=JoinReason.ARRIVAL, by=by,
        )  # fmt: skip
        files.file_recount(file=file, by=by)
        moves.file_begin(file=file, by=by)
    return Came(family, file)


def _newcomer(family: SyntheticFamily, one: SyntheticPerson) -> people.NewPerson:
    return people.NewPerson(
        from_document(one.identity()), Sex(one.sex), FamilyRole(one.role), one.spouse or "", family.language
    )


def announce(place: Place, families: Iterable[SyntheticFamily]) -> int:
    """Expect families that are announced; answers how many."""
    count = 0
    for (day, team), group in _lists(place, families):
        clerk = place.desks.who(CLERK, team, 0)
        if clerk is None:
            continue
        by = place.desks.session(clerk)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "announced.xlsx"
            write_roster(path, group, convoy=group[0].placement.convoy)
            found = read_expected(path, path.name, today=place.today, places=place.programme.places)
        others = [one for one in place.desks.everybody(CLERK, team) if one != clerk]
        done = expected_import(
            expected=found, role=CLERK, by=by, team=team, colleagues=others, expected_on=day
        )
        count += done.created_families
    return count


def _lists(
    place: Place, families: Iterable[SyntheticFamily]
) -> list[tuple[tuple[date, int], Sequence[SyntheticFamily]]]:
    found: dict[tuple[date, int], list[SyntheticFamily]] = {}
    for family in families:
        found.setdefault((family.placement.arrival, section_of(place, family)), []).append(family)
    return sorted(found.items())
