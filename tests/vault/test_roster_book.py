"""A list given again is recognised when it was numbered anew, and a namesake alone is no family."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from wasl.vault import arrivals, rosters, store
from wasl.vault.rosters import RosterBook, recognise, same_family

BATCH = uuid4()


def member(given: str, father: str = "خالد", year: int = 1990) -> dict[str, Any]:
    names = {"given": given, "father": father, "grandfather": "محمد", "mother": "سعاد"}
    return {**names, "birth": f"{year}-07-01"}


def families(*marks: str) -> list[dict[str, Any]]:
    return [
        {"number": str(at), "members": [member("فاطمة", mark), member("علي", mark, 2010)]}
        for at, mark in enumerate(marks, start=1)
    ]


def book_of(several: list[dict[str, Any]]) -> tuple[RosterBook, list[UUID]]:
    book, owners = RosterBook(), [uuid4() for _ in several]
    for owner, one in zip(owners, several, strict=True):
        book.put(owner, uuid4(), {"batch": str(BATCH), **one})
    return book, owners


def test_the_same_numbers_lead_to_the_same_entries() -> None:
    book, owners = book_of(families("زيد", "عمر", "سعد"))
    again = families("زيد", "عمر", "سعد")
    assert book.best_batch(again) == (BATCH, 3)
    assert book.entries_of(BATCH, again) == owners


@pytest.mark.requirement("R028")
def test_a_family_put_in_at_the_top_moves_all_numbers_and_doubles_nobody() -> None:
    book, owners = book_of(families("زيد", "عمر", "سعد"))
    longer = families("نوح", "زيد", "عمر", "سعد")
    assert book.best_batch(longer) == (BATCH, 3)
    assert book.entries_of(BATCH, longer)[1:] == owners
    assert book.entries_of(BATCH, longer)[0] is None


def test_looking_at_numbers_only_would_have_doubled_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault of the test above."""
    monkeypatch.setattr(rosters, "TELLING", 99)
    book, _ = book_of(families("زيد", "عمر", "سعد"))
    assert book.best_batch(families("نوح", "زيد", "عمر", "سعد")) == (None, 0)


def test_two_families_of_one_number_are_both_kept_and_both_found() -> None:
    book, (zaid, omar, _) = book_of(families("زيد", "عمر", "سعد"))
    newer = uuid4()
    book.put(newer, uuid4(), {"batch": str(BATCH), **families("نوح")[0]})
    asked = families("نوح", "زيد", "عمر")
    assert book.entries_of(BATCH, asked) == [newer, zaid, omar]
    book.drop(newer)
    assert book.entries_of(BATCH, families("زيد")) == [zaid]


def test_people_alone_do_not_make_two_lists_the_same_but_are_found_again_where_others_have() -> None:
    alone = {"number": "4", "members": [member("فاطمة", year=1950)]}
    book, owners = book_of([*families("زيد", "عمر"), alone])
    moved = [{"number": "7", "members": [member("فاطمة", year=1950)]}]
    assert book.best_batch(moved) == (None, 0)
    assert book.entries_of(BATCH, moved) == [owners[2]]


def test_namesakes_who_changed_places_are_not_exchanged() -> None:
    one, other = [member("فاطمة", year=1950)], [member("فاطمة", year=1990)]
    book, (first, second) = book_of([{"number": "1", "members": one}, {"number": "2", "members": other}])
    asked = [{"number": "1", "members": other}, {"number": "2", "members": one}]
    assert book.entries_of(BATCH, asked) == [second, first]


def test_one_namesake_among_many_is_not_the_same_family() -> None:
    known = [member("فاطمة"), member("زينب"), member("سالم"), member("حسين")]
    other = [member("فاطمة"), member("نوال", "حاتم"), member("جاسم", "حاتم"), member("رنا", "حاتم")]
    assert not same_family(recognise(other, known), known)
    assert same_family(recognise(known[:1], known), known)
    assert not same_family([None], known)
    assert same_family([0, None, None, None, None], known[:1]), "expected: only the head is known"


def test_nothing_is_left_of_what_is_dropped() -> None:
    book, owners = book_of(families("زيد", "عمر"))
    for owner in (*owners, uuid4()):
        book.drop(owner)
    assert (book.entries, dict(book._batches)) == ({}, {})


class Gone:
    """A book whose import was taken back a moment ago: the change has not reached memory, the rows are gone."""

    def __init__(self, book: RosterBook) -> None:
        self.rosters = book


def test_an_import_taken_back_a_moment_ago_is_none_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a list that is given again at once would be written into an import that is undone."""
    book, _ = book_of(families("زيد", "عمر", "سعد"))
    older, kept = uuid4(), uuid4()
    book.put(kept, uuid4(), {"batch": str(older), **families("زيد")[0]})
    rows = [store.SealedRow(kept, uuid4(), uuid4(), b"", 1, b"")]
    monkeypatch.setattr(
        store, "some", lambda connection, field, owners: [r for r in rows if r.owner in owners]
    )
    asked = families("زيد", "عمر", "سعد")
    assert book.best_batch(asked) == (BATCH, 3), "memory still has it"
    memory: Any = Gone(book)
    batch, _, owners, _ = arrivals._earlier(memory, memory, None, asked)
    assert (batch, owners) == (older, [kept, None, None])
    rows.clear()
    assert arrivals._earlier(memory, memory, None, asked)[:3] == (None, 0, [None] * 3)
