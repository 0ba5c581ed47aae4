"""A code is for machines; people read words. Every code of a room has them, in Arabic, Sorani and English.

`labels.py` of a room holds `WORDS` (StrEnum → its members → lazy text) for every list in its `enums.py`, and `REASONS`
(code of a refusal or of a fault in the input → lazy text). A list that nobody ever reads stands in `UNSPOKEN`.
Codes of rooms without labels (kernel, vault, programme) are worded by any room above.
"""

import ast
import importlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.architecture.sources import ROOT, calls, dotted, files, module_of, place, room_of, tree_of
from tools.messages import LANGUAGES, Messages, catalogue

#: call → which argument is the code
CODED = {"refuse": 0, "LimitReached": 0, "Invalid": 1}


#: rooms whose findings carry their own words, in three languages where people read them
SPEAKS_ITSELF = {"programme", "runtime"}
#: what only our own processes say to each other, when one of them is at fault
INTERNAL = {"malformed", "unknown_operation", "unknown_class"}


def original(text: Any) -> tuple[str | None, str]:
    """(context, English text) of a lazy translation, or of a plain string, which no catalogue can know."""
    given: tuple[Any, ...] = getattr(text, "_args", (text,))
    return (given[0], given[1]) if len(given) == 2 and isinstance(given[1], str) else (None, str(given[0]))


def is_lazy(text: Any) -> bool:
    return hasattr(text, "_args")


def lists_of(enums: ModuleType) -> list[type[StrEnum]]:
    return [
        value for value in vars(enums).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == enums.__name__
    ]  # fmt: skip


def wordless(enums: ModuleType, labels: ModuleType | None) -> list[str]:
    """Codes of a room for which its labels have no word."""
    # members of different lists may be equal as text, so each list has its own words
    words: Mapping[type[StrEnum], Mapping[Any, Any]] = getattr(labels, "WORDS", {})
    unspoken = getattr(labels, "UNSPOKEN", ())
    return [
        f"{enums.__name__}.{kind.__name__}.{member.name} has no word"
        for kind in lists_of(enums) if kind not in unspoken
        for member in kind if member not in words.get(kind, {})
    ]  # fmt: skip


def untranslated(labels: ModuleType, catalogues: Mapping[str, Messages]) -> list[str]:
    """Words of a room that are no translations, or that a catalogue lacks or repeats in English."""
    found = []
    lists = {kind.__name__: words for kind, words in getattr(labels, "WORDS", {}).items()}
    for kind, words in {**lists, "REASONS": getattr(labels, "REASONS", {})}.items():
        for code, text in words.items():
            where, message = f"{labels.__name__}: {kind} {str(code)!r}", original(text)
            if not is_lazy(text):
                # an empty word is a choice: nothing is said where there is nothing to say
                found += [f"{where} is not marked for translation"] if text else []
                continue
            for language, known in catalogues.items():
                translated = known.get(message, "")
                if not translated:
                    found.append(f"{where} is missing in {language}: {message[1]!r}")
                elif translated == message[1] and any(letter.islower() for letter in translated):
                    found.append(f"{where} is English in {language}: {message[1]!r}")
    return found


def coded(root: Path) -> Iterator[tuple[str, str]]:
    """(place, code) of every refusal and every fault that a person can be told of."""
    for path in files(root / "wasl", ".py"):
        if room_of(module_of(path, root)) in SPEAKS_ITSELF:
            continue
        for call in calls(tree_of(path)):
            at = CODED.get(dotted(call.func).rpartition(".")[2])
            if at is None:
                continue
            given = (
                call.args[at]
                if len(call.args) > at
                else next((k.value for k in call.keywords if k.arg == "code"), None)
            )
            if (
                isinstance(given, ast.Constant)
                and isinstance(given.value, str)
                and given.value not in INTERNAL
            ):
                yield place(path, root, call.lineno), given.value


def unexplained(codes: Iterator[tuple[str, str]], reasons: set[str]) -> list[str]:
    return sorted(
        {f"{code!r} has no words in any REASONS ({where})" for where, code in codes if code not in reasons}
    )


def rooms() -> list[tuple[str, bool, bool]]:
    """(module path of a room, has lists, has labels)."""
    found: dict[str, set[str]] = {}
    for path in files(ROOT / "wasl", ".py"):
        module = module_of(path, ROOT)
        before, _, last = module.rpartition(".")
        if last in {"enums", "labels"} and room_of(before):
            found.setdefault(before, set()).add(last)
    return [(room, "enums" in has, "labels" in has) for room, has in sorted(found.items())]


def labels_of_rooms() -> list[ModuleType]:
    return [importlib.import_module(f"{room}.labels") for room, _, has_labels in rooms() if has_labels]


def test_every_code_has_a_word():
    wrong = [
        line
        for room, has_enums, has_labels in rooms() if has_enums
        for line in wordless(
            importlib.import_module(f"{room}.enums"),
            importlib.import_module(f"{room}.labels") if has_labels else None,
        )
    ]  # fmt: skip
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.requirement("R079")
def test_every_word_is_in_arabic_and_sorani_too():
    catalogues = {language: catalogue(language) for language in LANGUAGES}
    wrong = [line for labels in labels_of_rooms() for line in untranslated(labels, catalogues)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.requirement("R006", "R069")
def test_every_refusal_has_its_words():
    reasons = {str(code) for labels in labels_of_rooms() for code in getattr(labels, "REASONS", {})}
    wrong = unexplained(coded(ROOT), reasons)
    assert not wrong, "\n" + "\n".join(wrong)


class _Lamp(StrEnum):
    OFF = "off"
    ON = "on"


def _room(**content: Any) -> ModuleType:
    module = ModuleType("planted")
    vars(module).update(content)
    return module


def test_a_code_without_a_word_is_caught():
    enums = ModuleType(__name__)
    vars(enums)["Lamp"] = _Lamp
    assert wordless(enums, _room(WORDS={_Lamp: {_Lamp.OFF: "Off"}})) == [f"{__name__}._Lamp.ON has no word"]
    assert len(wordless(enums, None)) == 2
    assert wordless(enums, _room(UNSPOKEN=(_Lamp,))) == []


def test_a_word_that_a_language_lacks_or_repeats_in_english_is_caught():
    from django.utils.translation import gettext_lazy

    labels = _room(WORDS={_Lamp: {_Lamp.OFF: gettext_lazy("Switched off"), _Lamp.ON: gettext_lazy("On")}})
    catalogues: dict[str, Messages] = {
        "ar": {(None, "Switched off"): "مطفأ", (None, "On"): "يعمل"},
        "ckb": {(None, "On"): "On"},
    }
    assert len(untranslated(labels, catalogues)) == 2


def test_a_word_that_is_not_marked_for_translation_is_caught():
    assert len(untranslated(_room(WORDS={_Lamp: {_Lamp.ON: "On"}}), {})) == 1


def test_a_refusal_without_words_is_caught(tmp_path):
    room = tmp_path / "wasl" / "casefile"
    room.mkdir(parents=True)
    (room / "rules.py").write_text('def f():\n    return refuse("no_goal", need=1)\n')
    (room / "services.py").write_text(
        'raise Invalid("date", "date_invalid")\nraise LimitReached(code="looks")\n'
    )
    assert len(unexplained(coded(tmp_path), {"looks"})) == 2
