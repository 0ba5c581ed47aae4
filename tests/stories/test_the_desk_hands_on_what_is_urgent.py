"""What the desk has not done when a worker accepts the family stands on her day, not on a day that nobody can open."""

import pytest

from tests.cast import AMAL, NADIA, RAWA, SALMA
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House


@pytest.mark.requirement("R054", "J1")
def test_an_open_task_of_the_desk_passes_to_the_worker_and_nobody_elses_does(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import TaskKind
    from wasl.casefile.models import Task
    from wasl.casefile.services.files import handover_accept, handover_propose
    from wasl.casefile.services.record import task_add
    from wasl.kernel.clock import today

    file, _number, _ = a_family(house, AMAL, SALMA)
    amal, nadia, salma = (house.actor(member) for member in (AMAL, NADIA, SALMA))
    psychologist = house.accounts[RAWA.username]
    tasks = [
        task_add(
            file=file, person=None, kind=TaskKind.URGENT, code="ill_now", owner=owner, due_on=today(), text="", by=amal
        )
        for owner in (amal.ref, psychologist)
    ]  # fmt: skip
    handover_propose(file=file, to=salma.account, role="caseworker", reason="", by=nadia)
    handover_accept(file=file, by=salma)
    with unit_of_work(salma.token):
        owners = dict(Task.objects.filter(pk__in=tasks).values_list("pk", "owner"))
    assert [owners[task] for task in tasks] == [salma.ref, psychologist]
