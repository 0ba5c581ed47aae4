"""Expressions as people write them are let pass; what a device would refuse in the field is told at the desk."""

import pytest

from wasl.programme.forms.expressions import look

GOOD = [
    "${a} = 'yes'",
    ". >= 0 and . <= 120",
    ".>0 and .<10",
    "not(selected(., 'none') and count-selected(.) > 1)",
    "${a} != '' and (${b} > 3 or ${c} = \"x\")",
    "if(${x} = '', 0, ${x})",
    "${a} - ${b}",
    "${a}-1",
    "-1 * ${a}",
    "${a} mod 2 = 0",
    "${a} div ${b}",
    "position(..) = 1",
    "position(../..)",
    "count(${member})",
    "count(${member}[age > 5])",
    "sum(${member}/age)",
    "../age > 5",
    "./age > 5",
    "/data/household/size > 2",
    "current()/../state = 'north'",
    "state = ${state} and county=${county}",
    "regex(., '^[0-9]{4}$')",
    "jr:choice-name(${a}, '${a}')",
    "format-date(today(), '%Y-%m-%d')",
    "today() - ${day} < 60",
    "coalesce(${a}, 0) + coalesce(${b}, 0)",
    "concat(${a}, ' ', ${b})",
    "once(uuid())",
    "true()",
    "selected-at(${a}, 0)",
    "indexed-repeat(${name}, ${member}, 1)",
    "round(${score} div 6 * 100, 0)",
    "${a}=1 or ${b}=2\nor ${c}=3",
    "\"it's\" = ${a}",
]  # fmt: skip
BROKEN = [
    "selected((${a}, 'x')",
    "${a} = 'yes",
    "${a} =",
    "= 3",
    "${a} ${b}",
    "${a} = 1)",
    "${a",
    "${a} and and ${b}",
    "${a} and",
    "(${a} = 1",
    "selected(, 'x')",
    "if(${a} = 1, 2,)",
    "${a} & ${b}",
    "()",
    "${a} == 3",
]


@pytest.mark.parametrize("expression", GOOD)
def test_what_works_in_the_field_is_let_pass(expression):
    assert look(expression).faults == ()


@pytest.mark.parametrize("expression", BROKEN)
def test_what_a_device_would_refuse_is_told(expression):
    assert [code for code, _ in look(expression).faults] == ["expression_broken"]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("pulldata('towns', 'name', 'key', ${a})", "function_unsupported"),
        ("instance('towns')/root/item[name = ${a}]/label", "function_unsupported"),
        ("chosen(${a})", "function_unknown"),
    ],
)
def test_a_function_that_is_not_there_is_told(expression, code):
    assert code in [found for found, _ in look(expression).faults]


def test_the_names_of_an_expression_are_known_once_each():
    seen = look("${a} = 1 and state = ${b} or ${a} = 2")
    assert (seen.names, seen.bare) == (("a", "b"), ("state",))
