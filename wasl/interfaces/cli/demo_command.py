"""`wasl demo`: a practice instance with accounts and synthetic families. Running it again keeps what is there."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from wasl.interfaces.cli import processes, serve
from wasl.interfaces.cli.answers import DONE, answer, count, for_a_home, port, say
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.init import first_administrator
from wasl.interfaces.cli.preparing import prepare, ready_for
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running

FAMILIES = 120


def run(argv: Sequence[str]) -> int:
    options = for_a_home("demo", "A practice instance with synthetic families, served until stopped.")
    options.add_argument(
        "--families", type=count, default=FAMILIES, metavar="N", help=f"how many ({FAMILIES})"
    )
    options.add_argument("--port", type=port, help="port of the pages (8000); 0 takes a free one")
    options.add_argument("--no-serve", action="store_true", help="make the instance and stop")
    given = options.parse_args(list(argv))
    wanted = serve.free_port() if given.port == 0 else given.port
    instance = Instance.locate(programme=given.programme, port=wanted)
    only_for_practice(instance)
    if not given.no_serve:
        serve.may_listen(instance)
        serve.port_is_free(instance)
    if not ready_for(instance):
        prepare(instance, say)
        first_administrator(instance)
    counts = fill(instance, given.families)
    if given.no_serve:
        answer(counts, given.json, _lines(instance, counts))
        return DONE
    return _serve(instance, given.json)


def only_for_practice(instance: Instance) -> None:
    """Made-up families never stand beside real ones."""
    if not instance.practice:
        raise Fault(
            "This instance holds real people: made-up families and accounts have no place in it.",
            "Make a practice instance in another home: WASL_HOME=... wasl demo",
        )


def fill(instance: Instance, families: int) -> dict[str, Any]:
    """Accounts, then families where there are none yet."""
    with running(
        instance.home,
        instance.settings,
        ("postgres", "vault"),
        lambda database: processes.vault(instance, database),
    ):
        with instance.django_as("owner"):
            from wasl.interfaces.cli import demo_staff, house

            demo_staff.employ(house.organisation(), instance.accounts_file)
        if not instance.notes.get("demo") and families > 0:
            say(f"making {families} synthetic families")
            with instance.django_as("web"):
                from wasl.interfaces.cli.demo.loading import load_families

                instance.note(demo=load_families(instance, families))
    return serve.demo_counts(instance)


def _serve(instance: Instance, as_json: bool) -> int:
    """Become `wasl serve`: the supervisor is then a small process with nothing loaded of what was needed here."""
    command = [*processes.python("wasl"), "serve", "--demo", "--port", str(instance.settings.port)]
    command += ["--programme", instance.settings.programme] if instance.settings.programme else []
    command += ["--json"] if as_json else []
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, dict(os.environ) | processes.code_path())  # noqa: S606 - no shell is wanted


def _lines(instance: Instance, counts: dict[str, Any]) -> list[str]:
    return [
        f"The demo is in {instance.home.path}: {counts['families']} families, {counts['people']} people, "
        f"{counts['accounts']} accounts (see {instance.accounts_file.name} there).",
        "Start it with `wasl serve`.",
    ]
