"""A picture of a paper: taken now or chosen from this computer, what it shows, and who of the family may see it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.casefile.enums import Circle, RemovalReason, ScanKind
from wasl.casefile.labels import REASONS, word
from wasl.casefile.services.scans import LONGEST_CAPTION
from wasl.interfaces.web import words
from wasl.programme.sheets.documents import DocumentKind

TAKEN = "image/jpeg,image/png,image/webp"


class ScanForm(forms.Form):
    """Two ways to give one picture: a telephone's or tablet's camera, or a file."""

    camera = forms.FileField(
        label=_("Take a picture now"),
        required=False,
        widget=forms.FileInput(attrs={"accept": TAKEN, "capture": "environment"}),
        error_messages={"empty": _("The file is empty.")},
    )
    file = forms.FileField(
        label=_("A picture or scan from this device"),
        required=False,
        help_text=_("JPEG, PNG, WebP or a PDF of six pages at most."),
        widget=forms.FileInput(attrs={"accept": f"{TAKEN},application/pdf"}),
        error_messages={"empty": _("The file is empty.")},
    )
    kind = forms.ChoiceField(label=_("What does it show"), widget=forms.RadioSelect)
    document = forms.ChoiceField(label=_("Which document"), required=False)
    circle = forms.ChoiceField(
        label=_("Who of the family may see it on paper"),
        widget=forms.RadioSelect,
        choices=[(circle.value, word(circle)) for circle in Circle],
        initial=Circle.FAMILY.value,
    )
    caption = forms.CharField(
        label=_("In a few words, what can be read on it"),
        required=False,
        max_length=LONGEST_CAPTION,
        help_text=_("Read aloud to whoever cannot see the picture. It is kept locked like the picture."),
    )

    def __init__(self, *args: Any, kinds: Sequence[DocumentKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", [(kind.value, word(kind)) for kind in ScanKind])
        self._offer(
            "document", [("", _("None of these")), *((kind.code, words.say(kind.name)) for kind in kinds)]
        )

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - both are
        field.choices = choices

    def offer_no_photo(self) -> None:
        """Nobody is asked to choose what the person has not agreed to; if it was sent, the service said no."""
        self._offer("kind", [(kind.value, word(kind)) for kind in ScanKind if kind is not ScanKind.PHOTO])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("camera") or data.get("file") or self.errors.keys() & {"camera", "file"}):
            self.add_error("file", str(REASONS["picture_missing"]))
        if (
            data.get("kind") == ScanKind.DOCUMENT
            and not data.get("document")
            and "document" not in self.errors
        ):
            self.add_error("document", str(REASONS["scan_document_missing"]))
        return data

    @property
    def sent(self) -> bytes:
        """The picture as it came; held in memory and given to nobody but the helper."""
        given = self.cleaned_data.get("camera") or self.cleaned_data["file"]
        return bytes(given.read())

    @property
    def chosen(self) -> dict[str, Any]:
        """What is said about the picture. A person's photo is her own, whatever was ticked."""
        data = self.cleaned_data
        kind = ScanKind(data["kind"])
        return {
            "kind": kind,
            "document": data["document"] if kind is ScanKind.DOCUMENT else "",
            "circle": Circle.OWN if kind is ScanKind.PHOTO else Circle(data["circle"]),
            "caption": data["caption"],
        }


class RemoveForm(forms.Form):
    """Why a picture is taken away. For good: there is no way back."""

    why = forms.ChoiceField(
        label=_("Why is it taken away"),
        widget=forms.RadioSelect,
        choices=[(reason.value, word(reason)) for reason in RemovalReason],
        error_messages={"required": _("Choose why the picture is taken away.")},
    )
