"""What somebody fills in about a training elsewhere. Whether it will do is for the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.common.fields import DayField
from courses.common.uploads import KINDS
from courses.records.services import LONGEST, PROOF

if TYPE_CHECKING:
    from courses.common.form_types import Files, FormArguments, FormData


class ElsewhereForm(forms.Form):
    """A training that somebody followed with others."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("Welke training was het?"),
        max_length=LONGEST,
        error_messages={"max_length": _("Houd het korter: ten hoogste 160 tekens.")},
    )
    organisation = forms.CharField(
        label=_("Bij welke organisatie?"),
        max_length=LONGEST,
        error_messages={"max_length": _("Houd het korter: ten hoogste 160 tekens.")},
    )
    day = DayField(label=_("Wat was de laatste dag?"), required=True)
    hours = forms.DecimalField(
        label=_("Hoeveel uur?"),
        help_text=_("Weet je het niet? Laat het dan leeg."),
        required=False,
        max_digits=5,
        decimal_places=1,
        localize=True,
    )
    file = forms.FileField(
        label=_("Je bewijs"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in KINDS)}),
    )
    forget_file = forms.BooleanField(label=_("Haal het bestand weg"), required=False)

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        has_file: bool = False,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        how_long = retention.in_words(PROOF.days)
        self.fields["file"].help_text = _(
            "Het hoeft niet. Een pdf, docx, odt, txt, jpg of png van hoogstens 10 MB. "
            "Wij halen het weg, %(how_long)s nadat wij het bekeken."
        ) % {"how_long": how_long}
        if not has_file:
            del self.fields["forget_file"]
