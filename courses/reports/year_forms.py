"""What one fills in for a year report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.reports.models import MOST_CHARACTERS
from courses.reports.services import AIMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.reports.models import Target

MOST = 100_000
"""More meetings or people than any academy has in a year."""

LABELS = {
    "fewest_held": _("Uitvoeringen, ten minste"),
    "most_held": _("Uitvoeringen, ten hoogste"),
    "fewest_people": _("Deelnames, ten minste"),
    "most_people": _("Deelnames, ten hoogste"),
}


class TextForm(forms.Form):
    """The text in one part."""

    text = forms.CharField(
        label=_("Tekst"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "nl"}),
        help_text=_(
            "Gewone tekst. Een lege regel begint een nieuwe alinea. Noem geen namen van deelnemers."
        ),
    )


class TargetsForm(forms.Form):
    """A row of numbers for each kind of meeting; what is left empty is no target."""

    def __init__(
        self, data: Mapping[str, object] | None = None, *, targets: Mapping[str, Target]
    ) -> None:
        super().__init__(data)
        for kind, target in targets.items():
            for name in AIMS:
                self.fields[f"{kind}-{name}"] = forms.IntegerField(
                    label=LABELS[name],
                    required=False,
                    min_value=0,
                    max_value=MOST,
                    initial=getattr(target, name),
                )

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each kind, under its name."""
        return [
            (str(kind.label), [self[f"{kind.value}-{name}"] for name in AIMS]) for kind in EventKind
        ]

    @property
    def aims(self) -> dict[str, dict[str, int | None]]:
        """What was filled in, by kind."""
        return {
            kind: {name: self.cleaned_data[f"{kind}-{name}"] for name in AIMS}
            for kind in EventKind.values
        }
