"""Forms of a sealed case: each asks one thing. None has a place for what happened, or for who did it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.journey import WayForm, area
from wasl.interfaces.web.ui.plain_words import PlainWords
from wasl.lines.enums import About, Answer, Interest, Pace, StepKind, Tells, Who
from wasl.lines.labels import WORDS

#: what her plan holds, in the order in which it is talked through
PLAN = ("signs", "places", "people", "take", "contact")


def _choices(kind: type) -> list[tuple[str, object]]:
    return [(str(member), WORDS[kind][member]) for member in kind]  # type: ignore[attr-defined]


class OpenForm(WayForm):
    """With whom work begins, and in which line."""

    person = forms.ChoiceField(label=_("With whom"))
    line = forms.ChoiceField(label=_("Line of work"))


class WordsForm(PlainWords, WayForm):
    plain_fields = ("text",)

    about = forms.ChoiceField(label=_("What is it about"), choices=_choices(About), widget=forms.RadioSelect)
    text = area(
        _("In her words, in short"),
        hint=_(
            "What she needs, what she wishes, what makes her safe. Do not ask what happened or who did it."
        ),
    )


class ContactForm(WayForm):
    text = area(
        _("How to reach her safely"),
        hint=_("When, on which number, what name to use, who may answer, and what never to say."),
    )


class StepForm(PlainWords, WayForm):
    plain_fields = ("text", "to")

    kind = forms.ChoiceField(label=_("What"), choices=_choices(StepKind))
    pace = forms.ChoiceField(
        label=_("By when"),
        choices=_choices(Pace),
        widget=forms.RadioSelect,
        help_text=_("Some medical help works only within three days: tell her so, and let her decide."),
    )
    text = area(_("In a few words"), rows=2, required=False)
    to = forms.CharField(
        label=_("Who outside is asked for help"),
        required=False,
        max_length=200,
        help_text=_("Leave empty if nobody else is asked."),
    )
    tells = forms.MultipleChoiceField(
        label=_("What they are told besides the code"),
        choices=_choices(Tells),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only what they need for this step. Nothing else is on the paper."),
    )


class DecideForm(WayForm):
    informed = forms.BooleanField(
        label=_("She was told what this step is, who would know what, and that she may say no"),
        required=False,
    )
    alone = forms.BooleanField(label=_("She was asked alone"), required=False)
    who = forms.ChoiceField(label=_("Who answers"), choices=_choices(Who), widget=forms.RadioSelect)
    answer = forms.ChoiceField(label=_("What she says"), choices=_choices(Answer), widget=forms.RadioSelect)

    def __init__(self, *args: object, child: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["who"].initial = Who.HER.value
        if not child:
            self.fields["who"].widget = forms.HiddenInput()


class InterestForm(WayForm):
    interest = forms.ChoiceField(
        label=_("What is best for the child"),
        choices=_choices(Interest),
        widget=forms.RadioSelect,
        help_text=_("This stands in for the guardian's word. The child's own word is heard first, always."),
    )


class SafetyForm(PlainWords, WayForm):
    """Her safety plan. It is made for what is ahead, and asks nothing about what was."""

    plain_fields = PLAN

    signs = area(_("Signs that it is no longer safe"), rows=2, required=False)
    places = area(_("Places where she is safe, and how she gets there"), rows=2, required=False)
    people = area(_("People who can help, and a word they agree on"), rows=2, required=False)
    take = area(_("What to take along, and where it lies ready"), rows=2, required=False)
    contact = area(_("Whom to call, and when it is safe to call her"), rows=2, required=False)
    paper = forms.BooleanField(
        label=_("She wants it on paper"),
        required=False,
        help_text=_("A paper can be found. Leave this empty if she would rather keep it in her head."),
    )


class HandForm(WayForm):
    to = forms.ChoiceField(label=_("Who works on it from now on"))

    def __init__(self, *args: object, staff: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["to"].choices = staff  # type: ignore[attr-defined]
