"""A screen to remind people at once, when something cannot wait for its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user
from courses.plugin_api.api import Audience, FormViewSet, Screens, start_task
from plugins.herinneringen import queries

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
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
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Of how many days somebody has seen who hears it."""


class AtOnceViewSet(FormViewSet):
    """Asks for how many days, says who hears it, and lets it be done."""

    form_class = AtOnceForm
    title = _("Herinner deelnemers nu")
    explanation = _(
        "Alle deelnemers van uitvoeringen die binnen deze dagen beginnen, krijgen nu een "
        "herinnering. Wie er al één kreeg voor dat moment, krijgt er geen tweede. Je ziet eerst "
        "wie het zijn."
    )
    submit_label = _("Kijk wie het hoort")
    template_name = "herinneringen/at_once.html"
    icon = "mail"

    def done(self, request: HttpRequest, form: forms.Form) -> HttpResponseBase | str:
        days = form.cleaned_data["days"]
        if form.cleaned_data["seen"] != days:
            return self._ask(request, days)
        person = signed_in_user(request).pk
        return start_task("herinneringen", "remind_at_once", data={"days": days}, person_id=person)

    def _ask(self, request: HttpRequest, days: int) -> HttpResponseBase:
        """Who would hear it and how; the button after that does it."""
        return TemplateResponse(
            request,
            self.template_name,
            {
                "form": self.form_class(initial={"days": days, "seen": days}),
                "header_title": self.title,
                "page_title": self.title,
                "header_icon": self.icon,
                "submit_label": _("Herinner ze nu"),
                "reach": who_gets_what(queries.to_remind_within(days)),
            },
        )


class AtOnce(Screens):
    """For coordinators: trainers have the days that they chose in the training."""

    name = "at_once"
    label = _("Herinner nu")
    icon = "mail"
    right = _("Deelnemers nu herinneren")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        return AtOnceViewSet()
