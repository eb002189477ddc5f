"""Where search joins Wagtail's administration: the words of a coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.common import staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.search.models import WordGroup
from courses.search.queries import LEAST_TIMES, months_kept, unfound_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MAY_SEE = "search.view_wordgroup"


class WordGroupEditView(EditConflictMixin[WordGroup], generic.EditView):
    """Changes a group of words, and undoes nobody's newer change."""


class WordGroupCreateView(generic.CreateView):
    """A new group, with the word that led to nothing where somebody comes from that list."""

    def get_initial(self) -> dict[str, object]:
        return {**super().get_initial(), "typed": self.request.GET.get("woord", "")[:40]}


class WordGroupViewSet(ModelViewSet):
    """What people type, and what they mean."""

    model = WordGroup
    icon = "search"
    menu_label = _("Zoekwoorden")
    menu_order = staff_menu.WORDS
    add_to_settings_menu = True
    name = "zoekwoorden"
    add_view_class = WordGroupCreateView
    edit_view_class = WordGroupEditView
    copy_view_enabled = False
    list_display = ["meant", "typed"]
    search_fields = ["meant", "typed"]
    search_backend_name = None
    panels = WordGroup.panels


class UnfoundMenuItem(MenuItem):
    """For who may change what words mean."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


@hooks.register("register_admin_viewset")
def register_words() -> WordGroupViewSet:
    return WordGroupViewSet()


@hooks.register("register_settings_menu_item")
def register_unfound() -> MenuItem:
    return UnfoundMenuItem(
        _("Niet gevonden"),
        reverse_lazy("search_unfound"),
        name="search-unfound",
        icon_name="help",
        order=staff_menu.UNFOUND,
    )


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("zoekwoorden-niet-gevonden/", unfound, name="search_unfound")]


@never_cache
@require_safe
def unfound(request: HttpRequest) -> HttpResponse:
    """The words that led to nothing, without who or when."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    return render(
        request,
        "search/admin/unfound.html",
        {
            "words": unfound_words(),
            "least": LEAST_TIMES,
            "months": months_kept(),
            "may_add": request.user.has_perm("search.add_wordgroup"),
            "header_title": gettext("Woorden zonder resultaat"),
        },
    )
