"""docs/commands.md: what each command says about itself."""

import contextlib
import importlib
import io
import os
from unittest import mock

from wasl.interfaces.cli.main import COMMANDS

INTRODUCTION = """\
# Commands

Written by `make docs` from what each command says about itself. All take `--json` (one JSON document on standard output
and nothing else there), print errors on standard error, and exit 0 when it is done, 1 when the answer is no or there is
something to put right, 2 for wrong use.
"""
#: verbs of a command that have options of their own
VERBS = {
    "names": (["key"], ["compare"]),
    "programme": (["list"], ["check"], ["twin"], ["form"]),
    "audit": (["verify"],),
    "token": (["create"],),
}


def said(command: str, *verb: str) -> str:
    """What `wasl COMMAND [VERB] --help` prints."""
    module = importlib.import_module(f"wasl.interfaces.cli.{COMMANDS[command][0]}")
    out = io.StringIO()
    with (
        mock.patch.dict(os.environ, {"COLUMNS": "100", "NO_COLOR": "1"}),
        contextlib.redirect_stdout(out),
        contextlib.suppress(SystemExit),
    ):
        module.run([*verb, "--help"])
    return out.getvalue()


def page() -> str:
    sections = [
        f"## wasl {' '.join([command, *verb])}\n\n```\n{said(command, *verb).strip()}\n```\n"
        for command in COMMANDS
        for verb in ([], *VERBS.get(command, ()))
    ]
    return "\n".join([INTRODUCTION, *sections])
