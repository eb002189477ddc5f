"""Learning paths: trainings in an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from courses.catalogue.models.pages import OF_EVERY_PAGE, TEXT_FEATURES, AcademyPage
from courses.catalogue.models.restrictions import closed_among, for_everybody
from courses.catalogue.models.trainings import TrainingPage
from courses.common.fields import GrowingLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest


class LearningPathIndexPage(AcademyPage):
    """The list of learning paths."""

    introduction = models.TextField(_("inleiding"), blank=True, max_length=500)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "introduction")
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.LearningPathPage"]
    max_count = 1
    template = "catalogue/learning_paths.html"

    class Meta:
        verbose_name = _("overzicht van leerlijnen")
        verbose_name_plural = _("overzichten van leerlijnen")

    @property
    def learning_paths(self) -> models.QuerySet[LearningPathPage]:
        """The published learning paths, with their steps."""
        found: models.QuerySet[LearningPathPage] = (
            for_everybody(LearningPathPage.objects.child_of(self), on=self)
            .order_by("path")
            .prefetch_related("steps__training")
        )
        return found


class LearningPathPage(AcademyPage):
    """Several trainings in an order that makes sense."""

    summary = models.CharField(_("samenvatting"), max_length=250)
    introduction = RichTextField(_("inleiding"), features=TEXT_FEATURES, blank=True)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "summary", "introduction")
    translated_children: ClassVar[tuple[tuple[str, str], ...]] = (("steps", "why"),)
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=GrowingLine),
        FieldPanel("introduction"),
        InlinePanel("steps", label=_("Stap"), heading=_("Trainingen in volgorde"), min_num=1),
    ]
    parent_page_types: ClassVar[list[str]] = ["catalogue.LearningPathIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "catalogue/learning_path.html"

    class Meta:
        verbose_name = _("leerlijn")
        verbose_name_plural = _("leerlijnen")

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        steps = self.steps.select_related("training", "training__theme")
        return {"steps": self.shown(steps)}

    @property
    def number_of_steps(self) -> int:
        """How many steps its readers find; for lists, which have read them along."""
        return len(self.shown(self.steps.all()))

    def shown(self, steps: Iterable[LearningPathStep]) -> list[LearningPathStep]:
        """Of these steps of the path those that its readers find."""
        live = [step for step in steps if step.training.live]
        hidden = closed_among([step.training for step in live], on=self)
        return [step for step in live if step.training.pk not in hidden]


class LearningPathStep(Orderable):
    """One training in a learning path, and why it stands there."""

    learning_path = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="steps")
    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    why = models.CharField(_("waarom deze stap"), max_length=250, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldPanel("training"),
        FieldPanel("why", widget=GrowingLine),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("stap in een leerlijn")
        verbose_name_plural = _("stappen in leerlijnen")

    def __str__(self) -> str:
        return str(self.training)
