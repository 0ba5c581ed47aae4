"""Forms of rights: a complaint, its steps, a slip at the desk, a request for names. Shape only; rooms decide."""

import uuid
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.journey import Choices, WayForm, area
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.ui.fields import DateField
from wasl.rights.enums import (
    AskedFor,
    AskedHow,
    IdentityFact,
    Outcome,
    RequestVia,
    Told,
    Topic,
    Via,
    Voice,
    Wish,
)
from wasl.rights.labels import word

FORMS = (1, 5, 20)


class ComplaintForm(WayForm):
    """What was told, in the words in which it was told; as little about who told it as an answer needs."""

    topic = forms.ChoiceField(
        label=_("What is it about"), choices=[(t.value, word(t)) for t in Topic], widget=forms.RadioSelect
    )
    words = area(
        _("What was told"),
        rows=6,
        hint=_("In her own words. Names of others only where nothing is understood without them."),
    )
    about = forms.ChoiceField(
        label=_("Which member of staff does it concern"),
        required=False,
        help_text=_("Whom it concerns, and whoever works under her, never reads it."),
    )
    about_words = forms.CharField(label=_("Or described in words"), required=False, max_length=200)
    via = forms.ChoiceField(
        label=_("How it came"), choices=[(v.value, word(v)) for v in Via], initial=Via.DESK.value
    )
    number = forms.CharField(
        label=_("Number of the paper form"),
        required=False,
        max_length=40,
        help_text=_("Only where it came on paper; it is printed at the top and on the slip."),
    )
    voice = forms.ChoiceField(
        label=_("Who speaks"), choices=[(v.value, word(v)) for v in Voice], initial=Voice.PARTICIPANT.value
    )
    wish = forms.ChoiceField(
        label=_("How she wishes to be answered"),
        choices=[(w.value, word(w)) for w in Wish],
        initial=Wish.SLIP.value,
    )
    contact = forms.CharField(
        label=_("Number to call, and when"),
        required=False,
        max_length=200,
        help_text=_("Nothing is needed here: the slip is enough for an answer."),
    )
    file = forms.CharField(
        label=_("File number"),
        required=False,
        max_length=40,
        help_text=_("Only if she wishes it to be known."),
    )

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("nobody in particular")), *staff]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return data | {
            "topic": Topic(data["topic"]), "via": Via(data["via"]), "voice": Voice(data["voice"]),
            "wish": Wish(data["wish"]), "about": uuid.UUID(data["about"]) if data["about"] else None,
        }  # fmt: skip


class PaperForm(forms.Form):
    """How many empty forms, in which language."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("ar", "العربية"), ("ckb", "کوردی"), ("en", "English")]
    )
    count = forms.TypedChoiceField(
        label=_("How many"), choices=[(n, lazy(digits, str)(str(n))) for n in FORMS], coerce=int, initial=5
    )


class SlipForm(forms.Form):
    """The number on a slip."""

    number = forms.CharField(label=_("Number on the slip"), max_length=40)


class AppealForm(WayForm):
    """Not content with the answer."""

    words = area(_("What she says to the answer"), rows=3)
    number = forms.CharField(widget=forms.HiddenInput)


class StepForm(WayForm):
    """What was done, in words that only whoever handles it reads."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = area(_("What was done"), rows=3, required=False)


class PassForm(WayForm):
    """Why somebody else shall handle it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = area(_("Why it is for somebody else"), rows=2, required=False)


class AnswerForm(WayForm):
    """What came of it, as it is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[(o.value, word(o)) for o in Outcome], widget=forms.RadioSelect
    )
    words = area(
        _("The answer"), rows=5, hint=_("It is printed as written, with the number of the slip and no name.")
    )


class ToldForm(WayForm):
    """How the person was told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    told = forms.ChoiceField(
        label=_("How was she told"), choices=[(t.value, word(t)) for t in Told], widget=forms.RadioSelect
    )


class AskedForm(WayForm):
    """Somebody asked for names: who, how, when, for what. No name that was asked for."""

    asker = area(
        _("Who asked"),
        rows=2,
        hint=_("Name, office, or what he looked like. Do not write the names that were asked for."),
    )
    how = forms.ChoiceField(
        label=_("How"), choices=[(h.value, word(h)) for h in AskedHow], widget=forms.RadioSelect
    )
    on = DateField(label=_("Day"))
    wanted = forms.MultipleChoiceField(
        label=_("What was wanted"),
        choices=[(w.value, word(w)) for w in AskedFor],
        widget=forms.CheckboxSelectMultiple,
    )

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return data | {"how": AskedHow(data["how"]), "wanted": [AskedFor(code) for code in data["wanted"]]}


class LooksForm(WayForm):
    """A person asks who looked at her file; two facts that she told by herself."""

    via = forms.ChoiceField(
        label=_("How she asked"),
        choices=[(v.value, word(v)) for v in RequestVia],
        initial=RequestVia.DESK.value,
    )
    facts = forms.MultipleChoiceField(
        label=_("Two facts that she told by herself"),
        choices=[(f.value, word(f)) for f in IdentityFact],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Ask openly, and compare with the file. Do not ask why she wants it, and ask for no document."
        ),
    )

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "via": RequestVia(self.cleaned_data["via"]),
            "facts": [IdentityFact(code) for code in self.cleaned_data["facts"]],
        }


class OneRequest(forms.Form):
    """Which request, and what is done with it."""

    request = forms.UUIDField()
    do = forms.ChoiceField(choices=[("give", ""), ("withdraw", "")])


class CorrectionForm(WayForm):
    """What is wrong, and how it is right."""

    target = forms.ChoiceField(label=_("What is wrong"))
    wanted = area(
        _("How it is right"),
        rows=3,
        hint=_("In her words. Of a birth date the year, or year-month-day, such as 1991 or 1991-09-03."),
    )

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]


class DecideForm(WayForm):
    """What is done with it; the mark says which value was read when it was decided."""

    correction = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RefuseForm(DecideForm):
    """Why it is not changed, and what she says to it."""

    reason = area(_("Why it is not changed"), rows=2)
    statement = area(
        _("Her statement"),
        rows=3,
        required=False,
        hint=_(
            "Her own words; they stand beside it, here and on paper. Empty: what she asked for stands there."
        ),
    )
