"""`wasl token create`: a personal access token for a program that runs without anybody at a browser.

It acts for the named account, with its rights and no more. In a practice instance names are granted at once where they
are asked for; in a real one whoever protects the data decides on the account page.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from wasl.interfaces.cli.answers import DONE, answer, for_a_home
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.telling import refusals_told
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running

LABEL, DAYS = "wasl token create", 30


def run(argv: Sequence[str]) -> int:
    given = _parser().parse_args(list(argv))
    instance = Instance.locate(programme=given.programme)
    instance.must_be_made()
    with running(instance.home, instance.settings), instance.django_as("web"), refusals_told():
        made = _make(given)
    answer(made, given.json, _lines(made))
    return DONE


def _make(given: argparse.Namespace) -> dict[str, Any]:
    """The token is made by the account itself, in a session that ends here."""
    from wasl.access import tokens
    from wasl.access.services import command_actor, end_session
    from wasl.access.work import unit_of_work
    from wasl.kernel.errors import NotFound

    try:
        by = command_actor(given.user)
    except NotFound:
        raise Fault(f"There is no account {given.user}.", "Name one that can sign in.") from None
    try:
        token = tokens.token_make(label=given.label, days=given.days, names=given.names, by=by)
        with unit_of_work(by.token):
            newest = tokens.tokens(viewer=by)[0]
    finally:
        end_session(by.token)
    return {
        "token": token,
        "user": given.user,
        "expires_at": newest.expires_at.isoformat(),
        "names_until": newest.names_until.isoformat() if newest.names_until else None,
    }


def _lines(made: dict[str, Any]) -> list[str]:
    names = f"Names until {made['names_until'][:10]}." if made["names_until"] else "Codes only, no names."
    return [
        made["token"],
        f"Acts for {made['user']} until {made['expires_at'][:10]}. {names} Not shown again.",
    ]


def _parser() -> argparse.ArgumentParser:
    options = for_a_home("token", "Personal access tokens for the API.")
    what = options.add_subparsers(dest="what", required=True, metavar="create")
    create = what.add_parser("create", help="a new token for an account")
    create.add_argument("--user", required=True, metavar="USER", help="whom it acts for")
    create.add_argument("--names", action="store_true", help="ask that it be shown names too")
    create.add_argument("--label", default=LABEL, metavar="TEXT", help="what it is for")
    create.add_argument("--days", type=int, choices=(7, 30, 90), default=DAYS, help=f"how long ({DAYS})")
    create.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    return options
