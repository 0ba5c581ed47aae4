"""Finds the module of a command and runs it. Nothing heavy is imported before it is known what is wanted.

Each command is a module with `run(argv) -> int`. Exit codes: 0 done, 1 the answer is no or something stands in the
way, 2 wrong use.
"""

import importlib
import sys
from collections.abc import Sequence

from wasl.interfaces.cli.answers import DONE, NO, WRONG_USE
from wasl.kernel.errors import VaultSealed, WaslError
from wasl.runtime.faults import Fault

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo_command", "a practice instance with synthetic families, served"),
    "init": ("init", "make a new practice instance"),
    "serve": ("serve", "run database, vault, web and worker until stopped"),
    "doctor": ("doctor", "say what is wrong and what to do"),
    "import-roster": ("import_roster", "import a list of families"),
    "names": ("names", "normal forms of a name, and whether two are one"),
    "score": ("score", "score one instrument; nothing is stored"),
    "programme": ("programme", "list and check programme folders"),
    "audit": ("audit", "prove the record whole"),
    "token": ("token", "a personal access token for a program"),
    "openapi": ("openapi", "the document of the API"),
    "upgrade": ("upgrade", "bring the database to a newer version of PostgreSQL, and back"),
    "network": ("network", "addresses, certificate and sheet for the devices of a network"),
    "seal": ("seal", "close the vault"),
    "unseal": ("unseal", "open the vault"),
}
HELP = ("-h", "--help", "help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; what a person can put right is told in one or two lines, without a traceback."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in HELP:
        print(usage(), file=sys.stdout if given else sys.stderr)
        return DONE if given else WRONG_USE
    if given[0] == "--version":
        from importlib.metadata import version

        print(f"wasl {version('wasl')}")
        return DONE
    if given[0] not in COMMANDS:
        print(f"wasl: there is no command {given[0]!r}\n\n{usage()}", file=sys.stderr)
        return WRONG_USE
    try:
        module = importlib.import_module(f"wasl.interfaces.cli.{COMMANDS[given[0]][0]}")
        return int(module.run(given[1:]))
    except Fault as fault:
        print(f"wasl {given[0]}: {fault}", file=sys.stderr)
        return NO
    except VaultSealed:
        print(f"wasl {given[0]}: The vault is sealed. Open it with `wasl unseal`.", file=sys.stderr)
        return NO
    except WaslError as error:
        print(f"wasl {given[0]}: {error}", file=sys.stderr)
        return NO
    except KeyboardInterrupt:
        print(f"wasl {given[0]}: stopped", file=sys.stderr)
        return NO


def usage() -> str:
    """The commands, each with a line."""
    lines = [f"  {name:<14} {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: wasl COMMAND [options]",
            "",
            *lines,
            "",
            "`wasl COMMAND --help` tells the options of one. All take --json.",
        ]
    )
