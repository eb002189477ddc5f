"""What participants leave behind."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.people.models import User


class Greeting(models.Model):
    """What somebody wrote to the neighbourhood in a training."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    training = models.ForeignKey(TrainingPage, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("groet"), max_length=200)

    class Meta:
        verbose_name = _("groet")
        verbose_name_plural = _("groeten")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training"], name="buurtgroet_one_greeting_each"
            )
        ]

    def __str__(self) -> str:
        return self.text
