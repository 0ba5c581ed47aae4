"""Forms around the plan: the answer to a hand-in, a case conference, a later review, a lower level asked for."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.enums import Action
from wasl.access.selectors import StaffCard
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import WayForm, area
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.fields import DateField
from wasl.people.enums import FamilyRole
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.enums import Wish
from wasl.phases.rehabilitation.labels import WORDS
from wasl.phases.rehabilitation.rules import can_keep_conference
from wasl.phases.rehabilitation.services.conferences import NewConference

YES, NO = "yes", "no"
#: a name of these lines among those who met would tell that something is sealed
UNNAMED = {Action.SEALED_GBV, Action.SEALED_GBV_SUPERVISE, Action.SEALED_CHILD, Action.SEALED_CHILD_SUPERVISE}


def may_be_named() -> list[str]:
    """The roles whose people can stand among those who took part in a conference."""
    return [
        code
        for code, role in words.programme().roles.items()
        if not any(role.may(action) for action in UNNAMED)
    ]


class AnswerForm(WayForm):
    """What the supervisor says to a plan that was handed in."""

    words = area(
        _("For whoever prepared it"), rows=3, hint=_("Needed when the plan goes back."), required=False
    )


class ConferenceForm(WayForm):
    """Whether she agreed, how she wished to be part of it, who took part, and what was decided."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("About whom"))
    consented = forms.ChoiceField(
        label=_("Was she or he asked, and what was the answer?"),
        choices=[
            (YES, _("Agreed that we talk about her or him together")),
            (NO, _("Wishes no conference: nobody meets, and nothing follows from that")),
        ],
        widget=forms.RadioSelect,
    )
    wish = forms.ChoiceField(
        label=_("How did she or he wish to be part of it?"),
        choices=[(wish.value, WORDS[Wish][wish]) for wish in Wish],
        widget=forms.RadioSelect,
        required=False,
    )
    on = DateField(label=_("Day"))
    accounts = forms.MultipleChoiceField(
        label=_("Who took part"), widget=forms.CheckboxSelectMultiple, required=False
    )
    roles = forms.MultipleChoiceField(
        label=_("Others who took part, by their work"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decisions = area(
        _("What was decided: who does what by when"),
        rows=4,
        required=False,
        hint=_("This part is read to the person and can be printed."),
    )
    minutes = area(_("Minutes"), rows=4, required=False)

    def __init__(
        self, *args: Any, people: Sequence[PersonCard], staff: Iterable[StaffCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(p.ref), p.called or str(words.label(FamilyRole(p.role)))) for p in people]
        self.fields["person"].choices = named  # type: ignore[attr-defined]
        here = {str(card.account): f"{card.name} · {words.role(card.role, card.gender)}" for card in staff}
        self.fields["accounts"].choices = list(here.items())  # type: ignore[attr-defined]
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (code, words.role(code))
            for code in may_be_named()
            if words.programme().roles[code].reach != "realm"
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        consented = data.get("consented") == YES
        if consented and not data.get("wish"):
            self.add_error("wish", str(words_for("wish_missing")))
        fits = can_keep_conference(
            consented=consented,
            written=bool(
                data.get("decisions", "").strip() or (not consented and data.get("minutes", "").strip())
            ),
            took_part=len(data.get("accounts", ())) + len(data.get("roles", ())),
        )
        places = {"conference_alone": "accounts", "conference_decides": "decisions"}
        if "consented" in data and not fits:
            self.add_error(places.get(fits.code, "consented"), str(words_for(fits.code)))
        return data

    def new(self) -> NewConference:
        """What was written."""
        data = self.cleaned_data
        consented = data["consented"] == YES
        return NewConference(
            uuid.UUID(data["person"]), data["on"], consented, Wish(data["wish"]) if consented else None,
            [uuid.UUID(ref) for ref in data["accounts"]], data["roles"], data["decisions"], data["minutes"],
            data["key"],
        )  # fmt: skip


class PostponeForm(WayForm):
    """To which day a review is put off, and why."""

    reason = forms.ChoiceField(label=_("Why later"), widget=forms.RadioSelect)
    until = DateField(label=_("Held on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = words.programme().rehabilitation.postpone_reasons.values()
        self.fields["reason"].choices = [(r.code, words.say(r.name)) for r in reasons]  # type: ignore[attr-defined]


class LevelAnswerForm(WayForm):
    """Lower a level as was asked, or leave it, with a reason."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    reason = area(_("Why"), rows=2)
