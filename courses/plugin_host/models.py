"""What this site remembers of its plugins."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_host.enums import TaskState


class PluginState(models.Model):
    """Whether a plugin works on this site, and what is known of it when its package is gone.

    `version` is the newest that was ever installed, `migration` the last one applied, `tables`
    all that its models ever had, `kinds` the extension points it used (None: never known).
    `site_settings` is what was filled in for the whole site.
    """

    plugin = models.SlugField(_("uitbreiding"), unique=True)
    enabled = models.BooleanField(_("aan op deze site"), default=True)
    title = models.CharField(_("naam"), max_length=200, blank=True)
    version = models.CharField(_("versie"), max_length=40, blank=True)
    label = models.CharField(max_length=100, blank=True)
    migration = models.CharField(max_length=200, blank=True)
    tables: Any = models.JSONField(default=list, blank=True)
    kinds: Any = models.JSONField(null=True, blank=True)
    purged = models.BooleanField(default=False)
    site_settings: Any = models.JSONField(_("instellingen"), default=dict, blank=True)
    seen_at = models.DateTimeField(_("laatst gezien"), default=clock.now)

    class Meta:
        verbose_name = _("uitbreiding")
        verbose_name_plural = _("uitbreidingen")
        ordering = ["plugin"]

    def __str__(self) -> str:
        return self.title or self.plugin


class PluginUsage(models.Model):
    """What one contribution cost on one day; `seconds` of wall-clock time."""

    plugin = models.SlugField(_("uitbreiding"))
    place = models.CharField(_("waar"), max_length=100)
    day = models.DateField(_("dag"))
    calls = models.PositiveBigIntegerField(_("aanroepen"), default=0)
    faults = models.PositiveBigIntegerField(_("storingen"), default=0)
    seconds = models.FloatField(_("seconden"), default=0)
    slowest = models.FloatField(_("langste (seconden)"), default=0)

    class Meta:
        verbose_name = _("verbruik van een uitbreiding")
        verbose_name_plural = _("verbruik van uitbreidingen")
        ordering = ["-day", "plugin", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plugin", "place", "day"], name="one_usage_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.plugin} {self.place}: {self.calls}"


class Delivery(models.Model):
    """An event on its way to one handler; the id follows from both, so it is there once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plugin = models.SlugField(_("uitbreiding"))
    handler = models.CharField(max_length=100)
    event = models.CharField(_("gebeurtenis"), max_length=100)
    data: Any = models.JSONField()
    depth = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How many handlers stand between what somebody did and this event; see `chain`."""
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    due_at = models.DateTimeField(_("volgende poging"))
    done_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    given_up = models.BooleanField(_("opgegeven"), default=False)

    class Meta:
        verbose_name = _("bezorging")
        verbose_name_plural = _("bezorgingen")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, given_up=False),
                name="delivery_still_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.plugin} {self.handler}"


class JobRun(models.Model):
    """The daily work of a plugin on one day: how it went. `outcome` is a sentence of the plugin."""

    plugin = models.SlugField(_("uitbreiding"))
    job = models.CharField(_("werk"), max_length=100)
    day = models.DateField(_("dag"))
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    due_at = models.DateTimeField(_("volgende poging"))
    done_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    given_up = models.BooleanField(_("opgegeven"), default=False)
    outcome = models.TextField(_("uitkomst"), blank=True)

    class Meta:
        verbose_name = _("werk van een dag")
        verbose_name_plural = _("werk van elke dag")
        ordering = ["-day", "plugin", "job"]
        constraints = [
            models.UniqueConstraint(fields=["plugin", "job", "day"], name="one_run_of_a_job_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.plugin} {self.job}"


class TaskRun(models.Model):
    """Work of a plugin that takes long: for whom, how far it is, and what came of it.

    `told_at` is when it last gave a sign of life. What it was to do (`data`) goes when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plugin = models.SlugField(_("uitbreiding"))
    task = models.CharField(_("werk"), max_length=100)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    data: Any = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("status"), max_length=10, choices=TaskState, default=TaskState.WAITING.value
    )
    done = models.PositiveIntegerField(_("gedaan"), default=0)
    total = models.PositiveIntegerField(_("samen"), default=0)
    asked_at = models.DateTimeField(_("gevraagd op"), default=clock.now, db_index=True)
    told_at = models.DateTimeField(_("laatste bericht"), default=clock.now)
    ended_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    sentence = models.TextField(_("uitkomst"), blank=True)
    links: Any = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("werk dat lang duurt")
        verbose_name_plural = _("werk dat lang duurt")
        ordering = ["-asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["told_at"],
                condition=models.Q(ended_at__isnull=True),
                name="task_still_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plugin} {self.task}"


class PluginFault(models.Model):
    """A failure of a plugin, with how often it happened, kept for the operator.

    Holds names of exceptions and places in the code, and nothing that anybody typed.
    """

    plugin = models.SlugField(_("uitbreiding"))
    place = models.CharField(_("waar"), max_length=100)
    error = models.CharField(_("soort fout"), max_length=200)
    last_frame = models.CharField(_("plek in de code"), max_length=500)
    frames = models.TextField(_("details"))
    count = models.PositiveIntegerField(_("hoe vaak"), default=1)
    first_at = models.DateTimeField(_("voor het eerst"))
    last_at = models.DateTimeField(_("voor het laatst"))

    class Meta:
        verbose_name = _("storing van een uitbreiding")
        verbose_name_plural = _("storingen van uitbreidingen")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plugin", "place", "error", "last_frame"], name="one_row_for_a_fault"
            )
        ]

    def __str__(self) -> str:
        last = clock.local(self.last_at)
        return f"{last:%d-%m-%Y %H:%M} {self.plugin}: {self.error} ({self.count} ×)"
