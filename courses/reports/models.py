"""What staff add to the figures of a year: what they aimed at, and what they say of it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.plugin_api.contributions.base import Json
from courses.reports.enums import ReportPart, ReportStatus

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_CHARACTERS = 6000
"""How long the text in one part of a report may be: about two pages."""

YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class YearReport(models.Model):
    """The report on a calendar year.

    While it is a draft its figures are those of the moment at which somebody looks. `figures` are
    those that were published: kept when it became final, and kept on when it is opened again, so
    that what is published next can be compared with them.
    """

    year = models.PositiveSmallIntegerField(_("jaar"), unique=True, validators=YEARS)
    status = models.CharField(
        _("status"), max_length=5, choices=ReportStatus, default=ReportStatus.DRAFT
    )
    finalised_at = models.DateTimeField(_("vastgesteld op"), null=True, blank=True)
    figures: Json = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("jaarverslag")
        verbose_name_plural = _("jaarverslagen")
        ordering: ClassVar[list[str]] = ["-year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.FINAL)
                | Q(finalised_at__isnull=False, figures__isnull=False),
                name="a_final_report_keeps_its_figures",
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_final(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.status == ReportStatus.FINAL


class ReportText(models.Model):
    """What a coordinator wrote in one part of a report."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="texts")
    part = models.CharField(_("onderdeel"), max_length=9, choices=ReportPart)
    text = models.TextField(_("tekst"), max_length=MOST_CHARACTERS)

    class Meta:
        verbose_name = _("tekst in een jaarverslag")
        verbose_name_plural = _("teksten in jaarverslagen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "part"], name="one_text_per_part")
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_part_display()}"


class Target(models.Model):
    """What is aimed at in a year with one kind of meeting: how many, and how many people in all.

    None is no aim. `most` of something is more than one aims at, not a limit.
    """

    year = models.PositiveSmallIntegerField(_("jaar"), validators=YEARS)
    kind = models.CharField(_("soort"), max_length=8, choices=EventKind)
    fewest_held = models.PositiveIntegerField(_("hoeveel, ten minste"), null=True, blank=True)
    most_held = models.PositiveIntegerField(_("hoeveel, ten hoogste"), null=True, blank=True)
    fewest_people = models.PositiveIntegerField(_("deelnemers, ten minste"), null=True, blank=True)
    most_people = models.PositiveIntegerField(_("deelnemers, ten hoogste"), null=True, blank=True)

    class Meta:
        verbose_name = _("doel voor een jaar")
        verbose_name_plural = _("doelen voor een jaar")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "kind"], name="one_target_per_kind"),
            models.CheckConstraint(
                condition=Q(fewest_held__isnull=True)
                | Q(most_held__isnull=True)
                | Q(fewest_held__lte=F("most_held")),
                name="target_held_in_order",
            ),
            models.CheckConstraint(
                condition=Q(fewest_people__isnull=True)
                | Q(most_people__isnull=True)
                | Q(fewest_people__lte=F("most_people")),
                name="target_people_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_kind_display()}"
