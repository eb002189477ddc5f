"""What can be set in a training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BadgeSettings(forms.Form):
    """What badges of the training say beside the certificate. What was given out stays as it is."""

    eqf_level = forms.ChoiceField(
        label=_("Niveau (EQF)"),
        required=False,
        initial="",
        choices=[("", _("Niet bepaald")), *((str(n), str(n)) for n in range(1, 9))],
        help_text=_(
            "Alleen als iemand dit niveau officieel heeft vastgesteld. Laat het anders leeg."
        ),
    )
