"""What is sealed of a filled form: every question in the words that were read, so that it can be read so for ever.

Shape: `form`, `version`, `title`, `tool`, `age`, `groups` (name → words), `answers` (list of `name`, `kind`, `item`,
`at` (rounds of repeats), `group`, `label`, `value`, and `words` of each answer chosen), `calculated`, `own_items`,
`edition` of the scoring file, `results` (key → value), `missing`, `prorated`, `reasons`, `says`.
"""

from collections.abc import Mapping
from typing import Any

from wasl.instruments.selectors.versions import VersionCard
from wasl.programme.forms.form import SELECTS, Kind, Question, Words
from wasl.programme.forms.instance import Answer, Instance, chosen_words
from wasl.programme.scoring import Reason, Result

NOTES, CLINICAL = "notes:answers", "clinical:answers"


def draft_field(*, clinical: bool) -> str:
    """Where an unfinished form is sealed; that of a clinical one opens for nobody who may not read clinical answers."""
    return "clinical:draft" if clinical else "notes:draft"


def of_instance(
    version: VersionCard, instance: Instance, result: Result | None, age: int | None
) -> dict[str, Any]:
    """The document of one filled form."""
    groups: dict[str, Words] = {}
    for one in instance.answers:
        if one.group is not None and one.group.label:
            groups[one.group.name] = dict(one.group.label)
    return {
        "form": version.code, "version": version.version, "tool": version.tool, "age": age,
        "title": dict(version.form.title) or version.form.written_title,
        "groups": groups,
        "answers": [_answer(version, one) for one in instance.answers],
        "calculated": dict(instance.calculated),
    } | (_results(instance, result) if result is not None else {})  # fmt: skip


def _answer(version: VersionCard, one: Answer) -> dict[str, Any]:
    question: Question = one.question
    kept: dict[str, Any] = {
        "name": question.name, "kind": str(question.kind), "label": dict(question.label), "value": one.value,
    }  # fmt: skip
    if question.item:
        kept["item"] = question.item
    if one.at:
        kept["at"] = list(one.at)
    if one.group is not None:
        kept["group"] = one.group.name
    if question.kind in SELECTS:
        kept["words"] = [dict(words) for words in chosen_words(version.form, question, one.value)]
    return kept


def _results(instance: Instance, result: Result) -> dict[str, Any]:
    return {
        "own_items": instance.items(),
        "edition": result.tool.edition,
        "results": dict(result.values),
        "missing": list(result.missing),
        "prorated": result.prorated,
        "reasons": [_reason(one) for one in (*result.reasons, *result.notes)],
        "says": list(result.says),
    }


def answers_of(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Question → what was chosen, or typed, as rules ask for it."""
    found: dict[str, list[str]] = {}
    for one in document["answers"]:
        several = one["value"].split() if one["kind"] == Kind.SELECT_MULTIPLE else [one["value"]]
        found.setdefault(one["name"], []).extend(several)
    return found


def words_of(document: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, str]]:
    """(question, answer) → its words by language."""
    return {
        (one["name"], chosen): said
        for one in document["answers"]
        if one.get("words")
        for chosen, said in zip(
            one["value"].split() if one["kind"] == Kind.SELECT_MULTIPLE else [one["value"]],
            one["words"],
            strict=True,
        )
    }


def _reason(one: Reason) -> Mapping[str, Any]:
    return {"code": one.code, "facts": {key: str(value) for key, value in one.facts.items()}}
