"""What stands around a form that the engine draws: how, in which language and when it was filled; and proposals."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.instruments.enums import Mode
from wasl.instruments.rules import OWN_PAGE_FROM
from wasl.instruments.services.submissions import Sent
from wasl.interfaces.web import words
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids


class FillForm(forms.Form):
    """The frame of one filling. Its questions are in `instance`, as the engine wrote them."""

    use_required_attribute = False
    key = forms.UUIDField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(label=_("How is it answered"), choices=[], widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language"), choices=[])
    on = DateField(label=_("Day of the talk"))
    minutes = forms.IntegerField(label=_("Minutes it took"), required=False, min_value=1, max_value=300)
    declined = forms.BooleanField(
        label=_("Does not wish to answer any of this. That is all right and changes no service."),
        required=False,
    )
    instance = forms.CharField(required=False, widget=forms.HiddenInput, strip=True)

    def __init__(self, *args: Any, code: str, place: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.place = code, place
        self.faults: list[dict[str, str]] = []
        self.fields["mode"].choices = [(m.value, words.label(m)) for m in Mode]  # type: ignore[attr-defined]
        languages = [(code, language.name) for code, language in words.programme().languages.items()]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("declined") and not data.get("instance"):
            raise forms.ValidationError(
                _(
                    "No answers arrived. This form needs a browser that runs its programs; there is a paper too."
                )
            )
        return data

    def sent(self) -> Sent:
        """What the door is given."""
        data = self.cleaned_data
        return Sent(
            form=self.code, instance="" if data["declined"] else data["instance"], language=data["language"],
            mode=Mode(data["mode"]), on=data["on"], minutes=data["minutes"], declined=data["declined"],
            place=self.place,
        )  # fmt: skip

    def show(self, error: Invalid | Invalids) -> None:
        """What the service found: on its field, or at the question of that name."""
        for one in error.errors if isinstance(error, Invalids) else [error]:
            said = str(words_for(one.code))
            if one.field in self.fields and one.field != "instance":
                self.add_error(one.field, said)
            else:
                self.add_error(None, said)
                self.faults.append({"name": one.field, "message": said})


def first_values(age: int | None, language: str, asked: bool) -> dict[str, Any]:
    """How the frame opens. `asked`: a person is asked, whose answers others may give while she is small."""
    small = asked and age is not None and age < OWN_PAGE_FROM
    mode = Mode.PROXY if small else Mode.READ_ALOUD
    return {"key": uuid.uuid4(), "mode": mode.value, "language": language, "on": today()}


class RaisedForm(forms.Form):
    """What the worker makes of one proposed need."""

    use_required_attribute = False
    raised = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("What do you make of it"),
        choices=[("take", _("Take it up")), ("leave", _("Leave it out, with a reason"))],
        widget=forms.RadioSelect,
    )
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=[(n, str(n)) for n in (2, 3, 4)])
    words = forms.CharField(
        label=_("Why it is left out"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (n, f"{digits(n)} – {words.urgency(n)}") for n in (2, 3, 4)
        ]
