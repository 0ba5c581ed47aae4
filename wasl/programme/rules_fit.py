"""Whether the rules fit what is asked: every one looks at an answer or a score that exists, and can come true.

Sheets are looked into only where they were read already: a process that shows no form reads none.
"""

from collections.abc import Mapping

from wasl.programme.forms.folder import Forms
from wasl.programme.forms.form import SELECTS, Question
from wasl.programme.forms.from_tool import can_be_asked
from wasl.programme.notes import Notes
from wasl.programme.programme import Programme
from wasl.programme.scoring import Tool
from wasl.programme.sheets.raising import Condition, Rule

FILE = "rules.toml"
#: what pages of their own turn into needs and tasks, without a rule
_BY_PAGES = {"nsg-14": "grid", "documents-inventory": "documents"}
#: whose result is a fact of a line of leaving
_BY_FACTS = frozenset({"fcr-10"})


def examine(programme: Programme, notes: Notes) -> None:
    """Note every rule that looks at nothing, says too much, or proposes what is asked of somebody else."""
    for rule in programme.rules.values():
        _rule(programme, rule, notes)
    if not isinstance(programme.forms, Forms):
        _unused(programme, notes)


def serves(programme: Programme, code: str) -> tuple[str, ...]:
    """What an instrument's answers are used for: codes of rules, `grid`, `documents`, `exit` or `psychologist`.

    The halves of an instrument that several forms ask serve together.
    """
    tool = tool_of(programme, code)
    found = [
        rule.code
        for rule in programme.rules.values()
        if rule.form == code or (tool is not None and tool_of(programme, rule.form) is tool)
    ]
    if code in _BY_PAGES:
        found.append(_BY_PAGES[code])
    if tool is not None and tool.code in _BY_FACTS:
        found.append("exit")
    if tool is not None and tool.flags and tool.privacy == "clinical":
        found.append("psychologist")
    return tuple(found)


def _unused(programme: Programme, notes: Notes) -> None:
    """Somebody gives time to each question: where no rule and no line of leaving looks at the answers, it is told."""
    for code in programme.entry.instruments:
        if not serves(programme, code):
            notes.warn("1-entry.toml", f"instrument[{code}]", "answers_unused",
                       f"no rule, no line of leaving and no flag looks at the answers of {code!r}.",
                       "Write a rule in rules.toml, or ask no longer.")  # fmt: skip


def tool_of(programme: Programme, form: str) -> Tool | None:
    """The instrument whose items a form asks; None where it belongs to none, or its sheet was not read."""
    tools = programme.scoring.tools
    if form in tools:
        return tools[form]
    if isinstance(programme.forms, Forms):
        return None
    found = programme.forms.get(form)
    return tools.get(found.form.tool) if found else None


def _rule(programme: Programme, rule: Rule, notes: Notes) -> None:
    where = f"rule[{rule.code}]"
    read = not isinstance(programme.forms, Forms)
    tool = tool_of(programme, rule.form)
    sheet = programme.forms.get(rule.form) if read else None
    known = rule.form in programme.scoring.tools and can_be_asked(programme.scoring.tools[rule.form])
    if read and sheet is None and not known:
        notes.fault(FILE, f"{where}.form", "form_unknown", f"there is no form {rule.form!r}.",
                    "Use the code of a sheet in instruments/ or of an instrument.")  # fmt: skip
        return
    if (
        tool is not None
        and tool.privacy == "clinical"
        and "{value}" in "".join(rule.because.in_(x) for x in ("ar", "ckb", "en"))
    ):
        notes.fault(FILE, f"{where}.because", "sentence_tells", "the sentence tells a clinical answer to everybody.",
                    "Leave {value} out.")  # fmt: skip
    if rule.form not in programme.entry.instruments:
        notes.fault(FILE, f"{where}.form", "form_not_asked", f"{rule.form!r} is asked of nobody.",
                    "Add an [[instrument]] to 1-entry.toml, or remove the rule.")  # fmt: skip
    for goal in rule.goals:
        found = programme.rehabilitation.goals.get(goal)
        if found is not None and found.domain != rule.domain:
            notes.fault(FILE, f"{where}.goals", "goal_elsewhere", f"{goal!r} is a goal of {found.domain!r}.",
                        f"Name goals of {rule.domain!r}.")  # fmt: skip
    questions = {q.name: q for q, _ in sheet.form.every()} if sheet else {}
    lists = (
        {name: [one.name for one in several] for name, several in sheet.form.lists.items()} if sheet else {}
    )
    for condition in rule.when:
        _condition(condition, f"{where}.when", tool, questions, sheet is not None, notes, lists)


def _condition(
    condition: Condition, where: str, tool: Tool | None, questions: Mapping[str, Question], read: bool, notes: Notes,
    lists: Mapping[str, list[str]],
) -> None:  # fmt: skip
    if condition.result and tool is not None:
        known = results_of(tool)
        if condition.result not in known:
            notes.fault(FILE, where, "result_unknown", f"{tool.name} has no result {condition.result!r}.",
                        f"Use one of: {', '.join(known)}.")  # fmt: skip
            return
        possible = known[condition.result]
        strange = [one for one in condition.answers if possible and one not in possible]
        if strange:
            notes.fault(FILE, where, "answer_unknown", f"{condition.result!r} is never {', '.join(strange)}.",
                        f"It is one of: {', '.join(possible)}.")  # fmt: skip
    elif condition.result and read:
        notes.fault(
            FILE, where, "result_unknown", "this form belongs to no instrument.", "Look at a question."
        )
    elif condition.question and read:
        question = questions.get(condition.question)
        if question is None:
            notes.fault(FILE, where, "question_unknown", f"the form does not ask {condition.question!r}.",
                        f"Use one of: {', '.join(questions)}.")  # fmt: skip
        elif question.kind in SELECTS:
            strange = [one for one in condition.answers if one not in lists.get(question.choices, [])]
            if strange:
                notes.fault(FILE, where, "answer_unknown", f"{condition.question!r} is never {', '.join(strange)}.",
                            f"It is one of: {', '.join(lists.get(question.choices, []))}.")  # fmt: skip


def results_of(tool: Tool) -> dict[str, tuple[str, ...]]:
    """Result → what it can be, as rules write it; empty for a number."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(tool.scores, ())
    for bands in tool.bands.values():
        found[bands.code] = (*(band.code for band in bands.bands), *(gives for _, gives in bands.always))
    for level in tool.levels.values():
        found[level.code] = (*(step.code for step in level.steps), level.otherwise)
    for code in (*tool.cutoffs, *tool.flags):
        found[code] = ("true", "false")
    return found
