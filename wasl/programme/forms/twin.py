"""The text twin: a form in words, beside its sheet, for whoever reviews a change without opening a spreadsheet.

It says everything that a form is, in an order that does not depend on columns, so that two versions can be compared
line by line. It is written by `wasl programme twin` and never read back: people edit the sheet.
"""

from collections.abc import Iterator, Mapping

from wasl.programme.forms.form import SELECTS, Choice, Form, Question, Words

SUFFIX = ".txt"
_STEP = "    "


def write(form: Form) -> str:
    """The twin's whole text."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form) -> Iterator[str]:
    name = form.file.rsplit("/", 1)[-1]
    yield f"{name} in words, for reading and comparing. Change the sheet, then write this anew: wasl programme twin"
    yield ""
    yield f"form {form.code}, version {form.version}"
    if form.written_title:
        yield f"title: {form.written_title}"
    yield from _words(form.title, _STEP, "title")
    for code in sorted(form.languages):
        yield f"language {code}: {form.languages[code] or '-'}"
    if form.default_language:
        yield f"first shown in: {form.default_language}"
    if form.tool:
        yield f"scored as: {form.tool}"
    if form.decisions:
        yield from ("", "DECISIONS")
        for decision, words in form.decisions.items():
            yield from ("", decision)
            yield from _words(words, _STEP)
    yield from ("", "QUESTIONS")
    yield from _questions(form.questions, "")
    if form.lists:
        yield from ("", "ANSWERS")
        for named, choices in form.lists.items():
            yield from ("", f"list {named}")
            yield from _choices(choices)


def _questions(questions: tuple[Question, ...], indent: str) -> Iterator[str]:
    for question in questions:
        yield ""
        kind = f"{question.kind} {question.choices}" if question.kind in SELECTS else str(question.kind)
        yield f"{indent}{question.name}: {question.written or kind}"
        inside = indent + _STEP
        for column, words in question.all_words():
            yield from _words(words, inside, "" if column == "label" else column)
        for column, written in question.logic.items():
            yield f"{inside}{column}: {_one_line(written)}"
        for column in ("appearance", "decision", "item"):
            if said := getattr(question, column):
                yield f"{inside}{column}: {said}"
        if question.children:
            yield from _questions(question.children, inside)
            yield from ("", f"{indent}end of {question.name}")


def _choices(choices: tuple[Choice, ...]) -> Iterator[str]:
    for choice in choices:
        more = "".join(f" [{key}: {_one_line(value)}]" for key, value in sorted(choice.more.items()))
        yield f"{_STEP}{choice.name}{more}"
        yield from _words(choice.label, _STEP * 2)


def _words(words: Words | Mapping[str, str], indent: str, column: str = "") -> Iterator[str]:
    for language in sorted(words):
        yield f"{indent}{column + ' ' if column else ''}{language}: {_one_line(words[language])}"


def _one_line(text: str) -> str:
    return text.replace("\n", " ⏎ ")
