"""The address of a page about a file, put together without asking the resolver each time: lists have hundreds.

Django tells once how the address of a page looks; after that the file's number and the references stand in their
places. Whatever is no number and no reference is handed to Django.
"""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.urls import reverse

from wasl.interfaces.web.ui.dates import FILE_NUMBER

_NUMBERS = tuple(f"0{n}-0000" for n in range(3))
_REFS = tuple(UUID(int=n) for n in range(3))
Argument = str | UUID


def address(name: str, *arguments: Argument) -> str:
    """What `reverse` answers."""
    for one in arguments:
        if one.__class__ is not UUID and not (isinstance(one, str) and FILE_NUMBER.fullmatch(one)):
            return reverse(name, args=arguments)
    between = _shape(name, tuple(one.__class__ is UUID for one in arguments))
    written = between[0]
    for one, after in zip(arguments, between[1:], strict=True):
        written += f"{one}{after}"
    return written


@cache
def _shape(name: str, are_refs: tuple[bool, ...]) -> tuple[str, ...]:
    """What stands around the arguments of an address."""
    samples: list[Argument] = [(_REFS if ref else _NUMBERS)[at] for at, ref in enumerate(are_refs)]
    rest, between = reverse(name, args=samples), []
    for sample in samples:
        before, found, rest = rest.partition(str(sample))
        if not found:
            raise ValueError(f"{name} does not take these arguments in this order")
        between.append(before)
    return (*between, rest)
