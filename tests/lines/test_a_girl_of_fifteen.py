"""J1, step 7, through the pages: a girl of fifteen has a question about marriage, and only her line knows.

Maryam opens a case under a code, hears the girl alone and first, and may do nothing without her yes. Her father's word
cannot be asked without danger, which Iman, who supervises, finds and writes down.
"""

import html
import re

import pytest

from tests.lines.conftest import Kin
from tests.lines.staff import IMAN, MARYAM
from tests.protection.visitors import signed_in
from tests.worlds import House

LISTENED = "تريد أن تكمل الصف التاسع قبل أي حديث عن الزواج"


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def begin(browser, kin: Kin, person, line: str) -> str:
    sent = browser.post(
        f"/files/{kin.number}/sealed/", {"do": "open", "new-person": str(person), "new-line": line}
    )
    assert sent.status_code == 302, text_of(sent)
    return sent.headers["Location"]


def steps_on(browser, page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"step=([0-9a-f-]{36})", text_of(browser.get(page)))))


@pytest.mark.requirement("R030", "R010")
def test_her_word_is_heard_first_and_nothing_goes_on_without_it(lines: House, kin: Kin):
    maryam, iman = signed_in(lines, MARYAM), signed_in(lines, IMAN)
    page = begin(maryam, kin, kin.girl, "child")
    code = page.split("/")[2]
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{4}", code)

    # her words, the safe way to reach her
    assert maryam.post(f"{page}words/", {"about": "wish", "text": LISTENED}).status_code == 302
    assert maryam.post(f"{page}contact/", {"text": "في المدرسة فقط، لا هاتف"}).status_code == 302
    said = text_of(maryam.get(page))
    assert LISTENED in said
    assert "رغد" not in said

    # a step for which her school is asked: without her yes it is neither done nor printed
    step = {
        "kind": "school", "pace": "soon", "text": "مكان في الصف التاسع", "to": "المرشدة التربوية",
        "tells": ["age_band", "safe_contact"],
    }  # fmt: skip
    assert maryam.post(f"{page}step/", step).status_code == 302
    (ref,) = steps_on(maryam, page)
    for do in ("finish", "slip"):
        assert maryam.post(f"{page}do/", {"do": do, "step": ref}).status_code == 409
    decide = f"{page}decide/?step={ref}"
    yes = {"who": "her", "answer": "yes", "informed": "on", "alone": "on"}
    for missing in ("informed", "alone"):
        assert maryam.post(decide, {k: v for k, v in yes.items() if k != missing}).status_code == 422
    assert maryam.post(decide, yes).status_code == 302
    # her guardian is asked too, unless that would endanger her, which the supervisor finds and never the worker
    assert maryam.post(f"{page}do/", {"do": "finish", "step": ref}).status_code == 409
    assert maryam.post(f"{page}interest/?step={ref}", {"interest": "guardian_unsafe"}).status_code == 403
    assert iman.post(f"{page}interest/?step={ref}", {"interest": "guardian_unsafe"}).status_code == 302
    slip = maryam.post(f"{page}do/", {"do": "slip", "step": ref})
    assert slip.status_code == 200
    assert slip.headers["Content-Type"] == "application/pdf"

    # she takes it back: what was allowed is not allowed any more
    assert maryam.post(decide, yes | {"answer": "no"}).status_code == 302
    for do in ("finish", "slip"):
        assert maryam.post(f"{page}do/", {"do": do, "step": ref}).status_code == 409
    assert maryam.post(decide, yes).status_code == 302
    assert maryam.post(f"{page}do/", {"do": "finish", "step": ref}).status_code == 302

    # a plan for her safety; a paper only if she wants one
    plan = {"signs": "حين يأتي العم مساءً", "people": "المرشدة", "places": "", "take": "", "contact": ""}
    assert maryam.post(f"{page}safety/", plan).status_code == 302
    assert maryam.post(f"{page}do/", {"do": "plan"}).status_code == 409
    assert maryam.post(f"{page}safety/", plan | {"paper": "on"}).status_code == 302
    assert maryam.post(f"{page}do/", {"do": "plan"}).headers["Content-Type"] == "application/pdf"

    # the name is a look of its own
    assert "رغد" in text_of(maryam.post(page))
    listed = text_of(maryam.get("/codes/"))
    assert code in html.unescape(listed).translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    assert kin.number not in listed
