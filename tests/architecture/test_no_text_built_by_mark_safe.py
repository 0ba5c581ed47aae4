"""HTML comes from templates, which escape. Nothing in Python or in a template may declare a text to be safe."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, calls, dotted, files, place, tree_of

UNSAFE_CALLS = {"mark_safe", "SafeString", "SafeText"}
#: what renders templates says which texts are escaped already, as Django's own renderer does; a test holds it to that
RENDERERS = {"wasl/interfaces/web/ui/quick.py", "wasl/interfaces/web/ui/quick_values.py"}
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off")


def declared_safe(root: Path) -> list[str]:
    """Places where a text is declared to be safe HTML by hand."""
    found = []
    for path in files(root / "wasl", ".py"):
        if path.relative_to(root).as_posix() in RENDERERS:
            continue
        for call in calls(tree_of(path)):
            name = dotted(call.func).rpartition(".")[2]
            # format_html escapes its arguments, but not a text that was put together before it came
            built = (
                name == "format_html" and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
            )
            constant = call.args and isinstance(call.args[0], ast.Constant)
            if built or (name in UNSAFE_CALLS and not constant):
                found.append(f"{place(path, root, call.lineno)}: {name}")
    for path in files(root / "wasl", ".html", ".svg"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if match := UNSAFE_TEMPLATE.search(line):
                found.append(f"{place(path, root, number)}: {match[0]}")
    return found


def test_nothing_is_excepted_but_the_renderer_that_is_compared_with_djangos():
    assert {path for path in RENDERERS if (ROOT / path).exists()} == RENDERERS
    compared = (ROOT / "tests/web/test_quick_templates.py").read_text(encoding="utf-8")
    assert "differences(source, values, language)" in compared
    assert all(Path(path).stem in compared for path in RENDERERS)


@pytest.mark.requirement("P15")
def test_no_text_is_declared_to_be_safe_html():
    assert declared_safe(ROOT) == []


def _plant(tmp_path: Path, name: str, text: str) -> list[str]:
    folder = tmp_path / "wasl"
    folder.mkdir()
    (folder / name).write_text(text)
    return declared_safe(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "mark_safe(name)",
        "safestring.SafeString(name)",
        'format_html(f"<b>{name}</b>")',
        'format_html("<b>" + name)',
    ],
)
def test_a_text_declared_safe_in_python_is_caught(tmp_path, text):
    assert len(_plant(tmp_path, "page.py", text + "\n")) == 1


@pytest.mark.parametrize("text", ["{{ note|safe }}", "{{ note | safe }}", "{% autoescape off %}"])
def test_a_text_declared_safe_in_a_template_is_caught(tmp_path, text):
    assert len(_plant(tmp_path, "page.html", text)) == 1


@pytest.mark.parametrize("text", ['format_html("<b>{}</b>", name)', "SafeString('aria-hidden=\"true\"')"])
def test_escaping_with_format_html_and_constant_markup_are_welcome(tmp_path, text):
    assert _plant(tmp_path, "page.py", text + "\n") == []
