"""Lectures and network meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue.models.pages import OF_EVERY_PAGE, TEXT_FEATURES, AcademyPage
from courses.catalogue.models.restrictions import for_everybody
from courses.common import clock
from courses.common.fields import GrowingLine

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.search.index import BaseField


class LectureIndexPage(AcademyPage):
    """The list of recorded lectures."""

    PAGE_SIZE = 20

    introduction = models.TextField(_("inleiding"), blank=True, max_length=500)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "introduction")
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.LecturePage"]
    max_count = 1
    template = "catalogue/lectures.html"

    class Meta:
        verbose_name = _("overzicht van lezingen")
        verbose_name_plural = _("overzichten van lezingen")

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        found = for_everybody(LecturePage.objects.child_of(self), on=self)
        lectures = found.order_by("-recorded_on", "title")
        page_obj = Paginator(lectures, self.PAGE_SIZE).get_page(request.GET.get("pagina"))
        return {"page_obj": page_obj}


class LecturePage(AcademyPage):
    """A lecture that was recorded, with what was said written out."""

    summary = models.CharField(_("samenvatting"), max_length=250)
    recorded_on = models.DateField(_("datum van de lezing"), default=clock.today)
    minutes = models.PositiveSmallIntegerField(_("duur (minuten)"), default=45)
    recording_url = models.URLField(
        _("adres van de opname"),
        blank=True,
        help_text=_("De opname opent bij de aanbieder; wij sturen niets vooraf naar hem toe."),
    )
    recording = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("opname als bestand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    transcript = RichTextField(
        _("uitgeschreven tekst"),
        features=TEXT_FEATURES,
        help_text=_("Voor wie niet kan of wil luisteren."),
    )

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "summary", "transcript")
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=GrowingLine),
        FieldRowPanel([FieldPanel("recorded_on"), FieldPanel("minutes")]),
        FieldPanel("recording_url"),
        FieldPanel("recording"),
        FieldPanel("transcript"),
    ]
    search_fields: ClassVar[list[BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("transcript"),
    ]
    parent_page_types: ClassVar[list[str]] = ["catalogue.LectureIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "catalogue/lecture.html"

    class Meta:
        verbose_name = _("lezing")
        verbose_name_plural = _("lezingen")

    @property
    def has_recording(self) -> bool:
        """Whether there is more than the text of what was said."""
        return bool(self.recording_id or self.recording_url)
