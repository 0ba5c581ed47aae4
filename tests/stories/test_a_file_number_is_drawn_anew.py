"""Two files never share a number: when the drawn one is taken, another is drawn and nobody notices."""

import pytest

from tests.cast import AMAL
from tests.worlds import House
from wasl.kernel.refs import is_file_number, new_file_number, new_id


def test_a_taken_number_is_replaced_and_the_others_stay(house: House):
    from wasl.access.services import scopes_open
    from wasl.access.work import unit_of_work

    amal, taken, free = house.actor(AMAL), new_file_number(), new_file_number()
    with unit_of_work(amal.token):
        assert scopes_open([new_id()], [taken], house.teams["A"], "intake-clerk") == [taken]
    with unit_of_work(amal.token):
        numbers = scopes_open([new_id(), new_id()], [taken, free], house.teams["A"], "intake-clerk")
    assert numbers[1] == free
    assert numbers[0] != taken
    assert is_file_number(numbers[0])


def test_when_every_draw_is_taken_it_says_so(house: House, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: a source that always draws the same number must not turn for ever."""
    from wasl.access import services
    from wasl.access.work import unit_of_work
    from wasl.kernel.errors import Invalid

    amal, taken = house.actor(AMAL), new_file_number()
    with unit_of_work(amal.token):
        services.scopes_open([new_id()], [taken], house.teams["A"])
    monkeypatch.setattr(services, "new_file_number", lambda: taken)
    with pytest.raises(Invalid), unit_of_work(amal.token):
        services.scopes_open([new_id()], [taken], house.teams["A"])
