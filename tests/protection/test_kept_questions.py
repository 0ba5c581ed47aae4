"""A question whose SQL is written once asks what Django would ask, under the policies of whoever asks."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.cast import AMAL, KARIM, SALMA
from tests.protection.counting import counted
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House

pytestmark = pytest.mark.requirement("P7")
EARLY, LATE = date(2000, 1, 1), date(2999, 1, 1)


def there(file: UUID, day: date):
    """The question: a queryset of its arguments."""
    from wasl.casefile.models import File

    return File.objects.filter(file_id=file, opened_on__gte=day, joined_into__isnull=True).order_by("number")[
        :50
    ]


@pytest.fixture(scope="module")
def file(house: House) -> UUID:
    return a_family(house, AMAL, SALMA)[0]


def test_it_answers_as_django_does_whatever_it_is_given(house: House, file: UUID):
    from wasl.access.kept import Kept
    from wasl.access.work import unit_of_work

    kept = Kept(there, UUID, date, columns=("file_id", "number", "opened_on", "level_because"))
    with unit_of_work(house.actor(SALMA).token):
        for ref, day, count in ((file, EARLY, 1), (file, LATE, 0), (uuid4(), EARLY, 0), (file, EARLY, 1)):
            expected = [(row.number, row.opened_on, row.level_because) for row in there(ref, day)]
            with counted() as cost:
                rows = kept(ref, day)
            assert [(row.number, row.opened_on, row.level_because) for row in rows] == expected
            assert (len(rows), len(cost.statements)) == (count, 1)


def test_several_may_be_asked_for_at_once(house: House, file: UUID):
    from wasl.access.kept import Kept
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    kept = Kept(
        lambda files, day: File.objects.filter(file_id__in=files, opened_on__gte=day),
        UUID,
        date,
        columns=("pk",),
    )
    with unit_of_work(house.actor(SALMA).token):
        for files in ((file,), (uuid4(), file), (file, uuid4(), uuid4()), (uuid4(), file)):
            assert [row.pk for row in kept(files, EARLY)] == [file]
            assert kept(files, LATE) == []


def test_written_for_one_it_opens_nothing_to_another(house: House, file: UUID):
    from wasl.access.kept import Kept
    from wasl.access.work import unit_of_work

    kept = Kept(there, UUID, date, columns=("number",))
    with unit_of_work(house.actor(SALMA).token):
        assert kept(file, EARLY)
    for token in (house.actor(KARIM).token, ""):
        with unit_of_work(token):
            assert kept(file, EARLY) == []


def test_an_argument_that_the_question_forgets_is_caught(house: House):
    """The planted fault: a question about one file that would answer about all."""
    from wasl.access.kept import Kept

    forgetful = Kept(lambda file, day: there(uuid4(), day), UUID, date, columns=("number",))
    with pytest.raises(ValueError, match="not in the SQL"):
        forgetful(uuid4(), EARLY)
