"""Question banks in the administration."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from courses.plugin_api.api import Audience, Screens
from plugins.vragenbank import views


class BankViewSet(ViewSet):
    """The list of banks, and all that is done with one."""

    icon = views.ICON

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", views.index, name="index"),
            path("nieuw/", views.add, name="add"),
            path("lessen/", views.lessons, name="lessons"),
            path("<int:pk>/", views.bank_page, name="bank"),
            path("<int:pk>/wijzig/", views.edit, name="edit"),
            path("<int:pk>/inlezen/", views.upload, name="upload"),
            path("<int:pk>/inlezen/<int:held_pk>/", views.preview, name="preview"),
            path("<int:pk>/uit-lessen/", views.from_lessons, name="from_lessons"),
            path("<int:pk>/vraag/<int:question_pk>/", views.retire, name="retire"),
            path("<int:pk>/meenemen/<slug:form>/", views.export, name="export"),
        ]


class BankScreens(Screens):
    """Bring questions, look at what is taken over, and take them along.

    The right opens the screens; of which banks somebody sees and changes what, `queries` says.
    """

    name = "banks"
    label = _("Vragenbanken")
    icon = views.ICON
    right = _("Vragenbanken gebruiken")
    given_to = (Audience.TRAINER, Audience.COORDINATOR)

    def viewset(self) -> ViewSet:
        return BankViewSet()
