"""Every page that there is, each with somebody who may open it: the addresses of the resolver, families of the demo.

A new address is among them by itself. Who opens it is found by asking; an address that nobody could open is named in
`Pages.closed`, so that none is left out unseen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import psycopg

from tests.browser.served import Instance, Visitor
from tests.protection import matrix
from tests.protection.matrix import Address, Family
from tests.worlds import House

#: answers for machines, paper, what is shown on a network only (tests/cli/test_local_authority.py), and what belongs to
#: a list, papers or a person under way (tests/entry/test_roster_pages.py, test_print_batches.py, tests/stories)
NO_PAGE = frozenset(
    {
        "readyz", "plan_paper", "device", "device_authority", "today_sheet", "today_paper", "roster", "roster_progress",
        "printing", "printing_progress", "auditor_file", "staff_one", "passkey_question",
        "appointment_slip", "complaint", "complaint_slip_paper", "complaint_answer_paper", "asked_sheet",
        "scan_page", "scan_paper", "code", "code_act", "form_xform", "form_proposed_xform",
        "conference_paper", "paper_whose", "paper_fill",
    }
)  # fmt: skip
#: forms only, whose answer is another page
FORMS_ONLY = frozenset(
    {
        "consent_withdraw", "cover_end", "draft_save", "printing_drop", "printing_paper", "roster_columns",
        "roster_drop", "roster_import", "roster_undo", "switch", "token_end", "goal_reopen", "need_unanswer",
        "reception_expected", "reception_finish", "set_language", "task_tick", "passkey_sign_in", "passkey_name",
        "passkey_remove",
        "appointment_settle", "appointment_restore", "hour_give_back", "complaint_forms", "scan_remove",
        "list_destroyed", "code_do", "form_draft", "paper_cancel", "form_decide",
    }
)  # fmt: skip
#: pages of whoever has a second factor: a story of their own
SECOND_FACTOR = frozenset(
    {"mfa_deactivate_totp", "mfa_reauthenticate", "mfa_authenticate", "passkey_confirm"}
)
#: before the door
OUTSIDE = frozenset({"account_login"})
#: what locks the screen comes last
LOCKS = frozenset({"lock"})
#: what asks for the password once more
ASKS_AGAIN = frozenset({"mfa_activate_totp", "passkey_add"})
#: who opens a page that belongs to no file
AT_LARGE = ("salma", "amal", "nadia", "yusuf", "basim", "rana", "huda", "zainab")
#: the states in whose files a page is looked for first; all others follow in the order of the way
FIRST: dict[str, tuple[str, ...]] = {
    "reception": ("assessing",),
    "family": ("assessing",),
    "people": ("assessing",),
    "assessment": ("assessing",),
    "plan": ("planning", "in_services"),
    "completion": ("exit_assessment", "departing"),
    "departure": ("departing",),
    "own": ("in_services",),
    "office": ("exit_assessment", "departing"),
    "aftercare": ("aftercare",),
    "home": ("aftercare",),
    "return": ("aftercare",),
    "urgent": ("aftercare",),
    "closing": ("aftercare", "closed"),
}
WAY = (
    "in_services", "assessing", "planning", "exit_assessment", "departing", "aftercare", "closed", "left", "expected",
)  # fmt: skip
#: pages that look different in each state of a file, or in each of the states in which they are looked for first
EVERYWHERE, HUBS = ("file",), ("completion", "closing", "office")
#: pages that look different for each line of work
DAYS = ("my_day", "file_list")
LINES_OF_WORK = ("amal", "nadia", "zainab", "bushra", "jamila", "rawa", "yusuf", "basim", "mustafa")
#: forms that are also looked at when they come back with faults
FAULTY = frozenset(
    {
        "note_write",
        "reception_new",
        "home_contact",
        "plan_agree",
        "consent_ask",
        "review",
        "goal_write",
        "search",
    }
)


@dataclass(frozen=True)
class Visit:
    """A page, who opens it, and what it answers."""

    name: str
    path: str
    username: str | None
    status: int = 200
    faulty: bool = False


@dataclass
class Pages:
    """What was found, and what nobody could open."""

    visits: list[Visit] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    visitors: dict[str, Visitor] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """A family of the demo: where it stands, and who may have business with it, its worker first."""

    family: Family
    state: str
    next_action: str
    people: tuple[str, ...]


def scenes(instance: Instance) -> list[Scene]:
    """Every family, those with the most in their files first."""
    with psycopg.connect(instance.cluster.dsn("wasl_super")) as everything:
        teams = dict(everything.execute("SELECT code, id FROM access_team").fetchall())
        accounts = dict(everything.execute("SELECT username, id FROM access_account").fetchall())
        about = {row[0]: row[1:] for row in everything.execute(STANDING)}
        near: dict[UUID, list[str]] = {}
        for file, username in everything.execute(NEAR):
            near.setdefault(file, []).append(username)
    found = []
    for one in matrix.families(House(instance.home, instance.cluster, teams, accounts)):
        state, next_action, worker = about[one.file]
        others = [name for name in (*one.grants, *near.get(one.file, ())) if name != worker]
        people = (*([worker] if worker else []), *dict.fromkeys(others))
        found.append(Scene(one, state, next_action, people))
    return sorted(found, key=lambda scene: -len(scene.family.rows))


STANDING = """SELECT f.file_id, f.state, f.next_action, a.username FROM casefile_file f
              LEFT JOIN access_account a ON a.id = f.worker"""
#: whoever leads the team or the site that holds a file, and whoever keeps its sealed circle
NEAR = """SELECT f.file_id, a.username FROM casefile_file f JOIN access_team t ON t.id = f.team_id
          JOIN access_membership m ON m.reach IN ('team', 'site') AND (m.team_id = t.id OR m.site_id = t.site_id)
          JOIN access_account a ON a.id = m.account_id ORDER BY m.role, a.username"""


class Doors:
    """Tries who may open what, without pictures."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.visitors: dict[str, Visitor] = {}

    def visitor(self, username: str) -> Visitor:
        """Somebody who has signed in, once: the door counts how often one machine knocks."""
        if username not in self.visitors:
            self.visitors[username] = self.instance.visitor(username)
        return self.visitors[username]

    def opens(self, username: str, path: str) -> int:
        return self.visitor(username).get(path).status


def every(instance: Instance) -> Pages:
    """All pages: those of a file where they belong, hubs in every state, what is not there, the locked screen last."""
    doors, there, found = Doors(instance), scenes(instance), Pages()
    for address in sorted(matrix.addresses(), key=lambda one: one.name in LOCKS):
        if address.name in NO_PAGE | FORMS_ONLY | SECOND_FACTOR:
            continue
        visits = list(_of_file(address, there, doors) if address.of_a_file else _at_large(address, doors))
        found.visits += visits
        if not visits:
            found.closed.append(address.name)
    found.visits.insert(0, Visit("nothing is here", "/files/00-0000/", "salma", 404))
    found.visits.insert(1, Visit("refused", "/reception/", "yusuf", 403))
    found.visitors = {
        visit.username: doors.visitor(visit.username) for visit in found.visits if visit.username
    }
    return found


def _at_large(address: Address, doors: Doors) -> Iterator[Visit]:
    from django.urls import reverse

    path = reverse(address.name, kwargs={hole: matrix.FILLED[hole]() for hole in address.holes})
    if address.name in OUTSIDE:
        yield Visit(address.name, path, None)
        return
    if address.name in LOCKS:
        yield Visit(address.name, path, AT_LARGE[0], 423)
        return
    for username in AT_LARGE:
        if address.name in ASKS_AGAIN or doors.opens(username, path) == 200:
            yield Visit(address.name, path, username, faulty=address.name in FAULTY)
            break
    if address.name in DAYS:
        yield from (Visit(f"{address.name}, {one}", path, one) for one in LINES_OF_WORK)


def _of_file(address: Address, there: Sequence[Scene], doors: Doors) -> Iterator[Visit]:
    """The page in the file where it belongs; a hub in one file of each state and for each thing that may be due."""
    first = FIRST.get(address.name.partition("_")[0], ())
    order = (*first, *WAY)
    seen: set[tuple[str, str]] = set()
    for scene in sorted(there, key=lambda one: order.index(one.state) if one.state in order else len(order)):
        if (scene.state, scene.next_action) in seen:
            continue
        if seen and address.name not in EVERYWHERE and scene.state not in first:
            return
        try:
            path = matrix.path_of(address, scene.family)
        except matrix.UnknownHole:
            continue
        # what somebody else decides is decided by anybody but the worker
        people = scene.people[1:] if scene.next_action in ("decide", "sign_closing") else scene.people
        username = next((one for one in people if doors.opens(one, path) == 200), None)
        if username is None:
            continue
        name = f"{address.name}, {scene.state} {scene.next_action}"
        yield Visit(name, path, username, faulty=address.name in FAULTY)
        seen.add((scene.state, scene.next_action))
        if address.name not in EVERYWHERE + HUBS:
            return
