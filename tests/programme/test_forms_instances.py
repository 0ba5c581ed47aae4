"""Whatever form there is and however it is answered: an instance that is written and read gives the same answers."""

import random
import string
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.programme.workbooks import said, table, workbook
from wasl.kernel.errors import Invalid, Invalids
from wasl.programme.forms import reading
from wasl.programme.forms.form import ASKED, Form, Kind, Question
from wasl.programme.forms.from_tool import can_be_asked, form_of
from wasl.programme.forms.instance import Answer, read_instance, root_of
from wasl.programme.forms.workbook import read
from wasl.programme.notes import Notes
from wasl.programme.scoring import library

few = settings(max_examples=40, deadline=None)
PLAIN = (
    "text",
    "integer",
    "decimal",
    "date",
    "select_one seven",
    "select_multiple seven",
    "note",
    "calculate",
)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=60)


# --- a drawn form -------------------------------------------------------------------------------------------------


@dataclass
class Drawn:
    """The survey sheet as it grows, with names that are used once."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def row(self, kind: str, **more: str) -> None:
        self.rows.append(
            {"type": kind, "name": f"q{len(self.rows)}", **said("سؤال", "پرسیار", "question"), **more}
        )


@st.composite
def forms(draw) -> Form:
    """A form as it is read from its sheet: rows of every type, in groups, grids and repeats, two deep at most."""
    drawn = Drawn()

    def some(depth: int) -> None:
        kinds = (*PLAIN, "grid", "begin group", "begin repeat") if depth < 2 else PLAIN
        for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5)):
            if kind == "grid":
                drawn.row("begin group", appearance="table-list")
                for _ in range(draw(st.integers(1, 3))):
                    drawn.row("select_one seven")
                drawn.row("end group")
            elif kind.startswith("begin"):
                drawn.row(kind)
                some(depth + 1)
                drawn.row(kind.replace("begin", "end"))
            else:
                drawn.row(kind, **({"calculation": "1 + 1"} if kind == "calculate" else {}))

    some(0)
    content = workbook(
        {
            "survey": table(drawn.rows),
            "choices": table(
                [{"list_name": "seven", "name": f"c{n}", **said("أ", "ب", "c")} for n in range(7)]
            ),
            "settings": [["form_id", "form_title"], ["drawn", "Drawn"]],
        }
    )
    notes = Notes()
    form = reading.read(read(content, "drawn.xlsx", notes), "drawn.xlsx", notes, own=False)
    assert form is not None
    return form


VALUES: dict[Kind, st.SearchStrategy[str]] = {
    Kind.TEXT: WORDS.map(str.strip).filter(bool),
    Kind.INTEGER: st.integers(-(10**12), 10**12).map(str),
    Kind.DECIMAL: st.decimals(-(10**6), 10**6, places=3).map(str),
    Kind.DATE: st.dates().map(str),
    Kind.SELECT_ONE: st.integers(0, 6).map("c{}".format),
    Kind.SELECT_MULTIPLE: st.sets(st.integers(0, 6), min_size=1).map(
        lambda chosen: " ".join(f"c{n}" for n in chosen)
    ),
}
Given = list[tuple[str, str, tuple[int, ...]]]


@st.composite
def filled(draw) -> tuple[Form, str, Given]:
    """A form, an instance of it, and what was answered, in the order of the form."""
    form = draw(forms())
    given: Given = []
    mixed = draw(st.integers(0, 2**32))

    def down(questions: Sequence[Question], at: tuple[int, ...]) -> str:
        parts = []
        for question in questions:
            if question.kind is Kind.REPEAT:
                rounds = range(1, draw(st.integers(0, 3)) + 1)
                parts.append(
                    "".join(
                        f"<{question.name}>{down(question.children, (*at, n))}</{question.name}>"
                        for n in rounds
                    )
                )
            elif question.children:
                parts.append(f"<{question.name}>{down(question.children, at)}</{question.name}>")
            elif question.kind in ASKED and (value := draw(st.none() | VALUES[question.kind])):
                given.append((question.name, value, at))
                parts.append(f"<{question.name}>{escape(value)}</{question.name}>")
            elif question.kind is not Kind.NOTE:
                parts.append(f"<{question.name}/>")
        random.Random(mixed).shuffle(parts)
        return "".join(parts)

    body = down(form.questions, ())
    return form, f'<data id="drawn" version="v">{body}<meta><instanceID/></meta></data>', given


def told(answers: Sequence[Answer]) -> Given:
    return [(one.question.name, one.value, one.at) for one in answers]


# --- what holds ---------------------------------------------------------------------------------------------------


@few
@given(filled())
def test_what_is_written_is_read_in_the_order_of_the_form(drawn):
    form, xml, given = drawn
    assert told(read_instance(form, xml).answers) == given
    assert told(read_instance(form, xml, unfinished=True).answers) == given
    assert root_of(xml) == ("drawn", "v")


@few
@given(filled(), st.data())
def test_a_draft_is_never_refused_whatever_is_missing_or_wrong_in_it(drawn, data):
    form, _, _ = drawn
    names = [question.name for question, _ in form.every()]
    some = data.draw(st.lists(st.tuples(st.sampled_from([*names, "q_unknown"]), WORDS), max_size=8))
    body = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in some)
    kept = read_instance(form, f'<data id="drawn" version="v">{body}</data>', unfinished=True)
    assert {one.question.name for one in kept.answers} <= {name for name, _ in some}


FORM = form_of(library().tools["rcsi"], library()).form
WHOLE = (
    f'<data id="rcsi" version="{FORM.version}"><item_1>1</item_1><item_2>7</item_2>'
    "<meta><instanceID>uuid:6f1c1f0e-53d7-4d55-8c39-0a2d4f1f9d11</instanceID></meta></data>"
)


def only_refused(xml: str) -> None:
    for unfinished in (False, True):
        with suppress(Invalid, Invalids):
            read_instance(FORM, xml, unfinished=unfinished)
    with suppress(Invalid):
        root_of(xml)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400).map(lambda sent: sent.decode("utf-8", "surrogateescape")) | st.text(max_size=400)
)
@example("\ud800")
@example("\x00")
@example("<a>" * 60_000 + "</a>" * 60_000)
@example('<?xml version="1.0" encoding="utf-16"?><data id="rcsi"/>')
@example('<?xml version="1.0" encoding="no-such"?><data id="rcsi"/>')
@example('<!DOCTYPE d SYSTEM "file:///etc/passwd"><data id="rcsi"/>')
def test_whatever_comes_in_is_read_or_refused(sent):
    only_refused(sent)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 30), st.text(string.printable, max_size=30))
def test_whatever_is_changed_in_an_instance_it_is_read_or_refused(at, length, put):
    only_refused(WHOLE[:at] + put + WHOLE[at + length :])


@pytest.mark.parametrize("day", ["2026-W01-1", "20260101", "2026-02-30", "2026-1-1", "0000-01-01", "today"])
def test_a_day_is_a_day_of_the_calendar(day):
    content = workbook(
        {
            "survey": table([{"type": "date", "name": "since", **said("أ", "ب", "since")}]),
            "settings": [["form_id", "form_title"], ["drawn", "Drawn"]],
        }
    )
    notes = Notes()
    form = reading.read(read(content, "drawn.xlsx", notes), "drawn.xlsx", notes, own=False)
    assert form is not None
    with pytest.raises(Invalids):
        read_instance(form, f'<data id="drawn" version="v"><since>{day}</since></data>')


@pytest.mark.parametrize("code", sorted(c for c, tool in library().tools.items() if can_be_asked(tool)))
def test_an_instruments_own_form_asks_each_of_its_items_once_in_its_order(code):
    tool = library().tools[code]
    form = form_of(tool, library()).form
    asked = [question for question, _ in form.every() if question.kind in ASKED]
    assert [question.item for question in asked] == list(tool.items)
    for question in asked:
        if question.choices:
            item = tool.items[question.item]
            names = [choice.name for choice in form.lists[question.choices]]
            assert names == [str(answer) for answer in (*item.answers, *item.unknown)]


def test_a_reader_that_forgets_the_rounds_would_be_seen(monkeypatch):
    """The planted fault: were all rounds of a repeat one, the drawn forms would show it."""
    from wasl.programme.forms import instance

    honest = instance._Reader.down
    monkeypatch.setattr(
        instance._Reader, "down", lambda self, element, questions, at, *rest, **more: honest(
            self, element, questions, (), *rest, **more
        )
    )  # fmt: skip
    with pytest.raises(AssertionError):
        test_what_is_written_is_read_in_the_order_of_the_form()
