"""Which plugins are on in a training, and who changed that."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import ChangeState
from courses.catalogue.models.trainings import TrainingPage
from courses.common import clock
from courses.common.json_field import ShowableJSONField


class CoursePluginActivation(models.Model):
    """Whether a plugin works in one training, who decided so, and with which settings."""

    training = models.ForeignKey(
        TrainingPage, on_delete=models.CASCADE, related_name="plugin_activations"
    )
    plugin = models.SlugField(_("uitbreiding"))
    active = models.BooleanField(_("aan"), default=True)
    settings = ShowableJSONField(_("instellingen"), default=dict, blank=True)
    changed_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("uitbreiding bij een training")
        verbose_name_plural = _("uitbreidingen bij trainingen")
        constraints = [
            models.UniqueConstraint(fields=["training", "plugin"], name="one_activation_per_plugin")
        ]

    def __str__(self) -> str:
        return f"{self.plugin} – {self.training}"


class PluginChange(models.Model):
    """What a trainer wants of a plugin in a training that is public: kept until a coordinator
    decides. Nothing changes for participants before that."""

    training = models.ForeignKey(
        TrainingPage, on_delete=models.CASCADE, related_name="plugin_changes"
    )
    plugin = models.SlugField(_("uitbreiding"))
    active = models.BooleanField(_("aan"))
    # None: the settings stay as they are.
    settings = ShowableJSONField(_("instellingen"), null=True, blank=True)
    state = models.CharField(
        _("stand"), max_length=10, choices=ChangeState.choices, default=ChangeState.ASKED
    )
    asked_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(_("opmerking"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("gevraagde wijziging van een uitbreiding")
        verbose_name_plural = _("gevraagde wijzigingen van uitbreidingen")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "plugin"],
                condition=models.Q(state=ChangeState.ASKED),
                name="one_asked_change_per_plugin",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plugin} – {self.training}"
