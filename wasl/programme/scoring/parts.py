"""Reads the parts of a scoring file that name a result: scores, bands, cut-offs, levels and flags.

A programme may set another cut-off, other bands or the item of a flag in its own `scoring.toml`; those entries come
through the same readers, so that they are held to the same rules.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import gcd
from types import MappingProxyType
from typing import TypeVar

from wasl.programme.reading import Sheet
from wasl.programme.scoring import pieces
from wasl.programme.scoring.tool import Band, Bands, Condition, Cutoff, Flag, Item, Level, Rule, Score, Step

HOW = ("sum", "mean", "count", "percent")
OPENS = ("safety_today", "protection_followup", "preparation")
SAYS = ("talk",)
Part = TypeVar("Part", Bands, Cutoff, Level, Flag)


class Known:
    """What has been read of a tool so far: what the next part may refer to."""

    def __init__(self, items: Mapping[str, Item], groups: Mapping[str, tuple[str, ...]]) -> None:
        self.items, self.groups = items, groups
        self.scores: dict[str, Score] = {}
        self.made_up = False
        self._results: set[str] = set()

    def items_of(self, sheet: Sheet, key: str) -> tuple[str, ...]:
        return pieces.items(sheet, self.items, self.groups, key)

    def when(self, sheet: Sheet) -> Condition:
        return pieces.condition(sheet.table("when"), self.items, self.groups, tuple(self.scores))

    def rule(self, sheet: Sheet) -> Rule:
        found = pieces.rule(sheet, self.items, self.groups, tuple(self.scores))
        for one in found.conditions:
            self._reach(sheet, one)
        return found

    def _reach(self, sheet: Sheet, one: Condition) -> None:
        """A cut-off outside what the score can be answers always the same."""
        score = self.scores.get(one.score)
        at = one.at_least if one.at_least is not None else one.at_most
        if score is None or at is None:
            return
        least, most = self.reach(score)
        if not least <= at <= most:
            sheet.fault(
                "at_least" if one.at_least is not None else "at_most",
                "cutoff_beyond",
                f"{at} lies outside of {score.code!r}, which goes from {least} to {most}.",
                "Write a number inside.",
            )

    def add_score(self, score: Score, sheet: Sheet) -> None:
        self.result(score.code, sheet)
        self.scores[score.code] = score

    def result(self, code: str, sheet: Sheet) -> None:
        """Each key of the engine's answer is given once."""
        if code in self._results:
            sheet.fault("code", "code_twice", f"the result {code!r} stands twice.", "Rename one of them.")
        self._results.add(code)

    def each(self, sheet: Sheet, key: str, reader: Callable[[Sheet, "Known"], Part]) -> Mapping[str, Part]:
        found = {}
        for one in sheet.tables(key, required=False):
            part = reader(one, self)
            self.result(part.code, one)
            found[part.code] = part
        return MappingProxyType(found)

    def reach(self, score: Score) -> tuple[Decimal, Decimal]:
        """The least and the most that a score can be when everything is answered."""
        of = [self.items[item] for item in score.items]
        match score.how:
            case "percent":
                return Decimal(0), Decimal(100)
            case "count":
                return Decimal(0), Decimal(len(of))
            case "mean":
                return _plain(min(item.least for item in of)), _plain(max(item.most for item in of))
        least = sum((score.weight(item.code) * (item.least + score.shift) for item in of), Fraction(0))
        most = sum((score.weight(item.code) * (item.most + score.shift) for item in of), Fraction(0))
        return _plain(least), _plain(most)

    def grain(self, score: Score) -> Decimal:
        """The smallest difference between two values of a score: bands that leave more than that out have a gap."""
        if score.how in ("percent", "mean") or (self.made_up and score.decimals):
            return Decimal(1).scaleb(-score.decimals)
        weights = [score.weight(item) for item in score.items if score.weight(item)]
        below = max((weight.denominator for weight in weights), default=1)
        return _plain(Fraction(gcd(*(int(weight * below) for weight in weights)) or 1, below))


def _plain(number: Fraction | int) -> Decimal:
    exact = Fraction(number)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def read_score(sheet: Sheet, known: Known) -> Score:
    how = sheet.choice("how", HOW)
    of = known.items_of(sheet, "items")
    turned = frozenset(known.items_of(sheet, "turned")) if sheet.has("turned") else frozenset[str]()
    for item in sorted(turned.difference(of)):
        sheet.fault(
            "turned", "item_unknown", f"item {item} is not in this score.", "Name items of this score."
        )
    words = sorted(
        item for item in of if any(isinstance(answer, str) for answer in known.items[item].answers)
    )
    if words and how != "count":
        sheet.fault("how", "scale_wrong", f"the answers of {words[0]} are words.", 'Use how = "count".')
    change = pieces.decimal(sheet, "change")
    score = Score(
        code=pieces.code(sheet),
        how=how,
        items=of,
        turned=turned,
        weights=_weights(sheet, of),
        shift=int(pieces.decimal(sheet, "shift") or 0),
        answers=pieces.chosen(sheet, of, known.items) if how == "count" else frozenset(),
        decimals=sheet.whole("decimals", most=4, default=0),
        change=change,
        change_source=sheet.string("change_source", required=change is not None),
    )
    sheet.done()
    return score


def _weights(sheet: Sheet, of: tuple[str, ...]) -> Mapping[str, Fraction]:
    if not sheet.has("weights"):
        return MappingProxyType({})
    given = sheet.any_value("weights")
    numbers = given if isinstance(given, list) else []
    right = all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers)
    if not right or len(numbers) != len(of):
        sheet.fault(
            "weights",
            "weights_wrong",
            f"{len(of)} items need {len(of)} weights.",
            "Write one number for each item.",
        )
        return MappingProxyType({})
    return MappingProxyType({item: Fraction(str(weight)) for item, weight in zip(of, numbers, strict=True)})


def read_bands(sheet: Sheet, known: Known) -> Bands:
    name = sheet.string("of")
    found = []
    for one in sheet.tables("bands"):
        least, most = pieces.decimal(one, "from"), pieces.decimal(one, "to")
        if least is None or most is None or least > most:
            one.fault(
                "from",
                "bands_wrong",
                "this band has no two ends.",
                "Write from = and to =, the smaller first.",
            )
        found.append(Band(pieces.code(one), least or Decimal(0), most or Decimal(0)))
        one.done()
    score = known.scores.get(name)
    if score is not None and found:
        _contiguous(sheet, found, known.reach(score), known.grain(score))
    elif name and score is None:
        sheet.fault("of", "score_unknown", f"there is no score {name!r}.", f"Use: {', '.join(known.scores)}.")
    bands = Bands(
        code=pieces.code(sheet),
        score=name,
        bands=tuple(found),
        source=pieces.source(sheet, "these bands"),
        fixed=sheet.flag("fixed"),
        always=tuple(_always(sheet, known, found)),
    )
    sheet.done()
    return bands


def _always(sheet: Sheet, known: Known, bands: list[Band]) -> list[tuple[Condition, str]]:
    found = []
    for one in sheet.tables("always", required=False, named="gives"):
        gives = one.choice("gives", tuple(band.code for band in bands))
        found.append((pieces.condition(one, known.items, known.groups, ()), gives))
    return found


def _contiguous(sheet: Sheet, bands: list[Band], reach: tuple[Decimal, Decimal], grain: Decimal) -> None:
    """Bands lie side by side over all that the score can be: no value in two of them, none in none."""
    for before, after in pairwise(bands):
        if after.least <= before.most:
            sheet.fault(
                f"bands[{after.code}].from",
                "bands_overlap",
                f"{after.least} lies in {before.code!r} already, which goes to {before.most}.",
                f"Begin at {before.most + grain}.",
            )
        elif after.least - before.most > grain:
            sheet.fault(
                f"bands[{after.code}].from",
                "bands_gap",
                f"between {before.most} and {after.least} there is no band.",
                f"Begin at {before.most + grain}.",
            )
    least, most = reach
    if bands[0].least != least or bands[-1].most != most:
        sheet.fault(
            "bands",
            "bands_short",
            f"the score goes from {least} to {most}, the bands from {bands[0].least} to {bands[-1].most}.",
            "Let the first begin and the last end where the score does.",
        )


def read_cutoff(sheet: Sheet, known: Known) -> Cutoff:
    cutoff = Cutoff(
        code=pieces.code(sheet),
        rule=known.rule(sheet),
        source=pieces.source(sheet, "this cut-off"),
        fixed=sheet.flag("fixed"),
        says=sheet.choice("says", SAYS, default="") if sheet.has("says") else "",
    )
    sheet.done()
    return cutoff


def read_level(sheet: Sheet, known: Known) -> Level:
    steps = []
    for one in sheet.tables("steps"):
        steps.append(Step(pieces.code(one), known.rule(one)))
        one.done()
    level = Level(
        code=pieces.code(sheet),
        steps=tuple(steps),
        otherwise=pieces.code(sheet, "otherwise"),
        source=pieces.source(sheet, "this level"),
        at_least=sheet.flag("at_least_while_unfinished"),
    )
    if level.otherwise in (step.code for step in steps):
        sheet.fault(
            "otherwise", "code_twice", f"{level.otherwise!r} is a step too.", "Name what holds without any."
        )
    sheet.done()
    return level


def read_flag(sheet: Sheet, known: Known) -> Flag:
    awaits = sheet.string("awaits", required=False)
    flag = Flag(
        code=pieces.code(sheet),
        rule=Rule(()) if awaits and not sheet.has("items") else known.rule(sheet),
        opens=sheet.choice("opens", OPENS),
        source=pieces.source(sheet, "this flag"),
        awaits="" if sheet.has("items") else awaits,
    )
    sheet.done()
    return flag
