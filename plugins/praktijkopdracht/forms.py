"""The forms on the plugin's pages. Whether what is filled in will do is for the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.praktijkopdracht.enums import FileRequirement, State
from plugins.praktijkopdracht.files import HANDED_IN
from plugins.praktijkopdracht.models import MOST_REMARK, MOST_TEXT
from plugins.praktijkopdracht.services import plain

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from plugins.praktijkopdracht.assignments import Assignment


class PlainTextField(forms.CharField):
    """Text of several lines, whose line ends count for one character."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return plain(super().to_python(value) or "")


class HandInForm(forms.Form):
    """What a participant hands in; without a file where none is asked."""

    # What is empty is not wrong before it is sent.
    use_required_attribute = False

    text = PlainTextField(
        label=_("Wat heb je gedaan?"),
        max_length=MOST_TEXT,
        help_text=_(
            "Hoogstens 5000 tekens. Schrijf geen namen of andere gegevens van de mensen die je "
            "helpt."
        ),
    )
    file = forms.FileField(
        label=_("Je bestand"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in HANDED_IN.kinds)}),
        help_text=_("Een pdf, docx, odt, txt, jpg of png van hoogstens 10 MB."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        assignment: Assignment,
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["text"].required = assignment.asked == FileRequirement.NONE
        self.fields["file"].required = assignment.asked == FileRequirement.REQUIRED
        if assignment.asked == FileRequirement.NONE:
            del self.fields["file"]


class ReviewForm(forms.Form):
    """What a trainer says of it; `revision` is of what the trainer has read."""

    use_required_attribute = False

    revision = forms.IntegerField(widget=forms.HiddenInput)
    judgement = forms.ChoiceField(
        label=_("Wat vind je ervan?"),
        choices=[(State.APPROVED.value, _("Goed")), (State.IMPROVE.value, _("Graag verbeteren"))],
        widget=forms.RadioSelect,
    )
    remark = PlainTextField(
        label=_("Je opmerking"),
        max_length=MOST_REMARK,
        required=False,
        help_text=_(
            "De deelnemer leest dit. Kan het beter? Schrijf dan op wat. Hoogstens 2000 tekens."
        ),
    )

    def be_about(self, revision: int) -> None:
        """Let the form, shown again with what was typed, judge this version when it is sent."""
        self.data = {name: self.data[name] for name in self.data} | {"revision": str(revision)}
