"""Filled forms as a browser or a telephone sends them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4
from xml.sax.saxutils import escape

from tests.cast import AMAL, RAWA
from tests.stories.umm_ahmed import Family
from tests.worlds import House


def instance(code: str, version: str, answers: Mapping[str, Any], key: UUID | None = None) -> str:
    """An instance of a form whose questions stand in no group."""
    said = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answers.items())
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{code}" version="{version}">{said}'
        f"<meta><orx:instanceID>uuid:{key or uuid4()}</orx:instanceID></meta></data>"
    )


def of_tool(house: House, code: str, answers: Mapping[str, int], by: Any, key: UUID | None = None) -> str:
    """An instance of an instrument's own form: item → answer."""
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import versions

    with unit_of_work(by.token):
        version = versions.current(code, viewer=by)
    names = {question.item: question.name for question, _ in version.form.every() if question.item}
    return instance(code, version.version, {names[item]: answer for item, answer in answers.items()}, key)


def listed(*answers: int) -> dict[str, int]:
    """The answers of an instrument whose items are numbered."""
    return {str(number): answer for number, answer in enumerate(answers, start=1)}


def psychologist(house: House, family: Family) -> Any:
    """Rawa is asked to see somebody of the family."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work

    by = house.actor(AMAL)
    with unit_of_work(by.token):
        grant_give(
            file=family.file,
            account=house.accounts[RAWA.username],
            role="psychologist",
            purpose="care",
            by=by,
        )
    return house.actor(RAWA)


def send(family: Family, who: str | None, code: str, xml: str, by: Any, **more: Any) -> UUID:
    """One filled form through the door."""
    from wasl.instruments.services.submissions import Sent, form_receive

    return form_receive(
        file=family.file,
        person=family.people[who] if who else None,
        sent=Sent(form=code, instance=xml, **more),
        by=by,
    )
