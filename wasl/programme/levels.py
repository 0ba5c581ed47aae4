"""From scores to a support level, with the reason: which rule and which domains.

The level says how much help a person needs from us, nothing else. A worker may raise it with a reason; lowering is
another action. A family's level is that of its member who needs most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wasl.programme.sheets.domains import Level, LevelRule


@dataclass(frozen=True, slots=True)
class LevelResult:
    """A level and why: the rule that gave it and the scores of the domains that met the rule, highest first."""

    level: Level
    rule: LevelRule | None
    because: Mapping[str, int]


def support_level(levels: Mapping[str, Level], scores: Mapping[str, int]) -> LevelResult:
    """The highest level of which a rule is met; the first level when none is."""
    ordered = sorted(levels.values(), key=lambda level: -level.order)
    for level in ordered:
        for rule in level.rules:
            causing = {code: score for code, score in scores.items() if score >= rule.score}
            if len(causing) >= rule.domains:
                return LevelResult(
                    level, rule, dict(sorted(causing.items(), key=lambda item: (-item[1], item[0])))
                )
    return LevelResult(ordered[-1], None, {})


def family_level(results: Iterable[LevelResult]) -> LevelResult | None:
    """The result of the member who needs most; nothing when nobody has been assessed."""
    return max(results, key=lambda result: (result.level.order, len(result.because)), default=None)
