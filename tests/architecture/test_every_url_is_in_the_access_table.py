"""Every address says who may come: walked from the resolver, so that no page can be left out of the table.

`wasl/interfaces/web/access_table.py` holds `TABLE`, a mapping of the address's full name ("file_page",
"mfa:index") to an `Action`, "signed_in" (any account) or "public" (before sign-in).
"""

from collections.abc import Iterable, Iterator, Mapping

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from wasl.access.enums import Action

OPEN = frozenset({"public", "signed_in"})


def addresses(
    patterns: Iterable[URLPattern | URLResolver], space: str = "", before: str = ""
) -> Iterator[tuple[str, str]]:
    """(full name or "", route) of every address below some patterns."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, route)
        else:
            yield (f"{space}{pattern.name}" if pattern.name else ""), route


def gaps(patterns: Iterable[URLPattern | URLResolver], table: Mapping[str, str]) -> list[str]:
    """Addresses without a name or an answer, answers without an address, and answers that mean nothing."""
    found = list(addresses(patterns))
    names = {name for name, _ in found}
    wrong = [f"no name, so nobody can say who may come: {route}" for name, route in found if not name]
    wrong += [f'    "{name}": "",  # {route}' for name, route in found if name and name not in table]
    wrong += [f"{name} is in the table and is no address" for name in table if name not in names]
    wrong += [
        f"{name}: {answer!r} is neither an action nor one of {sorted(OPEN)}"
        for name, answer in table.items()
        if answer not in OPEN and answer not in set(Action)
    ]
    return wrong


@pytest.mark.requirement("R026", "P8")
def test_every_address_says_who_may_come(django_ready):
    from wasl.interfaces.web.access_table import TABLE

    wrong = gaps(get_resolver().url_patterns, TABLE)
    assert not wrong, "\n" + "\n".join(wrong)


def _page(request):
    raise NotImplementedError


ENTRIES = {"family": Action.FILE_VIEW, "accounts:login": "public"}
PAGES: list[URLPattern | URLResolver] = [
    path("files/", _page, name="family"),
    path("accounts/", include(([path("login/", _page, name="login")], "accounts"))),
]


def test_a_complete_table_is_welcome():
    assert gaps(PAGES, ENTRIES) == []


def test_a_page_that_nobody_entered_is_caught_with_a_line_to_paste():
    assert gaps([*PAGES, path("secret/", _page, name="secret")], ENTRIES) == ['    "secret": "",  # secret/']


def test_a_page_without_a_name_is_caught():
    assert "no name" in gaps([*PAGES, path("hidden/", _page)], ENTRIES)[0]


def test_an_entry_without_a_page_and_an_answer_without_meaning_are_caught():
    assert len(gaps(PAGES, {**ENTRIES, "gone": "public"})) == 1
    assert len(gaps(PAGES, {**ENTRIES, "family": "file.peek"})) == 1
