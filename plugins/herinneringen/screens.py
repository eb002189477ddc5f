"""A screen to remind people at once, when something cannot wait for its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.people.queries import signed_in_user
from courses.plugin_api.api import Audience, FormViewSet, Screens, start_task

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.admin.viewsets.base import ViewSet

MOST_DAYS = 14


class AtOnceForm(forms.Form):
    """Which editions it is about."""

    days = forms.IntegerField(
        label=_("Binnen hoeveel dagen begint het?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=2,
        help_text=_("Van 1 tot en met 14."),
    )


class AtOnceViewSet(FormViewSet):
    """Asks for how many days, and lets it be done."""

    form_class = AtOnceForm
    title = _("Herinner deelnemers nu")
    explanation = _(
        "Alle deelnemers van uitvoeringen die binnen deze dagen beginnen, krijgen nu een "
        "herinnering. Wie er al één kreeg voor dat moment, krijgt er geen tweede."
    )
    submit_label = _("Herinner ze nu")
    icon = "mail"

    def done(self, request: HttpRequest, form: forms.Form) -> str:
        days = form.cleaned_data["days"]
        person = signed_in_user(request).pk
        return start_task("herinneringen", "remind_at_once", data={"days": days}, person_id=person)


class AtOnce(Screens):
    """For coordinators: trainers have the days that they chose in the training."""

    name = "at_once"
    label = _("Herinner nu")
    icon = "mail"
    right = _("Deelnemers nu herinneren")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        return AtOnceViewSet()
