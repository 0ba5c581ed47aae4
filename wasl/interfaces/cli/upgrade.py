"""`wasl upgrade`: the embedded database to a newer major version of PostgreSQL, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wasl.interfaces.cli.answers import DONE, answer, for_a_home, say
from wasl.interfaces.cli.boot import Instance
from wasl.runtime import upgrade
from wasl.runtime.faults import Fault
from wasl.runtime.postgres import data_version


def run(argv: Sequence[str]) -> int:
    options = for_a_home(
        "upgrade", "Bring the database to a newer version of PostgreSQL that is installed here."
    )
    options.add_argument("--to", type=int, metavar="N", help="major version (the newest that is here)")
    way = options.add_mutually_exclusive_group()
    way.add_argument("--back", action="store_true", help="the database as it was before the upgrade")
    way.add_argument(
        "--forget", action="store_true", help="delete the old data that was kept for the way back"
    )
    options.add_argument(
        "--lose-changes", action="store_true", help="with --back: leave behind what was done since"
    )
    given = options.parse_args(list(argv))
    instance = Instance.locate(programme=given.programme)
    home, settings = instance.home, instance.settings
    if settings.database_url is not None:
        raise Fault(
            "The database is on a server that somebody else runs.",
            "Its administrator upgrades it; Wasl needs 15 or newer.",
        )
    if given.forget:
        gone = [str(place) for place in upgrade.forget(home)]
        answer(
            {"forgotten": gone}, given.json, [f"Deleted {place}." for place in gone] or ["There was none."]
        )
        return DONE
    if given.back:
        now, then = upgrade.go_back(home, settings, lose_changes=given.lose_changes)
        lines = [f"The database is of version {then} again."]
        aside = put_witness_aside(instance) if given.lose_changes else None
        if aside:
            lines.append(
                f"The record is shorter than its witness knows; the witness's lines are kept in {aside}."
            )
            lines.append("Witnesses elsewhere will tell of a cut: write down when and why this was done.")
        answer({"from": now, "to": then, "witness": str(aside) if aside else None}, given.json, lines)
        return DONE
    return _forward(instance, given.to, given.json)


def put_witness_aside(instance: Instance) -> Path | None:
    """The vault signs no record that is shorter than its witness knows. This cut was wanted; its proof stays."""
    if not instance.witness_file.exists():
        return None
    aside = instance.witness_file.with_name(f"witness-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt")
    instance.witness_file.rename(aside)
    return aside


def _forward(instance: Instance, to: int | None, as_json: bool) -> int:
    now = data_version(instance.home)
    newer = upgrade.possible(instance.home, instance.settings)
    if to is None and now is not None and not newer:
        document: dict[str, Any] = {"from": now, "to": now, "tables": 0, "rows": 0, "kept": None}
        answer(document, as_json, [f"The database is of version {now}; no newer one is installed here."])
        return DONE
    done = upgrade.upgrade(instance.home, instance.settings, to or max(newer, default=0), say)
    document = {
        "from": done.source,
        "to": done.target,
        "tables": done.tables,
        "rows": done.rows,
        "seconds": done.seconds,
        "kept": str(done.kept),
    }
    lines = [
        f"From version {done.source} to {done.target} in {done.seconds} s: {done.tables} tables with {done.rows} rows, "
        "compared one by one.",
        f"The old data is kept in {done.kept}: `wasl upgrade --back` returns to it,",
        f"`wasl upgrade --forget` deletes it. Do that within {upgrade.KEPT_DAYS} days.",
    ]
    answer(document, as_json, lines)
    return DONE
