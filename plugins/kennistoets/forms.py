"""The settings of the plugin in a training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.kennistoets.marks import PASS_MARK_AT_FIRST


class PassMarkForm(forms.Form):
    """What a trainer asks of who makes a test."""

    pass_mark = forms.IntegerField(
        label=_("Hoeveel procent van de vragen moet goed zijn?"),
        min_value=1,
        max_value=100,
        initial=PASS_MARK_AT_FIRST,
        help_text=_(
            "Dit geldt voor alle kennistoetsen van deze training. Zonder een voldoende voor elke "
            "toets krijgt iemand geen certificaat."
        ),
    )
