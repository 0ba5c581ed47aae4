"""Two people do the same thing in the same moment: one form saved by both, one file accepted, one colleague covered, a
cover ended. One wins, the other is told, nothing is lost and nothing done twice.

Eight rounds in `make test`, a thousand in `make prove`. What would be seen without a lock is the planted fault.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.cast import HADI, NADIA, SALMA
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.stories.form_on_page import form_with
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound, Refused

BOUNDED, PROVED = 8, int(os.environ.get("WASL_ROUNDS", "1000"))
pytestmark = pytest.mark.requirement("R054")
Act = Callable[[], object]


class BothTexts(Exception):
    """The page came back with what the other wrote."""


def together(*acts: Act) -> list[str]:
    """All begin in the same moment, each on a connection of its own; what each was told."""
    gate = Barrier(len(acts))

    def one(act: Act) -> str:
        from django.db import connection

        gate.wait(30)
        try:
            act()
        except (Refused, Invalid) as no:
            return str(no.code)
        except (NotFound, BothTexts) as no:
            return type(no).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(one, acts))


@dataclass
class Rounds:
    """A family over which two people bend, and what came of each round."""

    house: House
    family: Family
    told: Counter[tuple[str, ...]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    browsers: list[Any] = field(default_factory=list)

    def ask(self, statement: str, *given: object) -> Any:
        with psycopg.connect(self.house.dsn("wasl_super")) as everything:
            row = everything.execute(statement.encode(), list(given)).fetchone()
        return row[0] if row else None

    def one_wins(self, what: str, said: list[str], others: set[str]) -> None:
        self.told[what, *sorted(said)] += 1
        if said.count("done") != 1 or not set(said) <= {"done", *others}:
            self.wrong.append(f"{what}: {said}")

    def holds(self, what: str, found: object, due: object) -> None:
        if found != due:
            self.wrong.append(f"{what}: {found}, due {due}")

    # --- a form that both have open ---------------------------------------------------------------------------------

    def edit(self) -> None:
        """The one is told with both texts on her page; what the other saved stands there afterwards."""
        address = f"/files/{self.family.number}/people/{self.family.mother}/contact/"
        page = self.browsers[0].get(address).content.decode()
        texts = [f"مساءً {uuid4().hex}", f"صباحاً {uuid4().hex}"]
        forms = [form_with(page, "phones", "when").sent(when=text, once=str(uuid4())) for text in texts]
        answers: dict[int, Any] = {}

        def send(at: int) -> None:
            answers[at] = self.browsers[at].post(address, forms[at])
            if answers[at].status_code == 409:
                raise BothTexts
            if answers[at].status_code != 302:
                raise Invalid("form", f"answered_{answers[at].status_code}")

        said = together(lambda: send(0), lambda: send(1))
        self.one_wins("edit", said, {"BothTexts"})
        if sorted(said) == ["BothTexts", "done"]:
            won, lost = said.index("done"), said.index("BothTexts")
            kept = self.browsers[0].get(address).content.decode()
            both = answers[lost].content.decode()
            self.holds("edit: what was saved stands", texts[won] in kept, True)
            self.holds("edit: the other sees both", texts[0] in both and texts[1] in both, True)

    # --- an offer that both answer ----------------------------------------------------------------------------------

    def accept(self) -> None:
        """Hadi accepts in two windows; then it goes back to Salma, who accepts in two windows."""
        from wasl.journey.services import hands

        nadia = self.house.actor(NADIA)
        for member in (HADI, SALMA):
            file, to, by = self.family.ref, self.house.accounts[member.username], self.house.actor(member)
            hands.hand_over(file=file, to=to, role="caseworker", reason="", by=nadia)
            accepted = self.ask(ACCEPTED, file)
            said = together(*(lambda: hands.hand_accept(file=file, by=by) for _ in range(2)))  # noqa: B023
            self.one_wins("accept", said, {"nothing_offered"})
            self.holds("accept: the worker", self.ask(WORKER, file), to)
            self.holds("accept: once in the record", self.ask(ACCEPTED, file), accepted + 1)

    def accept_or_decline(self) -> None:
        """Hadi presses yes in one window and no in the other: one of them holds, and the file is where it says."""
        from wasl.casefile.services.files import handover_decline
        from wasl.journey.services import hands

        file, hadi, salma = self.family.ref, self.house.actor(HADI), self.house.actor(SALMA)
        nadia = self.house.actor(NADIA)
        hands.hand_over(file=file, to=hadi.account, role="caseworker", reason="", by=nadia)
        said = together(
            lambda: hands.hand_accept(file=file, by=hadi),
            lambda: handover_decline(file=file, reason="", by=hadi),
        )
        self.one_wins("yes and no", said, {"nothing_offered", "NotFound", "no_role_here"})
        won = said[0] == "done"
        self.holds("yes and no: the worker", self.ask(WORKER, file), hadi.account if won else salma.account)
        self.holds("yes and no: open offers", self.ask(OPEN, file), 0)
        if won:
            hands.hand_over(file=file, to=salma.account, role="caseworker", reason="", by=nadia)
            hands.hand_accept(file=file, by=salma)

    # --- cover ------------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        """Nadia and Salma herself name who stands in, at once; then both end it, at once."""
        from wasl.workforce.enums import CoverReason
        from wasl.workforce.services import cover_end, cover_give

        salma, hadi = self.house.accounts[SALMA.username], self.house.accounts[HADI.username]
        made: list[UUID] = []

        def give(member: Any) -> None:
            made.append(
                cover_give(
                    absent=salma,
                    stand_in=hadi,
                    since=today(),
                    until=today() + timedelta(days=2),
                    reason=CoverReason.LEAVE,
                    by=self.house.actor(member),
                )
            )

        said = together(lambda: give(NADIA), lambda: give(SALMA))
        self.one_wins("cover", said, {"covered_already"})
        self.holds("cover: grants on the file", self.ask(COVERING, self.family.ref), 1)
        if len(made) == 1:
            ended = together(
                lambda: cover_end(cover=made[0], by=self.house.actor(HADI)),
                lambda: cover_end(cover=made[0], by=self.house.actor(NADIA)),
            )
            self.one_wins("end of cover", ended, {"cover_is_over"})
            self.holds("end of cover: grants on the file", self.ask(COVERING, self.family.ref), 0)


ACCEPTED = "SELECT count(*) FROM audit_event WHERE event = 'handover_accepted' AND file_id = %s"
WORKER = "SELECT worker FROM casefile_file WHERE file_id = %s"
OPEN = "SELECT count(*) FROM casefile_handover WHERE file_id = %s AND answered_on IS NULL"
COVERING = """SELECT count(*) FROM access_grant WHERE purpose = 'cover' AND file_id = %s AND valid_from <= now()
              AND valid_until > now()"""


@pytest.fixture
def rounds(house: House) -> Iterator[Rounds]:
    house.end_all_covers()
    family = Family(house)
    family.assess()
    family.plan()
    made = Rounds(house, family)
    made.browsers = [signed_in(house, SALMA) for _ in range(2)]
    try:
        yield made
    finally:
        house.end_all_covers()


def go(rounds: Rounds, count: int) -> None:
    kinds = cycle((rounds.edit, rounds.accept, rounds.accept_or_decline, rounds.cover))
    for _ in range(count):
        next(kinds)()


def test_eight_rounds_of_two_at_once_have_one_winner_each(rounds: Rounds):
    go(rounds, BOUNDED)
    assert not rounds.wrong, "\n".join(rounds.wrong)


@pytest.mark.prove
def test_a_thousand_rounds_of_two_at_once_have_one_winner_each(
    rounds: Rounds, record_property: Callable[[str, object], None]
):
    go(rounds, PROVED)
    record_property("rounds", PROVED)
    for (what, *said), count in sorted(rounds.told.items()):
        record_property(f"{what}: {' / '.join(said)}", count)
    record_property("without one winner, or with something lost", len(rounds.wrong))
    assert not rounds.wrong, "\n".join(rounds.wrong[:40])


def test_covers_given_without_waiting_for_each_other_are_found_out(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: nobody waits for whoever names cover for the same colleague, nor looks whether it is taken."""
    from wasl.kernel.decision import allow
    from wasl.workforce import rules, services

    monkeypatch.setattr(services, "_lock_absence", lambda absent: None)
    monkeypatch.setattr(rules, "can_cover", lambda *_: allow())
    rounds.cover()
    assert rounds.wrong
