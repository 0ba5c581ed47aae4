"""What somebody types and does not send goes: with the form when it is sent, or after two weeks by itself."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.journey.family import Family
from tests.worlds import House
from wasl.kernel.clock import frozen, now, today

FORM = "note"


def typed(family: Family, form: str = FORM) -> UUID:
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Draft
    from wasl.casefile.services.record import draft_save

    draft_save(file=family.ref, form=form, values={"text": "لم أكمل"}, by=family.salma)
    with unit_of_work(family.salma.token):
        return Draft.objects.get(account=family.salma.account, file_id=family.ref, form=form).pk


def left(house: House, *drafts: UUID) -> set[UUID]:
    """Of which drafts sealed words still lie in the database."""
    from wasl.vault.models import Sealed

    with house.as_role("wasl_backup"):
        return set(Sealed.objects.filter(owner__in=drafts).values_list("owner", flat=True))


def expire(house: House) -> int:
    from wasl.casefile.services.record import drafts_expire

    with house.as_role("wasl_worker"):
        return drafts_expire()


@pytest.mark.requirement("P15", "P2")
def test_a_note_that_is_sent_takes_its_draft_and_its_words_along(house: House):
    from wasl.casefile.enums import ContactKind
    from wasl.casefile.services.record import contact_record

    family = Family(house)
    draft = typed(family)
    assert left(house, draft) == {draft}
    contact_record(
        file=family.ref,
        person=None,
        kind=ContactKind.NOTE,
        text="كاملة",
        on=today(),
        draft=FORM,
        by=family.salma,
    )
    assert left(house, draft) == set()


@pytest.mark.requirement("P15", "P2")
def test_a_form_that_is_sent_takes_its_draft_and_its_words_along(house: House):
    from wasl.casefile.services.record import draft_drop

    family = Family(house)
    sent, other = typed(family, "review"), typed(family, "plan")
    draft_drop(file=family.ref, form="review", by=family.salma)
    assert left(house, sent, other) == {other}


@pytest.mark.requirement("P15", "P2")
def test_after_two_weeks_a_draft_goes_by_itself_and_the_record_says_so(house: House):
    from wasl.audit.models import Event

    family = Family(house)
    old = typed(family)
    with frozen(now() + timedelta(days=13)):
        assert (expire(house), left(house, old)) == (0, {old})
        fresh = typed(family, "plan")
    with frozen(now() + timedelta(days=15)):
        expire(house)
    assert left(house, old, fresh) == {fresh}
    with house.as_role("wasl_backup"):
        said = Event.objects.get(file_id=family.ref, code="note:expired")
    assert (said.actor, said.actor_kind) == (None, "job")


def test_words_that_stay_behind_would_be_seen(house: House):
    """The planted fault: the draft deleted where the database does not take its words along."""
    from django.db import connection

    family = Family(house)
    draft = typed(family)
    with house.as_role("wasl_owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casefile_draft DISABLE TRIGGER casefile_draft_gone")
    try:
        from wasl.casefile.services.record import draft_drop

        draft_drop(file=family.ref, form=FORM, by=family.salma)
        assert left(house, draft) == {draft}
    finally:
        with house.as_role("wasl_owner"), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE casefile_draft ENABLE TRIGGER casefile_draft_gone")
