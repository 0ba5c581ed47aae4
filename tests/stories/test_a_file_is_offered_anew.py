"""Nadia offers a file to Hadi, then to Salma instead: Hadi, who never answered, reads it no more, nor does the desk."""

import pytest

from tests.cast import AMAL, HADI, NADIA, SALMA
from tests.stories.test_a_note_is_saved_and_read_back import a_family
from tests.worlds import House


@pytest.mark.requirement("R054")
def test_whoever_was_asked_before_reads_it_no_longer(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.casefile.services.files import handover_accept, handover_propose
    from wasl.kernel.errors import Refused

    file, number, _ = a_family(house, AMAL, SALMA)
    nadia, hadi, salma = house.actor(NADIA), house.actor(HADI), house.actor(SALMA)
    handover_propose(file=file, to=hadi.account, role="caseworker", reason="", by=nadia)
    with unit_of_work(hadi.token):
        assert files.view(number, viewer=hadi).number == number
    handover_propose(file=file, to=salma.account, role="caseworker", reason="", by=nadia)
    with pytest.raises(Refused), unit_of_work(hadi.token):
        files.view(number, viewer=hadi)
    handover_accept(file=file, by=salma)
    with unit_of_work(salma.token):
        assert files.view(number, viewer=salma).worker == salma.account
    amal = house.actor(AMAL)
    with pytest.raises(Refused), unit_of_work(amal.token):
        files.view(number, viewer=amal)
