"""The words of instruments, apart from their scoring: one file for each tool, with notice, licence and source.

The words of a validated instrument are its calibration. So each language says where its words are from, or why there
are none; nothing is translated here. A tool that needs permission has no file; a ministry that has got it puts a file
of the same shape into `texts/` of its programme (a content pack), where it is checked in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LANGUAGES
from wasl.programme.forbidden import check_name, check_text
from wasl.programme.reading import Sheet
from wasl.programme.scoring import pieces
from wasl.programme.scoring.tool import Answer, Item, Tool

#: published: as the owner publishes it; check: not yet compared with the publication; own: the project's own words;
#: review: the project's own, to be read by somebody whose language it is
STATUS = ("published", "check", "own", "review")


@dataclass(frozen=True, slots=True)
class ToolText:
    """A tool in one language. `answers`: item → answer → words; empty where the answer is a number (of days)."""

    tool: str
    language: str
    status: str
    source: str
    notice: str
    intro: str
    items: Mapping[str, str]
    answers: Mapping[str, Mapping[Answer, str]]


@dataclass(frozen=True, slots=True)
class NoText:
    """There are no words in this language here, and why: a code of `words`, or the reason of the file."""

    language: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """All languages of one file."""

    tool: str
    notice: str
    licence: str
    by_language: Mapping[str, ToolText | NoText]

    def in_(self, language: str) -> ToolText | NoText:
        return self.by_language.get(language) or NoText(language, "text_absent")


def read_texts(sheet: Sheet, tools: Mapping[str, Tool], *, shipped: bool) -> Texts | None:
    """The words of one file; `shipped`: it lies in this repository and not in a content pack."""
    code = sheet.string("tool")
    tool = tools.get(code)
    if tool is None:
        if code:
            sheet.fault(
                "tool", "tool_unknown", f"there is no tool {code!r}.", f"Use one of: {', '.join(tools)}."
            )
        return None
    if tool.texts in ("never", "programme") or (shipped and tool.texts == "ask"):
        why = {"never": "allows no electronic form", "programme": "has its words in domains.toml"}
        sheet.fault(
            "tool",
            "text_not_allowed",
            f"{tool.name} {why.get(tool.texts, 'needs permission before its words are here')}.",
            "Remove this file.",
        )
    reader = _Reader(sheet, tool)
    texts = Texts(code, sheet.string("notice"), sheet.string("licence"), reader.languages())
    sheet.done()
    return texts


class _Reader:
    def __init__(self, sheet: Sheet, tool: Tool) -> None:
        self.sheet, self.tool = sheet, tool
        self.there: dict[str, tuple[str, str]] = {}
        self.absent: dict[str, str] = {}

    def languages(self) -> Mapping[str, ToolText | NoText]:
        table = self.sheet.table("language")
        for language in table.every_key():
            self._language(table.table(language), language)
        for language in LANGUAGES:
            if language not in self.there and language not in self.absent:
                table.fault(
                    language,
                    "language_missing",
                    f"nothing is said of {language!r}.",
                    "Add a status, or absent = why.",
                )
        # a file may only say why there are no words
        there = bool(self.there)
        intro = self._words(self.sheet.table("intro")) if there else {}
        items = self._items() if there else {}
        answers = self._answers() if there else {}
        found: dict[str, ToolText | NoText] = {
            language: NoText(language, "text_absent", why) for language, why in self.absent.items()
        }
        for language, (status, source) in self.there.items():
            found[language] = ToolText(
                tool=self.tool.code,
                language=language,
                status=status,
                source=source,
                notice=str(self.sheet.data.get("notice", "")),
                intro=intro.get(language, ""),
                items=MappingProxyType(
                    {code: words[language] for code, words in items.items() if language in words}
                ),
                answers=MappingProxyType(
                    {
                        item: MappingProxyType(
                            {is_: said[language] for is_, said in words.items() if language in said}
                        )
                        for item, words in answers.items()
                    }
                ),
            )
        return MappingProxyType(found)

    def _language(self, sheet: Sheet, language: str) -> None:
        if sheet.has("absent"):
            self.absent[language] = sheet.string("absent")
        else:
            self.there[language] = (sheet.choice("status", STATUS), pieces.source(sheet, "these words"))
        sheet.done()

    def _words(self, sheet: Sheet) -> dict[str, str]:
        """What one entry says, in each language that is there."""
        found = {}
        for language in (*self.there, *self.absent):
            if language in self.absent:
                if sheet.has(language):
                    sheet.fault(
                        language, "language_absent", "this language is absent.", "Give it a status first."
                    )
                continue
            found[language] = sheet.string(language)
            if wrong := self._forbidden(found[language], self.there[language][0]):
                sheet.fault(
                    language,
                    "word_forbidden",
                    f"this speaks of {wrong}.",
                    "Say what the person needs instead.",
                )
        return found

    @staticmethod
    def _forbidden(text: str, status: str) -> str:
        """What may not be asked. Our own words are held strictly; a published wording, which nobody may alter, is held
        to what accuses in a sentence ("the world is completely dangerous" says how somebody feels).
        """
        if status in ("own", "review"):
            name = check_name(text)
            return f"{name.name.en} ({name.term})" if name else ""
        return next((f"{hint.code} ({hint.term})" for hint in check_text(text)), "")

    def _items(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for entry in self.sheet.tables("item"):
            code = entry.string("code")
            if code not in self.tool.items:
                entry.fault(
                    "code",
                    "item_unknown",
                    f"there is no item {code!r}.",
                    f"Known: {', '.join(self.tool.items)}.",
                )
            if code in found:
                entry.fault("code", "item_twice", f"the item {code!r} stands twice.", "Remove one of them.")
            found[code] = self._words(entry)
            entry.done()
        for code in self.tool.expected:
            if code not in found:
                self.sheet.fault(
                    "item", "item_missing", f"the item {code!r} has no words.", "Add an [[item]] for it."
                )
        return found

    def _answers(self) -> dict[str, dict[Answer, dict[str, str]]]:
        found: dict[str, dict[Answer, dict[str, str]]] = {item: {} for item in self.tool.items}
        if self.sheet.flag("answers_are_numbers"):
            return found
        for entry in self.sheet.tables("answer", named="is"):
            is_ = entry.any_value("is")
            groups = {group.code: group.items for group in self.tool.groups.values()}
            of = (
                pieces.items(entry, self.tool.items, groups) if entry.has("items") else tuple(self.tool.items)
            )
            words = self._words(entry)
            takes = [code for code in of if is_ in _possible(self.tool.items[code])]
            if not takes:
                entry.fault(
                    "is",
                    "answer_unknown",
                    f"no item has the answer {is_!r}.",
                    "Use an answer of the scoring file.",
                )
            for code in takes:
                # words for some items only (those of a scale of its own) come before those for all
                if entry.has("items") or is_ not in found[code]:
                    found[code][is_] = words
            entry.done()
        for code in self.tool.expected:
            lacking = [str(one) for one in self.tool.items[code].answers if one not in found[code]]
            if lacking:
                self.sheet.fault(
                    "answer",
                    "answer_missing",
                    f"item {code!r} has no words for {', '.join(lacking)}.",
                    "Add an [[answer]] for each.",
                )
        return found


def _possible(item: Item) -> tuple[Answer, ...]:
    return (*item.answers, *item.unknown)
