"""Who takes part: the pages of Wasl, and beside each the floor and bare Django with the same rows."""

import itertools
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bench.contestant import Plain
from bench.floor import Floor
from bench.rotation import Contestant, calibration
from bench.visits import Family, Visit, deep, grid, note, visit, worker_with_families
from bench.world import World
from tests.protection.counting import counted

LIST = "/files/?scope=team&order=number"
MANAGER = "zainab"
MISSPELT = str.maketrans({"أ": "ا", "ة": "ه", "ى": "ي"})


class Contests:
    """The visitors, and everything that they do."""

    def __init__(self, place: World, floor: Floor, plain: Plain) -> None:
        self.floor, self.plain = floor, plain
        self.salma, self.families = worker_with_families(place)
        self.salma_files = files_of(place, self.salma)
        self.nadia, self.team = supervisor(place, self.families[0])
        self.manager = visit(place, MANAGER)
        self.down, self.before = deep(self.nadia, LIST)
        self.asked = [(family, grid(self.salma, family.number)) for family in self.families[:5]]
        self.names = known_names(self.salma, self.families)

    def all(self) -> list[Contestant]:
        """In the order of a round."""
        salma, nadia, families = self.salma, self.nadia, self.families
        plain_list, plain_deep = f"/files/?team={self.team}", f"/files/?team={self.team}&after={self.before}"
        saved, floored = itertools.cycle(families), itertools.cycle(families)
        return [
            Contestant("calibration", calibration),
            page("nothing (404)", lambda: salma.get("/files/00-0000/", 404)),
            page("my day", lambda: salma.get("/")),
            self.bare("my day", salma, "/"),
            page("list, first page", lambda: nadia.get(LIST)),
            self.bare("list, first page", nadia, plain_list),
            Contestant("list, first page: floor", lambda: self.floor.list_of(self.team)),
            page("list, deep page", lambda: nadia.get(self.down)),
            self.bare("list, deep page", nadia, plain_deep),
            Contestant("list, deep page: floor", lambda: self.floor.list_of(self.team, self.before)),
            *self.searches(),
            page("open a family", turn(families, lambda family: salma.get(f"/files/{family.number}/"))),
            self.bare_turn("open a family", lambda family: (f"/files/{family.number}/", None)),
            Contestant("open a family: floor", turn(families, lambda family: self.floor.family(family.file))),
            page("save a note", lambda: salma.post(f"/files/{next(saved).number}/note/", note())),
            self.bare_turn("save a note", lambda family: (f"/files/{family.number}/note/", note())),
            Contestant("save a note: floor", lambda: self.save(next(floored))),
            *self.assessments(),
            page("today, in counts", lambda: self.manager.get("/today/")),
            self.bare("today, in counts", self.manager, "/today/"),
        ]  # fmt: skip

    def save(self, family: Family) -> None:
        self.floor.note(family.file, family.team, note()["text"])

    def assessments(self) -> list[Contestant]:
        """A part of the grid answered again: another score each time, so that something follows."""
        own, other = itertools.cycle(self.asked), itertools.cycle(self.asked)
        scores = itertools.cycle("0123")

        def filled(form: Callable[[str], dict[str, str]]) -> dict[str, str]:
            return form(next(scores))

        def record() -> None:
            family, form = next(own)
            self.salma.post(f"/files/{family.number}/assessment/household/", filled(form))

        def plain(count: bool = False) -> Any:
            family, form = next(other)
            sent = {name.replace("score_", "score-"): value for name, value in filled(form).items()}
            found = self.plain.visit(
                self.salma.username, f"/files/{family.number}/assessment/", sent, count=count
            )
            return found if count else float(found["seconds"])

        return [
            page("record an assessment", record),
            Contestant(
                "record an assessment: bare Django", plain,
                lambda: {"statements": plain(count=True)["statements"]},
            ),
        ]  # fmt: skip

    def searches(self) -> list[Contestant]:
        """By the vault's own answer; bare Django looks for the same names with ILIKE and answers with its page."""
        found = []
        for kind, change in (("exact", lambda name: name.three), ("misspelt", misspelt), ("Latin", latin)):
            asked, again = [change(name) for name in self.names], itertools.cycle(map(change, self.names))
            found.append(Contestant(f"search, {kind}", turn(asked, self.search)))
            found.append(
                self.bare_path(f"search, {kind}", lambda again=again: f"/search/?q={quote(next(again))}")  # type: ignore[misc]
            )
        return found

    def search(self, text: str) -> object:
        from wasl.vault import services as vault

        return vault.client().search(self.salma.token, "search", text)

    # -- bare Django -----------------------------------------------------------------------------------------------

    def bare(self, name: str, visitor: Visit, path: str) -> Contestant:
        return self._bare(name, lambda **more: self.plain.visit(visitor.username, path, **more))

    def bare_path(self, name: str, path: Callable[[], str]) -> Contestant:
        return self._bare(name, lambda **more: self.plain.visit(self.salma.username, path(), **more))

    def bare_turn(self, name: str, ask: Callable[[Family], tuple[str, dict[str, str] | None]]) -> Contestant:
        around = itertools.cycle(self.families)

        def go(**more: Any) -> dict[str, Any]:
            path, form = ask(next(around))
            return self.plain.visit(self.salma.username, path, form, **more)

        return self._bare(name, go)

    def _bare(self, name: str, go: Callable[..., dict[str, Any]]) -> Contestant:
        return Contestant(
            f"{name}: bare Django",
            lambda: float(go()["seconds"]),
            lambda: {"statements": go(count=True)["statements"]},
        )


def page(name: str, do: Callable[[], object]) -> Contestant:
    """A page of Wasl, with what it costs in statements of the web's role and calls to the vault."""

    def cost() -> dict[str, int]:
        with counted() as found:
            do()
        return {"statements": len(found.statements), "vault_calls": len(found.vault)}

    return Contestant(name, do, cost)


def turn(items: list[Any], do: Callable[[Any], object]) -> Callable[[], object]:
    """One item after the other, round and round."""
    around = itertools.cycle(items)
    return lambda: do(next(around))


def supervisor(place: World, family: Family) -> tuple[Visit, int]:
    """Whoever supervises the family's team."""
    with place.floor() as connection:
        row = connection.execute(
            "SELECT a.username FROM access_membership m JOIN access_account a ON a.id = m.account_id "
            "WHERE m.role = 'case-supervisor' AND m.team_id = %s",
            [family.team],
        ).fetchall()[0]
    return visit(place, str(row[0])), family.team


def files_of(place: World, visitor: Visit) -> int:
    """How many families somebody has in hand."""
    with place.floor() as connection:
        row = connection.execute(
            "SELECT count(*) FROM casefile_file WHERE worker = %s AND state NOT IN ('closed', 'withdrawn')",
            [place.account(visitor.username)],
        ).fetchone()
    return int(str(row[0])) if row else 0


def known_names(salma: Visit, families: list[Family]) -> list[Any]:
    """Names of people whom the searcher may find."""
    from wasl.access.work import unit_of_work
    from wasl.people import selectors as people

    found = []
    with unit_of_work(salma.token) as by:
        for family in families:
            found += [one.name for one in people.people_of(family.file, viewer=by) if one.name]
    return [name for name in found if name.father and name.grandfather]


def misspelt(name: Any) -> str:
    """As people type who do not care for hamza, with two letters of the last name changed about."""
    plain = str(name.three).translate(MISSPELT)
    return plain[:-3] + plain[-2] + plain[-3] + plain[-1] if len(plain) > 6 else plain


def latin(name: Any) -> str:
    from wasl.kernel import names

    return name.latin or " ".join(names.latin(part) for part in name.three.split())
