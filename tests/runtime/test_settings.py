"""Settings: every one described, every mistake told by the variable's name."""

import pytest

from wasl.runtime.faults import Fault
from wasl.runtime.settings import Settings, load, render, secret_variables, unknown


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_described_on_the_page(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert field.description.endswith(".")
    assert f"## WASL_{name.upper()}\n\n{field.description}" in render()


@pytest.mark.parametrize(
    ("variable", "given"),
    [
        ("WASL_PORT", "eighty"),
        ("WASL_PORT", "70000"),
        ("WASL_PROGRAMME", "../elsewhere"),
        ("WASL_DATABASE_URL", "mysql://h/d"),
        ("WASL_SERVICE_USER", "a b"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, given: str
) -> None:
    monkeypatch.setenv(variable, given)
    with pytest.raises(Fault, match=variable):
        load()


def test_a_wrong_secret_is_told_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASL_DATABASE_URL", "mysql://a:hidden-word@h/d")
    with pytest.raises(Fault) as caught:
        load()
    assert "hidden-word" not in str(caught.value)


def test_what_a_command_was_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASL_PORT", "8001")
    assert load().port == 8001
    assert load(port=8002).port == 8002
    assert load(port=None).port == 8001


def test_a_misspelt_variable_is_noticed() -> None:
    assert unknown({"WASL_PROT": "1", "WASL_PORT": "1", "PATH": "x"}) == ["WASL_PROT"]


def test_secrets_are_known_as_such() -> None:
    assert secret_variables() == {"WASL_DATABASE_URL", "WASL_ROLE_PASSWORDS"}
    assert "hidden" not in repr(load(database_url="postgresql://a:hidden@h/d"))
