"""What someone can do on the page of an enrolment."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ActionForm(forms.Form):
    """One button: enrol, withdraw, accept or decline."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in ("enrol", "withdraw", "accept", "decline")],
        error_messages={
            "required": _("Kies wat je wilt doen."),
            "invalid_choice": _("Kies wat je wilt doen."),
        },
    )
