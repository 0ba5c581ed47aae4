"""Forms of a household that parts: who goes, who heads whom, who works on with whom; and of coming of age."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.selectors import GrantCard
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import WayForm
from wasl.interfaces.web.forms.life import CARER, people_choices, ref_of
from wasl.interfaces.web.pages.reception import called
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.fields import DateField
from wasl.journey.services.parting import Parting
from wasl.kernel.clock import today
from wasl.people.selectors import PersonCard

OWN, OTHER_FILE = "own", "other"


class PartingForm(WayForm):
    """Who goes where. The version of each person is carried along, so that nobody is moved unseen."""

    going = forms.MultipleChoiceField(
        label=_("Who goes"), choices=[], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who goes.")},
    )  # fmt: skip
    where = forms.ChoiceField(
        label=_("Where to"), widget=forms.RadioSelect, initial=OWN,
        choices=[(OWN, _("To a file of their own")), (OTHER_FILE, _("To a file that is there already"))],
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number of that file"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Only a file on which you work yourself."),
    )  # fmt: skip
    head = forms.ChoiceField(
        label=_("Who heads those who go"),
        choices=[],
        required=False,
        help_text=_("An adult, where one goes."),
    )
    on = DateField(label=_("Since which day"))
    heir = forms.ChoiceField(
        label=_("Who heads those who stay"), choices=[], required=False,
        help_text=_("Asked only where the head goes and more than one adult stays."),
    )  # fmt: skip
    keep = forms.MultipleChoiceField(
        label=_("Who works on with those who go"), choices=[], required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The family's worker stays theirs too, until the file is handed over. Nobody else by itself."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    named = {"who": "going", "to": "number", "person": "going"}

    def __init__(
        self, *args: Any, people: Sequence[PersonCard], working: Sequence[GrantCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        adults = [one for one in people if one.is_adult]
        self.fields["going"].choices = people_choices(people)  # type: ignore[attr-defined]
        self.fields["head"].choices = people_choices(people, _("Choose"))  # type: ignore[attr-defined]
        self.fields["heir"].choices = people_choices(adults, _("As before"))  # type: ignore[attr-defined]
        self.fields["on"].initial = today()
        self.fields["seen"].initial = " ".join(f"{one.ref}={one.version}" for one in people)
        if working:
            self.fields["keep"].choices = [  # type: ignore[attr-defined]
                (str(one.account), f"{isolated(one.name)} · {words.role(one.role)}") for one in working
            ]
        else:
            del self.fields["keep"]
        for child in (one for one in people if not one.is_adult):
            self.fields[CARER + str(child.ref)] = forms.ChoiceField(
                label=_("If %(name)s stays: who cares for her or him now")
                % {"name": isolated(called(child))},
                choices=people_choices(adults, _("Not settled yet")),
                initial=str(child.carer or ""),
                required=False,
            )

    def parting(self) -> Parting:
        """What was chosen."""
        data = self.cleaned_data
        seen = (pair.partition("=") for pair in data["seen"].split())
        going = [UUID(ref) for ref in data["going"]]
        return Parting(
            going=going,
            on=data["on"],
            head=ref_of(data["head"]) or (going[0] if len(going) == 1 else None),
            heir=ref_of(data["heir"]),
            carers={
                UUID(name.removeprefix(CARER)): ref_of(chosen)
                for name, chosen in data.items()
                if name.startswith(CARER)
            },
            seen={UUID(ref): int(version) for ref, _, version in seen if UUID(ref) in going},
            keep=[UUID(account) for account in data.get("keep", ())],
        )


class OfAgeForm(WayForm):
    """She is of age: does she want a file of her own?"""

    own_file = forms.ChoiceField(
        label=_("What she or he wants"),
        widget=forms.RadioSelect,
        choices=[
            ("no", _("To stay in the family's file, with a page of her or his own")),
            ("yes", _("A file of her or his own: her or his part goes along")),
        ],
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    named = {"head": "own_file", "going": "own_file", "heir": "own_file"}
