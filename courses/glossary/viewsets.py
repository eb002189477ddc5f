"""Hard words in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from courses.common import staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.glossary.models import GlossaryWord
from courses.glossary.views import first_words

if TYPE_CHECKING:
    from django.http import HttpRequest


class WordIndexView(generic.IndexView):
    """The list, with the way to begin it."""

    request: HttpRequest

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if self.request.user.has_perm("glossary.add_glossaryword"):
            url = reverse("moeilijke_woorden:first_words")
            buttons.append(Button(_("Woorden om mee te beginnen"), url=url, icon_name="list-ul"))
        return buttons


class WordEditView(EditConflictMixin[GlossaryWord], generic.EditView):
    """Changes a word, and undoes nobody's newer change."""


class GlossaryWordViewSet(ModelViewSet):
    """Words that not everybody knows, and what they mean."""

    model = GlossaryWord
    icon = "help"
    menu_label = _("Moeilijke woorden")
    menu_hook = staff_menu.TRAININGS
    menu_order = staff_menu.CHOICES + 3
    name = "moeilijke_woorden"
    index_view_class = WordIndexView
    edit_view_class = WordEditView
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "word",
        Column("meaning", label=_("Uitleg")),
        Column("in_english", label=_("In het Engels")),
        Column("get_language_display", label=_("Taal van de tekst")),
    ]
    list_filter = ["language"]
    list_export = ["language", "word", "other_forms", "meaning", "in_english"]
    export_filename = "moeilijke-woorden"
    search_fields = ["word", "other_forms", "meaning"]
    search_backend_name = None
    panels = [
        FieldPanel("word"),
        FieldPanel("meaning"),
        FieldPanel("other_forms"),
        FieldRowPanel([FieldPanel("in_english"), FieldPanel("language")]),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        own: list[URLPattern] = super().get_urlpatterns()
        return [path("om-te-beginnen/", first_words, name="first_words"), *own]
