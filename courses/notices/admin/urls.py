"""The addresses of notices in the administration, and who sees them in the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from wagtail.admin.menu import MenuItem

from courses.notices import queries
from courses.notices.admin.calls import CallListView, call, calling
from courses.notices.admin.detail import again, as_letter, detail, done
from courses.notices.admin.letters import LettersView, print_letters
from courses.notices.admin.lists import LogView, UntoldView
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from django.http import HttpRequest


class StaffMenuItem(MenuItem):
    """Only for who calls people and prints letters."""

    def is_shown(self, request: HttpRequest) -> bool:
        return queries.may_tell(request.user)


class CoordinatorMenuItem(MenuItem):
    """Only for who runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


urlpatterns = [
    path("bellen/", CallListView.as_view(), name="notices_call_list"),
    path(
        "bellen/resultaten/",
        CallListView.as_view(results_only=True),
        name="notices_call_list_results",
    ),
    path("bellen/<uuid:pk>/", call, name="notices_call"),
    path("bellen/<uuid:pk>/nu/", calling, name="notices_calling"),
    path("brieven/", LettersView.as_view(), name="notices_letters"),
    path(
        "brieven/resultaten/",
        LettersView.as_view(results_only=True),
        name="notices_letters_results",
    ),
    path("brieven/print/", print_letters, name="notices_print"),
    path("berichten/", LogView.as_view(), name="notices_log"),
    path("berichten/resultaten/", LogView.as_view(results_only=True), name="notices_log_results"),
    path("berichten/nog-niet-verteld/", UntoldView.as_view(), name="notices_untold"),
    path(
        "berichten/nog-niet-verteld/resultaten/",
        UntoldView.as_view(results_only=True),
        name="notices_untold_results",
    ),
    path("berichten/<uuid:pk>/", detail, name="notices_detail"),
    path("berichten/<uuid:pk>/opnieuw/", again, name="notices_again"),
    path("berichten/<uuid:pk>/brief/", as_letter, name="notices_as_letter"),
    path("berichten/<uuid:pk>/klaar/", done, name="notices_done"),
]
