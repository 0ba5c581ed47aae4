"""What each synthetic person needs: scores by domain, papers by kind, and the support level they add up to.

A level is drawn first for the family (15 light, 40 standard, 30 enhanced, 15 intensive in a hundred) and the scores
are then made to add up to it, so that the level is always explained by the scores and never the other way round.
Needs hang together: every family has one cluster that weighs more, and the document score follows the papers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from wasl.interfaces.cli.demo.tables import Table, between, pick
from wasl.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Grid:
    """Which domains are asked of the household, and which of a person of what age."""

    household: tuple[str, ...]
    personal: tuple[tuple[str, int, int], ...]

    @classmethod
    def of(cls, programme: Programme) -> "Grid":
        """As the programme has it; what is voluntary is left to the person and never made up."""
        asked = [domain for domain in programme.domains.values() if not domain.voluntary]
        return cls(
            tuple(domain.code for domain in asked if domain.once_for_the_family),
            tuple((domain.code, *domain.ages) for domain in asked if not domain.once_for_the_family),
        )

    def domains(self, age: int, *, head: bool) -> tuple[str, ...]:
        own = tuple(code for code, first, last in self.personal if first <= age <= last)
        return (*own, *self.household) if head else own


#: The grid as the dossier prints it (3.4), for families drawn without a programme at hand.
NSG_14 = Grid(
    household=("shelter", "basics"),
    personal=(
        ("safety", 0, 130),
        ("documents", 0, 130),
        ("legal", 18, 130),
        ("health", 0, 130),
        ("coping", 5, 130),
        ("family", 5, 130),
        ("children", 0, 17),
        ("education", 5, 130),
        ("work", 18, 130),
        ("ties", 5, 130),
        ("disability", 0, 130),
    ),
)

_WEIGHTS: Mapping[str, float] = {
    "coping": 18,
    "work": 15,
    "education": 13,
    "health": 13,
    "shelter": 12,
    "children": 9,
    "family": 8,
    "legal": 8,
    "ties": 8,
    "basics": 8,
    "documents": 8,
    "safety": 4,
    "disability": 4,
    "spiritual": 2,
}
_CLUSTERS: tuple[tuple[str, ...], ...] = (
    ("legal", "work", "shelter"),
    ("coping", "family", "children"),
    ("education", "work", "children"),
    ("health", "disability", "coping"),
    ("safety", "ties", "shelter"),
)
#: Only here can something be so pressing that it is answered within a day or two (a score of 4).
URGENT_DOMAINS = frozenset({"safety", "health", "coping", "basics", "children"})

LEVELS = ("light", "standard", "enhanced", "intensive")
FAMILY_LEVELS = Table((("light", 15), ("standard", 40), ("enhanced", 30), ("intensive", 15)))
_OTHERS: Mapping[str, Table[str]] = {
    "light": Table((("light", 1),)),
    "standard": Table((("light", 34), ("standard", 66))),
    "enhanced": Table((("light", 18), ("standard", 50), ("enhanced", 32))),
    "intensive": Table((("light", 12), ("standard", 38), ("enhanced", 35), ("intensive", 15))),
}

HAVE, EXPIRED, LOST, NEVER, NOT_NEEDED, UNKNOWN = (
    "have",
    "expired",
    "lost",
    "never_had",
    "not_needed",
    "unknown",
)
MISSING = frozenset({EXPIRED, LOST, NEVER})
DOCUMENTS = tuple(f"DOC{number:02d}" for number in range(1, 23))
#: Papers that hold up school, health, movement or support when they are missing, the most frequent first.
_PRESSING_ADULT = (("DOC01", 30), ("DOC03", 16), ("DOC07", 14), ("DOC02", 14), ("DOC16", 14), ("DOC12", 3))
_PRESSING_CHILD = (("DOC06", 30), ("DOC01", 30), ("DOC02", 6), ("DOC12", 3))
_PRESSING_HEAD = (("DOC05", 22), ("DOC04", 18), ("DOC15", 16), ("DOC17", 6), ("DOC18", 5), ("DOC19", 5))
_MINOR = (("DOC12", 5), ("DOC02", 4))
_MISSING_CHILD = Table(((NEVER, 78), (LOST, 18), (EXPIRED, 4)))
_MISSING_ADULT = Table(((LOST, 52), (NEVER, 22), (EXPIRED, 26)))


def support_level(scores: Sequence[int]) -> str:
    """The rule of the needs and strengths grid, over the scores of one person."""
    if 4 in scores or sum(score >= 3 for score in scores) >= 3:
        return "intensive"
    if 3 in scores or sum(score >= 2 for score in scores) >= 4:
        return "enhanced"
    return "standard" if 2 in scores else "light"


def highest(levels: Sequence[str]) -> str:
    return max(levels, key=LEVELS.index)


def member_levels(rng: Random, family_level: str, size: int) -> list[str]:
    """One member has the family's level; more often the head than anybody else."""
    levels = [_OTHERS[family_level].draw(rng) for _ in range(size)]
    levels[0 if rng.random() < 0.6 else between(rng, 0, size - 1)] = family_level
    return levels


def draw_cluster(rng: Random) -> tuple[str, ...]:
    return pick(rng, _CLUSTERS)


def draw_scores(
    rng: Random, domains: tuple[str, ...], level: str, cluster: tuple[str, ...]
) -> dict[str, int]:
    """A score for each domain, adding up to this level as far as there are domains enough."""
    scores = {domain: 0 if rng.random() < 0.24 else 1 for domain in domains}
    if level == "light":
        return scores
    wanted = _wanted_scores(rng, level)
    chosen = _chosen_domains(rng, domains, cluster, len(wanted))
    for domain, score in zip(chosen, wanted, strict=False):
        scores[domain] = score
    if wanted[0] == 4 and chosen[0] not in URGENT_DOMAINS:
        urgent = next((d for d in (*chosen, *domains) if d in URGENT_DOMAINS), chosen[0])
        scores[chosen[0]], scores[urgent] = max(scores[urgent], 2), 4
    return scores


def _wanted_scores(rng: Random, level: str) -> list[int]:
    if level == "standard":
        return [2] * between(rng, 1, 3)
    if level == "enhanced":
        if rng.random() < 0.25:
            return [2] * 4
        return [3] * between(rng, 1, 2) + [2] * between(rng, 0, 2)
    if rng.random() < 0.55:
        return [4] + [3] * between(rng, 0, 2) + [2] * between(rng, 1, 2)
    return [3] * 3 + [2] * between(rng, 0, 2)


def _chosen_domains(rng: Random, domains: tuple[str, ...], cluster: tuple[str, ...], count: int) -> list[str]:
    weighted = [(d, _WEIGHTS.get(d, 5) * (2.6 if d in cluster else 1.0)) for d in domains]
    chosen = Table(weighted).draw_distinct(rng, count)
    if "documents" in domains and "documents" not in chosen and rng.random() < 0.86:
        chosen[between(rng, 0, len(chosen) - 1)] = "documents"
    return chosen


def draw_documents(
    rng: Random, age: int, *, head: bool, married: bool, spouse: str | None, score: int
) -> dict[str, str]:
    """States of the 22 kinds for one person; a kind that is not listed is not needed."""
    states = _held(rng, age, head=head, married=married)
    for code in _missing_kinds(rng, age, head=head, spouse=spouse, score=score):
        states[code] = (_MISSING_CHILD if age < 18 else _MISSING_ADULT).draw(rng)
    if head:
        return {code: states.get(code, NOT_NEEDED) for code in DOCUMENTS}
    return states


def _held(rng: Random, age: int, *, head: bool, married: bool) -> dict[str, str]:
    states = {"DOC01": HAVE}
    if age < 18:
        states["DOC06"] = HAVE
    else:
        states |= {"DOC02": HAVE, "DOC03": HAVE}
    if age >= 6:
        states["DOC13"] = HAVE if rng.random() < 0.5 else UNKNOWN
    if head:
        states |= {"DOC04": HAVE, "DOC05": HAVE}
    if married:
        states["DOC07"] = HAVE
    return states


def _missing_kinds(rng: Random, age: int, *, head: bool, spouse: str | None, score: int) -> list[str]:
    if score < 2:
        return [Table(_MINOR).draw(rng)] if rng.random() < 0.2 else []
    count = between(rng, 2, 4) if score == 2 else between(rng, 4, 6)
    if age < 18:
        kinds = [*_PRESSING_CHILD, ("DOC11", 10)]
        if age >= 6:
            kinds.append(("DOC13", 16))
    else:
        kinds = [*_PRESSING_ADULT, ("DOC13", 5), ("DOC22", 2)]
        if head and spouse == "deceased":
            kinds.append(("DOC09", 22))
        elif head and spouse in {"unknown", "absent"}:
            kinds.append(("DOC10", 18))
    if head:
        kinds.extend(_PRESSING_HEAD)
    if rng.random() < 0.06:
        kinds.append(("DOC14", 20))
    return Table(kinds).draw_distinct(rng, count)
