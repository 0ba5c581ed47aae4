"""A refusal explains itself by a code and carries no value that could be somebody's name."""

import pytest

from wasl.kernel.decision import Decision, allow, refuse
from wasl.kernel.errors import Conflict, Invalid, Invalids, LimitReached, Refused, WaslError


def test_a_yes_passes_and_a_no_is_raised_with_its_code_and_kind():
    assert allow()
    assert allow(since="2026-01-01").or_refuse().facts == {"since": "2026-01-01"}
    with pytest.raises(Refused) as caught:
        refuse("review_not_due", due="2026-02-01").or_refuse()
    assert (caught.value.code, caught.value.kind) == ("review_not_due", "state")
    assert caught.value.facts == {"due": "2026-02-01"}
    with pytest.raises(Refused) as caught:
        refuse("not_your_file").or_refuse(kind="person")
    assert caught.value.kind == "person"


def test_a_decision_cannot_be_turned_round():
    decision = refuse("no")
    with pytest.raises(AttributeError):
        decision.allowed = True
    assert not decision
    assert decision == Decision(False, "no")
    assert hash(decision) == hash(Decision(False, "no"))


def test_a_fact_may_be_called_code():
    assert refuse("no", code="x").facts == {"code": "x"}


def test_no_message_of_an_error_holds_what_people_wrote():
    errors = [
        Conflict("note", theirs="سرّ فاطمة", yours="سرّ خديجة"),
        Invalid("name", "too_long", given="فاطمة"),
        LimitReached("looks_per_hour", person="فاطمة"),
        Invalids([Invalid("name", "missing"), Invalid("sex", "unknown")]),
    ]
    for error in errors:
        assert isinstance(error, WaslError)
        assert "فاطمة" not in str(error)
        assert "خديجة" not in str(error)
    assert [error.field for error in errors[-1]] == ["name", "sex"]
    assert len(errors[-1]) == 2
