"""Chooses the sentences of practice files: in the family's language where there is one, else in Arabic."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from wasl.interfaces.cli.demo import words_ar, words_ckb
from wasl.interfaces.cli.demo.tables import pick
from wasl.interfaces.cli.demo.traits import Somebody, fitting, traits_of

_SORANI = "ckb"
_NEEDS = {"ar": words_ar.NEEDS, _SORANI: {**words_ar.NEEDS, **words_ckb.NEEDS}}
_GOALS = {"ar": words_ar.GOALS, _SORANI: {**words_ar.GOALS, **words_ckb.GOALS}}
_CHILD = {
    "ar": (words_ar.NEEDS_CHILD, words_ar.GOALS_CHILD),
    # the Sorani sentences fit any age
    _SORANI: (
        {domain: lines for domain, lines in words_ar.NEEDS_CHILD.items() if domain not in words_ckb.NEEDS},
        {domain: lines for domain, lines in words_ar.GOALS_CHILD.items() if domain not in words_ckb.GOALS},
    ),
}
_NOTES = {"ar": words_ar.NOTES, _SORANI: {**words_ar.NOTES, **words_ckb.NOTES}}
_UNDER_WAY = {"ar": words_ar.UNDER_WAY, _SORANI: {**words_ar.UNDER_WAY, **words_ckb.UNDER_WAY}}
_SERVED = {"ar": words_ar.SERVED, _SORANI: {**words_ar.SERVED, **words_ckb.SERVED}}
_PLAIN: Mapping[str, Mapping[str, tuple[str, ...] | str]] = {
    "why_no_goal": words_ar.WHY_NO_GOAL,
    "plain": {"still_open": words_ar.STILL_OPEN, "sealed": words_ar.SEALED},
    "results": words_ar.RESULTS,
    "urgent": words_ar.URGENT,
    "asked": words_ar.ASKED,
    "waiting": words_ar.WAITING,
    "evidence": words_ar.EVIDENCE,
    "decisions": words_ar.DECISIONS,
    "endings": {"left": words_ar.LEFT, "closing": words_ar.CLOSING, "reopened": words_ar.REOPENED},
}


def strength(rng: Random, language: str, age: int) -> str:
    source = words_ckb if language == _SORANI else words_ar
    return pick(rng, source.STRENGTHS if age >= 18 else source.STRENGTHS_CHILD) if age >= 4 else ""


def wish(rng: Random, language: str, age: int, traits: frozenset[str]) -> str:
    source = words_ckb if language == _SORANI else words_ar
    return _said(rng, source.WISHES if age >= 18 else source.WISHES_CHILD, traits) if age >= 6 else ""


def need(rng: Random, language: str, domain: str, *, child: bool, traits: frozenset[str]) -> str:
    own = _CHILD[language][0].get(domain) if child else None
    return _said(rng, own or _NEEDS[language].get(domain) or _NEEDS[language]["coping"], traits)


def goal(rng: Random, language: str, domain: str, *, child: bool, traits: frozenset[str]) -> str:
    own = _CHILD[language][1].get(domain) if child else None
    return _said(rng, own or _GOALS[language].get(domain) or _GOALS[language]["return"], traits)


def note(rng: Random, language: str, topic: str, traits: frozenset[str], said: frozenset[str]) -> str:
    """A note on a topic, or on what the topic is a kind of; one that this family has already only where there is no
    other.
    """
    notes = _NOTES[language]
    return _said(rng, notes.get(topic) or notes[topic.partition(":")[0]], traits, said)


def talk(rng: Random, language: str, members: Iterable[Somebody]) -> str:
    """What somebody says alone, before the family leaves."""
    return note(rng, language, "exit_talk", traits_of(members), frozenset())


def under_way(rng: Random, language: str, domain: str, traits: frozenset[str], said: frozenset[str]) -> str:
    """What is written while a service for a field of life goes on."""
    found = _UNDER_WAY[language].get(domain) or _NOTES[language]["service"]
    return _said(rng, found, traits, said)


def served(rng: Random, language: str, domain: str, traits: frozenset[str]) -> str:
    """What came of a service for a field of life."""
    return _said(rng, _SERVED[language].get(domain) or _NOTES[language]["service"], traits)


def sentence(rng: Random, kind: str, code: str, traits: frozenset[str] | None = None) -> str:
    """One of a kind's sentences; a code that has none of its own gets the one for `other`, if there is one."""
    group = _PLAIN[kind]
    found = group[code] if code in group else group["other"]
    if isinstance(found, str):
        return found
    return pick(rng, found) if traits is None else _said(rng, found, traits)


def _said(
    rng: Random, sentences: tuple[str, ...], traits: frozenset[str], said: frozenset[str] = frozenset()
) -> str:
    able = fitting(sentences, traits)
    return pick(rng, tuple(one for one in able if one not in said) or able)


def every_sentence() -> Iterator[str]:
    """All that can ever be written into a practice file, for the check against words that must not be there."""
    for source in (words_ar, words_ckb):
        for name, group in vars(source).items():
            if not name.isupper():
                continue
            if isinstance(group, str):
                yield group
            elif isinstance(group, tuple):
                yield from group
            elif isinstance(group, dict):
                for value in group.values():
                    if isinstance(value, str):
                        yield value
                    elif isinstance(value, tuple):
                        yield from value
