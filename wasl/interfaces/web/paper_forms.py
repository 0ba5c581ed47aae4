"""The paper twin of a form: the same questions in the same order, and a code in place of everything about anybody.

An answer's name stays off the sheet, its number is there. A simple condition is said in words; a question with another
one is marked to be asked only if it fits.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils import translation

from wasl.instruments import rules
from wasl.instruments.enums import Mode
from wasl.instruments.selectors.papers import PaperCard
from wasl.instruments.selectors.versions import VersionCard
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.pages.filling import decision_of, say, title_of
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as
from wasl.programme.forms.form import ASKED, SELECTS, Choice, Form, Kind, Question

#: how often a repeat is printed
ROUNDS: Final = 3
#: answers of at most so many letters stand four, two or one to a line
NARROW, HALF = 14, 38
_REF: Final = re.compile(r"\$\{[^}]*\}")
_IS: Final = re.compile(r"\$\{\s*(\w+)\s*\}\s*(!?=)\s*(['\"])([^'\"]*)\3")
_SELECTED: Final = re.compile(
    r"(not\s*\(\s*)?selected\(\s*\$\{\s*(\w+)\s*\}\s*,\s*(['\"])([^'\"]*)\3\s*\)(?(1)\s*\))"
)
_OR: Final = re.compile(r"\s+or\s+")


def draw(sheets: Sequence[PaperCard], versions: Mapping[str, VersionCard]) -> bytes:
    """The document of these sheets. `versions`: form code → the version that was printed."""
    return paper.pdf("form", content(sheets, versions))


def content(sheets: Sequence[PaperCard], versions: Mapping[str, VersionCard]) -> dict[str, Any]:
    """All that stands on the sheets; a form is written once for however many of them."""
    kinds = sorted({(one.instrument, one.language) for one in sheets})
    return {
        "forms": [_form(versions[code], language) for code, language in kinds],
        "sheets": [{"form": kinds.index((one.instrument, one.language)), "code": one.code} for one in sheets],
    }


def _form(version: VersionCard, language: str) -> dict[str, Any]:
    spoken = language if language in LANGUAGES else "ar"
    with translation.override(spoken), reading_as():
        said = paper.letter_words("form", spoken)
        said["destroy"] = said["destroy"].format(days=digits(rules.PAPER_DAYS))
        return {
            "lang": spoken,
            "dir": LANGUAGES[spoken].dir,
            "one": digits(1),
            "words": said,
            "title": title_of(version),
            "version": version.version,
            "clinical": version.clinical,
            "decision": decision_of(version.code),
            "modes": [_choice("", str(words.label(mode))) for mode in Mode],
            "languages": [_choice("", one.name) for one in words.programme().languages.values()],
            "parts": list(_Sheet(version.form, said).parts(version.form.questions)),
        }


def _choice(number: str, text: str) -> dict[str, str]:
    return {"n": number, "words": text}


class _Sheet:
    """One form in one language. Numbers run through all that is asked, whatever group it stands in."""

    def __init__(self, form: Form, said: Mapping[str, str]) -> None:
        self.form, self.said = form, said
        asked = (question for question, _ in form.every() if question.kind in ASKED)
        self.numbers = {question.name: number for number, question in enumerate(asked, start=1)}
        self.by_name = {question.name: question for question, _ in form.every()}

    def parts(self, questions: Sequence[Question]) -> Iterator[dict[str, Any]]:
        """What is drawn of these rows, in their order."""
        for question in questions:
            if question.kind is Kind.NOTE and (text := self.text(question)).strip("—"):
                yield {"kind": "note", "words": text}
            elif question.kind is Kind.MATRIX and (heads := self.heads(question)):
                rows = [row for row in question.children if row.kind in ASKED]
                yield self.framed(question) | {
                    "kind": "grid",
                    "heads": self.choices(heads),
                    "rows": [self.framed(row) | {"n": self.number(row)} for row in rows],
                }
            elif question.kind is Kind.REPEAT:
                yield self.framed(question) | {
                    "kind": "repeat",
                    "more": self.said["more"],
                    "rounds": [f"{self.said['round']} {digits(n)}" for n in range(1, ROUNDS + 1)],
                    "parts": list(self.parts(question.children)),
                }
            elif question.children:
                yield self.framed(question) | {
                    "kind": "group",
                    "parts": list(self.parts(question.children)),
                }
            elif question.kind in ASKED:
                yield self.asked(question)

    def heads(self, grid: Question) -> tuple[Choice, ...]:
        """The answers over a grid, where all its questions have the same."""
        lists = {
            row.choices if row.kind is Kind.SELECT_ONE else "" for row in grid.children if row.kind in ASKED
        }
        return self.form.lists.get(lists.pop(), ()) if len(lists) == 1 else ()

    def framed(self, question: Question) -> dict[str, Any]:
        return {"words": self.text(question), "condition": self.condition(question.logic.get("relevant", ""))}

    def number(self, question: Question) -> str:
        return digits(self.numbers[question.name])

    def text(self, question: Question) -> str:
        """The words of a row; what the screen would put in from other answers is a gap."""
        return _REF.sub("…", say(question.label))

    def asked(self, question: Question) -> dict[str, Any]:
        found = self.framed(question) | {
            "n": self.number(question),
            "hint": _REF.sub("…", say(question.hint)),
            "kind": {Kind.TEXT: "lines", Kind.DATE: "date"}.get(question.kind, "line"),
        }
        if question.kind not in SELECTS:
            return found
        choices = self.choices(self.form.lists.get(question.choices, ()))
        if question.kind is Kind.SELECT_MULTIPLE:
            found["hint"] = " · ".join(text for text in (found["hint"], self.said["many"]) if text)
        longest = max((len(one["words"]) for one in choices), default=0)
        columns = 4 if longest <= NARROW else 2 if longest <= HALF else 1
        few = sum(len(one["words"]) + 8 for one in choices) <= 80
        return found | {"kind": "choices", "choices": choices, "columns": 0 if few else columns}

    def choices(self, given: Sequence[Choice]) -> list[dict[str, str]]:
        """Answers with their numbers in the list; an answer that is a number needs no second one."""
        texts = [say(one.label) or one.name for one in given]
        return [
            _choice("" if text.strip().isdigit() else digits(n), digits(text) if text.isdigit() else text)
            for n, text in enumerate(texts, start=1)
        ]

    def condition(self, written: str) -> str:
        """A condition in words, where it asks for answers to one question; else that it must fit."""
        if not written.strip():
            return ""
        found = [self.term(one.strip()) for one in _OR.split(written.strip())]
        names = {one[0] for one in found if one}
        negated = {one[1] for one in found if one}
        if None in found or len(names) != 1 or len(negated) != 1 or (negated == {True} and len(found) > 1):
            return self.said["maybe"]
        name = names.pop()
        chosen = f" {self.said['or']} ".join(one[2] for one in found if one)
        sentence = self.said["only_if_not" if negated == {True} else "only_if"]
        return sentence.format(n=self.number(self.by_name[name]), words=chosen)

    def term(self, written: str) -> tuple[str, bool, str] | None:
        """(question, whether it is the other answers, words of the answer) of one comparison."""
        if found := _IS.fullmatch(written):
            name, turned, answer = found[1], found[2] == "!=", found[4]
        elif found := _SELECTED.fullmatch(written):
            name, turned, answer = found[2], bool(found[1]), found[4]
        else:
            return None
        if name not in self.numbers:
            return None
        given = self.form.lists.get(self.by_name[name].choices, ())
        said = next((say(one.label) for one in given if one.name == answer), "")
        return (name, turned, said) if said else None
