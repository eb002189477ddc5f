"""The pages that are the academy's own: home and ordinary pages."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from academy.website.blocks import page_blocks
from courses.catalogue.models import OF_EVERY_PAGE, AcademyPage, TrainingPage, for_everybody
from courses.catalogue.queries import coming_cards
from courses.common.streams import KeepingStreamField
from courses.editions.queries import next_to_enrol_for, with_next_edition


class HomePage(AcademyPage):
    """The front page: what the academy is, and the way in."""

    tagline = models.CharField(_("kop"), max_length=120)
    introduction = models.TextField(_("inleiding"), max_length=500, blank=True)
    body = KeepingStreamField(page_blocks, verbose_name=_("inhoud"), blank=True)

    translated_fields: ClassVar[tuple[str, ...]] = (
        *OF_EVERY_PAGE,
        "tagline",
        "introduction",
        "body",
    )
    content_panels: ClassVar[list[object]] = [
        *Page.content_panels,
        FieldPanel("tagline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    max_count = 1
    template = "website/home.html"

    TRAININGS_SHOWN = 6
    EDITIONS_SHOWN = 4

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        trainings = coming_cards(
            "front page",
            lambda: for_everybody(TrainingPage.objects.all(), on=self),
            most=self.TRAININGS_SHOWN,
        )
        return {
            "trainings": with_next_edition(trainings),
            "editions": next_to_enrol_for(self.EDITIONS_SHOWN),
        }

    class Meta:
        verbose_name = _("voorpagina")
        verbose_name_plural = _("voorpagina's")


HEADINGS_FOR_CONTENTS = 4


class ContentPage(AcademyPage):
    """An ordinary page."""

    introduction = models.TextField(_("inleiding"), max_length=500, blank=True)
    body = KeepingStreamField(page_blocks, verbose_name=_("inhoud"), blank=True)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "introduction", "body")
    content_panels: ClassVar[list[object]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[object]] = Page.promote_panels
    search_fields: ClassVar[list[object]] = [
        *Page.search_fields,
        index.SearchField("introduction"),
    ]
    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.ContentPage"]
    template = "website/content.html"

    class Meta:
        verbose_name = _("pagina")
        verbose_name_plural = _("pagina's")

    @property
    def has_contents(self) -> bool:
        """Whether it begins with a list of what stands on it: with so many headings that one looks
        for something."""
        headings = [one for one in self.body if one.block_type == "heading"]
        return len(headings) >= HEADINGS_FOR_CONTENTS
