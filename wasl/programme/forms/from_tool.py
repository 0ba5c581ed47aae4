"""A form for an instrument that no sheet of the programme asks: its items in its own order, nothing beside them.

Where its words may stand here, they do. In a language that has none (there is no validated wording, or permission is
needed first) each question says which item of the paper it is, and the answers are its numbers: somebody reads aloud
from the paper and the screen keeps what was said. Nothing is translated here.
"""

import io
from collections.abc import Mapping

import openpyxl

from wasl.kernel.text import LANGUAGES
from wasl.programme.forms import reading, workbook, xform
from wasl.programme.forms.folder import FormFile
from wasl.programme.notes import Notes
from wasl.programme.scoring import Library, Tool, ToolText
from wasl.programme.scoring.tool import Answer, Item

HEADINGS = {"ar": "العربية (ar)", "ckb": "کوردی (ckb)", "en": "English (en)"}
ON_PAPER = {
    "ar": "السؤال {item} كما في الورقة",
    "ckb": "پرسیاری {item} وەک لە کاغەزەکەدا",
    "en": "Question {item} as on the paper",
}
READ_FROM_PAPER = {
    "ar": "اقرأ الأسئلة من الورقة الأصلية لهذه الأداة؛ ولا توجد صيغة معتمدة لها هنا بهذه اللغة.",
    "ckb": "پرسیارەکان لە کاغەزە ڕەسەنەکەی ئەم ئامرازەوە بخوێنەوە؛ بەم زمانە دەقێکی پەسەندکراو لێرە نییە.",
    "en": "Read the questions from the instrument's own paper; there is no agreed wording in this language here.",
}
#: what the numbers of no answer stand for on such papers
NOT_GIVEN: Mapping[str, Mapping[Answer, str]] = {
    "ar": {7: "لا يرغب", 9: "لا يعرف"},
    "ckb": {7: "نایەوێت", 9: "نازانێت"},
    "en": {7: "Rather not", 9: "Does not know"},
}
#: more answers than these are a number that is typed
MOST_CHOICES = 12


def can_be_asked(tool: Tool) -> bool:
    """Not the grid, whose words are the programme's, and not what may be filled on paper only."""
    return tool.texts not in ("never", "programme")


def form_of(tool: Tool, library: Library) -> FormFile:
    """The form of an instrument. Raises ValueError where it may not be asked on a screen."""
    if not can_be_asked(tool):
        raise ValueError(f"{tool.code} is not asked on a screen")
    content, name, notes = sheet_of(tool, library), f"{tool.code}.xlsx", Notes()
    form = reading.read(workbook.read(content, name, notes), name, notes, own=False)
    if form is None or notes.findings:
        raise ValueError(f"{tool.code}: {notes.findings}")
    # its words were held against the rule for published wordings when the library was read
    made, _ = xform.convert(content, form)
    return FormFile(form, made)


def name_of(item: str) -> str:
    """The name of a question: letters, digits and _, beginning with a letter."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in item.lower())
    return plain if plain[:1].isalpha() else f"item_{plain}"


def sheet_of(tool: Tool, library: Library) -> bytes:
    """The same as a workbook, for whoever wants to go on from it."""
    words = {code: library.text(tool.code, code) for code in LANGUAGES}
    texts = {code: text for code, text in words.items() if isinstance(text, ToolText)}
    book = openpyxl.Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    labels = [f"label::{HEADINGS[code]}" for code in LANGUAGES]
    survey.append(["type", "name", *labels, "constraint", "item"])
    intro = [texts[code].intro if code in texts else READ_FROM_PAPER[code] for code in LANGUAGES]
    survey.append(["note", "intro", *(text or "—" for text in intro), "", ""])
    lists: dict[tuple[tuple[str, ...], ...], str] = {}
    for item in tool.items.values():
        survey.append(_row(tool, item, texts, lists))
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", *labels])
    for rows, code in lists.items():
        for row in rows:
            choices.append([code, *row])
    settings = book.create_sheet("settings")
    settings.append(
        ["form_id", "form_title", *(f"title_{code}" for code in LANGUAGES), "default_language", "tool"]
    )
    settings.append([tool.code, tool.name, *(tool.name for _ in LANGUAGES), HEADINGS["ar"], tool.code])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(
    tool: Tool, item: Item, texts: Mapping[str, ToolText], lists: dict[tuple[tuple[str, ...], ...], str]
) -> list[str]:
    label = [
        (texts[code].items.get(item.code, "") if code in texts else "")
        or ON_PAPER[code].format(item=item.code)
        for code in LANGUAGES
    ]
    if len(item.answers) > MOST_CHOICES:
        return ["integer", name_of(item.code), *label, f". >= {item.least} and . <= {item.most}", item.code]
    given = (*item.answers, *item.unknown)
    rows = tuple((str(answer), *_answer(item, answer, texts)) for answer in given)
    code = lists.setdefault(rows, f"answers_{len(lists) + 1}")
    return [f"select_one {code}", name_of(item.code), *label, "", item.code]


def _answer(item: Item, answer: Answer, texts: Mapping[str, ToolText]) -> list[str]:
    found = []
    for code in LANGUAGES:
        said = texts[code].answers.get(item.code, {}).get(answer, "") if code in texts else ""
        not_given = NOT_GIVEN[code].get(answer, "") if answer in item.unknown else ""
        found.append(said or not_given or str(answer))
    return found
