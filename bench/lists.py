"""A list of people who have arrived: how many lines a second it takes to read it, and to take them in."""

import secrets
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.world import World

SEEDS = 1_000_000


def roster(place: World, people: int) -> dict[str, Any]:
    """One list, imported as the reception of a section does it: compared, sealed, written, recorded, proposed."""
    from wasl.access import services as access
    from wasl.access.policy import programme
    from wasl.access.work import unit_of_work
    from wasl.interfaces.cli.demo.families import families
    from wasl.interfaces.cli.demo.roster import write_roster
    from wasl.interfaces.cli.demo.terms import Terms
    from wasl.journey.services.arrivals import files_begin
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.importer import read_roster
    from wasl.phases.entry_assessment.selectors import comparing
    from wasl.phases.entry_assessment.services.comparing import comparison_go_on
    from wasl.phases.entry_assessment.services.rosters import roster_import

    by = access.command_actor("amal")
    listed = families(secrets.randbelow(SEEDS), max(1, people // 4), today(), grid=Terms.of(programme()).grid)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write_roster(path, listed, convoy=99)
        begun = time.perf_counter()
        found = read_roster(path, path.name, today=today(), places=programme().places)
        read = time.perf_counter() - begun
    begun = time.perf_counter()
    with unit_of_work(by.token):
        done = roster_import(roster=found, role="intake-clerk", by=by)
        files_begin(files=done.files, by=by)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    while done.comparison and comparison_go_on(comparison=done.comparison, by=by):
        continue
    compared = time.perf_counter() - begun
    with unit_of_work(by.token):
        proposed = comparing.proposals(done.comparison, viewer=by) if done.comparison else ()
    access.end_session(by.token)
    return {
        "people": done.created_people,
        "families": done.created_families,
        "proposals": len(proposed),
        "read_per_second": round(done.created_people / read),
        "taken_in_per_second": round(done.created_people / took),
        "compared_per_second": round(done.created_people / compared),
    }
